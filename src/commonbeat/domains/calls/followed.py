"""A call as those who decide what to tell see it, after its events were folded."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from commonbeat.domains.calls.models import Call, Status


@dataclass(frozen=True, slots=True)
class Followed:
    """Where a call stands. Times are aware; `callers` are contact point ids, the first first."""

    call_id: int
    key: str
    subject: str
    source: str
    external_id: str
    call_type: str
    status: Status
    received_at: dt.datetime
    dispatched_at: dt.datetime | None
    en_route_at: dt.datetime | None
    arrived_at: dt.datetime | None
    closed_at: dt.datetime | None
    disposition: str
    officer_initiated: bool
    was_sensitive: bool
    merged_into: str
    n_reopened: int  # how often it was opened again, so that each closing is told once
    area_id: int | None
    callers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the events: new, repeated (nothing changed), and the calls they moved.

    `conflicting` are the ids of repeated events whose content differs from what was first
    sent under the id; the first one stands.
    """

    n_new: int
    n_repeated: int
    changed: tuple[Followed, ...]
    conflicting: tuple[str, ...] = ()


def followed(call: Call, callers: tuple[int, ...]) -> Followed:
    """A call's row and its callers as one frozen value."""
    return Followed(
        call_id=call.pk,
        key=call.key,
        subject=call.subject,
        source=call.source,
        external_id=call.external_id,
        call_type=call.call_type,
        status=Status(call.status),
        received_at=call.received_at,
        dispatched_at=call.dispatched_at,
        en_route_at=call.en_route_at,
        arrived_at=call.arrived_at,
        closed_at=call.closed_at,
        disposition=call.disposition,
        officer_initiated=call.officer_initiated,
        was_sensitive=call.was_sensitive,
        merged_into=call.merged_into,
        n_reopened=call.n_reopened,
        area_id=call.area_id,
        callers=callers,
    )
