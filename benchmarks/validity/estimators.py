"""Estimators for thousands of towns: the default is the library's own function, town by town;
what needs no sham programmes is done for all at once, and `agree` holds it to the library.

Every function takes sums by town and area and returns, by town, the estimate on the log scale
with its lower and upper limit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.special
from numpy.typing import NDArray

from commonbeat.evidence.effects.calibrated import (
    calibrated_effect,
    effect_of,
    log_changes,
)
from commonbeat.evidence.effects.changes import LEAST_COMPARISONS

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Z = 1.959963984540054


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """Estimates and limits by town; NaN where the method refuses."""

    log: Floats
    lower: Floats
    upper: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """Events by town and area, before and after, and how many months each."""

    before: Floats
    after: Floats
    months: tuple[int, int]

    @property
    def log(self) -> Floats:
        """Log change of each area, halves added."""
        ratio = (self.after + 0.5) / (self.before + 0.5)
        return np.log(ratio) - np.log(self.months[1] / self.months[0])

    @property
    def variance(self) -> Floats:
        """Its sampling variance."""
        return 1 / (self.after + 0.5) + 1 / (self.before + 0.5)


def between(log: Floats, se: Floats, edge: Floats | float = Z) -> Told:
    """Return an estimate with a symmetric interval."""
    return Told(log, log - edge * se, log + edge * se)


def _total(values: Floats, mask: Mask) -> Floats:
    return np.asarray((values * mask).sum(axis=1))


def naive(sums: Sums, treated: Mask) -> Told:
    """Before and after in the treated areas alone, only chance varying."""
    a, b = _total(sums.before, treated) + 0.5, _total(sums.after, treated) + 0.5
    return between(np.log(b / a) - np.log(sums.months[1] / sums.months[0]), np.sqrt(1 / a + 1 / b))


def relative(sums: Sums, treated: Mask, others: Mask, *, inflated: bool = False) -> Told:
    """Relative effect size of the four sums, Poisson or with Farrington's inflation."""
    four = [_total(x, rows) + 0.5 for x in (sums.before, sums.after) for rows in (treated, others)]
    a, c, b, d = four
    variance = sum(1 / x for x in four)
    if inflated:
        variance = variance * (0.0008 * np.mean(four, axis=0) + 1.2)
    return between(np.log(b * c / (a * d)), np.sqrt(variance))


def paule_mandel(log: Floats, variance: Floats, rows: Mask) -> Floats:
    """Variance between the areas of `rows`, by town."""
    free = rows.sum(axis=1) - 1

    def too_small(tau2: Floats) -> Mask:
        w = rows / (variance + tau2[:, None])
        middle = (w * log).sum(axis=1) / np.maximum(w.sum(axis=1), 1e-300)
        return np.asarray((w * (log - middle[:, None]) ** 2).sum(axis=1) > free)

    low, high = np.zeros(log.shape[0]), np.full(log.shape[0], 4.0)
    none = ~too_small(low)
    for _ in range(56):
        middle = (low + high) / 2
        up = too_small(middle)
        low, high = np.where(up, middle, low), np.where(up, high, middle)
    return np.where(none, 0.0, (low + high) / 2)


def by_t(log: Floats, variance: Floats, treated: Mask, others: Mask) -> Told:
    """The default's estimate with Student's t in place of sham programmes."""
    w = 1 / (variance + paule_mandel(log, variance, others)[:, None])
    here, there = _total(w, treated), np.maximum(_total(w, others), 1e-300)
    level = _total(w * log, others) / there
    free = np.maximum(others.sum(axis=1) - 1.0, 1.0)
    spread = _total(w * (log - level[:, None]) ** 2, others) / free
    se = np.sqrt(np.maximum(1, spread) * (1 / here + 1 / there))
    effect = _total(w * log, treated) / here - level
    effect = np.where(others.sum(axis=1) < LEAST_COMPARISONS, np.nan, effect)
    return between(effect, se, scipy.special.stdtrit(free, 0.975))


def default(sums: Sums, treated: Mask, others: Mask, touching: Mask | None) -> Told:
    """The library's own default, town by town."""
    found = np.full((treated.shape[0], 3), np.nan)
    lengths = {"length_before": sums.months[0], "length_after": sums.months[1]}
    for i in np.flatnonzero(others.sum(axis=1) >= LEAST_COMPARISONS):
        out = np.flatnonzero(~(treated[i] | others[i])).tolist()
        here = np.flatnonzero(treated[i]).tolist()
        effect = calibrated_effect(
            sums.before[i], sums.after[i], here, leave_out=out, touching=touching, **lengths
        )
        found[i] = effect.log, np.log1p(effect.lower), np.log1p(effect.upper)
    return Told(*found.T)


def sham_logs(sums: Sums, others: Mask, size: int, n_sets: int, rng: np.random.Generator) -> Floats:
    """Log changes of random sets of comparison areas: towns × sets."""
    y0, y1 = sums.before * others, sums.after * others
    all0, all1 = y0.sum(axis=1), y1.sum(axis=1)
    found = np.empty((others.shape[0], n_sets))
    for k in range(n_sets):
        score = np.where(others, rng.random(others.shape, dtype=np.float32), 2)
        rows = np.argpartition(score, size - 1, axis=1)[:, :size]
        s0, s1 = (np.take_along_axis(y, rows, axis=1).sum(axis=1) + 0.5 for y in (y0, y1))
        found[:, k] = np.log(s1 * (all0 - s0 + 1) / (s0 * (all1 - s1 + 1)))
    return found - found.mean(axis=1, keepdims=True)


def by_sets(sums: Sums, treated: Mask, others: Mask, shams: Floats) -> Told:
    """The four-sum change judged by sham sets."""
    log = relative(sums, treated, others).log
    low, high = np.quantile(shams, [0.025, 0.975], axis=1)
    log = np.where(others.sum(axis=1) < 2 * treated.sum(axis=1), np.nan, log)
    return Told(log, log - high, log - low)


def agree(sums: Sums, treated: Mask, others: Mask, told: Told, *, n: int = 5) -> None:
    """Hold the first towns to the library's own answer by t; AssertionError when they differ."""
    for i in range(min(n, treated.shape[0])):
        if np.isnan(told.log[i]):
            continue
        changes = log_changes(
            sums.before[i],
            sums.after[i],
            np.flatnonzero(treated[i]).tolist(),
            np.flatnonzero(~(treated[i] | others[i])).tolist(),
            length_before=sums.months[0],
            length_after=sums.months[1],
        )
        effect = effect_of(changes)
        ours = [told.log[i], np.expm1(told.lower[i]), np.expm1(told.upper[i])]
        theirs = [effect.log, effect.lower, effect.upper]
        np.testing.assert_allclose(ours, theirs, rtol=1e-7, atol=1e-9)
