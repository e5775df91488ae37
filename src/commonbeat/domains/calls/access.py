"""The rights of calls."""

from __future__ import annotations

from enum import StrEnum

from commonbeat.core.actor import Actor


class Right(StrEnum):
    """What one may do with calls."""

    TAKE_EVENTS = "calls.take_events"
    IMPORT_CALLS = "calls.import_calls"
    SEE_CALLS = "calls.see_calls"
    SET_POLICIES = "calls.set_policies"
    SEE_POLICIES = "calls.see_policies"
    TELL_CALLERS = "calls.tell_callers"
    OPEN_FEEDS = "calls.open_feeds"
    COUNT_CALLS = "calls.count_calls"


def may_see_call(viewer: Actor, subject: str) -> bool:
    """Staff with the right see every call; a caller sees the one they hold a link to."""
    return viewer.may(Right.SEE_CALLS) or subject in viewer.holds
