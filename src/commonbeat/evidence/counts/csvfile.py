"""Counts by area and month from a plain CSV file, one event a row or one count a row."""

import csv
import gzip
import math
import zlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from commonbeat.evidence.counts.dates import (
    UnreadableDate,
    date_of,
    day_of,
    known_order,
    months_between,
    named,
    partial_months,
)
from commonbeat.evidence.counts.dialect import first_broken_line, opened, place_of, rows_of
from commonbeat.evidence.counts.names import NoSuchColumn, NoSuchValue, written_alike
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
MOST_VALUES = 500  # of a column that `where` names, kept to suggest one


@dataclass(frozen=True, slots=True)
class Reading:
    """What to read: the columns, and which rows (`where` names columns and their wanted values).

    `date` is one column, or year, month and perhaps day columns with commas between; empty, it
    is guessed. Without `count` each row is one event. `rename` gives areas another name; several
    with the same new name become one. Without `encoding` the file is UTF-8, or UTF-16 with its
    mark. Dates begin with the year, unless `order` says "dmy" or "mdy": it is never guessed.
    """

    areas: str
    date: str = ""
    count: str = ""
    where: Mapping[str, str] = field(default_factory=dict)
    rename: Mapping[str, str] = field(default_factory=dict)
    encoding: str = ""
    order: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """Counts of whole months, and what was left out on the way.

    `never_met` are old names of `rename` that no row bears; `silent_months` those between the
    first and the last without any record, though they count as nought; `alike` groups of areas
    whose names differ in their writing only.
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
    silent_months: tuple[str, ...] = ()
    alike: tuple[tuple[str, ...], ...] = ()


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
    Raises NoSuchColumn, NoSuchValue, UnreadableDate, TooFew, FractionalCount, NegativeCount,
    NotFinite, Contradiction (letters of another encoding, a damaged file, a column that stands
    twice, a row that is too short or too long), OutOfRange (an encoding or order nobody knows).
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
        self.values: list[set[str]] = [set() for _ in self.where]
        self.order = known_order(reading.order)
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
        if not self._wanted(row):
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

    def _wanted(self, row: Sequence[str]) -> bool:
        wanted = True
        for (place, value), known in zip(self.where, self.values, strict=True):
            here = row[place].strip()
            if len(known) < MOST_VALUES:
                known.add(here)
            wanted = wanted and here == value
        return wanted

    def _day(self, row: Sequence[str], number: int) -> int:
        text = "-".join(row[place].strip() for place in self.dates)
        try:
            return day_of(text, self.order)
        except ValueError:
            names = ", ".join(self.header[place] for place in self.dates)
            raise UnreadableDate(number, text, names, self.order) from None

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
        self._refuse_nothing()
        first, last = min(self.days), max(self.days)
        months = list(months_between(first // 100, last // 100))
        partial = partial_months(first, last)
        whole = [month for month in months if month not in partial]
        if not whole:
            raise TooFew("whole months", 0, 1)
        met = {day // 100 for day in self.days}
        areas = sorted({area for area, _ in self.events})
        table = np.array([[self.events[area, month] for month in whole] for area in areas])
        return Counted(
            panel=panel_of(table, areas, [named(month) for month in whole]),
            first_day=date_of(first),
            last_day=date_of(last),
            n_events=sum(self.events.values()),
            n_without_area=self.n_without_area,
            n_other=self.n_other,
            partial_months=tuple(named(month) for month in partial),
            n_bad=self.n_bad,
            never_met=tuple(old for old in self.rename if old not in self.met),
            silent_months=tuple(named(m) for m in whole if m not in met),
            alike=written_alike(areas),
        )

    def _refuse_nothing(self) -> None:
        if self.events:
            return
        for (place, value), known in zip(self.where, self.values, strict=True):
            if known and value not in known and len(known) < MOST_VALUES:
                raise NoSuchValue(self.header[place], value, sorted(known))
        raise TooFew("rows that count", 0, 1)
