import numpy as np
import pytest

from commonbeat.evidence import faults
from commonbeat.evidence.effects.calibrated import calibrated_effect
from commonbeat.evidence.effects.many import (
    best_of,
    chance_of_fall,
    effects_one_by_one,
    expected_best,
    holm,
    largest_of,
    shrink,
)


@pytest.mark.parametrize(
    ("k", "best", "chance"),
    [
        (3, -0.15, 0.21),
        (5, -0.20, 0.32),
        (10, -0.26, 0.55),
        (24, -0.32, 0.85),
        (50, -0.36, 0.98),
    ],
)
def test_the_best_of_k_untreated_areas_falls_as_told_for_a_spread_of_20_percent(k, best, chance):
    assert expected_best(k, 0.2) == pytest.approx(best, abs=0.011)
    assert chance_of_fall(k, 0.2, 0.25) == pytest.approx(chance, abs=0.011)


def test_the_largest_of_many_p_values_is_judged_as_such():
    assert largest_of(0.05, 1) == pytest.approx(0.05)
    assert largest_of(0.05, 24) == pytest.approx(1 - 0.95**24)
    assert largest_of(1, 3) == 1


def test_holm_1979_steps_down_and_keeps_the_order():
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx((0.03, 0.06, 0.06, 0.02))
    assert max(holm([0.5, 0.9, 0.7])) == 1


def test_the_best_is_told_only_with_the_middle_and_chance():
    rng = np.random.default_rng(0)
    before, after = rng.poisson(100, 12), rng.poisson(100, 12)
    effects = [calibrated_effect(before, after, [i]) for i in range(6)]
    best = best_of(effects)
    assert best.estimate == min(e.estimate for e in effects)
    assert best.p > best.p_alone
    assert "best_of_many" in best.warnings
    assert "the middle area had" in best.sentence()
    assert "La plus forte baisse parmi 6" in best.sentence("fr")


def test_shrinking_draws_noisy_areas_further_in_and_pure_chance_to_nothing():
    real = shrink([-0.5, 0.4, -0.6, 0.5], [0.1, 0.1, 0.1, 0.4])
    assert real.kept[3] < real.kept[0] < 1
    chance = shrink([-0.05, 0.02, 0.01], [0.2, 0.2, 0.2])
    assert chance.log == (0, 0, 0)


def test_p_values_outside_nought_to_one_and_empty_lists_are_refused():
    with pytest.raises(faults.OutOfRange):
        holm([0.5, 1.2])
    with pytest.raises(faults.OutOfRange):
        largest_of(-0.1, 3)
    with pytest.raises(faults.TooFew):
        best_of([])
    with pytest.raises(faults.TooFew):
        holm([])
    with pytest.raises(faults.OutOfRange):
        shrink([0.1, 0.2], [0.1, 0])


def test_areas_one_by_one_are_never_compared_with_other_treated_areas():
    rng = np.random.default_rng(0)
    before, after = rng.poisson(300, 15), rng.poisson(300, 15)
    after[:3] //= 4
    effects = effects_one_by_one(before, after, [0, 1, 2], leave_out=[14])
    assert [e.n_comparison for e in effects] == [11, 11, 11]
    assert all(e.estimate < -0.6 for e in effects)
    assert effects_one_by_one(before, after, []) == ()
