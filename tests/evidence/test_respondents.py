import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonbeat.evidence import faults
from commonbeat.evidence.proportions import wilson
from commonbeat.evidence.respondents import (
    answers_from_tally,
    mean_answer,
    share_from_counts,
    share_satisfied,
)

ANSWERS = [5, 4, 4, 3, 2, 5, 5, 4, 1, 4]


def test_the_share_satisfied_counts_fours_and_fives():
    share = share_satisfied(ANSWERS, n_asked=40)
    assert share.estimate == 0.7
    assert (share.n, share.n_asked, share.response_rate) == (10, 40, 0.25)
    assert (share.lower, share.upper) == (wilson(7, 10).lower, wilson(7, 10).upper)
    assert {"not_a_probability_sample", "few", "low_response"} <= set(share.warnings)


def test_the_sentence_gives_the_response_rate_and_says_that_it_is_no_margin_of_error():
    told = share_satisfied(ANSWERS, n_asked=40).sentence()
    assert "40 people were asked and 10 answered (25%)." in told
    assert "not a margin of error" in told
    assert "If those who answered were a random draw of callers" in told
    french = share_satisfied(ANSWERS, n_asked=40).sentence("fr")
    assert "ce n’est pas une marge d’erreur" in french


def test_knowing_how_many_could_be_asked_narrows_the_interval():
    free = share_satisfied(ANSWERS, n_asked=12)
    finite = share_satisfied(ANSWERS, n_asked=12, n_eligible=15)
    assert free.lower < finite.lower < finite.upper < free.upper


def test_when_everybody_answered_there_is_nothing_left_to_guess():
    share = share_satisfied(ANSWERS, n_asked=10, n_eligible=10)
    assert share.lower == share.estimate == share.upper
    mean = mean_answer(ANSWERS, n_asked=10, n_eligible=10)
    assert mean.lower == mean.estimate == mean.upper


def test_the_mean_has_students_interval():
    mean = mean_answer(ANSWERS, n_asked=20)
    assert mean.estimate == 3.7
    half = 2.2621571628 * np.std(ANSWERS, ddof=1) / 10**0.5
    assert mean.upper - mean.estimate == pytest.approx(half, abs=1e-9)
    assert "3.7 on a scale from 1 to 5" in mean.sentence()
    assert "3,7 sur une échelle de 1 à 5" in mean.sentence("fr")


def test_the_bootstrap_is_repeatable_and_agrees_with_scipys_bca():
    from scipy import stats

    answers = ANSWERS * 6
    mine = mean_answer(answers, n_asked=90, rng=np.random.default_rng(1), n_resamples=40_000)
    again = mean_answer(answers, n_asked=90, rng=np.random.default_rng(1), n_resamples=40_000)
    assert mine == again
    theirs = stats.bootstrap(
        (answers,), np.mean, n_resamples=20_000, rng=np.random.default_rng(2), method="BCa"
    ).confidence_interval
    assert (mine.lower, mine.upper) == pytest.approx((theirs.low, theirs.high), abs=0.04)


def test_when_all_answers_are_alike_the_interval_is_not_a_point():
    mean = mean_answer([5] * 8, n_asked=8)
    assert mean.estimate == mean.upper == 5
    assert mean.lower == pytest.approx(5 - 4 * 0.369416648)
    assert "all_alike" in mean.warnings


def test_a_tally_gives_the_same_as_the_answers():
    tally = {1: 1, 2: 1, 3: 1, 4: 4, 5: 3}
    assert share_satisfied(answers_from_tally(tally), n_asked=40) == share_satisfied(
        sorted(ANSWERS), n_asked=40
    )
    assert share_from_counts(7, 10, n_asked=40) == share_satisfied(ANSWERS, n_asked=40)


@pytest.mark.parametrize(
    ("answers", "asked", "eligible", "fault"),
    [
        ([], 5, None, faults.TooFew),
        ([3, 6], 5, None, faults.OutOfRange),
        ([3, 2.5], 5, None, faults.OutOfRange),
        ([3, float("nan")], 5, None, faults.NotFinite),
        ([3, 4], 1, None, faults.MoreThanAll),
        ([3, 4], 5, 4, faults.MoreThanAll),
        ([[3, 4]], 5, 4, faults.WrongShape),
    ],
)
def test_bad_answers_are_refused_by_name(answers, asked, eligible, fault):
    with pytest.raises(fault):
        share_satisfied(answers, n_asked=asked, n_eligible=eligible)
    with pytest.raises(fault):
        mean_answer(answers, n_asked=asked, n_eligible=eligible)


def test_the_fault_says_which_answer():
    with pytest.raises(faults.OutOfRange) as told:
        share_satisfied([3, 4, 9], n_asked=5)
    assert told.value.element == 2


@given(st.lists(st.integers(1, 5), min_size=2, max_size=60))
def test_intervals_hold_the_estimate_and_stay_on_the_scale(answers):
    array = np.array(answers)
    before = array.copy()
    mean = mean_answer(array, n_asked=len(answers))
    boot = mean_answer(array, n_asked=len(answers), rng=np.random.default_rng(0), n_resamples=500)
    assert 1 <= mean.lower <= mean.estimate <= mean.upper <= 5
    assert 1 <= boot.lower <= boot.estimate <= boot.upper <= 5
    assert (array == before).all()


def test_another_question_is_told_in_its_own_words():
    said = ("felt listened to", "disent avoir été écoutées")
    share = share_from_counts(30, 40, n_asked=50, said=said)
    assert "75% felt listened to." in share.sentence()
    assert "75\u00a0% disent avoir été écoutées." in share.sentence("fr")
