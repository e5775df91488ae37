"""Complaints for tests, each taken through its stages in its own time."""

from __future__ import annotations

import datetime as dt
import itertools

from commonbeat.core import clock
from commonbeat.domains.concerns.actions import complaints
from commonbeat.roles import Role, actor

ANA = actor(Role.ANYBODY, "page")
CHO = actor(Role.COORDINATOR, "cho")
CLOCK = actor(Role.CLOCK, "worker")
MARCH = dt.datetime(2025, 3, 3, 15, 0, tzinfo=dt.UTC)
NEW_YEAR = dt.datetime(2026, 1, 1, 5, 0, tzinfo=dt.UTC)  # midnight in the town
DAY = dt.timedelta(days=1)


def complaint(
    category: str = "service",
    outcome: str = "resolved",
    *,
    at: dt.datetime = MARCH,
    local: float = 20,
    investigated: float = 0,
    ends: bool = True,
) -> None:
    """One complaint through its stages; `local` and `investigated` are days."""
    with clock.held_at(at):
        taken = complaints.complain(
            category=category,
            words="Nobody came.",
            area_id=None,
            language="en",
            point_id=None,
            knows_independent_route=True,
            by=ANA,
        )
        version = itertools.count(1)
        given = {"key": taken.key, "owner_id": None, "by": CHO}
        complaints.move_on(version=next(version), stage="screened", **given)
        complaints.move_on(version=next(version), stage="local response", **given)
    if not ends:
        return
    with clock.held_at(at + local * DAY):
        if investigated:
            complaints.move_on(version=next(version), stage="investigated", **given)
    with clock.held_at(at + (local + investigated) * DAY):
        complaints.conclude_complaint(
            key=taken.key, version=next(version), outcome=outcome, words="", by=CHO
        )


def several(n: int, *args: object, **given: object) -> None:
    for _ in range(n):
        complaint(*args, **given)  # type: ignore[arg-type]
