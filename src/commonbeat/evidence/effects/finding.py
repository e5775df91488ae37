"""Run a frozen plan: the estimate, the second opinion, the checks, and one verdict."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from commonbeat.evidence.effects.calibrated import (
    Effect,
    Verdict,
    calibrated_effect,
    told_effect,
)
from commonbeat.evidence.effects.diagnostics import (
    LeaveOneOut,
    leave_one_out,
    placebo_in_time,
    trend_before,
    trend_extended_effect,
)
from commonbeat.evidence.effects.panel import Panel, split_at
from commonbeat.evidence.effects.placebo import PlaceboEffect, placebo_sets
from commonbeat.evidence.effects.plan import Chosen, FrozenPlan, Plan
from commonbeat.evidence.effects.selection import (
    AmongTheWorst,
    among_the_worst,
    history_weighted_effect,
    looks_chosen,
    recent_rise,
)
from commonbeat.evidence.effects.touching import touching_table
from commonbeat.evidence.faults import Contradiction
from commonbeat.evidence.results import Caution, Told

SURE, UNSURE = 0.05, 0.10


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """What was looked at beside the estimate; None where there was too little history."""

    before_the_start: Effect | None
    trend: Effect | None
    trend_extended: Effect | None
    recent_rise: Effect | None
    history_weighted: Effect | None
    among_the_worst: AmongTheWorst | None
    leave_one_out: LeaveOneOut | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding(Told):
    """The result of a plan, complete with everything that speaks against it."""

    plan: Plan
    fingerprint: str
    effect: Effect
    placebo: PlaceboEffect
    next_door: Effect | None
    checks: Checks
    verdict: Verdict
    warnings: tuple[str, ...]

    def sentence(self, language: str = "en") -> str:
        """Say the verdict with its range, softened by the checks."""
        return told_effect(self.effect, self.verdict, language)

    @property
    def n(self) -> int:
        """Return how many areas were compared."""
        return self.effect.n

    @property
    def p(self) -> float:
        """Return the p of the estimate."""
        return self.effect.p

    @property
    def method(self) -> str:
        """Return how the estimate was found."""
        return self.effect.method

    @property
    def citation(self) -> str:
        """Return the sources of the estimate."""
        return self.effect.citation


class Lengths(TypedDict):
    """How many months lie on either side of the start."""

    length_before: float
    length_after: float


class Known(TypedDict):
    """What every check is told of the other areas."""

    leave_out: Sequence[int]
    touching: NDArray[np.bool_] | None


@dataclass(frozen=True, slots=True)
class _Ground:
    """The panel of the plan, and where its areas stand in it."""

    panel: Panel
    treated: list[int]
    neighbours: list[int]
    start: int


def run_plan(
    frozen: FrozenPlan, panel: Panel, *, borders: Mapping[str, Collection[str]] | None = None
) -> Finding:
    """Estimate what the frozen plan asks. Randomness comes from the plan's own seed.

    `borders` names which areas touch; give it whenever treated areas are neighbours.

    Raises PlanChanged, OutOfRange (areas or months not in the panel), Contradiction (months out
    of order), TooFew (under 8 comparison areas).
    """
    plan = frozen.opened()
    ground = _ground(plan, panel)
    before, after, n0, n1 = split_at(ground.panel.counts, ground.start)
    lengths = Lengths(length_before=float(n0), length_after=float(n1))
    names = set(ground.panel.areas)
    known = {a: names & set(near) for a, near in (borders or {}).items() if a in names}
    touching = touching_table(ground.panel.areas, known) if borders else None
    effect = calibrated_effect(
        before, after, ground.treated, leave_out=ground.neighbours, touching=touching, **lengths
    )
    next_door = None
    if ground.neighbours:
        next_door = calibrated_effect(
            before,
            after,
            ground.neighbours,
            leave_out=ground.treated,
            acted=ground.treated,
            touching=touching,
            **lengths,
        )
    rng = np.random.default_rng(plan.seed)
    placebo = placebo_sets(before, after, ground.treated, rng=rng, leave_out=ground.neighbours)
    checks = _checks(ground, touching)
    verdict, warnings = _judge(plan, effect, placebo, checks, n0)
    return Finding(
        plan=plan,
        fingerprint=frozen.fingerprint,
        effect=effect,
        placebo=placebo,
        next_door=next_door,
        checks=checks,
        verdict=verdict,
        warnings=warnings,
    )


def _ground(plan: Plan, panel: Panel) -> _Ground:
    names = (*plan.treated, *plan.comparison, *plan.neighbours)
    cut = panel.only(names, plan.first_month, plan.last_month)
    if plan.start_month not in cut.months:
        raise Contradiction("the start lies outside the plan's months", element=plan.start_month)
    neighbours = cut.places(plan.neighbours)
    return _Ground(cut, cut.places(plan.treated), neighbours, cut.month(plan.start_month))


def _checks(ground: _Ground, touching: NDArray[np.bool_] | None) -> Checks:
    table, treated, start = ground.panel.counts, ground.treated, ground.start
    known = Known(leave_out=ground.neighbours, touching=touching)
    return Checks(
        before_the_start=placebo_in_time(table, treated, start, **known) if start >= 12 else None,
        trend=trend_before(table, treated, start, **known) if start >= 24 else None,
        trend_extended=(
            trend_extended_effect(table, treated, start, **known) if start >= 24 else None
        ),
        recent_rise=recent_rise(table, treated, start, **known) if start >= 24 else None,
        history_weighted=(
            history_weighted_effect(table, treated, start, **known) if start >= 36 else None
        ),
        leave_one_out=leave_one_out(table, treated, start, leave_out=ground.neighbours),
        among_the_worst=among_the_worst(table, treated, start) if start >= 24 else None,
    )


def _judge(
    plan: Plan, effect: Effect, placebo: PlaceboEffect, checks: Checks, n_before: int
) -> tuple[Verdict, tuple[str, ...]]:
    """Soften the verdict where a check that bears on it disagrees, and collect warnings."""
    warnings = list(effect.warnings)
    doubts = []
    if _disagree(effect.p, placebo.p):
        warnings.append(Caution.METHODS_DISAGREE)
        doubts.append(True)
    if _chosen(plan, checks):
        warnings.append(Caution.CHOSEN_FOR_BEING_BAD)
        doubts.append(_straddles(checks.history_weighted))
    if plan.chosen is Chosen.VOLUNTEERED:
        warnings.append(Caution.VOLUNTEERED)
    if checks.trend is not None and checks.trend.verdict is not Verdict.CANNOT_TELL:
        warnings.append(Caution.NOT_PARALLEL)
        doubts.append(_straddles(checks.trend_extended))
    if _sees_effect(checks.before_the_start):
        warnings.append(Caution.PLACEBO_IN_TIME_FAILS)
    if checks.leave_one_out is not None and checks.leave_one_out.decides:
        warnings.append(Caution.ONE_COMPARISON_DECIDES)
    if n_before < 24:
        warnings.append(Caution.SHORT_HISTORY)
    verdict = Verdict.UNCERTAIN if any(doubts) else effect.verdict
    return verdict, tuple(warnings)


def _disagree(p: float, other: float) -> bool:
    return min(p, other) < SURE and max(p, other) > UNSURE


def _chosen(plan: Plan, checks: Checks) -> bool:
    declared = plan.chosen in (Chosen.BY_NEED, Chosen.AFTER_A_SURGE)
    rose = checks.recent_rise is not None and looks_chosen(checks.recent_rise)
    worst = checks.among_the_worst is not None and checks.among_the_worst.suspicious
    return declared or rose or worst


def _straddles(effect: Effect | None) -> bool:
    return effect is None or effect.verdict is Verdict.CANNOT_TELL


def _sees_effect(effect: Effect | None) -> bool:
    return effect is not None and effect.verdict is not Verdict.CANNOT_TELL
