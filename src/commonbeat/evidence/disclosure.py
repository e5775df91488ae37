"""The one rule for numbers that leave the house.

A count under the threshold is not shown, and neither are as many others as it takes so that
no hidden count can be worked out from totals: for each small count, whoever reads the table
must allow for every value from nought to the threshold. Totals obey the same rule. Which of the
hidden counts were the small ones is not told. Rates, means and medians are shown only when
enough people stand behind them. Publish one table at its finest; two tables over the same
people that overlap in part can undo each other.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonbeat.evidence import additive
from commonbeat.evidence.checks import count, counts, single
from commonbeat.evidence.faults import OutOfRange, TooFew, WrongShape
from commonbeat.evidence.results import Told
from commonbeat.evidence.wording import counted, number, pick

K = TypeVar("K", bound=Hashable)
R = TypeVar("R", bound=Hashable)
C = TypeVar("C", bound=Hashable)

PUBLIC_THRESHOLD = 10
ROUND_TO = 5
TOTAL_WEIGHT = 30.0
GRAND_TOTAL_WEIGHT = 1000.0
METHOD = "minimum cell with complementary suppression"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened(Told):
    """What is common to every table made ready to be shown; `n` numbers stand in it."""

    total: int | None
    threshold: int
    rounded_to: int
    n_hidden: int
    n: int
    method: str = METHOD
    citation: str = additive.SOURCE
    warnings: tuple[str, ...] = ()

    def sentence(self, language: str = "en") -> str:
        """Say what is not shown and why."""
        least = number(self.threshold, language)
        hidden = counted(
            self.n_hidden,
            language,
            ("number is not shown", "numbers are not shown"),
            ("nombre n’est pas montré", "nombres ne sont pas montrés"),
        )
        if self.n_hidden == 0:
            told = pick(language, "All numbers are shown.", "Tous les nombres sont montrés.")
        else:
            told = pick(
                language,
                f"{hidden}, because fewer than {least} people could otherwise be recognized.",
                f"{hidden}, car on pourrait sinon reconnaître moins de {least} personnes.",
            )
        if self.rounded_to == 1:
            return told
        base = number(self.rounded_to, language)
        return told + pick(
            language,
            f" Numbers are rounded to {base}.",
            f" Les nombres sont arrondis à {base} près.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTable(Opened):
    """A two-way table ready to be shown; None stands for "too few to show"."""

    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCounts(Opened, Generic[K]):
    """Counts by group ready to be shown; None stands for "too few to show"."""

    shown: Mapping[K, int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCross(Opened, Generic[R, C]):
    """Counts by two groupings ready to be shown; None stands for "too few to show"."""

    shown: Mapping[tuple[R, C], int | None]
    rows: Mapping[R, int | None]
    columns: Mapping[C, int | None]


def may_show(n: int, *, threshold: int = PUBLIC_THRESHOLD) -> bool:
    """Say whether a rate, mean or median that rests on n people may be shown by itself."""
    return count(n, "n") >= _least(threshold)


def open_rates(n_by_group: Mapping[K, int], *, threshold: int = PUBLIC_THRESHOLD) -> dict[K, bool]:
    """Say for each group whether its rate may be shown next to the rate of all together.

    One hidden group alone could be worked out from the others and the whole, so at least two
    are hidden, and together they hold at least the threshold.
    """
    return {k: n is not None for k, n in open_counts(n_by_group, threshold=threshold).shown.items()}


def open_counts(
    by_group: Mapping[K, int],
    *,
    threshold: int = PUBLIC_THRESHOLD,
    base: int = 1,
    rng: np.random.Generator | None = None,
) -> OpenCounts[K]:
    """Make counts by group, and their total, ready to be shown.

    `base` 5 rounds to fives, at random (without bias) when `rng` is given: then round once and
    keep the result, since repeats average out.
    Raises TooFew (no group), NegativeCount, FractionalCount, NotFinite, OutOfRange.
    """
    if not by_group:
        raise TooFew("groups", 0, 1)
    parts = counts(list(by_group.values()), "counts")
    cells = np.append(parts, parts.sum())
    weights = np.append(np.ones(parts.size), TOTAL_WEIGHT)
    relations = additive.one_way(parts.size)
    hidden = additive.hidden_cells(relations, cells, _least(threshold), weights)
    told = _tell(cells, hidden, base, rng)
    return OpenCounts(
        total=told[-1],
        threshold=threshold,
        rounded_to=base,
        n_hidden=int(hidden.sum()),
        n=int(hidden.size),
        shown=MappingProxyType(dict(zip(by_group, told[:-1], strict=True))),
    )


def open_table(
    table: ArrayLike,
    *,
    threshold: int = PUBLIC_THRESHOLD,
    base: int = 1,
    rng: np.random.Generator | None = None,
) -> OpenTable:
    """Make a two-way table of counts (rows × columns, without totals) ready to be shown.

    Raises WrongShape, NegativeCount, FractionalCount, NotFinite, OutOfRange.
    """
    inner = counts(table, "table")
    hidden = hidden_in_table(inner, threshold=threshold)
    told = _tell(with_totals(inner).ravel(), hidden.ravel(), base, rng)
    n_columns = inner.shape[1] + 1
    lines = [tuple(told[i : i + n_columns]) for i in range(0, len(told), n_columns)]
    return OpenTable(
        total=lines[-1][-1],
        threshold=threshold,
        rounded_to=base,
        n_hidden=int(hidden.sum()),
        n=int(hidden.size),
        cells=tuple(line[:-1] for line in lines[:-1]),
        row_totals=tuple(line[-1] for line in lines[:-1]),
        column_totals=lines[-1][:-1],
    )


def open_cross(
    by_pair: Mapping[tuple[R, C], int],
    *,
    threshold: int = PUBLIC_THRESHOLD,
    base: int = 1,
    rng: np.random.Generator | None = None,
) -> OpenCross[R, C]:
    """Make counts by (row, column) ready to be shown; a pair not given counts nought."""
    rows = list(dict.fromkeys(row for row, _ in by_pair))
    columns = list(dict.fromkeys(column for _, column in by_pair))
    table = [[by_pair.get((row, column), 0) for column in columns] for row in rows]
    opened = open_table(table, threshold=threshold, base=base, rng=rng)
    shown = {
        (row, column): cell
        for row, line in zip(rows, opened.cells, strict=True)
        for column, cell in zip(columns, line, strict=True)
    }
    return OpenCross(
        total=opened.total,
        threshold=threshold,
        rounded_to=base,
        n_hidden=opened.n_hidden,
        n=opened.n,
        shown=MappingProxyType(shown),
        rows=MappingProxyType(dict(zip(rows, opened.row_totals, strict=True))),
        columns=MappingProxyType(dict(zip(columns, opened.column_totals, strict=True))),
    )


def with_totals(table: NDArray[np.float64]) -> NDArray[np.float64]:
    """Add a last column and a last row of totals."""
    wide = np.column_stack([table, table.sum(axis=1)])
    return np.vstack([wide, wide.sum(axis=0)])


def hidden_in_table(table: ArrayLike, *, threshold: int = PUBLIC_THRESHOLD) -> NDArray[np.bool_]:
    """Return which cells of the table with totals are hidden, (rows + 1) × (columns + 1)."""
    inner = counts(table, "table")
    if inner.ndim != 2 or inner.size == 0:
        raise WrongShape("table", inner.shape, "rows × columns, at least one of each")
    full = with_totals(inner)
    weights = np.ones(full.shape)
    weights[-1, :] = weights[:, -1] = TOTAL_WEIGHT
    weights[-1, -1] = GRAND_TOTAL_WEIGHT
    hidden = additive.hidden_cells(
        additive.two_way(*inner.shape), full.ravel(), _least(threshold), weights.ravel()
    )
    return hidden.reshape(full.shape)


def _least(threshold: int) -> int:
    if not single(threshold, "threshold") >= 1 or threshold != int(threshold):
        raise OutOfRange("threshold", 0, threshold, "a whole number from 1")
    return int(threshold)


def _tell(
    cells: NDArray[np.float64],
    hidden: NDArray[np.bool_],
    base: int,
    rng: np.random.Generator | None,
) -> list[int | None]:
    if not single(base, "base") >= 1 or base != int(base):
        raise OutOfRange("base", 0, base, "a whole number from 1")
    rounded = _rounding(base, rng)(cells)
    return [None if gone else int(value) for value, gone in zip(rounded, hidden, strict=True)]


def _rounding(
    base: int, rng: np.random.Generator | None
) -> Callable[[NDArray[np.float64]], NDArray[np.float64]]:
    if rng is None:
        return lambda cells: base * np.floor(cells / base + 0.5)
    return lambda cells: base * np.floor(cells / base + rng.random(cells.shape))
