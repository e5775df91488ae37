from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from commonbeat.evidence import faults
from commonbeat.evidence.durations import kaplan_meier, median_time, numbers_in, quantile_time
from commonbeat.evidence.proportions import wilson

# Remission times of 21 patients on 6-MP (Freireich et al. 1963), as printed in most textbooks.
WEEKS = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
DONE = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]


def test_kaplan_meier_of_freireich_1963_as_the_textbooks_print_it():
    curve = kaplan_meier(WEEKS, DONE, unit="days")
    assert curve.times == (6, 7, 10, 13, 16, 22, 23)
    assert curve.n_at_risk == (21, 17, 15, 12, 11, 7, 6)
    assert curve.waiting == pytest.approx(
        (0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448), abs=5e-4
    )
    errors = [s * g**0.5 for s, g in zip(curve.waiting, curve.greenwood, strict=True)]
    assert errors == pytest.approx(
        (0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346), abs=5e-5
    )
    assert curve.median() == 23


def test_log_log_limits_agree_with_scipys_kaplan_meier():
    curve = kaplan_meier(WEEKS, DONE, unit="days")
    observed = [w for w, d in zip(WEEKS, DONE, strict=True) if d]
    still = [w for w, d in zip(WEEKS, DONE, strict=True) if not d]
    theirs = stats.ecdf(stats.CensoredData(uncensored=observed, right=still)).sf
    limits = theirs.confidence_interval(method="log-log")
    for time in (10, 13, 16, 22, 23):
        mine = curve.share_by(time)
        assert mine.estimate == pytest.approx(1 - theirs.evaluate(time))
        assert mine.lower == pytest.approx(1 - limits.high.evaluate(time), abs=1e-9)
        assert mine.upper == pytest.approx(1 - limits.low.evaluate(time), abs=1e-9)


def test_with_nobody_lost_the_share_is_a_plain_share_with_wilsons_interval():
    share = kaplan_meier([1, 5, 20, 70], [1, 1, 1, 1]).share_by(48)
    assert (share.estimate, share.lower, share.upper) == (
        pytest.approx(0.75),
        pytest.approx(wilson(3, 4).lower),
        pytest.approx(wilson(3, 4).upper),
    )


def test_open_cases_count_for_as_long_as_they_were_watched():
    share = kaplan_meier([10, 20, 30, 50, 60], [1, 0, 1, 1, 0]).share_by(48)
    assert share.estimate == pytest.approx(1 - 0.8 * 2 / 3)
    assert share.n_open == 2
    assert "still_open" in share.warnings
    assert "47% were done within 48\u00a0hours" in share.sentence()
    assert "2 were still open" in share.sentence()
    assert "2\u00a0étaient encore ouverts" in share.sentence("fr")


def test_a_time_that_nobody_was_watched_for_is_refused():
    with pytest.raises(faults.BeyondObservation):
        kaplan_meier([10, 20], [1, 0]).share_by(48)
    assert kaplan_meier([10, 20], [1, 1]).share_by(48).estimate == 1


def test_before_the_first_event_the_share_is_nought_with_an_honest_upper_limit():
    share = kaplan_meier([5, 10, 20, 60], [0, 1, 1, 1]).share_by(8)
    assert share.estimate == share.lower == 0
    assert share.upper == pytest.approx(1 - 0.025 ** (1 / 3))


def test_the_median_of_twenty_lies_between_the_sixth_and_fifteenth():
    median = median_time(range(1, 21))
    assert (median.lower, median.estimate, median.upper) == (6, 10.5, 15)
    assert median.sentence().startswith("Half took 10\u00a0minutes or less (likely between")


def test_the_ninetieth_percentile_of_few_has_no_upper_limit():
    slow = quantile_time(range(1, 21), 0.9)
    assert slow.upper == float("inf")
    assert "no_upper_limit" in slow.warnings
    assert slow.sentence().startswith("9 in 10 took 18\u00a0minutes or less (at least")
    assert quantile_time(range(1, 201), 0.9).upper == 189


def test_order_limits_keep_their_promise_on_skewed_times():
    rng = np.random.default_rng(5)
    hits = 0
    for _ in range(2_000):
        q = quantile_time(rng.exponential(size=80), 0.9)
        hits += q.lower <= -np.log(0.1) <= q.upper
    assert 0.95 <= hits / 2_000 <= 0.99


def test_spans_of_time_become_numbers():
    assert numbers_in("hours", [timedelta(minutes=90), timedelta(days=1)]).tolist() == [1.5, 24]
    with pytest.raises(faults.OutOfRange):
        numbers_in("weeks", [timedelta(days=7)])


@pytest.mark.parametrize(
    ("times", "done", "fault"),
    [
        ([], [], faults.TooFew),
        ([1, -2], [1, 1], faults.NegativeCount),
        ([1, 2], [1], faults.UnequalLengths),
        ([1, float("inf")], [1, 1], faults.NotFinite),
        ([1, 2], [1, 2], faults.OutOfRange),
    ],
)
def test_bad_times_are_refused_by_name(times, done, fault):
    with pytest.raises(fault):
        kaplan_meier(times, done)


@given(st.lists(st.tuples(st.integers(0, 50), st.booleans()), min_size=1, max_size=40))
def test_the_curve_only_falls_and_limits_hold_the_share(cases):
    curve = kaplan_meier([t for t, _ in cases], [d for _, d in cases])
    assert list(curve.waiting) == sorted(curve.waiting, reverse=True)
    share = curve.share_by(min(20, curve.last))
    assert 0 <= share.lower <= share.estimate + 1e-12
    assert share.estimate <= share.upper + 1e-12 <= 1 + 1e-9


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=60), st.floats(0.05, 0.95))
def test_quantile_limits_hold_the_quantile(times, share):
    q = quantile_time(times, share)
    assert q.lower <= q.estimate <= q.upper
