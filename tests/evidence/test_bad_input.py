"""Whatever is wrong with the numbers is named, with the element that is wrong; nothing is changed.

One table over the public functions: negative, fractional, missing, of unequal length, of one
category, empty, weighted by nought, contradicting, overlapping, without a time zone.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonbeat.evidence import disclosure, durations, faults, proportions, respondents
from commonbeat.evidence.change import change_between, conditional_test, e_test, poisson_rate
from commonbeat.evidence.effects import calibrated, diagnostics, many, placebo, selection, synthetic
from commonbeat.evidence.effects.displacement import Weights, displacement_difference, harm_weighted
from commonbeat.evidence.effects.fixed import fixed_effects_effect
from commonbeat.evidence.effects.panel import panel_of, panel_of_events
from commonbeat.evidence.effects.plan import Chosen, Plan, freeze
from commonbeat.evidence.effects.pooling import pooled_logs
from commonbeat.evidence.effects.power import smallest_visible_fall
from commonbeat.evidence.effects.series import step_against_control, step_in_series
from commonbeat.evidence.effects.twobytwo import displacement_quotient, relative_effect_size
from commonbeat.evidence.fairness.benchmarks import Group, benchmark_ratio, hit_rates
from commonbeat.evidence.fairness.veil import veil_of_darkness
from commonbeat.evidence.monitoring.cusum import cusum, reference_value
from commonbeat.evidence.monitoring.delay import days_between, still_to_come
from commonbeat.evidence.monitoring.funnel import funnel
from commonbeat.evidence.monitoring.scan import busiest_window
from commonbeat.evidence.patterns.changes import share_changes
from commonbeat.evidence.patterns.gaps import service_gaps
from commonbeat.evidence.patterns.pairs import pairs_together
from commonbeat.evidence.places.accuracy import prediction_accuracy
from commonbeat.evidence.places.closepairs import close_pairs
from commonbeat.evidence.places.density import close_groups, smooth_surface
from commonbeat.evidence.places.hotspots import (
    forecast_quality,
    gi_star,
    gi_star_on_grid,
    share_living_inside,
)
from commonbeat.evidence.places.knox import knox_table
from commonbeat.evidence.surveys.areas import small_area_shares
from commonbeat.evidence.surveys.design import cluster_effect, design_of, kish_effect
from commonbeat.evidence.surveys.estimates import (
    survey_mean,
    survey_quantile,
    survey_ratio,
    survey_share,
    survey_total,
)
from commonbeat.evidence.surveys.raking import Margin, rake

NAN = math.nan
GOOD = np.full((12, 40), 30)
EVEN = [100] * 12


def with_bad(value: float, at: int = 3) -> list[float]:
    return [value if i == at else 100 for i in range(12)]


def table_with(value: float) -> list[list[float]]:
    table = GOOD.astype(float)
    table[2, 5] = value
    return table.tolist()


def knox(points: Any, days: Any, **more: Any) -> Any:
    usual = {"distances": (0, 5, 9), "day_edges": (0, 5, 9), "rng": np.random.default_rng(0)}
    return knox_table(points, days, **usual | more)


def plan(**more: Any) -> Any:
    usual = {
        "title": "t", "measure": "m", "treated": ("A",), "comparison": ("B", "C"),
        "first_month": "2020-01", "start_month": "2021-01", "last_month": "2021-12",
        "chosen": Chosen.BY_NEED, "locked_on": "2020-12-01",
    }  # fmt: skip
    return freeze(Plan(**usual | more))


def veil(times: Any, flags: Any) -> Any:
    return veil_of_darkness(
        times, flags, zone=ZoneInfo("Europe/London"), latitude=51.5, longitude=0.0
    )


NOON = [datetime(2024, 1, 1, 12, tzinfo=UTC) + timedelta(days=i) for i in range(120)]
SEX = ["f"] * 6 + ["m"] * 6
DESIGN = design_of(np.ones(12))

# What is wrong, the call, the fault, and the element that it names.
Row = tuple[str, Callable[[], Any], type[faults.EvidenceFault], object]
ROWS: list[Row] = [
    # Negative counts
    ("negative", lambda: change_between(-1, 3), faults.NegativeCount, 0),
    ("negative", lambda: e_test(1, -3), faults.NegativeCount, 0),
    ("negative", lambda: conditional_test(-1, 3), faults.NegativeCount, 0),
    ("negative", lambda: poisson_rate(-2), faults.NegativeCount, 0),
    ("negative", lambda: proportions.wilson(-1, 9), faults.NegativeCount, 0),
    ("negative", lambda: proportions.share_difference(1, 9, -1, 9), faults.NegativeCount, 0),
    ("negative", lambda: relative_effect_size((1, 2), (3, -4)), faults.NegativeCount, 0),
    ("negative", lambda: displacement_difference((1, -2), (3, 4)), faults.NegativeCount, 0),
    ("negative", lambda: displacement_quotient((9, 2), (3, 4), (-1, 2)), faults.NegativeCount, 0),
    ("negative", lambda: calibrated.calibrated_effect(with_bad(-1), EVEN, [0]),
     faults.NegativeCount, 3),
    ("negative", lambda: placebo.placebo_sets(EVEN, with_bad(-1), [0],
     rng=np.random.default_rng(0)), faults.NegativeCount, 3),
    ("negative", lambda: fixed_effects_effect(table_with(-1), [0], 20), faults.NegativeCount,
     (2, 5)),
    ("negative", lambda: diagnostics.leave_one_out(table_with(-1), [0], 20), faults.NegativeCount,
     (2, 5)),
    ("negative", lambda: selection.recent_rise(table_with(-1), [0], 30), faults.NegativeCount,
     (2, 5)),
    ("negative", lambda: smallest_visible_fall(table_with(-1), [0], n_before=12, n_after=6),
     faults.NegativeCount, (2, 5)),
    ("negative", lambda: panel_of([[1, -2]], ["A"], ["m", "n"]), faults.NegativeCount, (0, 1)),
    ("negative", lambda: step_in_series(with_bad(-1) * 6, 40), faults.NegativeCount, 3),
    ("negative", lambda: step_against_control(EVEN, with_bad(-1), 6), faults.NegativeCount, 3),
    ("negative", lambda: cusum([1, -2], reference=1, limit=1), faults.NegativeCount, 1),
    ("negative", lambda: funnel([1, -2, 3], [1, 2, 3]), faults.NegativeCount, 1),
    ("negative", lambda: still_to_come(-np.ones((40, 3))), faults.NegativeCount, (0, 0)),
    ("negative", lambda: forecast_quality([1, -2], [1, 2]), faults.NegativeCount, 1),
    ("negative", lambda: share_living_inside({"a": -1}, {"a": 9}), faults.NegativeCount, 1),
    ("negative", lambda: durations.median_time([1, -2]), faults.NegativeCount, 1),
    ("negative", lambda: durations.kaplan_meier([1, -2], [1, 1]), faults.NegativeCount, 1),
    ("negative", lambda: disclosure.open_table([[1, -2]]), faults.NegativeCount, (0, 1)),
    ("negative", lambda: disclosure.open_counts({"a": -1}), faults.NegativeCount, 0),
    ("negative", lambda: benchmark_ratio(Group(-1, 9), Group(1, 9)), faults.NegativeCount, 0),
    ("negative", lambda: hit_rates({"a": (-1, 9), "b": (1, 9)}), faults.NegativeCount, 0),
    ("negative", lambda: small_area_shares([1, -1, 2], [9, 9, 9]), faults.NegativeCount, 1),
    ("negative", lambda: close_pairs(-1, near=9, soon=9, n_pairs=99), faults.NegativeCount, 0),
    ("negative", lambda: many.shrink([0.1, 0.2], [0.1, -0.1]), faults.NegativeCount, 1),
    ("negative", lambda: harm_weighted([], [-1]), faults.NegativeCount, 0),
    # Fractional counts
    ("fractional", lambda: change_between(1.5, 3), faults.FractionalCount, 0),
    ("fractional", lambda: proportions.clopper_pearson(1.5, 9), faults.FractionalCount, 0),
    ("fractional", lambda: relative_effect_size((1.5, 2), (3, 4)), faults.FractionalCount, 0),
    ("fractional", lambda: calibrated.calibrated_effect(EVEN, with_bad(0.5), [0]),
     faults.FractionalCount, 3),
    ("fractional", lambda: fixed_effects_effect(table_with(0.5), [0], 20), faults.FractionalCount,
     (2, 5)),
    ("fractional", lambda: cusum([1, 2.5], reference=1, limit=1), faults.FractionalCount, 1),
    ("fractional", lambda: funnel([1, 2.5, 3], [1, 2, 3]), faults.FractionalCount, 1),
    ("fractional", lambda: disclosure.open_table([[1, 2.5]]), faults.FractionalCount, (0, 1)),
    ("fractional", lambda: knox([(0, 0)] * 4, [1, 2, 3.5, 4]), faults.FractionalCount, 2),
    ("fractional", lambda: prediction_accuracy(1.5, 9, area_inside=1, area=2),
     faults.FractionalCount, 0),
    ("fractional", lambda: busiest_window(3.5, length=9, window=1, mean=1),
     faults.FractionalCount, 0),
    ("fractional", lambda: respondents.share_from_counts(1.5, 4, n_asked=9),
     faults.FractionalCount, 0),
    # Missing numbers
    ("missing", lambda: e_test(NAN, 3), faults.NotFinite, 0),
    ("missing", lambda: poisson_rate(3, length=NAN), faults.NotFinite, 0),
    ("missing", lambda: proportions.wilson(3, NAN), faults.NotFinite, 0),
    ("missing", lambda: displacement_difference((NAN, 2), (3, 4)), faults.NotFinite, 0),
    ("missing", lambda: displacement_difference((1, 2), (3, 4), weights=Weights(after=NAN)),
     faults.NotFinite, 0),
    ("missing", lambda: calibrated.calibrated_effect(with_bad(NAN), EVEN, [0]),
     faults.NotFinite, 3),
    ("missing", lambda: fixed_effects_effect(table_with(NAN), [0], 20), faults.NotFinite, (2, 5)),
    ("missing", lambda: synthetic.synthetic_control(table_with(NAN), 0, 20), faults.NotFinite,
     (2, 5)),
    ("missing", lambda: synthetic.synthetic_difference(table_with(NAN), 0, 20), faults.NotFinite,
     (2, 5)),
    ("missing", lambda: pooled_logs([1, NAN], [1, 1]), faults.NotFinite, 1),
    ("missing", lambda: many.holm([0.1, NAN]), faults.NotFinite, 1),
    ("missing", lambda: step_in_series(EVEN * 6, 40, exposure=[NAN] * 72), faults.NotFinite, 0),
    ("missing", lambda: funnel([1, 2, 3], [1, NAN, 3]), faults.NotFinite, 1),
    ("missing", lambda: gi_star([1, NAN, 3], np.eye(3)), faults.NotFinite, 1),
    ("missing", lambda: gi_star_on_grid([[1, 2], [NAN, 3]]), faults.NotFinite, (1, 0)),
    ("missing", lambda: smooth_surface([(0, NAN)], bandwidth=1, cell=1), faults.NotFinite, (0, 1)),
    ("missing", lambda: close_groups([(0, NAN)], reach=1, least=2), faults.NotFinite, (0, 1)),
    ("missing", lambda: knox([(0, 0), (0, NAN), (1, 1), (2, 2)], [1, 2, 3, 4]),
     faults.NotFinite, (1, 1)),
    ("missing", lambda: durations.quantile_time([1, NAN]), faults.NotFinite, 1),
    ("missing", lambda: respondents.mean_answer([1, NAN], n_asked=9), faults.NotFinite, 1),
    ("missing", lambda: survey_mean(with_bad(NAN), DESIGN), faults.NotFinite, 3),
    ("missing", lambda: survey_total(with_bad(NAN), DESIGN), faults.NotFinite, 3),
    ("missing", lambda: design_of([1, NAN]), faults.NotFinite, 1),
    ("missing", lambda: kish_effect([1, NAN]), faults.NotFinite, 1),
    ("missing", lambda: disclosure.open_table([[1, NAN]]), faults.NotFinite, (0, 1)),
    # No numbers at all
    ("no number", lambda: change_between("3", 4), faults.WrongShape, "n_now"),
    ("no number", lambda: change_between([3, 4], 4), faults.WrongShape, "n_now"),
    ("no number", lambda: proportions.wilson(3, 9, confidence="high"), faults.WrongShape,
     "confidence"),
    ("no number", lambda: calibrated.calibrated_effect(["30"] * 12, EVEN, [0]),
     faults.NoNumber, 0),
    ("no number", lambda: calibrated.calibrated_effect([30, None] * 6, EVEN, [0]),
     faults.NotFinite, 1),
    ("no number", lambda: calibrated.calibrated_effect(EVEN, EVEN, ["Kitsilano"]),
     faults.NoNumber, 0),
    ("no number", lambda: funnel([1, 2, 3], [1, 2, 3j]), faults.NoNumber, 2),
    ("no number", lambda: panel_of([[1, 2], [3]], ["A", "B"], ["m", "n"]), faults.WrongShape,
     "table"),
    ("no number", lambda: relative_effect_size(9, (3, 4)), faults.WrongShape, "treated"),
    ("no number", lambda: gi_star([1, 2, 4], None), faults.NotFinite, 0),
    ("no number", lambda: hit_rates({"a": 9, "b": (1, 9)}), faults.WrongShape, "a"),
    ("no number", lambda: durations.kaplan_meier([1, 2], [1, 1]).share_by("soon"),
     faults.WrongShape, "time"),
    ("no number", lambda: survey_mean(EVEN, DESIGN, where=[2] * 12), faults.OutOfRange, 0),
    ("no number", lambda: design_of(np.ones(3), strata=1), faults.WrongShape, "strata"),
    ("no number", lambda: step_in_series(EVEN * 6, 2.5), faults.FractionalCount, 0),
    ("no number", lambda: disclosure.open_table([[1]], threshold=NAN), faults.NotFinite, 0),
    # Nothing on one side, or nothing that could be told apart
    ("empty side", lambda: step_in_series([*EVEN * 4, *[0] * 12], 48), faults.TooFew,
     "events from the start"),
    ("empty side", lambda: step_in_series([*[0] * 12, *EVEN * 4], 12), faults.TooFew,
     "events before the start"),
    ("empty side", lambda: step_against_control([*[0] * 6, *EVEN], EVEN + [9] * 6, 6),
     faults.TooFew, "events before the start"),
    ("season", lambda: step_in_series(EVEN * 6, 40, season=4), faults.OutOfRange, 0),
    ("season", lambda: step_in_series(EVEN * 6, 40, season=1e9), faults.Contradiction, None),
    ("lags", lambda: step_in_series(EVEN * 6, 40, n_lags=99), faults.OutOfRange, 0),
    ("several", lambda: synthetic.synthetic_control(GOOD, [0, 1], 20), faults.Contradiction, None),
    ("several", lambda: synthetic.synthetic_difference(GOOD, [0, 0], 20,
     rng=np.random.default_rng(0)), faults.Overlap, None),
    ("several", lambda: synthetic.synthetic_control(GOOD, [0, 12], 20), faults.OutOfRange, 1),
    ("head start", lambda: cusum([1], reference=1, limit=2, head_start=3), faults.OutOfRange, 0),
    # Lists that do not belong together
    ("unequal", lambda: calibrated.calibrated_effect(EVEN, EVEN[:-1], [0]),
     faults.UnequalLengths, "after"),
    ("unequal", lambda: placebo.placebo_sets(EVEN, EVEN[:-1], [0], rng=np.random.default_rng(0)),
     faults.UnequalLengths, "after"),
    ("unequal", lambda: panel_of([[1, 2]], ["A", "B"], ["m", "n"]), faults.UnequalLengths, "areas"),
    ("unequal", lambda: panel_of_events(["A"], []), faults.UnequalLengths, "dates"),
    ("unequal", lambda: step_against_control(EVEN, EVEN[:-1], 6), faults.UnequalLengths, "control"),
    ("unequal", lambda: funnel([1, 2, 3], [1, 2]), faults.UnequalLengths, "expected"),
    ("unequal", lambda: forecast_quality([1, 2], [1]), faults.UnequalLengths, "forecast"),
    ("unequal", lambda: knox([(0, 0)] * 5, [1, 2, 3, 4]), faults.UnequalLengths, "days"),
    ("unequal", lambda: durations.kaplan_meier([1, 2], [1]), faults.UnequalLengths, "done"),
    ("unequal", lambda: design_of(np.ones(4), strata=[1, 1, 2]), faults.UnequalLengths, "strata"),
    ("unequal", lambda: survey_mean([1, 2], DESIGN), faults.UnequalLengths, "weights"),
    ("unequal", lambda: survey_ratio(EVEN, [1], DESIGN), faults.UnequalLengths, "weights"),
    ("unequal", lambda: rake(DESIGN, {"sex": Margin(SEX[:-1], {"f": 1, "m": 1})}),
     faults.UnequalLengths, "sex"),
    ("unequal", lambda: small_area_shares([1, 2, 3], [9, 9]), faults.UnequalLengths, "n"),
    ("unequal", lambda: veil(NOON, [1]), faults.UnequalLengths, "in_group"),
    ("unequal", lambda: pooled_logs([1, 2], [1]), faults.UnequalLengths, "errors"),
    ("unequal", lambda: share_changes([1], 9, [1, 2], 9, codes=["a"]), faults.UnequalLengths,
     "before"),
    # One category, nothing, too few
    ("one category", lambda: hit_rates({"a": (1, 9)}), faults.TooFew, "groups"),
    ("one category", lambda: gi_star([2, 2, 2], np.eye(3)), faults.OutOfRange, 0),
    ("one category", lambda: veil(NOON, [1] * 119 + [2]), faults.OutOfRange, 119),
    ("one category", lambda: service_gaps([1], [9], codes=["a"]), faults.TooFew, None),
    ("nothing", lambda: change_between(0, 0), faults.NothingToCompare, "n_now"),
    ("nothing", lambda: proportions.wilson(0, 0), faults.TooFew, "n"),
    ("nothing", lambda: disclosure.open_counts({}), faults.TooFew, "groups"),
    ("nothing", lambda: durations.median_time([]), faults.TooFew, "times"),
    ("nothing", lambda: rake(DESIGN, {}), faults.TooFew, "margins"),
    ("nothing", lambda: share_living_inside({}, {}), faults.TooFew, "groups"),
    ("nothing", lambda: close_pairs(0, near=0, soon=3, n_pairs=9), faults.TooFew, "near"),
    ("nothing", lambda: panel_of_events([], []), faults.TooFew, "events"),
    ("nothing", lambda: survey_mean(EVEN, DESIGN, where=[False] * 12), faults.TooFew,
     "rows in the group"),
    ("too few", lambda: calibrated.calibrated_effect(EVEN[:5], EVEN[:5], [0]), faults.TooFew,
     "comparison areas"),
    ("too few", lambda: synthetic.synthetic_control(GOOD[:5], 0, 20), faults.TooFew,
     "comparison areas"),
    ("too few", lambda: pooled_logs([1], [1]), faults.TooFew, "logs"),
    # Strata, clusters, weights, margins
    ("empty stratum", lambda: design_of(np.ones(3), strata=["a", "a", "b"]), faults.TooFew,
     "clusters in stratum 1"),
    ("empty cluster", lambda: design_of(np.ones(5), clusters=[1, 1, 2, 2, 3],
     cluster_population=[9, 9, 9, 9, 9]), faults.TooFew, "rows of cluster 2"),
    ("weight of nought", lambda: design_of([1, 0, 1]), faults.OutOfRange, 1),
    ("weight of nought", lambda: design_of([1, 1, -1]), faults.OutOfRange, 2),
    ("weight of nought", lambda: kish_effect([1, 0]), faults.OutOfRange, 1),
    ("weight of nought", lambda: displacement_difference((1, 2), (3, 4),
     weights=Weights(treated=0)), faults.OutOfRange, 0),
    ("contradiction", lambda: rake(DESIGN, {"sex": Margin(SEX, {"f": 6, "m": 6}),
     "twice": Margin(SEX, {"f": 6, "m": 7})}), faults.Contradiction, "twice"),
    ("contradiction", lambda: rake(DESIGN, {"sex": Margin(SEX, {"f": 12})}),
     faults.Contradiction, 6),
    ("contradiction", lambda: design_of(np.ones(4), population=[9, 9, 9, 8]),
     faults.Contradiction, 0),
    ("contradiction", lambda: panel_of([[1], [2]], ["A", "A"], ["m"]), faults.Contradiction, None),
    ("contradiction", lambda: reference_value(6, 4), faults.Contradiction, None),
    ("more than all", lambda: proportions.wilson(11, 10), faults.MoreThanAll, "marked"),
    ("more than all", lambda: design_of(np.ones(4), population=[3] * 4), faults.MoreThanAll,
     "clusters drawn in stratum 0"),
    ("more than all", lambda: respondents.share_satisfied([5, 5], n_asked=1), faults.MoreThanAll,
     "answers"),
    ("more than all", lambda: close_pairs(9, near=5, soon=9, n_pairs=99), faults.MoreThanAll,
     "both"),
    ("more than all", lambda: prediction_accuracy(1, 2, area_inside=3, area=2), faults.MoreThanAll,
     "area_inside"),
    ("more than all", lambda: pairs_together(5, [9, 2], [[9, 1], [1, 2]], codes=["a", "b"]),
     faults.MoreThanAll, None),
    # Periods and areas on both sides
    ("overlap", lambda: calibrated.calibrated_effect(EVEN, EVEN, [0, 1], leave_out=[1]),
     faults.Overlap, 1),
    ("overlap", lambda: calibrated.calibrated_effect(EVEN, EVEN, [2, 2]), faults.Overlap, None),
    ("overlap", lambda: plan(comparison=("A", "B")), faults.Overlap, "A"),
    ("overlap", lambda: plan(neighbours=("B",)), faults.Overlap, "B"),
    ("overlap", lambda: plan(first_month="2021-01"), faults.Contradiction, "2021-01"),
    ("overlap", lambda: days_between(date(2024, 1, 2), date(2024, 1, 1)), faults.Contradiction,
     None),
    ("out of range", lambda: calibrated.calibrated_effect(EVEN, EVEN, [12]), faults.OutOfRange, 0),
    ("out of range", lambda: fixed_effects_effect(GOOD, [0, 99], 20), faults.OutOfRange, 1),
    ("out of range", lambda: respondents.mean_answer([1, 6], n_asked=9), faults.OutOfRange, 1),
    ("out of range", lambda: survey_share([0, 1, 2] * 4, DESIGN), faults.OutOfRange, 2),
    ("out of range", lambda: survey_quantile(EVEN, 1.5, DESIGN), faults.OutOfRange, 0),
    ("out of range", lambda: cluster_effect(20, 1.5), faults.OutOfRange, 0),
    ("out of range", lambda: many.holm([0.1, 1.5]), faults.OutOfRange, 1),
    # Time
    ("no time zone", lambda: veil([*NOON[:-1], datetime(2024, 5, 1, 12)], [1] * 120),  # noqa: DTZ001
     faults.NoTimeZone, 119),
    ("no time zone", lambda: veil_of_darkness(NOON, [1] * 120, zone="Mars/Olympus", latitude=1,
     longitude=1), faults.NoTimeZone, "zone"),
    ("not watched", lambda: durations.kaplan_meier([5, 9], [1, 0]).share_by(48),
     faults.BeyondObservation, 48),
]  # fmt: skip


@pytest.mark.parametrize(
    ("call", "fault", "element"),
    [row[1:] for row in ROWS],
    ids=[f"{what}: {i}" for i, (what, *_) in enumerate(ROWS)],
)
def test_what_is_wrong_is_named_with_its_element(call, fault, element):
    with pytest.raises(fault) as told:
        call()
    assert type(told.value) is fault
    if element is not None:
        assert told.value.element == element
    assert str(told.value)


COUNTS = st.lists(st.integers(0, 400), min_size=12, max_size=12)
# Each takes fresh lists and must leave them as they were.
READERS: dict[str, Callable[[Any, Any], Any]] = {
    "calibrated": lambda a, b: calibrated.calibrated_effect(a, b, [0, 1]),
    "placebo": lambda a, b: placebo.placebo_sets(
        a, b, [0], rng=np.random.default_rng(0), n_sets=19
    ),
    "funnel": lambda a, b: funnel(a, b + 1),
    "forecast": lambda a, b: forecast_quality(a + 1, b),
    "grid": lambda a, b: gi_star_on_grid(np.outer(a, b) + np.arange(144).reshape(12, 12)),
    "surface": lambda a, b: smooth_surface(np.column_stack([a, b]), bandwidth=50, cell=20),
    "groups": lambda a, b: close_groups(np.column_stack([a, b]), reach=30, least=2),
    "knox": lambda a, b: knox(np.column_stack([a, b]), a, n_shuffles=3),
    "waiting": lambda a, b: durations.kaplan_meier(a, b % 2).median(),
    "quantile": lambda a, b: durations.median_time(a + b),
    "design": lambda a, b: survey_mean(a, design_of(b + 1.0)),
    "raking": lambda a, b: rake(design_of(a + 1.0), {"g": Margin(SEX, {"f": 9, "m": 9})}),
    "open": lambda a, b: disclosure.open_table(np.column_stack([a, b])),
    "cusum": lambda a, b: cusum(a, reference=1 + b[0], limit=5),
    "areas": lambda a, b: small_area_shares(a, a + b + 1),
    "synthetic": lambda a, b: synthetic.synthetic_control(np.outer(a, np.ones(20)) + 1, 0, 10),
    "fixed": lambda a, b: fixed_effects_effect(np.column_stack([a + 1, b + 1]), [0], 1),
}


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=15)
@given(first=COUNTS, second=COUNTS)
def test_what_the_caller_gave_is_never_changed(name, first, second):
    given_arrays = np.array(first), np.array(second)
    before = copy.deepcopy(given_arrays)
    for each in given_arrays:
        each.flags.writeable = False
    READERS[name](*given_arrays)
    for now, then in zip(given_arrays, before, strict=True):
        assert (now == then).all()


class Column:
    """As a data frame's column: numbers behind names that do not begin at nought."""

    def __init__(self, values):
        self.values = np.asarray(values)

    def __array__(self, dtype=None, copy=None):
        return np.array(self.values, dtype=dtype)

    def __len__(self):
        return len(self.values)

    def __iter__(self):
        return iter(self.values)

    def __getitem__(self, name):
        raise KeyError(name)

    def __bool__(self):
        raise ValueError("ambiguous")


FORMS = {
    "list": list,
    "tuple": tuple,
    "whole floats": lambda values: np.array(values, dtype=float),
    "small integers": lambda values: np.array(values, dtype=np.int16),
    "objects": lambda values: np.array(values, dtype=object),
    "column": Column,
}


@pytest.mark.parametrize("form", FORMS)
def test_numbers_may_come_in_every_form_also_as_a_data_frames_column(form):
    made = FORMS[form]
    before, after, two = with_bad(80), with_bad(70, at=0), [0, 1]
    calls = [
        lambda f: calibrated.calibrated_effect(f(before), f(after), f(two)).estimate,
        lambda f: fixed_effects_effect(GOOD, f(two), 20).estimate,
        lambda f: selection.among_the_worst(GOOD, f(two), 30).p_level,
        lambda f: repr(diagnostics.leave_one_out(GOOD + np.arange(40), f(two), 20)),
        lambda f: many.best_of(many.effects_one_by_one(f(before), f(after), f(two))).estimate,
        lambda f: (
            displacement_difference(
                f([207, 110]), f([308, 318]), buffer=f([178, 157]), buffer_comparison=f([150, 140])
            ).estimate
        ),
        lambda f: knox([(i, i) for i in range(12)], f(before), n_shuffles=3).observed,
        lambda f: durations.kaplan_meier(f(before), f([1, 0] * 6)).median(),
        lambda f: (
            survey_mean(
                f(before), design_of(f(after), strata=f([1, 2] * 6)), where=f([1, 0, 1] * 4)
            ).estimate
        ),
        lambda f: rake(
            design_of(f(after)), {"g": Margin(f([1, 2] * 6), {1: 3, 2: 4})}
        ).weights.tolist(),
        lambda f: step_against_control(f(before), f(after), 6).estimate,
        lambda f: funnel(f(before), f(after)).phi,
        lambda f: hit_rates({"a": f([3, 9]), "b": f([4, 8])}).p,
    ]
    for call in calls:
        assert call(made) == call(np.array)


@settings(max_examples=30)
@given(COUNTS, COUNTS, st.permutations(range(2, 12)))
def test_the_order_of_comparison_areas_does_not_matter(before, after, order):
    here = calibrated.calibrated_effect(before, after, [0, 1])
    places = [0, 1, *order]
    there = calibrated.calibrated_effect(
        [before[i] for i in places], [after[i] for i in places], [0, 1]
    )
    assert there.estimate == pytest.approx(here.estimate, rel=1e-9)
    assert there.lower == pytest.approx(here.lower, rel=1e-6, abs=1e-9)


@settings(max_examples=30)
@given(COUNTS, COUNTS, st.integers(1, 9), st.integers(1, 9))
def test_the_unit_of_time_does_not_matter(before, after, n_before, n_after):
    one, months = (
        calibrated.calibrated_effect(
            before, after, [0], length_before=n_before * k, length_after=n_after * k
        )
        for k in (1, 30)
    )
    assert months.estimate == pytest.approx(one.estimate, rel=1e-9)
    assert months.upper == pytest.approx(one.upper, rel=1e-9)


@settings(max_examples=60)
@given(st.integers(0, 400), st.integers(1, 300), st.integers(0, 50))
def test_more_events_now_never_look_like_fewer(now, before, more):
    assert change_between(now + more, before).lower >= change_between(now, before).lower - 1e-12
    assert poisson_rate(now + more).lower >= poisson_rate(now).lower - 1e-12


def test_chance_comes_only_from_the_generator_that_is_given():
    np.random.seed(7)
    state = np.random.get_state()[1].copy()
    answers = [
        placebo.placebo_sets(EVEN, with_bad(70), [0], rng=np.random.default_rng(5), n_sets=99).p
        for _ in range(2)
    ]
    assert answers[0] == answers[1]
    assert (np.random.get_state()[1] == state).all()
