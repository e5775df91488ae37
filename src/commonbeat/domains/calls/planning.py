"""What a caller should be told of a call, decided from the call as it stands now. Pure.

The plan is made anew at each event and compared with what was already decided, so it does not
matter in which order events come. A text that would come too late is worse than none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from commonbeat.domains.calls.catalogue import Policy
from commonbeat.domains.calls.followed import Followed
from commonbeat.domains.calls.models import Milestone
from commonbeat.domains.contact.quiet import past_quiet_hours

__all__ = [
    "CLOSES_PAGE",
    "Milestone",
    "Plan",
    "Planned",
    "Unsaid",
    "after_quiet_hours",
    "plan_texts",
]

STALE_AFTER = {
    Milestone.RECEIVED: dt.timedelta(minutes=30),
    Milestone.DELAYED: dt.timedelta(minutes=20),
    Milestone.EN_ROUTE: dt.timedelta(minutes=20),
    Milestone.ARRIVED: dt.timedelta(minutes=20),
    Milestone.CLOSED: dt.timedelta(hours=24),
}
# What a later milestone makes pointless.
OVERTAKEN_BY = {
    Milestone.DELAYED: (Milestone.ARRIVED, Milestone.CLOSED),
    Milestone.EN_ROUTE: (Milestone.ARRIVED, Milestone.CLOSED),
    Milestone.ARRIVED: (Milestone.CLOSED,),
}


class Unsaid(StrEnum):
    """Why a caller was not told. The desk shows these in words."""

    SENSITIVE = "sensitive type"
    UNKNOWN_TYPE = "unknown type"
    NOT_ALLOWED = "type not on the allow list"
    OFFICER_INITIATED = "officer initiated"
    NO_CALLER = "no number"
    MERGED = "merged into another call"
    STOPPED = "said STOP"
    LANDLINE = "landline"
    TOO_LATE = "too late"
    OVERTAKEN = "overtaken"
    REOPENED = "reopened"


# These also close the caller's page; after a merger it goes on with the other call.
CLOSES_PAGE = frozenset(
    {Unsaid.SENSITIVE, Unsaid.OFFICER_INITIATED, Unsaid.NOT_ALLOWED, Unsaid.UNKNOWN_TYPE}
)


@dataclass(frozen=True, slots=True)
class Planned:
    """One milestone to tell, and when."""

    milestone: Milestone
    not_before: dt.datetime
    expires_at: dt.datetime

    @property
    def is_stale(self) -> bool:
        """Whether its time is over before it could begin."""
        return self.not_before >= self.expires_at


@dataclass(frozen=True, slots=True)
class Plan:
    """What to tell, or the one reason why nobody is told anything."""

    silent: Unsaid | None
    steps: tuple[Planned, ...] = ()
    overtaken: tuple[Milestone, ...] = ()


def plan_texts(
    call: Followed, policy: Policy | None, *, sensitive: bool, now: dt.datetime, zone: ZoneInfo
) -> Plan:
    """The plan for a call under its policy. `sensitive`: the call, or one merged into it, was."""
    silent = _silent(call, policy, sensitive=sensitive)
    if silent or policy is None:
        return Plan(silent)
    steps = tuple(
        Planned(
            milestone,
            _held_back(milestone, max(now, at + policy.pauses[milestone]), policy, zone),
            at + policy.pauses[milestone] + STALE_AFTER[milestone],
        )
        for milestone, at in _moments(call, policy)
        if milestone in policy.pauses
    )
    return Plan(None, steps, tuple(_overtaken(call)))


def told_in_quiet_hours(milestone: Milestone) -> bool:
    """Whether a text goes out at night: the caller of a live call is awake and waits for it."""
    return milestone is not Milestone.CLOSED


def after_quiet_hours(at: dt.datetime, policy: Policy, zone: ZoneInfo) -> dt.datetime:
    """`at`, or the end of the quiet hours that it falls in, by the clocks of the town."""
    return past_quiet_hours(at, zone, start=policy.quiet_from, end=policy.quiet_until)


def _silent(call: Followed, policy: Policy | None, *, sensitive: bool) -> Unsaid | None:
    if sensitive or (policy is not None and policy.is_sensitive):
        return Unsaid.SENSITIVE
    if call.officer_initiated:
        return Unsaid.OFFICER_INITIATED
    if policy is None:
        return Unsaid.UNKNOWN_TYPE
    if not policy.tells:
        return Unsaid.NOT_ALLOWED
    return Unsaid.MERGED if call.merged_into else None


def _moments(call: Followed, policy: Policy) -> Iterator[tuple[Milestone, dt.datetime]]:
    """Each milestone that is reached, or that the passing of time will reach."""
    yield Milestone.RECEIVED, call.received_at
    if call.arrived_at is None and call.closed_at is None:
        yield Milestone.DELAYED, call.received_at + policy.delay_after
    overtaken = set(_overtaken(call))
    if call.en_route_at and Milestone.EN_ROUTE not in overtaken:
        yield Milestone.EN_ROUTE, call.en_route_at
    if call.arrived_at and Milestone.ARRIVED not in overtaken:
        yield Milestone.ARRIVED, call.arrived_at
    if call.closed_at:
        yield Milestone.CLOSED, call.closed_at


def _overtaken(call: Followed) -> Iterator[Milestone]:
    reached = {Milestone.ARRIVED: call.arrived_at, Milestone.CLOSED: call.closed_at}
    for milestone, later in OVERTAKEN_BY.items():
        if any(reached[one] for one in later):
            yield milestone


def _held_back(
    milestone: Milestone, at: dt.datetime, policy: Policy, zone: ZoneInfo
) -> dt.datetime:
    return at if told_in_quiet_hours(milestone) else after_quiet_hours(at, policy, zone)
