import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonbeat.evidence import faults
from commonbeat.evidence.effects.synthetic import (
    on_simplex,
    synthetic_control,
    synthetic_difference,
)


def factors(seed=0, n=20, months=40, start=30, effect=-12.0, noise=1.0):
    """Areas that follow two shared movements; area 0 is a mix of areas 1 and 2."""
    rng = np.random.default_rng(seed)
    shared = rng.normal(0, 1, (2, months)).cumsum(axis=1)
    load = rng.normal(0, 2, (n, 2))
    load[0] = 0.6 * load[1] + 0.4 * load[2]
    y = 50 + rng.normal(0, 5, (n, 1)) + load @ shared + rng.normal(0, noise, (n, months))
    y[0, start:] += effect
    return y


@pytest.mark.parametrize("rule", [synthetic_control, synthetic_difference])
def test_a_known_gap_is_recovered(rule):
    gaps = [rule(factors(seed), 0, 30).estimate for seed in range(20)]
    assert np.mean(gaps) == pytest.approx(-12, abs=0.8)
    one = rule(factors(1), 0, 30)
    assert one.p <= 0.05
    assert one.lower <= one.estimate <= one.upper < 0
    assert "in each period, against a mix" in one.sentence()
    assert "à chaque période" in one.sentence("fr")


def test_without_noise_the_mix_is_found_exactly():
    y = factors(2, n=9, noise=0.0)
    effect = synthetic_control(y, 0, 30)
    assert effect.estimate == pytest.approx(-12, abs=1e-4)
    assert effect.fit_before == pytest.approx(0, abs=1e-4)


def test_weights_are_from_nought_and_add_to_one_and_the_treated_has_none():
    for rule in (synthetic_control, synthetic_difference):
        weights = np.array(rule(factors(3), 0, 30).weights)
        assert weights[0] == 0
        assert weights.min() >= 0
        assert weights.sum() == pytest.approx(1)


@settings(max_examples=30)
@given(st.integers(0, 10_000), st.integers(2, 6))
def test_no_other_point_of_the_simplex_fits_better(seed, n):
    rng = np.random.default_rng(seed)
    x, y = rng.normal(0, 1, (8, n)), rng.normal(0, 1, 8)
    best = on_simplex(x, y)
    found = ((x @ best - y) ** 2).sum()
    for other in rng.dirichlet(np.ones(n), 200):
        assert found <= ((x @ other - y) ** 2).sum() + 1e-5


def test_too_few_areas_or_months_are_refused():
    for rule in (synthetic_control, synthetic_difference):
        with pytest.raises(faults.TooFew):
            rule(factors(n=8), 0, 30)
        with pytest.raises(faults.TooFew):
            rule(factors(), 0, 1)
        with pytest.raises(faults.TooFew):
            rule(factors(), 0, 40)
        with pytest.raises(faults.OutOfRange):
            rule(factors(), 20, 30)
        with pytest.raises(faults.WrongShape):
            rule([1.0, 2.0], 0, 1)
