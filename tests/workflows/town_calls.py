"""Calls with their tellings for tests of figures, written straight into the tables."""

from __future__ import annotations

import datetime as dt
import itertools

from commonbeat.core import clock
from commonbeat.core.keys import new_key
from commonbeat.domains.calls.models import Call, Telling
from commonbeat.domains.contact.models import ContactPoint
from commonbeat.domains.places.models import Area

_numbers = itertools.count(1)


def draw_area(code: str, name: str = "", name_fr: str = "", *, west: float = 0.0) -> Area:
    """A square area, one unit wide."""
    corners = [[west, 45.0], [west + 1, 45.0], [west + 1, 46.0], [west, 46.0], [west, 45.0]]
    return Area.objects.create(
        code=code,
        name=name or code.title(),
        name_fr=name_fr,
        boundary={"type": "Polygon", "coordinates": [corners]},
        changed_at=clock.now(),
        changed_by="tests",
    )


def caller() -> ContactPoint:
    """Somebody whose number is forgotten already."""
    point = ContactPoint(kind="text", known_at=clock.now(), keep_until=clock.now())
    ContactPoint.objects.bulk_create([point])
    return point


def calls(
    n: int,
    area: Area | None,
    received_at: dt.datetime,
    *,
    told: bool | None = True,
    reason: str = "",
    minutes: float | None = 12,
    **fields: object,
) -> None:
    """So many calls, helped after 12, 13, … minutes; `told` None is a call without a caller."""
    point = caller() if told is not None else None
    for place in range(n):
        arrived = None
        if minutes is not None:
            arrived = received_at + dt.timedelta(minutes=minutes + place)
        call = Call.objects.create(
            key=new_key(),
            source="tests",
            external_id=str(next(_numbers)),
            area=area,
            received_at=received_at,
            arrived_at=arrived,
            changed_at=received_at,
            **fields,
        )
        if point is not None:
            for milestone in ("received", "arrived"):
                Telling.objects.create(
                    call=call,
                    contact_point=point,
                    milestone=milestone,
                    told=bool(told),
                    reason=reason,
                    decided_at=received_at,
                )
