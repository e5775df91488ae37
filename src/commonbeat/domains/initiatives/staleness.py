"""When a recommendation has gone quiet: the alarm that keeps it from being forgotten."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from commonbeat.domains.initiatives.models.recommendations import OPEN

QUIET_AFTER = dt.timedelta(days=60)


class Staleness(StrEnum):
    """Why an open recommendation needs somebody's attention."""

    PAST_DUE = "past due"
    QUIET = "quiet"  # neither reply nor progress for sixty days


def why_stale(
    *, state: str, due_on: dt.date, last_sign_on: dt.date, today: dt.date
) -> tuple[Staleness, ...]:
    """Why it is stale; empty when it is settled, or moves on in time."""
    if state not in OPEN:
        return ()
    late = (Staleness.PAST_DUE,) if due_on < today else ()
    quiet = (Staleness.QUIET,) if today - last_sign_on > QUIET_AFTER else ()
    return (*late, *quiet)
