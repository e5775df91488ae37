"""The displacement difference: events fewer, here and next door, against comparison areas.

Its interval assumes that only chance within each count varies, so it
describes rather than decides.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import scipy

from commonbeat.evidence.checks import non_negative, number_list, positive, same_length, within
from commonbeat.evidence.effects.twobytwo import Counts, Pair, pair_of, two_sided
from commonbeat.evidence.faults import TooFew
from commonbeat.evidence.results import Caution, Estimate
from commonbeat.evidence.wording import number, pick

WDD = "Wheeler, A. P. & Ratcliffe, J. H. (2018). Crime Science 7:11."


@dataclass(frozen=True, slots=True, kw_only=True)
class DisplacementDifference(Estimate):
    """How many events fewer (below nought) or more, against comparison areas."""

    se: float
    z: float
    p: float
    local: float
    local_se: float
    displacement: float
    displacement_se: float

    def sentence(self, language: str = "en") -> str:
        """Say how many events fewer or more, and the range if only chance varied."""
        n, low, high = (number(x, language) for x in (self.estimate, self.lower, self.upper))
        return pick(
            language,
            f"{n} events against the comparison ({low} to {high} if only chance varied).",
            f"{n} événements par rapport à la comparaison (de {low} à {high} si seul le "
            "hasard jouait).",
        )


@dataclass(frozen=True, slots=True)
class Weights:
    """Sizes to divide by: lengths of both periods, and areas in one unit."""

    before: float = 1.0
    after: float = 1.0
    treated: float = 1.0
    comparison: float = 1.0
    buffer: float = 1.0
    buffer_comparison: float = 1.0


def displacement_difference(
    treated: Counts,
    comparison: Counts,
    *,
    buffer: Counts | None = None,
    buffer_comparison: Counts | None = None,
    weights: Weights | None = None,
    confidence: float = 0.95,
) -> DisplacementDifference:
    """Weighted displacement difference with its Poisson interval.

    Counts are a Pair or (before, after). A count x with weight w enters as x / w with variance
    x / w².
    Raises NegativeCount, FractionalCount, NotFinite, OutOfRange, TooFew (no event at all).
    """
    size = weights or Weights()
    within(confidence, "confidence", 0, 1)
    nothing = Pair(0, 0)
    near_counts = nothing if buffer is None else buffer
    far_counts = nothing if buffer_comparison is None else buffer_comparison
    here = _fall(treated, "treated", size, size.treated)
    there = _fall(comparison, "comparison", size, size.comparison)
    near = _fall(near_counts, "buffer", size, size.buffer)
    far = _fall(far_counts, "buffer comparison", size, size.buffer_comparison)
    local, moved = here[0] - there[0], near[0] - far[0]
    local_var, moved_var = here[1] + there[1], near[1] + far[1]
    return _difference(local, moved, local_var, moved_var, confidence)


def _fall(given: Counts, name: str, size: Weights, area: float) -> tuple[float, float]:
    """Return after minus before, each divided by its weight, and the variance."""
    before, after = pair_of(given, name).checked(name)
    w0 = positive(size.before, "before weight") * positive(area, f"{name} weight")
    w1 = positive(size.after, "after weight") * area
    return after / w1 - before / w0, after / w1**2 + before / w0**2


def _difference(
    local: float, moved: float, local_var: float, moved_var: float, confidence: float
) -> DisplacementDifference:
    variance = local_var + moved_var
    if variance == 0:
        raise TooFew("events", 0, 1)
    se, total = math.sqrt(variance), local + moved
    half = float(scipy.special.ndtri(0.5 + confidence / 2)) * se
    return DisplacementDifference(
        estimate=total,
        lower=total - half,
        upper=total + half,
        n=round(variance),
        method="weighted displacement difference, Poisson variance",
        citation=WDD,
        confidence=confidence,
        warnings=(Caution.POISSON_ONLY,),
        se=se,
        z=total / se,
        p=two_sided(total / se),
        local=local,
        local_se=math.sqrt(local_var),
        displacement=moved,
        displacement_se=math.sqrt(moved_var),
    )


def harm_weighted(
    differences: Sequence[DisplacementDifference],
    harm: Sequence[float],
    *,
    confidence: float = 0.95,
) -> DisplacementDifference:
    """Add up differences for several offences, each weighted by its harm."""
    weights = non_negative(number_list(harm, "harm"), "harm")
    same_length(differences=list(differences), harm=weights)
    pairs = list(zip(differences, map(float, weights), strict=True))
    return _difference(
        sum(w * d.local for d, w in pairs),
        sum(w * d.displacement for d, w in pairs),
        sum((w * d.local_se) ** 2 for d, w in pairs),
        sum((w * d.displacement_se) ** 2 for d, w in pairs),
        confidence,
    )
