"""Sham programmes in Vancouver's public file: nothing was done, so every success is false."""

import numpy as np
import pytest

from commonbeat.evidence.counts.csvfile import Reading, read_counts
from commonbeat.evidence.effects.calibrated import calibrated_effect
from tests.evidence.realdata import FOLDER

BEFORE, AFTER, DRAWS = 24, 12, 300


@pytest.fixture(name="thefts", scope="module")
def thefts_fixture():
    panel = read_counts(
        FOLDER / "vancouver_crime_2020_2024.csv.gz",
        Reading(areas="NEIGHBOURHOOD", where={"TYPE": "Theft from Vehicle"}),
    ).panel
    return panel.counts[panel.counts.mean(axis=1) >= 3]


@pytest.mark.parametrize("size", [1, 3])
def test_random_shams_are_covered_as_promised_where_before_and_after_cries_success(thefts, size):
    rng = np.random.default_rng(11)
    covered = cried = 0
    for _ in range(DRAWS):
        start = int(rng.integers(BEFORE, thefts.shape[1] - AFTER + 1))
        before = thefts[:, start - BEFORE : start].sum(axis=1)
        after = thefts[:, start : start + AFTER].sum(axis=1)
        lot = rng.permutation(len(thefts))[:size].tolist()
        effect = calibrated_effect(before, after, lot, length_before=BEFORE, length_after=AFTER)
        covered += effect.lower <= 0 <= effect.upper
        b, a = before[lot].sum(), after[lot].sum()
        cried += abs(np.log(a / b * BEFORE / AFTER)) > 1.96 * np.sqrt(1 / a + 1 / b)
    assert 0.92 <= covered / DRAWS <= 0.98
    assert cried / DRAWS > 0.4
