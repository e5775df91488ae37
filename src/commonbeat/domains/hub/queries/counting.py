"""Closed months as counts, for the disclosure rule alone: the viewer must hold COUNT."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from commonbeat.core.actor import Actor
from commonbeat.domains.hub.access import Right
from commonbeat.domains.hub.adding import Grouped, MonthMargins, added, grouped, month_margins
from commonbeat.domains.hub.models import Code, HubTable, MonthTally, TablePolicy
from commonbeat.domains.hub.reading import Word

__all__ = [
    "CountedTable",
    "Grouped",
    "MonthMargins",
    "Tally",
    "added",
    "counted_tables",
    "grouped",
    "month_margins",
    "months_counted",
    "tallies",
    "words",
]


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
