import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonbeat.evidence import faults
from commonbeat.evidence.proportions import wilson
from commonbeat.evidence.surveys.design import design_of, kish_effect
from commonbeat.evidence.surveys.estimates import (
    difference_between,
    jackknife_se,
    survey_mean,
    survey_quantile,
    survey_share,
    survey_total,
)

Y = np.array([3.0, 5, 2, 4, 4, 1, 5, 3])


def test_a_plain_sample_gives_the_textbook_mean_and_error():
    mean = survey_mean(Y, design_of(np.full(8, 10.0)), student=True)
    assert mean.estimate == Y.mean()
    assert mean.se == pytest.approx(Y.std(ddof=1) / 8**0.5)
    assert mean.upper - mean.estimate == pytest.approx(2.364624251 * mean.se)
    assert survey_total(Y, design_of(np.full(8, 10.0))).estimate == 270


def test_the_finite_population_shrinks_the_error_to_nothing_when_all_were_asked():
    half = survey_mean(Y, design_of(np.full(8, 2.0), population=np.full(8, 16)))
    free = survey_mean(Y, design_of(np.full(8, 2.0)))
    assert half.se == pytest.approx(free.se * 0.5**0.5)
    assert survey_mean(Y, design_of(np.ones(8), population=np.full(8, 8))).se == 0


def test_strata_by_hand():
    strata = ["a"] * 4 + ["b"] * 4
    design = design_of([1.0] * 4 + [3.0] * 4, strata=strata)
    mean = survey_mean(Y, design)
    assert mean.estimate == pytest.approx((3.5 * 4 + 3.25 * 12) / 16)
    by_hand = (4 * Y[:4].var(ddof=1) + 36 * Y[4:].var(ddof=1)) / 16**2
    assert mean.se == pytest.approx(by_hand**0.5)


def test_clusters_of_alike_people_count_as_few():
    y = np.repeat([1.0, 5, 2, 4], 5)
    design = design_of(np.full(20, 50.0), clusters=np.repeat(range(4), 5).tolist())
    mean = survey_mean(y, design)
    assert mean.n_effective == pytest.approx(4, rel=0.3)
    assert "count as much as" in mean.sentence()
    assert mean.se == pytest.approx(
        jackknife_se(design, lambda w: float(w @ y / w.sum())), rel=1e-9
    )


def test_a_share_of_a_plain_sample_from_a_large_population_has_wilsons_interval():
    marks = np.array([1] * 60 + [0] * 40)
    share = survey_share(marks, design_of(np.full(100, 1e7)))
    plain = wilson(60, 100, deff=share.deff)
    assert (share.lower, share.upper) == pytest.approx((plain.lower, plain.upper))
    assert share.sentence().startswith("60% (likely between 50% and 69%)")
    assert share.sentence("fr").startswith("60\u00a0% (probablement")


def test_a_share_nobody_has_still_gets_an_upper_limit():
    for limits in ("wilson", "logit", "beta"):
        share = survey_share(np.zeros(20), design_of(np.full(20, 9.0)), limits=limits)
        assert share.lower == 0
        assert 0.05 < share.upper < 0.3


def test_two_waves_are_compared_with_both_errors():
    one = survey_mean(Y, design_of(np.full(8, 9.0)))
    two = survey_mean(Y + 1, design_of(np.full(8, 9.0)))
    change = difference_between(two, one)
    assert change.estimate == 1
    assert change.se == pytest.approx(2**0.5 * one.se)
    assert change.p == pytest.approx(math.erfc(1 / change.se / 2**0.5))
    assert change.sentence().startswith("Changed by +1.0 (likely between −")
    marks = survey_share([1, 1, 0, 0] * 2, design_of(np.full(8, 9.0)))
    fewer = difference_between(survey_share([1, 0, 0, 0] * 2, design_of(np.full(8, 9.0))), marks)
    assert fewer.sentence().startswith("Changed by −25.0 points")
    assert fewer.sentence("fr").startswith("Changement de −25,0 points (probablement entre −")
    assert difference_between(marks, marks).p == 1


def test_kishs_effect_of_equal_weights_is_one():
    assert kish_effect([4, 4, 4]) == pytest.approx(1)
    assert kish_effect([1, 2, 3]) == pytest.approx(3 * 14 / 36)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"weights": [1, 0, 1, 1]}, faults.OutOfRange),
        ({"weights": [1, float("nan"), 1, 1]}, faults.NotFinite),
        ({"weights": [1]}, faults.TooFew),
        ({"strata": ["a", "a", "a", "b"]}, faults.TooFew),
        ({"strata": ["a", "a"]}, faults.UnequalLengths),
        ({"clusters": [1, 1, 1, 1]}, faults.TooFew),
        ({"population": [4, 4, 4, 5]}, faults.Contradiction),
        ({"population": [3, 3, 3, 3]}, faults.MoreThanAll),
    ],
)
def test_a_sample_that_cannot_be_is_refused_by_name(change, fault):
    given_ = {"weights": [1, 1, 1, 1], **change}
    with pytest.raises(fault):
        design_of(given_.pop("weights"), **given_)


def test_bad_values_groups_and_limits_are_refused():
    design = design_of(np.ones(8))
    with pytest.raises(faults.UnequalLengths):
        survey_mean(Y[:3], design)
    with pytest.raises(faults.TooFew):
        survey_mean(Y, design, where=np.zeros(8))
    with pytest.raises(faults.OutOfRange):
        survey_share(Y, design)
    with pytest.raises(faults.OutOfRange):
        survey_share(Y > 2, design, limits="wald")
    with pytest.raises(faults.OutOfRange):
        jackknife_se(design_of(np.ones(8), strata=list("aaaabbbb")), lambda _: 1.0)


@given(
    st.lists(st.tuples(st.integers(1, 5), st.floats(0.5, 20)), min_size=3, max_size=40),
    st.floats(1.5, 50),
)
def test_scaling_all_weights_changes_no_mean_and_quantiles_are_answers(rows, factor):
    y = np.array([a for a, _ in rows], dtype=float)
    w = np.array([b for _, b in rows])
    one, two = survey_mean(y, design_of(w)), survey_mean(y, design_of(w * factor))
    assert one.estimate == pytest.approx(two.estimate)
    assert one.se == pytest.approx(two.se, abs=1e-9)
    assert survey_quantile(y, 0.5, design_of(w)).estimate in y
