"""The fold: the events of one call, in whatever order they came, become where the call stands.

The outcome depends only on which events there are. They are put in the order of their own time,
and of their id where times are equal; nothing looks at when an event reached us.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from commonbeat.domains.calls.models import Kind, Status

_ADVANCES: dict[str, Status] = {
    Kind.DISPATCHED: Status.DISPATCHED,
    Kind.EN_ROUTE: Status.EN_ROUTE,
    Kind.ARRIVED: Status.ARRIVED,
}
_RANK = {status: rank for rank, status in enumerate(Status)}


class Fact(NamedTuple):
    """One event as it is kept. Empty texts and None were not given."""

    event_id: str
    kind: str
    at: dt.datetime
    call_type: str = ""
    priority: str = ""
    longitude: float | None = None
    latitude: float | None = None
    disposition: str = ""
    merged_into: str = ""
    officer_initiated: bool | None = None
    contact_point_id: int | None = None


@dataclass(slots=True)
class Standing:
    """Where a call stands. `callers` are contact points with the first time each called."""

    received_at: dt.datetime
    call_type: str = ""
    priority: str = ""
    longitude: float | None = None
    latitude: float | None = None
    status: Status = Status.RECEIVED
    dispatched_at: dt.datetime | None = None
    en_route_at: dt.datetime | None = None
    arrived_at: dt.datetime | None = None
    closed_at: dt.datetime | None = None
    disposition: str = ""
    officer_initiated: bool = False
    was_sensitive: bool = False
    merged_into: str = ""
    n_reopened: int = 0
    callers: dict[int, dt.datetime] = field(default_factory=dict)


def fold(facts: Iterable[Fact], sensitive: Container[str]) -> Standing:
    """Where the call of these events stands; `sensitive` holds type codes in folded case.

    Each field takes the latest value given; each milestone is the first time that it happened;
    a call is closed since it last went from open to closed. Reopening a closed call starts its
    status anew, and keeps the times. A call that was never 'received' counts from its earliest
    event. Raises ValueError when there is no event.
    """
    ordered = sorted(facts, key=lambda fact: (fact.at, fact.event_id))
    if not ordered:
        raise ValueError("A call has at least one event.")
    received = next((f.at for f in ordered if f.kind == Kind.RECEIVED), ordered[0].at)
    standing = Standing(received_at=received)
    for fact in ordered:
        _take_values(standing, fact)
        _take_milestone(standing, fact)
        if fact.call_type and fact.call_type.casefold() in sensitive:
            standing.was_sensitive = True
        if fact.contact_point_id is not None:
            standing.callers.setdefault(fact.contact_point_id, fact.at)
    if standing.closed_at:
        standing.status = Status.CLOSED
    return standing


def _take_values(standing: Standing, fact: Fact) -> None:
    standing.call_type = fact.call_type or standing.call_type
    standing.priority = fact.priority or standing.priority
    standing.disposition = fact.disposition or standing.disposition
    standing.merged_into = fact.merged_into or standing.merged_into
    if fact.longitude is not None and fact.latitude is not None:
        standing.longitude, standing.latitude = fact.longitude, fact.latitude
    if fact.officer_initiated is not None:
        standing.officer_initiated = fact.officer_initiated


def _take_milestone(standing: Standing, fact: Fact) -> None:
    if fact.kind == Kind.CLOSED:
        standing.closed_at = standing.closed_at or fact.at
    elif fact.kind == Kind.REOPENED and standing.closed_at:
        standing.closed_at, standing.status = None, Status.RECEIVED
        standing.n_reopened += 1
    elif reached := _ADVANCES.get(fact.kind):
        name = f"{fact.kind}_at"
        if getattr(standing, name) is None:
            setattr(standing, name, fact.at)
        if _RANK[reached] > _RANK[standing.status]:
            standing.status = reached
