"""Months, as the first day of each in the town's zone: the finest time that an answer has."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings

from commonbeat.core import clock


def month_now() -> dt.date:
    """The first day of the month that it is in the town."""
    return first_of(clock.now().astimezone(ZoneInfo(settings.TIME_ZONE)).date())


def first_of(day: dt.date) -> dt.date:
    """The first day of this day's month."""
    return day.replace(day=1)


def month_after(month: dt.date) -> dt.date:
    """The first day of the month after."""
    return first_of(first_of(month) + dt.timedelta(days=31))
