"""The shape of a table: what a column is called and how its cells line up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """One column; `numeric` lines its cells up at the end, digits under digits."""

    label: str
    numeric: bool = False


@dataclass(frozen=True)
class Cell:
    """One value with the column that it stands under."""

    value: object
    column: Column


def columns_of(headers: Iterable[str | Column]) -> list[Column]:
    """Columns from plain labels or columns, in any mixture."""
    return [header if isinstance(header, Column) else Column(str(header)) for header in headers]


def cells_of(row: Sequence[object], headers: Iterable[str | Column]) -> list[Cell]:
    """The row's values, each with its column; raises ValueError when the counts differ."""
    pairs = zip(row, columns_of(headers), strict=True)
    return [Cell(value, column) for value, column in pairs]
