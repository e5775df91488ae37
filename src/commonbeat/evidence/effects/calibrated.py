"""The default answer to "did it work": the change of the treated areas against all others.

It is judged by how much the others change when nothing is done. Each area's log change has its
own sampling variance; what areas vary beyond that is learnt from the comparison areas alone
(Paule–Mandel). So it works with a single treated area. The interval holds every effect with which
the treated areas would not stand out from sham programmes in areas like them (a randomisation test
of the change over its own error, turned round).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from commonbeat.evidence.checks import (
    counts,
    number_list,
    places,
    positive,
    same_length,
    within,
)
from commonbeat.evidence.effects.changes import LEAST_COMPARISONS, Changes
from commonbeat.evidence.effects.shams import (
    LEAST_SHAMS,
    Judged,
    Shams,
    ShamSets,
    error_share,
    sham_sets,
)
from commonbeat.evidence.effects.twobytwo import said_change
from commonbeat.evidence.faults import Overlap, TooFew
from commonbeat.evidence.results import Caution, Estimate
from commonbeat.evidence.wording import number, pick

Floats = NDArray[np.float64]
LEAST_EVENTS = 30
CITATION = (
    "Paule, R. C. & Mandel, J. (1982). Journal of Research of the National Bureau of "
    "Standards 87:377–385; Donald, S. G. & Lang, K. (2007). Review of Economics and Statistics "
    "89:221–233; Ferman, B. & Pinto, C. (2019). Review of Economics and Statistics 101:452–467; "
    "Chung, E. & Romano, J. P. (2013). Annals of Statistics 41:484–507; MacKinnon, J. G. & Webb, "
    "M. D. (2020). Journal of Econometrics 218:435–450."
)


class Verdict(StrEnum):
    """The only words used about success."""

    FALL = "fall"
    RISE = "rise"
    CANNOT_TELL = "cannot_tell"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect(Estimate):
    """A relative change against comparison areas: −0.25 is a fall by a quarter."""

    log: float
    log_se: float
    p: float
    tau: float
    n_treated: int
    n_comparison: int

    @property
    def verdict(self) -> Verdict:
        """Say what the interval allows one to say."""
        if self.upper < 0:
            return Verdict.FALL
        return Verdict.RISE if self.lower > 0 else Verdict.CANNOT_TELL

    def sentence(self, language: str = "en") -> str:
        """Say the verdict, the change and its range; never a bare percentage."""
        return told_effect(self, self.verdict, language)


def told_effect(effect: Effect, verdict: Verdict, language: str) -> str:
    """Say an effect under a verdict that further checks may have softened."""
    change = said_change(effect.estimate, language)
    low, high = said_change(effect.lower, language), said_change(effect.upper, language)
    n = number(effect.n_comparison, language)
    if verdict in (Verdict.CANNOT_TELL, Verdict.UNCERTAIN):
        return pick(
            language,
            f"Cannot tell: against {n} comparison areas the data fit anything from {low} to "
            f"{high}.",
            f"On ne peut pas savoir : par rapport à {n} secteurs de comparaison, les données "
            f"permettent tout de {low} à {high}.",
        )
    fell = verdict is Verdict.FALL
    word = pick(language, "a fall" if fell else "a rise", "baisse" if fell else "hausse")
    return pick(
        language,
        f"Evidence of {word}: {change} against {n} comparison areas (likely between {low} and "
        f"{high}).",
        f"Indices d’une {word} : {change} par rapport à {n} secteurs de comparaison "
        f"(probablement entre {low} et {high}).",
    )


def calibrated_effect(
    before: ArrayLike,
    after: ArrayLike,
    treated: Sequence[int],
    *,
    leave_out: Sequence[int] = (),
    length_before: float = 1.0,
    length_after: float = 1.0,
    touching: NDArray[np.bool_] | None = None,
    acted: Sequence[int] = (),
    confidence: float = 0.95,
) -> Effect:
    """Estimate the relative change of the treated areas against all others not left out.

    `before` and `after` are events by area over periods of the given lengths; `treated` and
    `leave_out` (neighbours, where harm may have moved) are places in those lists. `touching`
    says which areas touch (see `touching_table`), so that sham programmes hang together as the
    treated areas do; they may then also be tried next door, but never in left-out areas where
    something was done too (`acted`).
    Raises TooFew (under 8 comparison areas), Overlap, UnequalLengths, NegativeCount,
    FractionalCount, NotFinite, OutOfRange.
    """
    changes = log_changes(
        before,
        after,
        treated,
        leave_out,
        length_after=length_after,
        length_before=length_before,
    )
    few = float(min(np.sum(counts(x, "events")[changes.treated]) for x in (before, after)))
    small = (Caution.FEW,) if few < LEAST_EVENTS else ()
    shams = sham_sets(changes, touching=touching, acted=acted)
    return effect_of(changes, confidence, warnings=small, shams=shams)


def log_changes(
    before: ArrayLike,
    after: ArrayLike,
    treated: Sequence[int],
    leave_out: Sequence[int] = (),
    *,
    length_before: float = 1.0,
    length_after: float = 1.0,
) -> Changes:
    """Return the log change of each area (halves added) with its sampling variance."""
    y0 = counts(number_list(before, "before"), "before") + 0.5
    y1 = counts(number_list(after, "after"), "after") + 0.5
    same_length(before=y0, after=y1)
    lengths = positive(length_after, "length_after") / positive(length_before, "length_before")
    chosen, others = sides(y0.size, treated, leave_out)
    return Changes(np.log(y1 / y0) - math.log(lengths), 1 / y1 + 1 / y0, chosen, others)


def sides(
    n_areas: int, treated: Sequence[int], leave_out: Sequence[int] = ()
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return places of treated and of comparison areas; refuse what overlaps or is too few."""
    chosen = places(treated, "treated", n_areas)
    left = set(places(leave_out, "leave_out", n_areas))
    if not chosen:
        raise TooFew("treated areas", 0, 1)
    both = left & set(chosen)
    if both or len(set(chosen)) < len(chosen):
        raise Overlap("an area is named twice", element=min(both, default=None))
    gone = left | set(chosen)
    others = [i for i in range(n_areas) if i not in gone]
    if len(others) < LEAST_COMPARISONS:
        raise TooFew("comparison areas", len(others), LEAST_COMPARISONS)
    return np.array(sorted(chosen)), np.array(others)


def effect_of(
    changes: Changes,
    confidence: float = 0.95,
    *,
    warnings: tuple[str, ...] = (),
    shams: ShamSets | None = None,
) -> Effect:
    """Turn log changes into an effect, with the spread learnt from the comparison areas.

    The interval is set by sham programmes where they are given, else by Student's t.
    """
    within(confidence, "confidence", 0, 1)
    c = changes.comparison
    tau2 = paule_mandel(changes.log[c], changes.variance[c])
    weight = 1 / (changes.variance + tau2)
    there, _ = _weighted(changes.log, weight, c)
    residual = (changes.log - there) * np.sqrt(weight)
    untreated = np.setdiff1d(np.arange(weight.size), changes.treated)
    alike = None if shams is None else shams.alike(residual, untreated)
    judged = _judged(changes, weight, alike, confidence)
    range_ = _range(changes, weight, alike, judged, confidence, shams)
    return Effect(
        estimate=math.expm1(judged.log),
        lower=math.expm1(judged.log - range_.below),
        upper=math.expm1(judged.log + range_.above),
        n=changes.treated.size + c.size,
        method=f"comparison-calibrated relative effect, {range_.method}",
        citation=CITATION,
        confidence=confidence,
        warnings=warnings,
        log=judged.log,
        log_se=judged.se,
        p=range_.p,
        tau=math.sqrt(tau2),
        n_treated=changes.treated.size,
        n_comparison=c.size,
    )


@dataclass(frozen=True, slots=True)
class _Range:
    below: float
    above: float
    p: float
    method: str


def _range(
    changes: Changes,
    weight: Floats,
    alike: Floats | None,
    judged: Judged,
    confidence: float,
    sets: ShamSets | None,
) -> _Range:
    """Return the interval and the p value, from shams where there are more than eight."""
    far = abs(judged.log) / judged.se
    if sets is None or len(sets.members) <= LEAST_SHAMS:
        half = judged.edge * judged.se
        method = f"t with {judged.free:.4g} degrees of freedom"
        return _Range(half, half, float(2 * scipy.special.stdtr(judged.free, -far)), method)
    c = changes.comparison
    floor = float(np.mean(weight[c] * changes.variance[c]))
    shams = Shams(sets, changes, weight, alike, floor)
    below, above = (shams.reach(side, judged, confidence) for side in (-1, 1))
    # In the shape of t, scaled so that p and interval agree on whether nothing is possible.
    scale = judged.edge / shams.edge(0.0, judged, confidence)
    p = float(2 * scipy.special.stdtr(judged.free, -far * scale))
    return _Range(below, above, p, f"judged by {len(sets.members)} sham programmes")


def _judged(changes: Changes, weight: Floats, alike: Floats | None, confidence: float) -> Judged:
    here, n_here = _weighted(changes.log, weight, changes.treated)
    there, n_there = _weighted(changes.log, weight, changes.comparison)
    c, free = changes.comparison, changes.comparison.size - 1.0
    spread = max(1.0, float(weight[c] @ (changes.log[c] - there) ** 2) / free)
    sides_ = np.zeros((2, weight.size))
    for row, rows in enumerate((changes.treated, c)):
        sides_[row, rows] = weight[rows]
    se = math.sqrt(spread * float(error_share(sides_[0], sides_[1], weight, alike)))
    sampling = weight**2 * changes.variance
    chance = sampling[changes.treated].sum() / n_here**2 + sampling[c].sum() / n_there**2
    tail = 0.5 + confidence / 2
    least = float(scipy.special.ndtri(tail)) * math.sqrt(chance) / se
    return Judged(here - there, se, float(scipy.special.stdtrit(free, tail)), free, least)


def _weighted(values: Floats, weight: Floats, rows: NDArray[np.int64]) -> tuple[float, float]:
    total = float(weight[rows].sum())
    return float(weight[rows] @ values[rows]) / total, total


def paule_mandel(values: Floats, variance: Floats, *, centre: float | None = None) -> float:
    """Return the variance between areas that makes the weighted spread equal its expectation.

    Around the weighted mean with n − 1 degrees of freedom, or around a known centre with n.
    """
    free = values.size - (centre is None)

    def excess(tau2: float) -> float:
        weight = 1 / (variance + tau2)
        middle = weight @ values / weight.sum() if centre is None else centre
        return float(weight @ (values - middle) ** 2) - free

    if excess(0.0) <= 0:
        return 0.0
    high = 1.0
    while excess(high) > 0:
        high *= 4
    return float(scipy.optimize.brentq(excess, 0.0, high, xtol=1e-14, rtol=1e-13))
