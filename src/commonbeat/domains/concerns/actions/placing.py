"""The desk says in which part of town a concern is that came without a point on the map."""

from __future__ import annotations

from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.domains.concerns.access import Right
from commonbeat.domains.concerns.errors import Fault, NotAccepted
from commonbeat.domains.concerns.moving import Told, claim, open_concern, told_of
from commonbeat.domains.concerns.reports import NOT_A_CHOICE
from commonbeat.domains.places.public import areas


@action(Right.HANDLE)
def say_area(*, key: str, version: int, area: str, by: Actor) -> Told:
    """Note the part of town, by its code ('' for none), of what came by text or as an address.

    Raises NoSuchConcern, AlreadyOver, ChangedMeanwhile, and NotAccepted for no such area, or for
    a concern whose point on the map says where it is.
    """
    concern = open_concern(key, by)
    found = next((one.id for one in areas() if one.code == area), None)
    if concern.longitude is not None or (area and found is None):
        raise NotAccepted([Fault("area", NOT_A_CHOICE)])
    claim(concern, version, by, area_id=found)
    note(area=area)
    return told_of(concern, "", version + 1, is_news=False)
