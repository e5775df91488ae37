"""The same expression, unchanged, on Spark; needs PySpark and Java beside the extra `analytics`."""

import ibis
import pytest
from pyspark.sql import SparkSession

from commonbeat.evidence.counts.rows import Columns, Period, counts_by, rows_in

COLUMNS = Columns("area", "happened", "kind")


@pytest.fixture(name="path", scope="module")
def path_fixture(tmp_path_factory):
    path = tmp_path_factory.mktemp("spark") / "calls.csv"
    lines = ["area,happened,kind"]
    lines += [
        f"{'' if i % 50 == 0 else f'Area {i % 7}'},2024-{i % 12 + 1:02d}-{i % 28 + 1:02d} "
        f"{i % 24:02d}:10:00,{'theft' if i % 3 else 'noise'}"
        for i in range(2000)
    ]
    path.write_text("\n".join(lines))
    return path


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("period", list(Period))
def test_spark_counts_as_duckdb_does(path, period):
    builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.session.timeZone", "UTC").getOrCreate()
    there = ibis.pyspark.connect(session)
    text = there.read_csv(str(path), header=True, inferSchema=True)

    def told(rows):
        table = counts_by(rows, COLUMNS, period).to_pyarrow().to_pydict()
        cells = zip(table["area"], table["period"], table["kind"], table["n"], strict=True)
        return {(a, str(p)[:10], k): n for a, p, k, n in cells}

    here = told(rows_in(path))
    assert sum(here.values()) == 1960
    assert told(text) == here
