"""Counts by area and month, and cutting them into before and after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonbeat.evidence.checks import count, counts, same_length
from commonbeat.evidence.faults import (
    Contradiction,
    OutOfRange,
    TooFew,
    UnequalLengths,
    WrongShape,
)

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """Events of one kind: areas × months, in order of time. Make it with `panel_of`."""

    areas: tuple[str, ...]
    months: tuple[str, ...]
    counts: Floats

    def places(self, names: Sequence[str]) -> list[int]:
        """Return where areas stand. Raises OutOfRange for one that is not there."""
        for i, name in enumerate(names):
            if name not in self.areas:
                raise OutOfRange("areas", i, repr(name), "an area of the panel")
        return [self.areas.index(name) for name in names]

    def month(self, name: str) -> int:
        """Return where a month stands. Raises OutOfRange for one that is not there."""
        if name not in self.months:
            raise OutOfRange("months", 0, repr(name), "a month of the panel")
        return self.months.index(name)

    def only(self, areas: Sequence[str], first: str, last: str) -> "Panel":
        """Return the panel of these areas from the first to the last month."""
        rows, start, end = self.places(areas), self.month(first), self.month(last)
        if end < start:
            raise Contradiction(f"the last month {last} lies before the first {first}")
        return panel_of(self.counts[rows, start : end + 1], areas, self.months[start : end + 1])


def panel_of(table: ArrayLike, areas: Sequence[str], months: Sequence[str]) -> Panel:
    """Check and copy a table of counts.

    Raises WrongShape, UnequalLengths, Contradiction (a name twice), NegativeCount,
    FractionalCount, NotFinite.
    """
    numbers = table_of(table)
    if numbers.shape != (len(areas), len(months)):
        raise UnequalLengths(
            ("rows", "areas", "columns", "months"),
            (numbers.shape[0], len(areas), numbers.shape[1], len(months)),
        )
    for name, names in (("area", areas), ("month", months)):
        if len(set(names)) < len(names):
            raise Contradiction(f"an {name} is named twice")
    numbers.flags.writeable = False
    return Panel(tuple(areas), tuple(months), numbers)


def panel_of_events(areas: Sequence[str], dates: Sequence[date]) -> Panel:
    """Count events by area and calendar month, months without events included.

    The first and the last month may be partial: leave them out of a plan when they are.
    Raises UnequalLengths, TooFew (no event).
    """
    same_length(areas=areas, dates=dates)
    if not areas:
        raise TooFew("events", 0, 1)
    index = np.array([each.year * 12 + each.month - 1 for each in dates])
    first, last = int(index.min()), int(index.max())
    names = sorted(set(areas))
    place = {name: i for i, name in enumerate(names)}
    rows = np.array([place[name] for name in areas])
    n_months = last - first + 1
    flat = np.bincount(rows * n_months + index - first, minlength=len(names) * n_months)
    months = [f"{m // 12}-{m % 12 + 1:02d}" for m in range(first, last + 1)]
    return panel_of(flat.reshape(len(names), n_months), names, months)


def table_of(table: ArrayLike) -> Floats:
    """Return areas × months of whole numbers, copied."""
    numbers = counts(table, "table")
    if numbers.ndim != 2 or numbers.size == 0:
        raise WrongShape("table", numbers.shape, "areas × months")
    return numbers


def split_at(table: ArrayLike, start: int) -> tuple[Floats, Floats, int, int]:
    """Return sums before and from the start by area, and the numbers of months of both."""
    numbers = table_of(table)
    n_months, first = numbers.shape[1], count(start, "start")
    if not 0 < first < n_months:
        raise TooFew("months on one side of the start", 0, 1)
    before, after = numbers[:, :first].sum(axis=1), numbers[:, first:].sum(axis=1)
    return before, after, first, n_months - first
