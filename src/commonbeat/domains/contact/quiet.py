"""The hours in which nobody is written to who does not wait for it."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

QUIET_FROM, QUIET_UNTIL = dt.time(21), dt.time(8)


def past_quiet_hours(
    at: dt.datetime, zone: ZoneInfo, *, start: dt.time = QUIET_FROM, end: dt.time = QUIET_UNTIL
) -> dt.datetime:
    """`at`, or the end of the quiet hours that it falls in, by the clocks of the town."""
    local = at.astimezone(zone)
    time = local.time()
    quiet = (start <= time < end) if start <= end else (time >= start or time < end)
    if start == end or not quiet:
        return at
    morning = dt.datetime.combine(local.date(), end, tzinfo=zone)
    if time >= end:
        morning = dt.datetime.combine(local.date() + dt.timedelta(days=1), end, tzinfo=zone)
    return morning.astimezone(dt.UTC)
