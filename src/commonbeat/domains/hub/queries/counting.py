"""Closed months as counts, for the disclosure rule alone: the viewer must hold COUNT."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from commonbeat.core.actor import Actor
from commonbeat.domains.hub.access import Right
from commonbeat.domains.hub.models import Code, HubTable, MonthTally, TablePolicy
from commonbeat.domains.hub.reading import Word

Ints = NDArray[np.int64]
NAMES = ("codes", "sizes", "n", "margins", "pairs")


@dataclass(frozen=True, slots=True)
class CountedTable:
    """A table whose months are counted; `sensitivity` is that of its rules in force."""

    key: str
    code: str
    name: str
    name_fr: str
    sensitivity: str
    founded_on: dt.date


@dataclass(frozen=True, slots=True)
class Tally:
    """One closed month. `packed` holds the larger arrays until `grouped` asks for them."""

    month: dt.date
    counts: Mapping[str, Any]
    packed: bytes


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


def counted_tables(viewer: Actor) -> list[CountedTable]:
    """Every table, by name."""
    if not viewer.may(Right.COUNT):
        return []
    newest = {
        row.table_id: row.sensitivity for row in TablePolicy.objects.order_by("table", "version")
    }
    return [
        CountedTable(t.key, t.code, t.name, t.name_fr, newest.get(t.pk, "high"), t.founded_on)
        for t in HubTable.objects.order_by("name")
    ]


def tallies(viewer: Actor, table_key: str, first: dt.date, last: dt.date) -> list[Tally]:
    """The closed months of a table from one to another, oldest first."""
    rows = MonthTally.objects.seen_by(viewer).filter(
        table__key=table_key, month__gte=first, month__lte=last
    )
    listed = rows.order_by("month").values_list("month", "counts", "arrays")
    return [Tally(month, counts, bytes(arrays)) for month, counts, arrays in listed]


def months_counted(viewer: Actor, table_key: str) -> list[dt.date]:
    """The closed months of a table, newest first."""
    rows = MonthTally.objects.seen_by(viewer).filter(table__key=table_key)
    return list(rows.order_by("-month").values_list("month", flat=True))


def words(viewer: Actor, kind: str) -> dict[str, Word]:
    """Every entry of a list that ever was, by its code, in its newest words."""
    if not viewer.may(Right.COUNT):
        return {}
    rows = Code.objects.filter(kind=kind).order_by("position", "version")
    return {r.code: Word(r.code, r.label, r.label_fr, r.group, r.theme) for r in rows}


def grouped(tally: Tally, grouping: str) -> Grouped:
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
