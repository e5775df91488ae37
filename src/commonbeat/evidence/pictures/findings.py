"""Pictures of findings about effects: all areas side by side, and the months around the start."""

from collections.abc import Sequence

import numpy as np

from commonbeat.evidence.checks import same_length
from commonbeat.evidence.effects.calibrated import Effect
from commonbeat.evidence.effects.finding import Finding
from commonbeat.evidence.effects.panel import Panel
from commonbeat.evidence.pictures.intervals import (
    IntervalChart,
    IntervalRow,
    draw_interval_chart,
)
from commonbeat.evidence.pictures.sheet import Picture
from commonbeat.evidence.pictures.trend import Moment, Trend, draw_trend
from commonbeat.evidence.wording import pick


def draw_effects(
    title: str, labels: Sequence[str], effects: Sequence[Effect], *, language: str = "en"
) -> Picture:
    """Draw every area's change, largest fall first, never the largest alone.

    Raises UnequalLengths, TooFew.
    """
    same_length(labels=labels, effects=effects)
    order = sorted(range(len(effects)), key=lambda i: effects[i].estimate)
    rows = tuple(
        IntervalRow(labels[i], effects[i].estimate, effects[i].lower, effects[i].upper)
        for i in order
    )
    return draw_interval_chart(_chart(title, rows, language))


def draw_finding(finding: Finding, *, language: str = "en") -> Picture:
    """Draw the effect of a plan beside its second opinion and the places next door."""
    effect, placebo = finding.effect, finding.placebo
    rows = [
        IntervalRow(_words(finding, language), effect.estimate, effect.lower, effect.upper),
        IntervalRow(
            pick(language, "By sham programmes", "Par faux programmes"),
            placebo.estimate,
            placebo.lower,
            placebo.upper,
        ),
    ]
    if finding.next_door is not None:
        near = finding.next_door
        label = pick(language, "Places next door", "Lieux voisins")
        rows.append(IntervalRow(label, near.estimate, near.lower, near.upper))
    return draw_interval_chart(_chart(finding.plan.title, tuple(rows), language))


def draw_months(finding: Finding, panel: Panel, *, language: str = "en") -> Picture:
    """Draw the treated areas' events by month with the start marked."""
    plan = finding.plan
    cut = panel.only(plan.treated, plan.first_month, plan.last_month)
    totals = np.asarray(cut.counts).sum(axis=0)
    moments = tuple(Moment(month, float(n)) for month, n in zip(cut.months, totals, strict=True))
    return draw_trend(
        Trend(
            plan.title,
            moments,
            value_name=plan.measure,
            start=cut.month(plan.start_month),
            start_label=pick(language, "Start", "Début"),
            language=language,
        )
    )


def _words(finding: Finding, language: str) -> str:
    n = finding.effect.n_comparison
    return pick(language, f"Against {n} other areas", f"Face à {n} autres secteurs")


def _chart(title: str, rows: tuple[IntervalRow, ...], language: str) -> IntervalChart:
    return IntervalChart(
        title,
        rows,
        unit="change",
        reference=0.0,
        reference_label=pick(language, "No change", "Aucun changement"),
        value_name=pick(language, "Change", "Changement"),
        language=language,
    )
