"""How often each factor, category or theme came up in each closed period, before the rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonbeat.domains.hub.queries.counting import MonthMargins
from commonbeat.evidence.periods import Period

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Margins:
    """Counts (periods × codes) and how many situations there were (periods).

    `row` is the place of a period; `column` that of a code which came up at all.
    """

    row: Mapping[Period, int]
    column: Mapping[str, int]
    counts: Ints
    n: Ints

    def of(self, code: str) -> Ints:
        """How often a code came up in each period; never, if it is not known."""
        at = self.column.get(code)
        return np.zeros_like(self.n) if at is None else self.counts[:, at]

    def count(self, code: str, period: Period) -> int:
        """How often it came up in a period."""
        at = self.column.get(code)
        return 0 if at is None else int(self.counts[self.row[period], at])

    def n_of(self, period: Period) -> int:
        """How many situations there were in a period."""
        return int(self.n[self.row[period]])


def margins_of(months: Mapping[int, MonthMargins], periods: Sequence[Period]) -> Margins:
    """Months, by running number, added up to each of the periods that they make up."""
    codes = sorted({code for month in months.values() for code in month.codes})
    column = {code: place for place, code in enumerate(codes)}
    at = {month: place for place, month in enumerate(sorted(months))}
    single, n = np.zeros((len(at), len(codes)), dtype=np.int64), np.zeros(len(at), dtype=np.int64)
    for month, found in months.items():
        single[at[month], [column[code] for code in found.codes]] = found.margins
        n[at[month]] = found.n
    slices = [slice(at[p.first], at[p.last] + 1) for p in periods]
    return Margins(
        row={period: place for place, period in enumerate(periods)},
        column=column,
        counts=np.array([single[part].sum(axis=0) for part in slices], dtype=np.int64),
        n=np.array([n[part].sum() for part in slices], dtype=np.int64),
    )
