"""What the story of a call needs to read: calls as they stand, and what was decided before."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, Q

from commonbeat.core import clock
from commonbeat.core.actor import Actor
from commonbeat.core.keys import token_hash
from commonbeat.domains.calls.access import Right
from commonbeat.domains.calls.followed import Followed, followed
from commonbeat.domains.calls.models import Call, Caller, PrivateLink, Telling


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that stands."""

    told: bool
    reason: str
    message_key: str


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a private link: the contact point, and the call that it opens."""

    point_id: int
    call_id: int
    call_key: str

    @property
    def subject(self) -> str:
        """The subject that the link opens."""
        return f"calls.call:{self.call_key}"


def decided(viewer: Actor, call_ids: Iterable[int]) -> dict[int, dict[tuple[int, str], Decided]]:
    """What was decided of these calls: call → (contact point, milestone) → decision."""
    found: dict[int, dict[tuple[int, str], Decided]] = defaultdict(dict)
    if not viewer.may(Right.TELL_CALLERS):
        return found
    for row in Telling.objects.filter(call__in=list(call_ids)):
        key = (row.contact_point_id, row.milestone)
        found[row.call_id][key] = Decided(row.told, row.reason, row.message_key)
    return found


def family(viewer: Actor, calls: Sequence[Followed]) -> list[tuple[Followed, bool]]:
    """The calls, with those they were merged into, and whether any of the merged is sensitive.

    A caller whose call was merged follows the other call from then on. Chains of mergers are
    followed to their end; a circle of mergers ends where it began.
    """
    if not viewer.may(Right.TELL_CALLERS):
        return []
    known = {(call.source, call.external_id): call for call in calls}
    _add_survivors(known)
    merged = _merged_into(known)
    return [_with_merged(call, merged) for call in known.values()]


def open_link(token: str) -> Holder | None:
    """Who holds this link, while it lives. The token is the proof; there is no other viewer."""
    row = (
        PrivateLink.objects.filter(
            token_hash=token_hash(token), closed_at=None, expires_at__gt=clock.now()
        )
        .select_related("call")
        .first()
    )
    return Holder(row.contact_point_id, row.call_id, row.call.key) if row else None


def latest_call_of(viewer: Actor, point_id: int) -> Followed | None:
    """The newest call of a contact point that still has a living link, for STATUS by text."""
    if not viewer.may(Right.TELL_CALLERS):
        return None
    link = (
        PrivateLink.objects.filter(
            contact_point=point_id, closed_at=None, expires_at__gt=clock.now()
        )
        .order_by("-call__received_at")
        .select_related("call")
        .first()
    )
    return followed(link.call, (point_id,)) if link else None


def call_of_holder(viewer: Actor, point_id: int, holder: Holder | None) -> Followed | None:
    """The call that a link opens, or else the newest call of the contact point."""
    if holder is None:
        return latest_call_of(viewer, point_id)
    if holder.subject not in viewer.holds:
        return None
    row = Call.objects.filter(pk=holder.call_id).first()
    return followed(row, (point_id,)) if row else None


def all_closed_since(viewer: Actor, point_ids: Iterable[int]) -> dict[dt.datetime, list[int]]:
    """Of these people, those with no open call: by the moment their last call closed."""
    found: dict[dt.datetime, list[int]] = defaultdict(list)
    if not viewer.may(Right.TELL_CALLERS):
        return found
    rows = (
        Caller.objects.filter(contact_point__in=list(point_ids))
        .values("contact_point")
        .annotate(last=Max("call__closed_at"), n_open=Count("pk", filter=Q(call__closed_at=None)))
    )
    for row in rows:
        if row["n_open"] == 0 and row["last"] is not None:
            found[row["last"]].append(row["contact_point"])
    return found


def _add_survivors(known: dict[tuple[str, str], Followed]) -> None:
    waiting = list(known.values())
    while waiting:
        wanted = {(c.source, c.merged_into) for c in waiting if c.merged_into} - known.keys()
        waiting = _by_number(wanted)
        known.update({(c.source, c.external_id): c for c in waiting})


def _by_number(wanted: set[tuple[str, str]]) -> list[Followed]:
    if not wanted:
        return []
    where = Q()
    for source, number in wanted:
        where |= Q(source=source, external_id=number)
    return _with_callers(list(Call.objects.filter(where)))


def _merged_into(known: dict[tuple[str, str], Followed]) -> dict[tuple[str, str], list[Followed]]:
    """Every call that was merged, at any distance, into one of the known ones."""
    found: dict[tuple[str, str], list[Followed]] = defaultdict(list)
    seen = {call.call_id for call in known.values() if call.merged_into}
    sources = {source for source, _ in known}
    numbers = {number for _, number in known}
    for call in known.values():
        if call.merged_into:
            found[call.source, call.merged_into].append(call)
    while numbers:
        rows = Call.objects.filter(source__in=sources, merged_into__in=numbers)
        new = _with_callers([row for row in rows if row.pk not in seen])
        for call in new:
            found[call.source, call.merged_into].append(call)
        seen |= {call.call_id for call in new}
        numbers = {call.external_id for call in new}
    return found


def _with_merged(
    call: Followed, merged: dict[tuple[str, str], list[Followed]]
) -> tuple[Followed, bool]:
    group, waiting = {call.call_id: call}, [call]
    while waiting:
        one = waiting.pop()
        for other in merged.get((one.source, one.external_id), ()):
            if other.call_id not in group:
                group[other.call_id] = other
                waiting.append(other)
    callers = dict.fromkeys(point for one in group.values() for point in one.callers)
    sensitive = any(one.was_sensitive for one in group.values())
    return dataclasses.replace(call, callers=tuple(callers)), sensitive


def _with_callers(calls: list[Call]) -> list[Followed]:
    if not calls:
        return []
    points: dict[int, list[int]] = defaultdict(list)
    for call_id, point in Caller.objects.filter(call__in=calls).values_list(
        "call_id", "contact_point_id"
    ):
        points[call_id].append(point)
    return [followed(call, tuple(points[call.pk])) for call in calls]
