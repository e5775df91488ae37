"""One month of burglaries in Chicago, whose table three other programs agree on."""

import csv
import gzip
from datetime import date

import numpy as np
import pytest

from commonbeat.evidence.places.knox import knox_table
from tests.evidence.realdata import FOLDER

INF = float("inf")


@pytest.fixture(name="events", scope="module")
def chicago():
    with gzip.open(FOLDER / "chicago_be_month1.csv.gz", "rt") as file:
        rows = [(float(x), float(y), date.fromisoformat(d)) for x, y, d in csv.reader(file)]
    return [(x, y) for x, y, _ in rows], [d.toordinal() for _, _, d in rows]


def test_chicago_table_in_half_open_bands_as_base_r_and_nearrepeat(events):
    knox = knox_table(
        *events,
        distances=(0, 1, 101, 201, 301, INF),
        day_edges=(0, 8, 15, 22, INF),
        metric="manhattan",
        rng=np.random.default_rng(1),
        n_shuffles=199,
    )
    assert knox.observed == (
        (29, 4, 5, 2),
        (45, 15, 7, 2),
        (106, 48, 21, 13),
        (88, 64, 46, 15),
        (206611, 138108, 88321, 36415),
    )
    told = [
        (1.659, 0.335, 0.661),
        (1.482, 0.735, 0.541),
        (1.278, 0.869, 0.594),
        (0.941, 1.021, 1.140),
    ]
    for row, printed in zip(knox.ratio, told, strict=False):
        assert row[:3] == pytest.approx(printed, rel=0.015)
    assert [row[0] for row in knox.p[:3]] == pytest.approx([0.005, 0.005, 0.005], abs=0.011)
    assert knox.p[3][0] == pytest.approx(0.796, abs=0.09)


def test_chicago_table_that_the_near_repeat_calculator_prints_under_other_labels(events):
    knox = knox_table(
        *events,
        distances=(0, 1, 100, 200, 300, INF),
        day_edges=(0, 7, 14, 21, INF),
        metric="manhattan",
        rng=np.random.default_rng(1),
        n_shuffles=1,
    )
    assert knox.observed == (
        (28, 5, 5, 2),
        (44, 13, 8, 4),
        (97, 56, 19, 16),
        (77, 67, 45, 20),
        (182194, 146149, 95237, 45879),
    )
