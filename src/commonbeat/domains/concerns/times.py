"""A time as residents write it, by the town's clock, and as answers keep it."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.formats import date_format

_DAY_AND_HOUR = re.compile(r"\d{4}-\d\d-\d\d[T ]+\d\d:\d\d(:\d\d)?")


def with_zone(text: str) -> str | None:
    """'2026-05-12 16:00' as ISO 8601 with the town's offset; None for anything else.

    A time that carries its own offset keeps it.
    """
    said = text.strip()
    try:
        at = dt.datetime.fromisoformat(re.sub("[T ]+", "T", said, count=1))
    except ValueError:
        return None
    if at.tzinfo is None:
        if not _DAY_AND_HOUR.fullmatch(said):
            return None
        at = at.replace(tzinfo=ZoneInfo(settings.TIME_ZONE))
    return at.isoformat(timespec="seconds")


def in_words(kept: str) -> str:
    """A kept answer in the reader's language and the town's time; as it is where it is none."""
    try:
        at = dt.datetime.fromisoformat(kept).astimezone(ZoneInfo(settings.TIME_ZONE))
    except (ValueError, OverflowError):
        return kept
    return f"{date_format(at, 'DATE_FORMAT')}, {at:%H:%M}"
