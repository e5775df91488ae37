"""Days and months as a file writes them: as numbers such as 20230131, and names such as 2023-01."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from commonbeat.evidence.faults import EvidenceFault, OutOfRange

SLACK = 3  # days without a record at an end of the file before its month counts as partial
AFTER = r"(?:[T ].*)?"  # perhaps a time of day
APART = r"(?P<{}>\d{{1,2}})[-/.](?P<{}>\d{{1,2}})[-/.](?P<year>[1-9]\d{{3}})" + AFTER
# Year first: month and perhaps day, apart or together.
ORDERS = {
    "ymd": re.compile(
        r"(?P<year>[1-9]\d{3})(?:[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?"
        r"|(?P<month2>\d\d)(?P<day2>\d\d))" + AFTER
    ),
    "dmy": re.compile(APART.format("day", "month")),
    "mdy": re.compile(APART.format("month", "day")),
}
USUAL = "ymd"
HINTS = {
    "ymd": "write it year first, such as 2023-01-31, or say its order (dmy or mdy)",
    "dmy": "write it as 31/01/2023",
    "mdy": "write it as 01/31/2023",
}


class UnreadableDate(EvidenceFault):
    """A date is not written in the order that is told (the year first, unless said)."""

    def __init__(self, line: int, text: str, column: str = "date", order: str = USUAL) -> None:
        told = f"line {line}: {text[:30]!r} is not a date (column {column})"
        super().__init__(f"{told}; {HINTS[order]}", element=line)


def known_order(order: str) -> str:
    """Return the order of year, month and day; the year comes first when nothing is said."""
    if order and order not in ORDERS:
        raise OutOfRange("date order", 0, repr(order), "ymd, dmy or mdy")
    return order or USUAL


def day_of(text: str, order: str) -> int:
    """Return the day as a number; day 0 where only the month is known. ValueError if none."""
    found = ORDERS[order].fullmatch(text)
    if found is None:
        raise ValueError(text)
    parts = found.groupdict()
    year, month = int(parts["year"]), int(parts["month"] or parts["month2"])
    day = int(parts["day"] or parts.get("day2") or 0)
    date(year, month, day or 1)
    return year * 10_000 + month * 100 + day


def months_between(first: int, last: int) -> Iterator[int]:
    """Give every month from the first to the last, as numbers such as 202301."""
    month = first
    while month <= last:
        yield month
        month += 1 if month % 100 < 12 else 89


def partial_months(first: int, last: int) -> list[int]:
    """Return the months within which a file begins or ends, given its first and last day."""
    found = []
    if first % 100 > 1 + SLACK:
        found.append(first // 100)
    length = monthrange(last // 10_000, last // 100 % 100)[1]
    if 0 < last % 100 < length - SLACK and last // 100 not in found:
        found.append(last // 100)
    return found


def named(month: int) -> str:
    """Return the name of a month, such as 2023-01."""
    return f"{month // 100}-{month % 100:02d}"


def date_of(day: int) -> date:
    """Return the date of a day; the first of the month where only that is known."""
    return date(day // 10_000, day // 100 % 100, day % 100 or 1)
