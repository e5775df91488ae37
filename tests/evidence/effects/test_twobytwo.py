import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonbeat.evidence import faults
from commonbeat.evidence.effects.displacement import (
    Weights,
    displacement_difference,
    harm_weighted,
)
from commonbeat.evidence.effects.twobytwo import (
    Pair,
    displacement_quotient,
    relative_effect_size,
)

TREATED, COMPARISON = Pair(207, 110), Pair(308, 318)
BUFFER, BUFFER_COMPARISON = Pair(178, 157), Pair(150, 140)


def paper(**more):
    return displacement_difference(
        TREATED, COMPARISON, buffer=BUFFER, buffer_comparison=BUFFER_COMPARISON, **more
    )


def test_wheeler_ratcliffe_2018_simplest_difference_is_minus_ten():
    assert displacement_difference(Pair(20, 10), Pair(20, 20)).local == -10
    both = displacement_difference(
        Pair(20, 10), Pair(20, 20), buffer=Pair(20, 10), buffer_comparison=Pair(20, 20)
    )
    assert (both.displacement, both.estimate) == (-10, -20)


def test_wheeler_ratcliffe_2018_paper_counts():
    wdd = paper()
    assert (wdd.local, wdd.local_se) == pytest.approx((-107, 30.708305), abs=1e-6)
    assert (wdd.displacement, wdd.displacement_se) == (-11, 25)
    assert (wdd.estimate, wdd.se) == pytest.approx((-118, math.sqrt(1568)), abs=1e-9)
    assert wdd.z == pytest.approx(-2.97995, abs=1e-5)
    assert (wdd.lower, wdd.upper) == pytest.approx((-195.610614, -40.389386), abs=1e-6)


def test_wheeler_2021_paper_counts_weighted_by_area():
    sizes = Weights(comparison=0.9, treated=1.2, buffer_comparison=1.6, buffer=1.5)
    wdd = paper(weights=sizes)
    assert (wdd.estimate, wdd.se, wdd.z) == pytest.approx(
        (-99.694444, 35.428076, -2.813995), abs=1e-6
    )
    assert (wdd.lower, wdd.upper) == pytest.approx((-169.132196, -30.256692), abs=1e-6)


def test_bowers_johnson_2003_quotient_on_the_same_counts():
    wdq = displacement_quotient(TREATED, COMPARISON, BUFFER)
    assert wdq.gross_effect == 97
    assert (wdq.net_effect, wdq.success) == pytest.approx((0.326166, -0.326166), abs=1e-6)
    assert wdq.buffer == pytest.approx(-0.084211, abs=1e-6)
    assert wdq.estimate == pytest.approx(0.258186, abs=1e-6)
    assert wdq.total_net_effect == pytest.approx(130.5, abs=1e-9)
    assert "nothing seems to have moved" in wdq.sentence()


def test_welsh_farrington_relative_effect_size_on_the_same_counts():
    res = relative_effect_size(TREATED, COMPARISON)
    assert (res.estimate, res.log, res.log_se) == pytest.approx(
        (1.942916, 0.664190, 0.142525), abs=1e-6
    )
    assert (res.lower, res.upper) == pytest.approx((1.469390, 2.569042), abs=1e-6)
    assert 100 * res.change == pytest.approx(-48.531, abs=1e-3)
    assert "poisson_only" in res.warnings


def test_the_log_is_minus_the_fixed_effects_poisson_estimate_as_r_glm_gives_it():
    a, b, c, d = 339, 112, 646, 322
    res = relative_effect_size(Pair(a, b), Pair(c, d))
    assert (-res.log, res.log_se) == pytest.approx((-0.411253278, 0.128576832), abs=1e-9)


def test_the_inflated_variance_grows_with_the_mean_count():
    plain = relative_effect_size(TREATED, COMPARISON)
    wide = relative_effect_size(TREATED, COMPARISON, inflate=True)
    mean = (207 + 110 + 308 + 318) / 4
    assert wide.log_se == pytest.approx(plain.log_se * math.sqrt(0.0008 * mean + 1.2))


def test_harm_adds_up_with_squared_weights():
    one = displacement_difference(TREATED, COMPARISON)
    both = harm_weighted([one, one], [1, 3])
    assert both.estimate == 4 * one.estimate
    assert both.se == pytest.approx(math.sqrt(10) * one.se)


def test_a_quotient_without_a_fall_is_refused():
    with pytest.raises(faults.NoDirectEffect):
        displacement_quotient(Pair(100, 120), Pair(100, 100), BUFFER)
    with pytest.raises(faults.TooFew):
        displacement_quotient(TREATED, Pair(0, 10), BUFFER)


def test_nought_negative_and_fractional_counts_are_refused():
    with pytest.raises(faults.TooFew):
        relative_effect_size(Pair(0, 4), COMPARISON)
    with pytest.raises(faults.NegativeCount):
        relative_effect_size(Pair(-1, 4), COMPARISON)
    with pytest.raises(faults.FractionalCount):
        displacement_difference(Pair(1.5, 4), COMPARISON)
    with pytest.raises(faults.OutOfRange):
        paper(weights=Weights(after=0))
    with pytest.raises(faults.TooFew):
        displacement_difference(Pair(0, 0), Pair(0, 0))


@given(*[st.integers(1, 5000)] * 4)
def test_swapping_treated_and_comparison_turns_the_effect_round(a, b, c, d):
    here, there = (
        relative_effect_size(*pair) for pair in ((Pair(a, b), Pair(c, d)), (Pair(c, d), Pair(a, b)))
    )
    assert here.log == pytest.approx(-there.log, abs=1e-12)
    assert here.lower <= here.estimate <= here.upper
    assert displacement_difference(Pair(a, b), Pair(c, d)).estimate == -(
        displacement_difference(Pair(c, d), Pair(a, b)).estimate
    )
