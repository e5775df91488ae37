import math

import numpy as np
import pytest

from commonbeat.evidence import faults
from commonbeat.evidence.effects.calibrated import Verdict
from commonbeat.evidence.effects.diagnostics import (
    leave_one_out,
    placebo_in_time,
    trend_before,
    trend_extended_effect,
)


def drifting(counts, yearly, rows=(0, 1, 2), seed=0):
    rate = counts.astype(float)
    months = np.arange(counts.shape[1])
    rate[list(rows)] *= np.exp(math.log1p(yearly) * months / 12)
    return np.random.default_rng(seed).poisson(rate)


def test_a_drift_from_before_the_start_is_found_and_its_extension_removes_the_bias(town):
    drift, extended, seen = [], [], 0
    for seed in range(60):
        counts = drifting(town(seed, sd=0.1, mean=80), -0.10, seed=seed)
        trend = trend_before(counts, [0, 1, 2], 48)
        drift.append(trend.log)
        seen += trend.verdict is Verdict.FALL
        extended.append(trend_extended_effect(counts, [0, 1, 2], 48).log)
    assert np.mean(drift) == pytest.approx(math.log(0.9), abs=0.02)
    assert seen > 30
    assert np.mean(extended) == pytest.approx(0, abs=0.05)


def test_the_placebo_in_time_sees_nothing_where_nothing_was(town):
    seen = sum(
        placebo_in_time(town(s), [0, 1, 2], 48).verdict is not Verdict.CANNOT_TELL
        for s in range(100)
    )
    assert seen <= 12


def test_leaving_one_out_gives_a_range_around_the_effect_and_names_deciders(town):
    counts = town(7, change=0.5, treated=(0, 1, 2))
    range_ = leave_one_out(counts, [0, 1, 2], 48)
    assert range_.lowest < range_.highest < 0
    assert range_.decides == ()
    assert leave_one_out(town(7, n_areas=9), [0], 48) is None


def test_too_few_months_are_refused(town):
    with pytest.raises(faults.TooFew):
        placebo_in_time(town(1), [0], 11)
    with pytest.raises(faults.TooFew):
        trend_before(town(1), [0], 23)
    with pytest.raises(faults.TooFew):
        leave_one_out(town(1), [0], 60)
