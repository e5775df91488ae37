"""The default answer to "did it work": the change of the treated areas against all others.

It is judged by how much the others change when nothing is done. Each area's log change has its
own sampling variance; what areas vary beyond that is learnt from the comparison areas alone
(Paule–Mandel). So it works with a single treated area.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from commonbeat.evidence.checks import counts, number_list, positive, same_length, within
from commonbeat.evidence.effects.touching import freedom, shared_shocks
from commonbeat.evidence.effects.twobytwo import said_change
from commonbeat.evidence.faults import OutOfRange, Overlap, TooFew
from commonbeat.evidence.results import Caution, Estimate
from commonbeat.evidence.wording import number, pick

Floats = NDArray[np.float64]
LEAST_COMPARISONS = 8
LEAST_EVENTS = 30
CITATION = (
    "Paule, R. C. & Mandel, J. (1982). Journal of Research of the National Bureau of "
    "Standards 87:377–385; Donald, S. G. & Lang, K. (2007). Review of Economics and Statistics "
    "89:221–233; Ferman, B. & Pinto, C. (2019). Review of Economics and Statistics 101:452–467."
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


@dataclass(frozen=True, slots=True)
class Changes:
    """Log changes of areas and their sampling variances; which are treated, which compared."""

    log: Floats
    variance: Floats
    treated: NDArray[np.int64]
    comparison: NDArray[np.int64]


def calibrated_effect(
    before: ArrayLike,
    after: ArrayLike,
    treated: Sequence[int],
    *,
    leave_out: Sequence[int] = (),
    length_before: float = 1.0,
    length_after: float = 1.0,
    touching: NDArray[np.bool_] | None = None,
    confidence: float = 0.95,
) -> Effect:
    """Estimate the relative change of the treated areas against all others not left out.

    `before` and `after` are events by area over periods of the given lengths; `treated` and
    `leave_out` (neighbours, where harm may have moved) are places in those lists. `touching`
    says which areas touch (see `touching_table`): treated areas that do share their shocks.
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
    return effect_of(changes, confidence, warnings=small, touching=touching)


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
    for name, places in (("treated", treated), ("leave_out", leave_out)):
        for i, place in enumerate(places):
            if not 0 <= place < n_areas or place != int(place):
                raise OutOfRange(name, i, place, f"a place from 0 to {n_areas - 1}")
    if not len(treated):
        raise TooFew("treated areas", 0, 1)
    both = set(treated) & set(leave_out)
    if both or len(set(treated)) < len(treated):
        raise Overlap("an area is named twice", element=min(both, default=None))
    gone = set(treated) | set(leave_out)
    others = [i for i in range(n_areas) if i not in gone]
    if len(others) < LEAST_COMPARISONS:
        raise TooFew("comparison areas", len(others), LEAST_COMPARISONS)
    return np.array(sorted(treated)), np.array(others)


def effect_of(
    changes: Changes,
    confidence: float = 0.95,
    *,
    warnings: tuple[str, ...] = (),
    touching: NDArray[np.bool_] | None = None,
) -> Effect:
    """Turn log changes into an effect, with the spread learnt from the comparison areas."""
    within(confidence, "confidence", 0, 1)
    log, variance, c = changes.log, changes.variance, changes.comparison
    tau2 = paule_mandel(log[c], variance[c])
    weight = 1 / (variance + tau2)
    here, n_here = _weighted(log, weight, changes.treated)
    there, n_there = _weighted(log, weight, c)
    left = c.size - 1
    spread = max(1.0, float(weight[c] @ (log[c] - there) ** 2) / left)
    shared, free = 1.0, float(left)
    if touching is not None:
        found = shared_shocks(log - there, weight, touching, changes.treated, c)
        shared = float(found.factors[changes.treated] @ weight[changes.treated]) / n_here
        free = freedom(weight, found, changes.treated, c)
    se = math.sqrt(spread * (shared / n_here + 1 / n_there))
    effect = here - there
    half = float(scipy.special.stdtrit(free, 0.5 + confidence / 2)) * se
    return Effect(
        estimate=math.expm1(effect),
        lower=math.expm1(effect - half),
        upper=math.expm1(effect + half),
        n=changes.treated.size + c.size,
        method=f"comparison-calibrated relative effect, t with {free:.4g} degrees of freedom",
        citation=CITATION,
        confidence=confidence,
        warnings=warnings,
        log=effect,
        log_se=se,
        p=float(2 * scipy.special.stdtr(free, -abs(effect) / se)),
        tau=math.sqrt(tau2),
        n_treated=changes.treated.size,
        n_comparison=c.size,
    )


def _weighted(values: Floats, weight: Floats, places: NDArray[np.int64]) -> tuple[float, float]:
    total = float(weight[places].sum())
    return float(weight[places] @ values[places]) / total, total


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
