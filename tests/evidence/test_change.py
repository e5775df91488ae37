import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonbeat.evidence import faults
from commonbeat.evidence.change import (
    change_between,
    conditional_test,
    e_test,
    poisson_rate,
    poisson_z,
)


@pytest.mark.parametrize(
    ("now", "before", "p", "z", "exact"),
    [
        (3, 0, 0.088379, 3.4641, 0.25),
        (6, 2, 0.174875, 2.0706, 0.289062),
        (2, 6, 0.174875, -2.0706, 0.289062),
        (20, 10, 0.068832, 2.6197, 0.098737),
        (20, 20, 1.0, 0.0, 1.0),
    ],
)
def test_e_test_z_and_exact_p_as_krishnamoorthy_thomson_2004_and_wheeler_2018(
    now, before, p, z, exact
):
    assert e_test(now, before) == pytest.approx(p, abs=1e-6)
    assert poisson_z(now, before) == pytest.approx(z, abs=1e-4)
    assert conditional_test(now, before) == pytest.approx(exact, abs=1e-6)
    change = change_between(now, before)
    assert (change.p, change.p_exact) == (e_test(now, before), conditional_test(now, before))


def test_e_test_of_equal_rates_over_unequal_periods_is_one():
    assert e_test(20, 10, length_now=4, length_before=2) == 1.0


def test_the_rate_ratio_of_20_to_10_as_r_poisson_test_gives_it():
    change = change_between(20, 10)
    assert change.estimate == 2
    assert (change.lower, change.upper) == pytest.approx((0.89350889, 4.78455244), abs=1e-8)


def test_garwood_1936_interval_of_11_as_r_poisson_test_gives_it():
    rate = poisson_rate(11)
    assert (rate.lower, rate.upper) == pytest.approx((5.49116037, 19.68203851), abs=1e-8)
    assert poisson_rate(0).lower == 0


def test_nothing_in_both_periods_is_refused():
    for rule in (e_test, change_between, conditional_test):
        with pytest.raises(faults.NothingToCompare):
            rule(0, 0)


def test_negative_and_fractional_counts_and_empty_periods_are_refused():
    with pytest.raises(faults.NegativeCount):
        e_test(-1, 3)
    with pytest.raises(faults.FractionalCount):
        poisson_z(1.5, 3)
    with pytest.raises(faults.OutOfRange):
        change_between(1, 3, length_now=0)


def test_a_percentage_is_told_only_from_thirty():
    assert "%" not in change_between(20, 10).sentence()
    assert "small_counts" in change_between(20, 10).warnings
    told = change_between(130, 90).sentence()
    assert told.startswith("130 now, 90 before (+44%, likely between +10% and +91%): more")
    assert change_between(130, 90).sentence("fr").startswith("130 maintenant, 90 avant (+44\u00a0%")


def test_large_counts_use_an_approximation_and_say_so():
    change = change_between(60_000, 60_800)
    assert "approximate" in change.warnings
    assert "approximate" not in change_between(7_000, 7_200).warnings


def test_just_below_the_approximation_both_agree():
    exact = e_test(7_000, 7_200)
    assert exact == pytest.approx(math.erfc(200 / math.sqrt(14_200) / math.sqrt(2)), rel=0.02)


def test_only_a_z_beyond_three_raises_an_alert():
    assert change_between(40, 10).is_alert
    assert not change_between(12, 10).is_alert


@given(st.integers(0, 200), st.integers(1, 200))
def test_the_e_test_is_symmetric_and_a_probability(a, b):
    p = e_test(a, b)
    assert 0 <= p <= 1
    assert p == pytest.approx(e_test(b, a), abs=1e-9)
    change = change_between(a, b)
    assert change.lower <= change.estimate <= change.upper
