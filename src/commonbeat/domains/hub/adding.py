"""Months of factors, categories and themes, unpacked and added up. Pure; nothing is read here."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
NAMES = ("codes", "sizes", "n", "margins", "pairs")


class Packed(Protocol):
    """A month that keeps its larger arrays packed."""

    @property
    def packed(self) -> bytes:
        """A compressed archive of whole numbers, as hub/tallying.py makes it."""


@dataclass(frozen=True, slots=True)
class Grouped:
    """Factors (or categories, or themes) of the elevated situations of some months.

    `margins` counts the situations with each code, `pairs` (codes × codes) those with both.
    `n_by_number` and `margins_by_number` split them by how many of the codes a situation has.
    """

    n: int
    codes: tuple[str, ...]
    margins: Ints
    pairs: Ints
    sizes: Ints
    n_by_number: Ints
    margins_by_number: Ints


@dataclass(frozen=True, slots=True)
class MonthMargins:
    """Of a month: how many elevated situations there were, and how many with each code."""

    n: int
    codes: tuple[str, ...]
    margins: Ints


def month_margins(tally: Packed, grouping: str) -> MonthMargins:
    """One month without its pairs, which are the larger part to unpack. Pure; reads nothing."""
    with np.load(io.BytesIO(tally.packed), allow_pickle=False) as kept:
        codes, n, margins = (kept[f"{grouping}_{name}"] for name in ("codes", "n", "margins"))
    return MonthMargins(
        n=int(n.sum()),
        codes=tuple(codes.tolist()),
        margins=margins.sum(axis=0, dtype=np.int64),
    )


def grouped(tally: Packed, grouping: str) -> Grouped:
    """One month: `grouping` is 'factor', 'category' or 'theme'. Pure; reads nothing."""
    with np.load(io.BytesIO(tally.packed), allow_pickle=False) as kept:
        part = {name: kept[f"{grouping}_{name}"] for name in NAMES}
    return Grouped(
        n=int(part["n"].sum()),
        codes=tuple(map(str, part["codes"])),
        margins=part["margins"].sum(axis=0, dtype=np.int64),
        pairs=part["pairs"].astype(np.int64),
        sizes=part["sizes"].astype(np.int64),
        n_by_number=part["n"].astype(np.int64),
        margins_by_number=part["margins"].astype(np.int64),
    )


def added(months: Sequence[Grouped]) -> Grouped:
    """Months added up."""
    codes = sorted({code for part in months for code in part.codes})
    sizes = sorted({int(size) for part in months for size in part.sizes})
    place = {code: i for i, code in enumerate(codes)}
    line = {size: i for i, size in enumerate(sizes)}
    pairs = np.zeros((len(codes), len(codes)), dtype=np.int64)
    n = np.zeros(len(sizes), dtype=np.int64)
    margins = np.zeros((len(sizes), len(codes)), dtype=np.int64)
    for part in months:
        columns = np.array([place[code] for code in part.codes], dtype=int)
        lines = np.array([line[int(size)] for size in part.sizes], dtype=int)
        pairs[np.ix_(columns, columns)] += part.pairs
        margins[np.ix_(lines, columns)] += part.margins_by_number
        n[lines] += part.n_by_number
    return Grouped(
        n=int(n.sum()),
        codes=tuple(codes),
        margins=margins.sum(axis=0),
        pairs=pairs,
        sizes=np.array(sizes, dtype=np.int64),
        n_by_number=n,
        margins_by_number=margins,
    )
