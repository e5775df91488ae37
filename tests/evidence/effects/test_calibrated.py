import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonbeat.evidence import faults
from commonbeat.evidence.effects.calibrated import (
    Verdict,
    calibrated_effect,
    paule_mandel,
)
from commonbeat.evidence.effects.placebo import placebo_sets


def town(seed=1, n=20, change=1.0, tau=0.1, mean=200, treated=(0, 1, 2)):
    rng = np.random.default_rng(seed)
    level = rng.lognormal(math.log(mean), 0.4, n)
    drift = rng.normal(0, tau, n)
    drift[list(treated)] += math.log(change)
    return rng.poisson(level), rng.poisson(level * np.exp(drift))


def test_a_real_fall_is_told_as_evidence_of_a_fall():
    before, after = town(change=0.5)
    effect = calibrated_effect(before, after, [0, 1, 2])
    assert effect.verdict is Verdict.FALL
    assert effect.sentence().startswith("Evidence of a fall: −")
    assert "17 comparison areas" in effect.sentence()
    assert effect.sentence("fr").startswith("Indices d’une baisse : −")


def test_nothing_done_cannot_be_told_from_nothing():
    before, after = town(seed=3)
    effect = calibrated_effect(before, after, [0, 1, 2])
    assert effect.verdict is Verdict.CANNOT_TELL
    assert effect.sentence().startswith("Cannot tell: ")
    assert "+" in effect.sentence()


def test_by_hand_when_all_areas_have_the_same_counts_and_changes_are_pure_chance():
    before, after = [100] * 9, [50] + [100] * 8
    effect = calibrated_effect(before, after, [0])
    assert effect.tau == 0
    assert effect.log == pytest.approx(math.log(50.5 / 100.5))
    v_t, v_c = 1 / 50.5 + 1 / 100.5, 2 / 100.5
    assert effect.log_se == pytest.approx(math.sqrt(v_t + v_c / 8))
    half = 2.364624251 * effect.log_se
    assert effect.upper == pytest.approx(math.exp(effect.log + half) - 1)


def test_paule_mandel_makes_the_weighted_spread_equal_its_expectation():
    rng = np.random.default_rng(5)
    x, v = rng.normal(0, 0.3, 12), rng.uniform(0.005, 0.02, 12)
    tau2 = paule_mandel(x, v)
    w = 1 / (v + tau2)
    assert w @ (x - w @ x / w.sum()) ** 2 == pytest.approx(11, abs=1e-9)
    assert paule_mandel(np.zeros(5), np.ones(5)) == 0


def test_lengths_of_the_periods_do_not_matter_when_all_share_them():
    before, after = town()
    plain = calibrated_effect(before, after, [0])
    longer = calibrated_effect(before, after, [0], length_before=24, length_after=12)
    assert longer.log == pytest.approx(plain.log)


def test_neighbours_left_out_do_not_count():
    before, after = town()
    after = after.copy()
    reference = calibrated_effect(before, after, [0], leave_out=[5])
    after[5] *= 7
    assert calibrated_effect(before, after, [0], leave_out=[5]) == reference
    assert reference.n_comparison == 18


def test_intervals_cover_no_effect_as_often_as_they_promise():
    hits = placebo = 0
    for seed in range(400):
        before, after = town(seed=seed, tau=0.2)
        effect = calibrated_effect(before, after, [0, 1, 2])
        hits += effect.lower <= 0 <= effect.upper
        sham = placebo_sets(before, after, [0, 1, 2], rng=np.random.default_rng(seed), n_sets=199)
        placebo += sham.p > 0.05
    assert 0.92 <= hits / 400 <= 0.98
    assert placebo / 400 >= 0.88


def test_one_treated_area_is_enough_but_seven_comparisons_are_not():
    before, after = town(n=9)
    assert calibrated_effect(before, after, [4]).n_treated == 1
    with pytest.raises(faults.TooFew) as told:
        calibrated_effect(before[:8], after[:8], [4])
    assert (told.value.n, told.value.needed) == (7, 8)


def test_few_events_are_told():
    before, after = town(mean=5)
    assert "few" in calibrated_effect(before, after, [0]).warnings


def test_placebo_sets_repeat_from_their_generator_and_say_their_share():
    before, after = town(change=0.5)
    one = placebo_sets(before, after, [0, 1, 2], rng=np.random.default_rng(1))
    assert one == placebo_sets(before, after, [0, 1, 2], rng=np.random.default_rng(1))
    assert one.p < 0.01
    assert one.lower < one.estimate < one.upper < 0
    assert "sham programmes" in one.sentence()
    assert "fewer than 1%" in one.sentence()


@pytest.mark.parametrize(
    ("treated", "leave_out", "fault"),
    [
        ([], [], faults.TooFew),
        ([0, 0], [], faults.Overlap),
        ([0], [0], faults.Overlap),
        ([20], [], faults.OutOfRange),
        ([0], [-1], faults.OutOfRange),
    ],
)
def test_sides_that_overlap_or_do_not_exist_are_refused(treated, leave_out, fault):
    before, after = town()
    with pytest.raises(fault):
        calibrated_effect(before, after, treated, leave_out=leave_out)


def test_bad_counts_are_refused_by_name():
    before, after = (list(map(float, x)) for x in town())
    with pytest.raises(faults.UnequalLengths):
        calibrated_effect(before[:-1], after, [0])
    with pytest.raises(faults.NegativeCount):
        calibrated_effect([-1, *before[1:]], after, [0])
    with pytest.raises(faults.FractionalCount):
        calibrated_effect([0.5, *before[1:]], after, [0])
    with pytest.raises(faults.NotFinite):
        calibrated_effect([math.nan, *before[1:]], after, [0])


@settings(max_examples=50)
@given(st.integers(0, 10_000), st.permutations(range(12)))
def test_the_order_of_areas_does_not_matter_and_swapping_periods_turns_it_round(seed, order):
    before, after = town(seed=seed, n=12)
    effect = calibrated_effect(before, after, [0, 1])
    places = [order.index(0), order.index(1)]
    again = calibrated_effect(before[order], after[order], places)
    assert again.log == pytest.approx(effect.log, abs=1e-9)
    assert again.log_se == pytest.approx(effect.log_se, abs=1e-9)
    turned = calibrated_effect(after, before, [0, 1])
    assert turned.log == pytest.approx(-effect.log, abs=1e-9)
