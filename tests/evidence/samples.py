"""One example of every kind of result, made through the public functions."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from commonbeat.evidence import disclosure, durations, masks, proportions, respondents
from commonbeat.evidence.change import change_between, poisson_rate
from commonbeat.evidence.effects import calibrated, diagnostics, many, placebo, selection
from commonbeat.evidence.effects.displacement import displacement_difference
from commonbeat.evidence.effects.finding import run_plan
from commonbeat.evidence.effects.panel import panel_of
from commonbeat.evidence.effects.plan import Chosen, Plan, freeze
from commonbeat.evidence.effects.pooling import pooled_logs
from commonbeat.evidence.effects.power import smallest_visible_fall
from commonbeat.evidence.effects.series import step_in_series
from commonbeat.evidence.effects.synthetic import synthetic_control
from commonbeat.evidence.effects.twobytwo import displacement_quotient, relative_effect_size
from commonbeat.evidence.fairness.benchmarks import Group, benchmark_ratio, hit_rates
from commonbeat.evidence.fairness.veil import veil_of_darkness
from commonbeat.evidence.monitoring.cusum import cusum
from commonbeat.evidence.monitoring.delay import still_to_come
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
    gi_star_on_grid,
    share_living_inside,
)
from commonbeat.evidence.places.knox import knox_table
from commonbeat.evidence.surveys.areas import small_area_shares
from commonbeat.evidence.surveys.design import design_of
from commonbeat.evidence.surveys.estimates import difference_between, survey_mean
from commonbeat.evidence.surveys.multilevel import poststratified_shares

RNG = np.random.default_rng(1)
TABLE = RNG.poisson(30, (16, 60))
BEFORE, AFTER = TABLE[:, :48].sum(axis=1), TABLE[:, 48:].sum(axis=1)
POINTS, DAYS = RNG.uniform(0, 900, (60, 2)), RNG.integers(0, 90, 60)
AREAS = tuple(f"Area {i}" for i in range(16))
MONTHS = tuple(f"{2020 + i // 12}-{i % 12 + 1:02d}" for i in range(60))
PLAN = Plan(
    title="Did it work?",
    measure="calls",
    treated=AREAS[:2],
    comparison=AREAS[2:],
    first_month=MONTHS[0],
    start_month=MONTHS[48],
    last_month=MONTHS[-1],
    chosen=Chosen.BY_NEED,
    locked_on="2024-01-01",
)
PAIRS = pairs_together(100, [40, 50, 20], [[40, 30, 8], [30, 50, 9], [8, 9, 20]], codes=list("abc"))
GAPS = service_gaps([9, 2, 3, 4], [30, 40, 50, 60], codes=list("abcd"))
SHIFTS = share_changes([56, 20], 70, [48, 22], 80, codes=["a", "b"])
CURVE = durations.kaplan_meier([3, 20, 30, 50, 60], [1, 1, 1, 0, 0])
DESIGN = design_of(RNG.uniform(1, 3, 60))


def _stops() -> Any:
    first = datetime(2024, 1, 1, 17, 30, tzinfo=UTC)
    times = [first + timedelta(hours=23.93 * i, minutes=17 * (i % 13)) for i in range(700)]
    flags = [i % 3 == 0 for i in range(700)]
    place = {"latitude": 51.5, "longitude": 0.0}
    return veil_of_darkness(times, flags, zone=ZoneInfo("Europe/London"), **place)


SAMPLES: dict[str, Callable[[], Any]] = {
    "Effect": lambda: calibrated.calibrated_effect(BEFORE, AFTER, [0, 1]),
    "PlaceboEffect": lambda: placebo.placebo_sets(
        BEFORE, AFTER, [0, 1], rng=np.random.default_rng(0), n_sets=99
    ),
    "Finding": lambda: run_plan(freeze(PLAN), panel_of(TABLE, AREAS, MONTHS)),
    "Replay": lambda: selection.replayed_choice(TABLE, 48, n_treated=2, observed_log=-0.1),
    "AmongTheWorst": lambda: selection.among_the_worst(TABLE, [0, 1], 48),
    "LeaveOneOut": lambda: diagnostics.leave_one_out(TABLE, [0, 1], 48),
    "RelativeEffectSize": lambda: relative_effect_size((207, 110), (308, 318)),
    "PooledEffect": lambda: pooled_logs([0.1, 0.5, 0.3], [0.1, 0.2, 0.1]),
    "DisplacementQuotient": lambda: displacement_quotient((207, 110), (308, 318), (178, 157)),
    "DisplacementDifference": lambda: displacement_difference((207, 110), (308, 318)),
    "Step": lambda: step_in_series(TABLE[0], 48),
    "SyntheticEffect": lambda: synthetic_control(TABLE, 0, 48),
    "VisibleFall": lambda: smallest_visible_fall(TABLE, [0], n_before=36, n_after=12),
    "BestOfMany": lambda: many.best_of(many.effects_one_by_one(BEFORE, AFTER, [0, 1, 2])),
    "Shrunk": lambda: many.shrink([-0.5, 0.4, -0.6], [0.1, 0.1, 0.4]),
    "KnoxTable": lambda: knox_table(
        POINTS, DAYS, distances=(0, 100, math.inf), day_edges=(0, 7, math.inf),
        rng=np.random.default_rng(0), n_shuffles=19,
    ),
    "ClosePairs": lambda: close_pairs(5, near=25, soon=152, n_events=96),
    "Hotspots": lambda: gi_star_on_grid(TABLE),
    "ForecastQuality": lambda: forecast_quality([6, 3, 0], [3, 2, 1]),
    "Accuracy": lambda: prediction_accuracy(25, 100, area_inside=1, area=10),
    "LivingInside": lambda: share_living_inside({"renters": 50}, {"renters": 200, "owners": 300}),
    "Surface": lambda: smooth_surface(POINTS, bandwidth=100, cell=25),
    "Clusters": lambda: close_groups(POINTS, reach=120, least=4),
    "Change": lambda: change_between(130, 90),
    "Rate": lambda: poisson_rate(11),
    "Cusum": lambda: cusum([3, 6, 7, 2, 9], reference=4, limit=4.5),
    "Funnel": lambda: funnel([10, 30, 5, 8], [9, 12, 6, 8]),
    "BusiestWindow": lambda: busiest_window(6, length=208, window=1, mean=0.6),
    "Completed": lambda: still_to_come(np.tile([20, 8, 6, 4, 2], (60, 1))),
    "Pair": lambda: PAIRS.pairs[0],
    "Pairs": lambda: PAIRS,
    "Gap": lambda: GAPS.gaps[0],
    "Gaps": lambda: GAPS,
    "ShareChange": lambda: SHIFTS.changes[0],
    "Changes": lambda: SHIFTS,
    "Proportion": lambda: proportions.wilson(7, 50),
    "ShareDifference": lambda: proportions.share_difference(56, 70, 48, 80),
    "RespondentShare": lambda: respondents.share_satisfied([5, 4, 2], n_asked=9),
    "RespondentMean": lambda: respondents.mean_answer([5, 4, 2], n_asked=9),
    "Design": lambda: DESIGN,
    "SurveyEstimate": lambda: survey_mean(RNG.normal(600, 50, 60), DESIGN),
    "SurveyChange": lambda: difference_between(
        survey_mean(RNG.normal(6, 1, 60), DESIGN), survey_mean(RNG.normal(5, 1, 60), DESIGN)
    ),
    "SmallArea": lambda: small_area_shares([3, 9, 20], [10, 30, 50])[0],
    "AreaShares": lambda: poststratified_shares(
        np.arange(60) % 7 > 2, {"area": ["a", "b", "c"] * 20}, {"a": 500, "b": 900, "c": 70},
        by="area",
    ),
    "Quantile": lambda: durations.median_time(range(1, 40)),
    "ShareByTime": lambda: CURVE.share_by(48),
    "Curve": lambda: CURVE,
    "RateRatio": lambda: benchmark_ratio(Group(50, 1000), Group(40, 2000)),
    "HitRates": lambda: hit_rates({"a": (20, 60), "b": (30, 70)}),
    "Veil": _stops,
    "OpenTable": lambda: disclosure.open_table([[30, 4], [50, 60]]),
    "OpenCounts": lambda: disclosure.open_counts({"a": 4, "b": 40, "c": 60}),
    "OpenCross": lambda: disclosure.open_cross({("a", "x"): 4, ("b", "y"): 60}),
    "Donut": lambda: masks.donut_for(0.005, hidden_among=20),
}  # fmt: skip
