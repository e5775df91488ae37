"""Calendar periods by the names that stand in addresses: 2026-05, 2026-Q2, 2026, 2021-2025."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from commonbeat.evidence.periods import Period, month_of, period_around

NAMES = (
    (re.compile(r"(\d{4})-(\d{2})"), 1),
    (re.compile(r"(\d{4})-Q([1-4])"), 3),
    (re.compile(r"(\d{4})"), 12),
    (re.compile(r"(\d{4})-(\d{4})"), 60),
)


@dataclass(frozen=True, slots=True)
class Span:
    """A period with its name and its days."""

    period: Period
    name: str

    @property
    def first(self) -> dt.date:
        """Its first day."""
        return first_day(self.period.first)

    @property
    def last(self) -> dt.date:
        """Its last day."""
        return first_day(self.period.last + 1) - dt.timedelta(days=1)


def first_day(month: int) -> dt.date:
    """The first day of a month given by its running number."""
    return dt.date(month // 12, month % 12 + 1, 1)


def running(day: dt.date) -> int:
    """The running number of the month of a day."""
    return month_of(day.year, day.month)


def named(period: Period) -> Span:
    """A period with its name."""
    start = first_day(period.first)
    name = {
        1: f"{start:%Y-%m}",
        3: f"{start.year}-Q{(start.month + 2) // 3}",
        12: f"{start.year}",
        60: f"{start.year}-{start.year + 4}",
    }[period.length]
    return Span(period, name)


def span_named(name: str) -> Span | None:
    """The period of a name; None when it is the name of none."""
    for shape, length in NAMES:
        match = shape.fullmatch(name)
        if match is None:
            continue
        year, part = int(match[1]), int(match[2]) if match.lastindex == 2 else 1
        month = {1: part, 3: part * 3}.get(length, 1)
        if not (1900 < year < 2200 and 1 <= month <= 12):
            return None
        span = named(period_around(month_of(year, month), length))
        return span if span.name == name else None
    return None
