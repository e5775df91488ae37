"""A call as the stories across domains see it: the fold of its events, and who called."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Followed:
    """A call now. Times are aware and in UTC; `callers` are contact point ids."""

    call_id: int
    key: str
    subject: str
    source: str
    external_id: str
    call_type: str
    status: str
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
