"""One event as dispatch sends it, checked; its time is in UTC and its number in E.164."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from commonbeat.domains.calls.models import Kind

__all__ = ["Event", "Kind"]


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to one call. An empty text or None means: dispatch did not say.

    `at` is aware and in UTC; `phone` is E.164; `language` is a code such as 'fr'. The
    representation leaves out the number and the place, so that no log line can hold them.
    """

    event_id: str
    call_id: str
    kind: Kind
    at: dt.datetime
    call_type: str = ""
    priority: str = ""
    longitude: float | None = None
    latitude: float | None = None
    disposition: str = ""
    merged_into: str = ""
    officer_initiated: bool | None = None
    phone: str = ""
    language: str = ""

    def __repr__(self) -> str:
        return f"Event({self.kind} of one call)"
