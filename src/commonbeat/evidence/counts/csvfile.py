"""Counts by area and month from a plain CSV file, one event a row or one count a row."""

import csv
import difflib
import gzip
import math
import re
import zlib
from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from commonbeat.evidence.counts.dialect import first_broken_line, opened, place_of, rows_of
from commonbeat.evidence.effects.panel import Panel, panel_of
from commonbeat.evidence.faults import (
    Contradiction,
    EvidenceFault,
    FractionalCount,
    NegativeCount,
    NotFinite,
    TooFew,
)

DATES = ("date", "datetime", "timestamp", "time", "received_at", "occurred_at", "month")
PARTS = ("year", "month", "day")
EVERY = 5_000
SLACK = 3  # days without a record at an end of the file before its month counts as partial
# Year, month and perhaps day, apart or together, and perhaps a time of day after them.
DATE = re.compile(r"([1-9]\d{3})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?|(\d\d)(\d\d))(?:[T ].*)?")


class UnreadableDate(EvidenceFault):
    """A date is not written year first."""

    def __init__(self, line: int, text: str, column: str = "date") -> None:
        told = f"line {line}: {text[:30]!r} is not a date; write it year first, such as 2023-01-31"
        super().__init__(f"{told} (column {column})", element=line)


class NoSuchColumn(EvidenceFault):
    """The file has no column of this name."""

    def __init__(self, name: str, columns: Iterable[str]) -> None:
        known = list(columns)
        told = ", ".join(known) or "none"
        message = f"no column {name!r}; the file's columns are: {told}."
        super().__init__(message + did_you_mean(name, known), element=name)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return a question that names what is written most like it, or nothing."""
    by_letters = {each.casefold(): each for each in known}
    near = difflib.get_close_matches(name.casefold(), by_letters, n=1, cutoff=0.6)
    return f" Did you mean {by_letters[near[0]]!r}?" if near else ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What to read: the columns, and which rows (`where` names columns and their wanted values).

    `date` is one column, or year, month and perhaps day columns with commas between; empty, it
    is guessed. Without `count` each row is one event. `rename` gives areas another name; several
    with the same new name become one. Without `encoding` the file is UTF-8, or UTF-16 with its
    mark.
    """

    areas: str
    date: str = ""
    count: str = ""
    where: Mapping[str, str] = field(default_factory=dict)
    rename: Mapping[str, str] = field(default_factory=dict)
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """Counts of whole months, and what was left out on the way.

    `never_met` are old names of `rename` that no row bears.
    """

    panel: Panel
    first_day: date
    last_day: date
    n_events: int
    n_without_area: int
    n_other: int
    partial_months: tuple[str, ...]
    n_bad: int = 0
    never_met: tuple[str, ...] = ()


def read_counts(
    path: Path,
    reading: Reading,
    *,
    progress: Callable[[int], object] = lambda _: None,
    on_bad: Callable[[int, EvidenceFault], object] | None = None,
) -> Counted:
    """Count the events of a CSV file (.gz too) by area and calendar month.

    Cells may stand between commas, semicolons, tabs or bars. The first and the last month are left
    out when the file begins or ends within them.
    `progress` is told the number of rows read. A bad row ends the reading with its fault, unless
    `on_bad` takes its line and the fault: then it is left out and the others are counted.
    Raises NoSuchColumn, UnreadableDate, TooFew, FractionalCount, NegativeCount, NotFinite,
    Contradiction (letters of another encoding, a damaged file, a column that stands twice, a row
    that is too short or too long), OutOfRange (an encoding nobody knows).
    """
    try:
        with opened(path, reading.encoding) as file:
            rows = rows_of(file)
            tally = _Tally(next(rows, []), reading)
            _take_all(rows, tally, progress, on_bad)
    except UnicodeError:
        raise _other_letters(path, reading.encoding) from None
    except (EOFError, gzip.BadGzipFile, zlib.error, csv.Error) as fault:
        raise Contradiction(f"{path.name} is damaged: {fault}") from None
    return tally.counted()


def _other_letters(path: Path, encoding: str) -> Contradiction:
    line = first_broken_line(path) if not encoding else 0
    where = f", line {line}," if line else ""
    told = f"{path.name}{where} is not written in {encoding or 'UTF-8'}"
    return Contradiction(f"{told}; name its encoding, such as cp1252", element=line or path.name)


def _take_all(
    rows: Any,
    tally: "_Tally",
    progress: Callable[[int], object],
    on_bad: Callable[[int, EvidenceFault], object] | None,
) -> None:
    first: EvidenceFault | None = None
    for read, row in enumerate(rows, start=2):
        number = rows.line_num
        if row:
            try:
                tally.take(row, number)
            except EvidenceFault as fault:
                if on_bad is None:
                    raise
                first = first or fault
                tally.n_bad += 1
                on_bad(number, fault)
        if read % EVERY == 0:
            progress(read)
    if first is not None and not tally.events:
        raise first


class _Tally:
    """Adds up rows as they come."""

    def __init__(self, header: Sequence[str], reading: Reading) -> None:
        self.header = [name.strip() for name in header]
        self.area = self._place(reading.areas)
        self.dates = [self._place(name) for name in self._date_columns(reading.date)]
        self.count = self._place(reading.count) if reading.count else None
        self.where = [(self._place(name), value) for name, value in reading.where.items()]
        self.events: Counter[tuple[str, int]] = Counter()
        self.days: set[int] = set()
        self.rename, self.met = dict(reading.rename), set[str]()
        self.n_without_area = self.n_other = self.n_bad = 0

    def _place(self, name: str) -> int:
        place = place_of(self.header, name)
        if place is None:
            raise NoSuchColumn(name, self.header)
        return place

    def _date_columns(self, given: str) -> list[str]:
        if given:
            return [name.strip() for name in given.split(",")]
        known = {name.lower(): name for name in self.header}
        if all(part in known for part in PARTS[:2]):
            return [known[part] for part in PARTS if part in known]
        found = [known[name] for name in DATES if name in known]
        return found[:1] or [DATES[0]]

    def take(self, row: Sequence[str], number: int) -> None:
        if len(row) < len(self.header):
            raise Contradiction(f"line {number}: fewer cells than the header", element=number)
        if any(row[len(self.header) :]):
            raise Contradiction(f"line {number}: more cells than the header", element=number)
        key = self._day(row, number)
        if any(row[place].strip() != value for place, value in self.where):
            self.days.add(key)
            self.n_other += 1
            return
        n = 1 if self.count is None else self._whole(row, self.count, number)
        self.days.add(key)
        area = row[self.area].strip()
        if area in self.rename:
            self.met.add(area)
            area = self.rename[area]
        if area:
            self.events[area, key // 100] += n
        else:
            self.n_without_area += n

    def _day(self, row: Sequence[str], number: int) -> int:
        """Return the day as a number such as 20230131; day 0 where only the month is known."""
        text = "-".join(row[place].strip() for place in self.dates)
        found = DATE.fullmatch(text)
        try:
            year, month, day = (int(part or 0) for part in _parts(found))
            date(year, month, day or 1)
        except ValueError:
            names = ", ".join(self.header[place] for place in self.dates)
            raise UnreadableDate(number, text, names) from None
        return year * 10_000 + month * 100 + day

    def _whole(self, row: Sequence[str], place: int, number: int) -> int:
        text, name = row[place].strip()[:20], f"line {number}, column {self.header[place]}"
        try:
            value = float(text)
        except ValueError:
            raise NotFinite(name, repr(text)) from None
        if not math.isfinite(value):
            raise NotFinite(name, repr(text))
        if value < 0:
            raise NegativeCount(name, repr(text), value)
        if value != int(value):
            raise FractionalCount(name, repr(text), value)
        return int(value)

    def counted(self) -> Counted:
        if not self.events:
            raise TooFew("rows that count", 0, 1)
        first, last = min(self.days), max(self.days)
        months = list(_months(first // 100, last // 100))
        partial = _partial(first, last)
        whole = [month for month in months if month not in partial]
        if not whole:
            raise TooFew("whole months", 0, 1)
        areas = sorted({area for area, _ in self.events})
        table = np.array([[self.events[area, month] for month in whole] for area in areas])
        return Counted(
            panel=panel_of(table, areas, [_named(month) for month in whole]),
            first_day=_date(first),
            last_day=_date(last),
            n_events=sum(self.events.values()),
            n_without_area=self.n_without_area,
            n_other=self.n_other,
            partial_months=tuple(_named(month) for month in partial),
            n_bad=self.n_bad,
            never_met=tuple(old for old in self.rename if old not in self.met),
        )


def _parts(found: re.Match[str] | None) -> tuple[str | None, ...]:
    """Return year, month and day (None where only the month is known)."""
    if found is None:
        raise ValueError
    year, month, day, month_together, day_together = found.groups()
    return year, month or month_together, day or day_together


def _months(first: int, last: int) -> Iterator[int]:
    """Every month from the first to the last, as numbers such as 202301."""
    month = first
    while month <= last:
        yield month
        month += 1 if month % 100 < 12 else 89


def _partial(first: int, last: int) -> list[int]:
    """Return the months within which the file begins or ends."""
    found = []
    if first % 100 > 1 + SLACK:
        found.append(first // 100)
    length = monthrange(last // 10_000, last // 100 % 100)[1]
    if 0 < last % 100 < length - SLACK and last // 100 not in found:
        found.append(last // 100)
    return found


def _named(month: int) -> str:
    return f"{month // 100}-{month % 100:02d}"


def _date(day: int) -> date:
    return date(day // 10_000, day // 100 % 100, day % 100 or 1)
