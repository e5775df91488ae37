import math

import numpy as np
import pytest

from commonbeat.evidence import faults
from commonbeat.evidence.effects.series import step_against_control, step_in_series
from commonbeat.evidence.effects.twobytwo import Pair, relative_effect_size

LOG_STEP = math.log(0.7)


def series(seed=0, log_step=LOG_STEP, n=72, start=48, mean=150.0):
    month = np.arange(n)
    rate = mean * np.exp(0.002 * month + 0.2 * np.sin(2 * np.pi * month / 12))
    rate[start:] *= math.exp(log_step)
    return np.random.default_rng(seed).poisson(rate)


def test_a_known_step_is_recovered_on_top_of_trend_and_season():
    steps = [step_in_series(series(s), 48).log for s in range(60)]
    assert np.mean(steps) == pytest.approx(math.log(0.7), abs=0.02)


def test_without_trend_and_season_the_step_is_the_ratio_of_the_means():
    y = series()
    step = step_in_series(y, 48, trend=False, n_waves=0)
    assert step.log == pytest.approx(math.log(y[48:].mean() / y[:48].mean()), abs=1e-9)


def test_a_control_without_trend_gives_the_relative_effect_size():
    y, other = series(1), series(2, log_step=0.0)
    step = step_against_control(y, other, 48)
    res = relative_effect_size(
        Pair(y[:48].sum(), y[48:].sum()), Pair(other[:48].sum(), other[48:].sum())
    )
    assert step.log == pytest.approx(-res.log, abs=1e-9)


def test_fit_and_errors_agree_with_a_likelihood_optimiser_when_nothing_is_lagged():
    from scipy import optimize

    y = series(3)
    step = step_in_series(y, 48, n_lags=0)
    month = np.arange(72)
    x = np.column_stack(
        [np.ones(72), month >= 48, (month - 36) / 12]
        + [w(2 * np.pi * k * month / 12) for k in (1, 2) for w in (np.sin, np.cos)]
    )
    fit = optimize.minimize(
        lambda b: np.exp(x @ b).sum() - y @ (x @ b),
        np.r_[math.log(y.mean()), np.zeros(6)],
        jac=lambda b: x.T @ (np.exp(x @ b) - y),
        method="BFGS",
        options={"gtol": 1e-8},
    )
    assert step.log == pytest.approx(fit.x[1], abs=1e-6)


def test_what_would_have_come_is_the_series_itself_before_and_higher_after_a_fall():
    step = step_in_series(series(), 48)
    assert sum(step.expected[48:]) > series()[48:].sum()
    assert "one_area_only" in step.warnings
    assert "cannot show what caused it" in step.sentence()
    assert "ne montre pas la cause" in step.sentence("fr")


def test_exposure_takes_away_the_length_of_months():
    y = np.array([31, 28] * 20)
    step = step_in_series(y, 20, exposure=y, trend=False, n_waves=0)
    assert step.log == pytest.approx(0, abs=1e-9)


def test_bad_series_are_refused_by_name():
    with pytest.raises(faults.TooFew):
        step_in_series([1, 2, 3], 1)
    with pytest.raises(faults.TooFew):
        step_in_series(series(), 72)
    with pytest.raises(faults.TooFew):
        step_in_series(np.zeros(72), 48)
    with pytest.raises(faults.OutOfRange):
        step_in_series(series(), 48, exposure=np.zeros(72))
    with pytest.raises(faults.UnequalLengths):
        step_against_control(series(), series()[:-1], 48)
    with pytest.raises(faults.Contradiction):
        step_against_control([0, *series()[1:]], [0, *series()[1:]], 48)
