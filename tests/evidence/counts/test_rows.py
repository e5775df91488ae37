"""One expression for counts, run by DuckDB over files; needs the extra `analytics`."""

from collections import Counter
from datetime import datetime, timedelta

import duckdb
import numpy as np
import pytest

from commonbeat.evidence import faults
from commonbeat.evidence.counts.names import NoSuchColumn
from commonbeat.evidence.counts.rows import (
    Columns,
    Period,
    counts_by,
    panels,
    rows_in,
    without_area_or_time,
)

# Ibis still asks DuckDB by a name that DuckDB is giving up.
pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")
COLUMNS = Columns("area", "happened", "kind")


@pytest.fixture(name="written", scope="module")
def written_fixture(tmp_path_factory):
    """The same 5,000 rows as Parquet and CSV, and as a plain list."""
    rng = np.random.default_rng(4)
    began = datetime(2023, 1, 15)  # noqa: DTZ001  local times, as dispatch has them
    rows = [
        (
            None if i % 500 == 0 else f"Area {rng.integers(6)}",
            began + timedelta(minutes=int(rng.integers(0, 400 * 24 * 60))),
            str(rng.choice(["theft", "noise"])),
        )
        for i in range(5000)
    ]
    folder = tmp_path_factory.mktemp("rows")
    here = duckdb.connect()
    here.execute("create table calls (area text, happened timestamp, kind text)")
    here.executemany("insert into calls values (?, ?, ?)", rows)
    here.execute(f"copy calls to '{folder}/calls.parquet'")
    here.execute(f"copy calls to '{folder}/calls.csv' (header)")
    return folder, rows


@pytest.mark.parametrize("name", ["calls.parquet", "calls.csv", "*.parquet"])
def test_counts_are_those_of_counting_row_by_row(written, name):
    folder, rows = written
    table = counts_by(rows_in(folder / name), COLUMNS).to_pyarrow().to_pydict()
    wanted = Counter((a, at.date().replace(day=1), k) for a, at, k in rows if a)
    told = zip(table["area"], table["period"], table["kind"], table["n"], strict=True)
    assert {(a, p, k): n for a, p, k, n in told} == wanted


def test_weeks_begin_on_monday_and_days_are_days(written):
    folder, rows = written
    opened = rows_in(folder / "calls.parquet", threads=1)
    weeks = counts_by(opened, COLUMNS, Period.WEEK).to_pyarrow().to_pydict()
    assert {day.weekday() for day in weeks["period"]} == {0}
    days = counts_by(opened, COLUMNS, Period.DAY).to_pyarrow().to_pydict()
    assert set(days["period"]) == {at.date() for a, at, _ in rows if a}
    assert sum(days["n"]) == sum(weeks["n"]) == 4990


def test_rows_that_cannot_be_placed_are_counted_apart(written):
    folder, _ = written
    assert without_area_or_time(rows_in(folder / "calls.parquet"), COLUMNS) == 10


def test_panels_share_areas_and_months(written):
    folder, rows = written
    found = panels(counts_by(rows_in(folder / "calls.parquet"), COLUMNS))
    assert set(found) == {"theft", "noise"}
    assert found["theft"].areas == found["noise"].areas
    assert found["theft"].months[0] == "2023-01"
    assert sum(p.counts.sum() for p in found.values()) == sum(1 for a, _, _ in rows if a)


def test_what_is_wrong_is_named(written):
    folder, _ = written
    rows = rows_in(folder / "calls.parquet")
    with pytest.raises(NoSuchColumn, match="beat"):
        counts_by(rows, Columns("beat", "happened", "kind"))
    with pytest.raises(faults.Contradiction):
        rows_in(folder / "calls.xlsx")
    with pytest.raises(faults.TooFew):
        panels(counts_by(rows.filter(rows.kind == "none"), COLUMNS))
