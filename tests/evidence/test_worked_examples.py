"""Worked examples of the literature, each in one call, as a reader would try them.

The data files beside this test are small public tables: Ugandan cases of Burkitt's lymphoma
(Williams et al. 1978), packs of cigarettes sold a head in the United States (Abadie, Diamond &
Hainmueller 2010), heart attacks a month in Sicily (Lopez Bernal et al. 2017).
"""

import csv
import math
from pathlib import Path

import numpy as np
import pytest

from commonbeat.evidence import faults
from commonbeat.evidence.change import change_between, conditional_test, e_test, poisson_rate
from commonbeat.evidence.durations import kaplan_meier
from commonbeat.evidence.effects.displacement import (
    Weights,
    displacement_difference,
    harm_weighted,
)
from commonbeat.evidence.effects.many import chance_of_fall, expected_best
from commonbeat.evidence.effects.pooling import pooled_effect, pooled_logs
from commonbeat.evidence.effects.series import step_in_series
from commonbeat.evidence.effects.synthetic import synthetic_control, synthetic_difference
from commonbeat.evidence.effects.twobytwo import displacement_quotient, relative_effect_size
from commonbeat.evidence.monitoring.cusum import cusum
from commonbeat.evidence.monitoring.scan import busiest_window
from commonbeat.evidence.places.accuracy import prediction_accuracy
from commonbeat.evidence.places.closepairs import close_pairs
from commonbeat.evidence.places.knox import knox_table
from commonbeat.evidence.proportions import clopper_pearson, share_difference, wilson
from commonbeat.evidence.surveys.design import cluster_effect, kish_effect

DATA = Path(__file__).parent / "data"


def rows(name):
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_wheeler_ratcliffe_2018_paper_table_typed_as_printed():
    wdd = displacement_difference(
        (207, 110), (308, 318), buffer=(178, 157), buffer_comparison=(150, 140)
    )
    assert (wdd.estimate, round(wdd.z, 2)) == (-118, -2.98)
    assert (round(wdd.lower), round(wdd.upper)) == (-196, -40)
    assert displacement_quotient((207, 110), (308, 318), (178, 157)).estimate == pytest.approx(
        0.258186, abs=1e-6
    )


def test_wheeler_2021_periods_of_two_years_and_one_year():
    wdd = displacement_difference((80, 20), (100, 50), weights=Weights(before=2, after=1))
    assert (wdd.estimate, wdd.se) == pytest.approx((-20, math.sqrt(115)))
    wdd = displacement_difference((100, 20), (200, 100), weights=Weights(before=2), confidence=0.9)
    assert (wdd.estimate, round(wdd.se, 1)) == (-30, 14.0)
    assert (wdd.lower, wdd.upper) == pytest.approx((-53.0, -7.0), abs=0.05)


@pytest.mark.parametrize(
    ("pairs", "sizes", "total", "se", "limits"),
    [
        (((120, 100), (130, 150)), Weights(), -40, 22.4, (-76.8, -3.2)),
        (((120, 100), (130, 150), (40, 25), (30, 25)), Weights(), -50, 24.9, (-91.0, -9.0)),
        (
            ((200, 100), (400, 200), (40, 20), (80, 40)),
            Weights(comparison=2, buffer_comparison=2),
            0,
            23.2,
            (-38.2, 38.2),
        ),
    ],
)
def test_wheeler_crimepy_examples_with_90_percent_intervals(pairs, sizes, total, se, limits):
    treated, comparison, buffer, far = (*pairs, None, None)[:4]
    wdd = displacement_difference(
        treated, comparison, buffer=buffer, buffer_comparison=far, weights=sizes, confidence=0.9
    )
    assert wdd.estimate == pytest.approx(total, abs=1e-9)
    assert wdd.se == pytest.approx(se, abs=0.05)
    assert (wdd.lower, wdd.upper) == pytest.approx(limits, abs=0.05)


def test_wheeler_2020_harm_weights_over_five_offences():
    table = [
        ((133, 91), (130, 74)),
        ((388, 305), (327, 202)),
        ((148, 97), (398, 190)),
        ((86, 64), (144, 92)),
        ((94, 67), (183, 96)),
    ]
    each = [displacement_difference(treated, control) for control, treated in table]
    assert [d.estimate for d in each] == [-14, -42, -157, -30, -60]
    harm = harm_weighted(each, [3, 2, 5, 7, 10])
    assert (harm.estimate, harm.se, harm.z) == pytest.approx((-1721, 304.10360077, -5.65925558))
    assert (harm.lower, harm.upper) == pytest.approx((-2317.03210507, -1124.96789493))


def test_farrington_2007_variance_doubled_or_inflated_by_the_mean_count():
    plain = relative_effect_size((207, 110), (308, 318))
    twice = relative_effect_size((207, 110), (308, 318), inflate=2)
    assert twice.log_se == pytest.approx(plain.log_se * math.sqrt(2))
    assert "× 2" in twice.method


def test_dersimonian_laird_1986_on_two_tables_by_hand():
    first = relative_effect_size((207, 110), (308, 318))
    second = relative_effect_size((100, 80), (100, 100))
    w = [1 / first.log_se**2, 1 / second.log_se**2]
    mean = (w[0] * first.log + w[1] * second.log) / sum(w)
    fixed = pooled_effect([first, second], model="fixed")
    assert (fixed.log, fixed.log_se) == pytest.approx((mean, sum(w) ** -0.5))
    q = w[0] * (first.log - mean) ** 2 + w[1] * (second.log - mean) ** 2
    random = pooled_effect([first, second])
    assert random.q == pytest.approx(q)
    assert random.tau**2 == pytest.approx((q - 1) / (sum(w) - (w[0] ** 2 + w[1] ** 2) / sum(w)))
    assert random.unlike == pytest.approx((q - 1) / q)


def test_cochrane_bcg_trials_1994_random_effects_of_log_risk_ratios():
    """Thirteen trials of a vaccine: −0.7141 (SE 0.1787), τ² 0.3088, Q 152.23, I² 92.1%."""
    logs = [-0.8893, -1.5854, -1.3481, -1.4416, -0.2175, -0.7861, -1.6209, 0.0120, -0.4694,
            -1.3713, -0.3394, 0.4459, -0.0173]  # fmt: skip
    variances = [0.3256, 0.1946, 0.4154, 0.0200, 0.0512, 0.0069, 0.2230, 0.0040, 0.0564, 0.0730,
                 0.0124, 0.5325, 0.0714]  # fmt: skip
    pooled = pooled_logs(logs, np.sqrt(variances))
    assert (pooled.log, pooled.log_se) == pytest.approx((-0.7141, 0.1787), abs=5e-4)
    assert (pooled.tau**2, pooled.q) == pytest.approx((0.3088, 152.23), rel=5e-3)
    assert pooled.unlike == pytest.approx(0.9212, abs=5e-4)


def test_rothman_greenland_breast_cancer_rates_with_person_years():
    """41 cases in 28,010 person-years against 15 in 19,017: ratio 1.86."""
    change = change_between(41, 15, length_now=28_010, length_before=19_017)
    assert change.estimate == pytest.approx(1.8558, abs=1e-4)
    assert change.lower > 1
    assert change.p == e_test(41, 15, length_now=28_010, length_before=19_017) < change.p_exact


def test_r_poisson_test_examples_of_lehmann_and_of_two_rates():
    rate = poisson_rate(137, length=24.19893)
    assert (rate.estimate, rate.lower, rate.upper) == pytest.approx(
        (5.661407, 4.753125, 6.692709), abs=1e-6
    )
    assert conditional_test(11, 21, length_now=800, length_before=3011) == pytest.approx(
        0.07967, abs=5e-6
    )


def test_przyborowski_wilenski_1940_one_sided_exact_and_e_test():
    assert e_test(3, 0, alternative="greater") == pytest.approx(0.0884 / 2, abs=5e-5)
    assert e_test(3, 0, alternative="less") > 0.9
    assert e_test(15, 5, difference=5) > e_test(15, 5)


def test_naus_1982_busiest_stretch_says_how_often_chance_does_it():
    busiest = busiest_window(6, length=208, window=1, mean=0.6)
    assert busiest.p == pytest.approx(0.03902, abs=1e-5)
    assert "3.9% of the time" in busiest.sentence()


def test_knox_1964_childhood_leukaemia_from_the_printed_margins():
    """96 cases, 25 pairs within a kilometre, 152 within 60 days, 5 both; 0.83 expected."""
    knox = close_pairs(5, near=25, soon=152, n_events=96)
    assert (knox.n, knox.expected) == pytest.approx((4560, 0.8333), abs=1e-4)
    assert knox.p == pytest.approx(0.00168, abs=1e-5)
    assert knox.sentence().startswith("5 pairs are close in place and time where chance would")


def test_burkitt_table_and_barton_david_1966_variance():
    events = rows("burkitt.csv")
    points = [(float(e["x"]), float(e["y"])) for e in events]
    knox = knox_table(
        points,
        [int(e["day"]) for e in events],
        distances=(0, 20 + 1e-9, math.inf),
        day_edges=(0, 6, math.inf),
        rng=np.random.default_rng(1),
        n_shuffles=999,
    )
    assert knox.observed == ((13, 3416), (39, 14110))
    assert knox.expected[0][0] == pytest.approx(10.143816133803618)
    assert knox.variance[0][0] == pytest.approx(8.397681, abs=1e-6)
    told = close_pairs(13, near=3429, soon=52, n_pairs=17578)
    assert told.p == pytest.approx(0.22226667, abs=1e-8)


def test_chainey_2008_index_of_a_quarter_of_crime_in_a_tenth_of_the_area():
    pai = prediction_accuracy(250, 1000, area_inside=1.0, area=10.0)
    assert pai.estimate == pytest.approx(2.5)
    assert pai.lower < 2.5 < pai.upper
    assert "25% of the events lay in 10.0% of the area: 2.5 times" in pai.sentence()


def test_newcombe_1998_first_example_of_two_shares():
    gap = share_difference(56, 70, 48, 80)
    assert gap.estimate == pytest.approx(0.2)
    assert (gap.lower, gap.upper) == pytest.approx((0.0524, 0.3339), abs=5e-5)


@pytest.mark.parametrize(
    ("marked", "n", "score", "exact"),
    [
        (81, 263, (0.2553, 0.3662), (0.2527, 0.3676)),
        (15, 148, (0.0624, 0.1605), (0.0578, 0.1617)),
        (0, 20, (0.0, 0.1611), (0.0, 0.1684)),
        (1, 29, (0.0061, 0.1718), (0.0009, 0.1776)),
    ],
)
def test_newcombe_1998_seven_methods_table_i_wilson_and_exact(marked, n, score, exact):
    for found, limits in ((wilson(marked, n), score), (clopper_pearson(marked, n), exact)):
        assert (found.lower, found.upper) == pytest.approx(limits, abs=5e-5)


@pytest.mark.parametrize(
    ("four", "limits"),
    [
        ((9, 10, 3, 10), (0.1705, 0.8090)),
        ((6, 7, 2, 7), (0.0582, 0.8062)),
        ((5, 56, 0, 29), (-0.0381, 0.1926)),
        ((0, 10, 0, 20), (-0.1611, 0.2775)),
        ((0, 10, 0, 10), (-0.2775, 0.2775)),
        ((10, 10, 0, 20), (0.6791, 1.0)),
        ((10, 10, 0, 10), (0.6075, 1.0)),
    ],
)
def test_newcombe_1998_eleven_methods_table_ii_method_10(four, limits):
    gap = share_difference(*four)
    assert (gap.lower, gap.upper) == pytest.approx(limits, abs=5e-5)


@pytest.mark.parametrize(
    ("n", "limits"), [(0, (0, 3.689)), (1, (0.0253, 5.572)), (10, (4.795, 18.390))]
)
def test_garwood_1936_limits_as_every_table_of_poisson_limits_prints_them(n, limits):
    rate = poisson_rate(n)
    assert (rate.lower, rate.upper) == pytest.approx(limits, abs=5e-4)


def test_miles_1981_maintained_chemotherapy_medians_as_survfit():
    """31 weeks (18 to unknown) against 23 (8 to unknown): the last limit is never the last case."""
    kept = [9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161], [1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0]
    not_kept = [5, 5, 8, 8, 12, 16, 23, 27, 30, 33, 43, 45], [1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1]
    for (weeks, done), told in ((kept, (31, 18)), (not_kept, (23, 8))):
        median = kaplan_meier(weeks, done, unit="days").quantile(0.5, limits="log")
        assert (median.estimate, median.lower, median.upper) == (*told, math.inf)
        assert "no_upper_limit" in median.warnings


def test_przyborowski_wilenski_1940_dodder_seeds_one_and_two_sided_conditional():
    assert conditional_test(3, 0) == pytest.approx(0.25)
    assert conditional_test(3, 0, alternative="greater") == pytest.approx(0.125)
    assert conditional_test(0, 3, alternative="less") == pytest.approx(0.125)
    assert conditional_test(0, 3, alternative="greater") == 1
    upper = conditional_test(41, 15, length_now=28_010, length_before=19_017, alternative="greater")
    assert upper == pytest.approx(0.0238, abs=5e-5)
    with pytest.raises(faults.OutOfRange):
        conditional_test(3, 0, alternative="larger")


def test_lucas_1985_sum_that_goes_on_and_lucas_crosier_head_start():
    events, rule = [2, 3, 5, 6, 1, 7], {"reference": 3, "limit": 4}
    assert cusum(events, **rule, anew=False).path == (0, 0, 2, 5, 3, 7)
    assert cusum(events, **rule, anew=False).signals == (3, 5)
    assert cusum(events, **rule).path == (0, 0, 2, 5, 0, 4)
    quick = cusum(events, **rule, head_start=2)
    assert (quick.path, quick.signals) == ((1, 1, 3, 6, 0, 4), (3,))


def test_several_treated_areas_are_judged_by_sets_of_as_many():
    states = rows("cigarettes.csv")
    table = np.array([[float(s[str(year)]) for year in range(1970, 2001)] for s in states])
    fewer = table.copy()
    fewer[[0, 1, 2], 19:] -= 20
    for rule in (synthetic_control, synthetic_difference):
        nothing, found = (
            rule(t, [0, 1, 2], 19, rng=np.random.default_rng(1)) for t in (table, fewer)
        )
        assert found.estimate - nothing.estimate == pytest.approx(-20)
        assert nothing.lower < 0 < nothing.upper
        assert found.weights[:3] == (0, 0, 0)
        assert sum(found.weights) == pytest.approx(1)
        alone = rule(table, 0, 19)
        assert rule(table, [0], 19).estimate == alone.estimate
        assert nothing.upper - nothing.lower < alone.upper - alone.lower


def test_kish_1965_effects_of_clusters_and_of_weights():
    assert cluster_effect(20, 0.05) == pytest.approx(1.95)
    assert kish_effect([1, 1, 4, 4]) == pytest.approx(4 * 34 / 100)


def test_the_best_of_24_areas_with_a_spread_of_ten_percent():
    assert expected_best(24, 0.1) == pytest.approx(-0.17, abs=0.011)
    assert chance_of_fall(24, 0.1, 0.25) == pytest.approx(0.05, abs=0.005)


def test_freireich_1963_survival_at_ten_weeks_with_every_printed_limit():
    weeks = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
    done = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
    curve = kaplan_meier(weeks, done, unit="days")
    waiting = {k: curve.share_by(10, limits=k) for k in ("plain", "log", "log-log")}
    assert waiting["log"].se == pytest.approx(0.0963, abs=5e-5)
    left = {k: (1 - s.upper, 1 - s.lower) for k, s in waiting.items()}
    assert left["log"] == pytest.approx((0.586, 0.968), abs=5e-4)
    assert left["log-log"] == pytest.approx((0.503, 0.889), abs=5e-4)
    median = curve.quantile(0.5, limits="log")
    assert (median.estimate, median.lower, median.upper) == (23, 16, math.inf)


def test_lopez_bernal_2017_smoking_ban_in_sicily():
    """Step at January 2005: 0.894 without seasons; 0.885 (0.839 to 0.933) with two waves."""
    months = rows("sicily.csv")
    events = [int(m["events"]) for m in months]
    people = [float(m["people"]) for m in months]
    plain = step_in_series(events, 36, exposure=people, n_waves=0, n_lags=None)
    assert 1 + plain.estimate == pytest.approx(0.894, abs=5e-4)
    seasonal = step_in_series(events, 36, exposure=people, n_lags=None)
    assert 1 + seasonal.estimate == pytest.approx(0.885, abs=5e-4)
    assert (1 + seasonal.lower, 1 + seasonal.upper) == pytest.approx((0.839, 0.933), abs=5e-4)
    first = step_in_series(events, 36, exposure=people, n_waves=0, n_lags=None, overdispersed=False)
    assert (1 + first.lower, 1 + first.upper) == pytest.approx((0.864, 0.925), abs=1e-3)
    assert "poisson_only" in first.warnings


def test_arkhangelsky_2021_table_1_on_californias_tobacco_law():
    """SDID −15.6, synthetic control −19.6, with its own mean (DIFP) −11.1."""
    states = rows("cigarettes.csv")
    table = np.array([[float(s[str(year)]) for year in range(1970, 2001)] for s in states])
    here = [s["state"] for s in states].index("California")
    assert synthetic_difference(table, here, 19).estimate == pytest.approx(-15.604, abs=5e-3)
    assert synthetic_control(table, here, 19).estimate == pytest.approx(-11.1, abs=0.05)
    plain = synthetic_control(table, here, 19, centred=False)
    assert plain.estimate == pytest.approx(-19.6, abs=0.1)
