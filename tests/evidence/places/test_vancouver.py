"""Five years of residential break-ins in Vancouver, from the city's public file."""

import csv
import gzip
from datetime import date

import numpy as np
import pytest

from commonbeat.evidence.places.knox import knox_table
from tests.evidence.realdata import FOLDER


def test_vancouver_break_ins_2020_to_2024_cluster_most_at_the_same_place_and_soon():
    points, days = [], []
    with gzip.open(FOLDER / "vancouver_crime_2020_2024.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if "Residential" in row["TYPE"] and float(row["X"]) > 0:
                points.append((float(row["X"]), float(row["Y"])))
                when = date(*(int(row[part]) for part in ("YEAR", "MONTH", "DAY")))
                days.append(when.toordinal())
    knox = knox_table(
        points,
        days,
        distances=(0, 0.1, 100, 200, 300, 400),
        day_edges=(0, 3, 7, 14, 28),
        rng=np.random.default_rng(1),
        n_shuffles=19,
    )
    assert knox.n == 7_010
    assert knox.observed == (
        (45, 43, 50, 65),
        (112, 86, 156, 278),
        (180, 236, 384, 689),
        (220, 333, 529, 1073),
        (250, 389, 630, 1304),
    )
    assert knox.ratio[0] == pytest.approx((7.859, 4.843, 3.160, 2.113), rel=0.03)
    assert knox.lower < 1 < knox.upper < knox.estimate
