"""Counts by area, period and kind of millions of rows, from one expression.

Needs the extra `analytics`. The expression is the same wherever the rows lie: DuckDB runs it here
over Parquet files or a database, within a given memory; a Spark session runs it for a nation.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import ibis
import numpy as np

from commonbeat.evidence.counts.names import NoSuchColumn
from commonbeat.evidence.effects.panel import Panel, panel_of
from commonbeat.evidence.faults import Contradiction, TooFew


class Period(StrEnum):
    """How time is cut. Weeks begin on Monday."""

    DAY = "D"
    WEEK = "W"
    MONTH = "M"


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of the columns: the area, the time (a date or a local timestamp) and the kind."""

    area: str
    at: str
    kind: str


def rows_in(path: str | Path, *, memory: str = "1GB", threads: int | None = None) -> Any:
    """Open Parquet or CSV files (a pattern with * too) as a table, within so much memory.

    Raises Contradiction for a file of another kind.
    """
    given = str(path)
    settings: dict[str, Any] = {"memory_limit": memory, "preserve_insertion_order": False}
    if threads is not None:
        settings["threads"] = threads
    here = ibis.duckdb.connect(**settings)
    if given.endswith(".parquet"):
        return here.read_parquet(given)
    if given.endswith((".csv", ".csv.gz")):
        return here.read_csv(given)
    raise Contradiction(f"{Path(given).name} is neither Parquet nor CSV", element=given)


def counts_by(rows: Any, columns: Columns, period: Period = Period.MONTH) -> Any:
    """Return the expression: one row for each area, period and kind that occurs, with its `n`.

    Rows without area or time are not counted; `without_area_or_time` counts them.
    Raises NoSuchColumn.
    """
    _check(rows, columns)
    whole = rows.filter(rows[columns.area].notnull(), rows[columns.at].notnull())
    return whole.group_by(
        area=whole[columns.area],
        period=_cut(whole[columns.at], period),
        kind=whole[columns.kind],
    ).aggregate(n=whole.count())


def without_area_or_time(rows: Any, columns: Columns) -> int:
    """Count the rows that `counts_by` cannot place."""
    _check(rows, columns)
    lost = rows[columns.area].isnull() | rows[columns.at].isnull()
    return int(rows.filter(lost).count().to_pyarrow().as_py())


def panels(counts: Any) -> Mapping[str, Panel]:
    """Run the expression of monthly counts and return areas × months for each kind.

    All kinds share the same areas and months, those without events included. Raises TooFew.
    """
    table = counts.to_pyarrow().to_pydict()
    if not table["n"]:
        raise TooFew("rows that count", 0, 1)
    areas = sorted(set(table["area"]))
    place = {area: i for i, area in enumerate(areas)}
    months = [each.year * 12 + each.month - 1 for each in table["period"]]
    first, n_months = min(months), max(months) - min(months) + 1
    found: dict[str, Any] = {}
    for area, month, kind, n in zip(table["area"], months, table["kind"], table["n"], strict=True):
        grid = found.setdefault(str(kind), np.zeros((len(areas), n_months)))
        grid[place[area], month - first] += n
    names = [f"{m // 12}-{m % 12 + 1:02d}" for m in range(first, first + n_months)]
    labels = [str(area) for area in areas]
    return {kind: panel_of(grid, labels, names) for kind, grid in found.items()}


def _check(rows: Any, columns: Columns) -> None:
    for name in (columns.area, columns.at, columns.kind):
        if name not in rows.columns:
            raise NoSuchColumn(name, rows.columns)


def _cut(at: Any, period: Period) -> Any:
    """Truncate on days: whole numbers are much cheaper to cut than instants."""
    day = at.date()
    return day if period is Period.DAY else day.truncate(period.value)
