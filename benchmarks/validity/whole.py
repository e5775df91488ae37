"""What is too slow for all towns is tried on a tenth, by the library's own functions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.validity.estimators import Told
from benchmarks.validity.towns import BEFORE, MONTHS, Towns
from commonbeat.evidence.effects.calibrated import Verdict
from commonbeat.evidence.effects.changes import LEAST_COMPARISONS
from commonbeat.evidence.effects.diagnostics import trend_extended_effect
from commonbeat.evidence.effects.finding import Known, run_plan
from commonbeat.evidence.effects.panel import panel_of
from commonbeat.evidence.effects.plan import Chosen, Plan, freeze
from commonbeat.evidence.effects.selection import among_the_worst, looks_chosen, recent_rise
from commonbeat.evidence.effects.synthetic import synthetic_control, synthetic_difference

Floats = NDArray[np.float64]
NAMES = tuple(f"{m // 12 + 2001}-{m % 12 + 1:02d}" for m in range(MONTHS))


def synthetic(towns: Towns, n: int) -> dict[str, Told]:
    """Synthetic control and difference for one treated area where nothing was done.

    They tell a gap a month; it is given here against the area's own level before.
    """
    found = np.empty((2, min(n, towns.n), 3))
    for i in range(found.shape[1]):
        counts, place = towns.counts[i], int(np.flatnonzero(towns.treated[i])[0])
        level = counts[place, :BEFORE].mean() + 0.5
        for k, method in enumerate((synthetic_control, synthetic_difference)):
            told = method(counts, place, BEFORE)
            found[k, i] = np.array([told.estimate, told.lower, told.upper]) / level
    return {
        "synthetic control": Told(*found[0].T),
        "synthetic difference": Told(*found[1].T),
    }


def extended(towns: Towns, n: int) -> Told:
    """Each area's straight line carried on, where nothing was done."""
    found = np.full((min(n, towns.n), 3), np.nan)
    for i, places in _answerable(towns, n):
        effect = trend_extended_effect(towns.counts[i], places.here, BEFORE, **places.known)
        found[i] = effect.log, np.log1p(effect.lower), np.log1p(effect.upper)
    return Told(*found.T)


def fires(towns: Towns, n: int) -> Floats:
    """Say by town whether the warning of picked areas fires without being told (1.0, 0.0)."""
    found = np.full(min(n, towns.n), np.nan)
    for i, places in _answerable(towns, n):
        rise = recent_rise(towns.counts[i], places.here, BEFORE, **places.known)
        worst = among_the_worst(towns.counts[i], places.here, BEFORE)
        found[i] = looks_chosen(rise) or worst.suspicious
    return found


@dataclass(frozen=True, slots=True)
class _Places:
    here: list[int]
    known: Known


def _answerable(towns: Towns, n: int) -> Iterator[tuple[int, _Places]]:
    for i in range(min(n, towns.n)):
        near = np.flatnonzero(towns.near[i]).tolist()
        here = np.flatnonzero(towns.treated[i]).tolist()
        if towns.treated.shape[1] - len(near) - len(here) >= LEAST_COMPARISONS:
            yield i, _Places(here, Known(leave_out=near, touching=towns.touching))


def verdicts(towns: Towns, n: int) -> Told:
    """Run whole plans where nothing was done; the limits say only which verdict was given."""
    sign = {Verdict.FALL: -1.0, Verdict.RISE: 1.0}
    chosen = Chosen.AT_RANDOM if towns.world.picked == "random" else Chosen.BY_NEED
    names = tuple(f"Area {i}" for i in range(towns.treated.shape[1]))
    borders = {
        name: [names[j] for j in np.flatnonzero(row)]
        for name, row in zip(names, towns.touching, strict=True)
    }
    found = np.full(min(n, towns.n), np.nan)
    for i in range(found.size):
        apart = ~towns.treated[i] & ~towns.near[i]
        if apart.sum() < max(LEAST_COMPARISONS, 2 * towns.world.n_treated):
            continue
        treated, near, others = (
            tuple(names[j] for j in np.flatnonzero(rows))
            for rows in (towns.treated[i], towns.near[i], apart)
        )
        plan = Plan(
            title="Sham",
            measure="events",
            treated=treated,
            comparison=others,
            neighbours=near,
            first_month=NAMES[0],
            start_month=NAMES[BEFORE],
            last_month=NAMES[-1],
            chosen=chosen,
            locked_on="2000-01-01",
        )
        finding = run_plan(freeze(plan), panel_of(towns.counts[i], names, NAMES), borders=borders)
        found[i] = sign.get(finding.verdict, 0.0)
    return Told(found, found - 0.5, found + 0.5)
