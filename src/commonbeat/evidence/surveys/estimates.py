"""Means, totals, shares and quantiles of a random sample, by how it was drawn."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from commonbeat.evidence.checks import flags, number_list, same_length, within
from commonbeat.evidence.faults import OutOfRange, TooFew
from commonbeat.evidence.proportions import FEW, clopper_pearson_limits, wilson_limits
from commonbeat.evidence.results import Caution
from commonbeat.evidence.surveys.design import Design, variance_of_total
from commonbeat.evidence.surveys.figures import SurveyChange, SurveyEstimate

Floats = NDArray[np.float64]
LUMLEY = "Lumley, T. (2010). Complex Surveys: A Guide to Analysis Using R. Wiley."
KORN = "Korn, E. L. & Graubard, B. I. (1998). Survey Methodology 24:193–201."
WOODRUFF = "Woodruff, R. S. (1952). Journal of the American Statistical Association 47:635–646."


@dataclass(frozen=True, slots=True)
class _Mean:
    value: float
    se: float
    deff: float
    n: int


def survey_mean(
    values: ArrayLike,
    design: Design,
    *,
    where: ArrayLike | None = None,
    student: bool = False,
    confidence: float = 0.95,
) -> SurveyEstimate:
    """Mean over everybody, or over the group that `where` marks.

    Limits are normal, or Student's t on the design's degrees of freedom.
    Raises TooFew (nobody in the group), NotFinite, UnequalLengths.
    """
    found = _mean(*_given(values, design, where), design)
    half = _edge(design, student, confidence) * found.se
    limits = found.value - half, found.value + half
    return _estimate(found, limits, design, "mean, linearised", LUMLEY, confidence)


def survey_total(
    values: ArrayLike,
    design: Design,
    *,
    where: ArrayLike | None = None,
    student: bool = False,
    confidence: float = 0.95,
) -> SurveyEstimate:
    """Total over everybody, or over the group that `where` marks. Raises as `survey_mean`."""
    y, inside = _given(values, design, where)
    y = np.where(inside, y, 0.0)
    total, se = float(design.weights @ y), math.sqrt(variance_of_total(design, y))
    people = float(design.weights.sum())
    single = _plain_variance(y, design.weights) * people**2
    found = _Mean(total, se, se**2 / single if single else 1.0, int(inside.sum()))
    half = _edge(design, student, confidence) * se
    limits = total - half, total + half
    return _estimate(found, limits, design, "total, linearised", LUMLEY, confidence)


def survey_share(
    marked: ArrayLike,
    design: Design,
    *,
    where: ArrayLike | None = None,
    limits: str = "wilson",
    confidence: float = 0.95,
) -> SurveyEstimate:
    """Share that has the mark (true or false), with limits that stay between 0 and 1.

    `limits`: "wilson" on the effective number, "logit", "beta" (Korn and Graubard, for small
    numbers), or "mean" (plus and minus, Student's t). Raises as `survey_mean`, and OutOfRange for
    other marks.
    """
    y, inside = _given(marked, design, where)
    flags(y, "marked")
    within(confidence, "confidence", 0, 1)
    if limits not in _LIMITS:
        raise OutOfRange("limits", 0, limits, "wilson, logit, beta or mean")
    found = _mean(y, inside, design)
    both = _LIMITS[limits](found, design, confidence)
    method = f"share, linearised, {limits} limits"
    return _estimate(found, both, design, method, KORN, confidence, is_share=True)


def survey_ratio(
    numerator: ArrayLike,
    denominator: ArrayLike,
    design: Design,
    *,
    where: ArrayLike | None = None,
    student: bool = False,
    confidence: float = 0.95,
) -> SurveyEstimate:
    """Total of one measure over the total of another, linearised.

    Raises as `survey_mean`, and OutOfRange when the denominator adds up to nought.
    """
    over, inside = _given(numerator, design, where)
    under, _ = _given(denominator, design, where)
    whole = float((design.weights * inside) @ under)
    if whole == 0:
        raise OutOfRange("denominator", 0, 0, "such that it does not add up to nought")
    value = float((design.weights * inside) @ over) / whole
    rest = inside * (over - value * under) / whole
    se = math.sqrt(variance_of_total(design, rest))
    people = float((design.weights * inside).sum())
    single = _plain_variance(rest[inside], design.weights[inside]) * people**2
    found = _Mean(value, se, se**2 / single if single else 1.0, int(inside.sum()))
    half = _edge(design, student, confidence) * se
    limits = value - half, value + half
    return _estimate(found, limits, design, "ratio, linearised", LUMLEY, confidence)


def survey_quantile(
    values: ArrayLike,
    share: float,
    design: Design,
    *,
    where: ArrayLike | None = None,
    confidence: float = 0.95,
) -> SurveyEstimate:
    """Smallest value that at least `share` of everybody does not exceed (Woodruff limits)."""
    y, inside = _given(values, design, where)
    within(share, "share", 0, 1)
    value = _quantile(y, design.weights * inside, share)
    below = _mean((y <= value).astype(float), inside, design)
    half = _edge(design, True, confidence) * below.se
    low, high = (
        _quantile(y, design.weights * inside, min(max(below.value + d, 0.0), 1.0))
        for d in (-half, half)
    )
    z = _edge(design, True, confidence)
    found = _Mean(value, (high - low) / (2 * z), below.deff, below.n)
    return _estimate(found, (low, high), design, "quantile", WOODRUFF, confidence)


def difference_between(now: SurveyEstimate, before: SurveyEstimate) -> SurveyChange:
    """Change between two waves with separate samples, and p by the normal curve."""
    se = math.hypot(now.se, before.se)
    half = float(scipy.special.ndtri(0.5 + now.confidence / 2)) * se
    gap = now.estimate - before.estimate
    return SurveyChange(
        estimate=gap,
        lower=gap - half,
        upper=gap + half,
        n=now.n + before.n,
        method="difference of two separate samples",
        citation=LUMLEY,
        confidence=now.confidence,
        warnings=tuple(dict.fromkeys((*now.warnings, *before.warnings))),
        se=se,
        deff=max(now.deff, before.deff),
        n_effective=min(now.n_effective, before.n_effective),
        is_share=now.is_share,
        p=float(2 * scipy.special.ndtr(-abs(gap) / se)) if se else float(gap == 0),
    )


def jackknife_se(design: Design, statistic: Callable[[Floats], float]) -> float:
    """JK1 error: leave out one cluster at a time, the others weighing n / (n − 1).

    `statistic` takes weights and returns the figure; rake inside it when the weights are raked.
    Raises OutOfRange when the sample has strata.
    """
    if design.share_drawn.size > 1:
        raise OutOfRange("strata", 0, design.share_drawn.size, "one stratum for JK1")
    n = int(design.clusters.max()) + 1
    replicas = []
    for cluster in range(n):
        kept = np.where(design.clusters == cluster, 0.0, design.weights * n / (n - 1))
        replicas.append(statistic(kept))
    spread = float(((np.array(replicas) - np.mean(replicas)) ** 2).sum())
    return math.sqrt((1 - float(design.share_drawn[0])) * (n - 1) / n * spread)


def _given(
    values: ArrayLike, design: Design, where: ArrayLike | None
) -> tuple[Floats, NDArray[np.bool_]]:
    y = number_list(values, "values")
    same_length(values=y, weights=design.weights)
    inside = np.ones(y.size, bool) if where is None else flags(where, "where")
    same_length(values=y, where=inside)
    if not inside.any():
        raise TooFew("rows in the group", 0, 1)
    return y, inside


def _mean(y: Floats, inside: NDArray[np.bool_], design: Design) -> _Mean:
    w = design.weights * inside
    people = float(w.sum())
    value = float(w @ y) / people
    se = math.sqrt(variance_of_total(design, inside * (y - value) / people))
    single = _plain_variance(y[inside], design.weights[inside])
    return _Mean(value, se, se**2 / single if single else 1.0, int(inside.sum()))


def _plain_variance(y: Floats, w: Floats) -> float:
    """Variance of the mean had as many people been drawn singly without replacement."""
    n, people = y.size, float(w.sum())
    if n < 2:
        return 0.0
    middle = w @ y / people
    spread = float(w @ (y - middle) ** 2) / people * n / (n - 1)
    return spread / n * max(people - n, 0.0) / people


def _edge(design: Design, student: bool, confidence: float) -> float:
    level = 0.5 + within(confidence, "confidence", 0, 1) / 2
    if student:
        return float(scipy.special.stdtrit(design.degrees, level))
    return float(scipy.special.ndtri(level))


def _quantile(y: Floats, w: Floats, share: float) -> float:
    order = np.argsort(y, kind="stable")
    reached = np.cumsum(w[order]) / w.sum()
    place = int(np.searchsorted(reached, share - 1e-12))
    return float(y[order][min(place, y.size - 1)])


def _wilson(found: _Mean, _design: Design, confidence: float) -> tuple[float, float]:
    return wilson_limits(found.value, found.n / max(found.deff, 1e-9), confidence)


def _logit(found: _Mean, design: Design, confidence: float) -> tuple[float, float]:
    p = found.value
    if p in (0.0, 1.0):
        return _beta(found, design, confidence)
    half = _edge(design, True, confidence) * found.se / (p * (1 - p))
    middle = math.log(p / (1 - p))
    low, high = scipy.special.expit([middle - half, middle + half])
    return float(low), float(high)


def _beta(found: _Mean, design: Design, confidence: float) -> tuple[float, float]:
    p, level = found.value, 0.5 + confidence / 2
    n = p * (1 - p) / found.se**2 if found.se else float(found.n)
    plain, ours = scipy.special.stdtrit([design.n - 1, design.degrees], level)
    return clopper_pearson_limits(p, n * float(plain / ours) ** 2, confidence)


def _plus_minus(found: _Mean, design: Design, confidence: float) -> tuple[float, float]:
    half = _edge(design, True, confidence) * found.se
    return max(0.0, found.value - half), min(1.0, found.value + half)


_LIMITS: dict[str, Callable[[_Mean, Design, float], tuple[float, float]]] = {
    "wilson": _wilson,
    "logit": _logit,
    "beta": _beta,
    "mean": _plus_minus,
}


def _estimate(
    found: _Mean,
    limits: tuple[float, float],
    design: Design,
    method: str,
    citation: str,
    confidence: float,
    *,
    is_share: bool = False,
) -> SurveyEstimate:
    few = (Caution.FEW,) if found.n < FEW else ()
    return SurveyEstimate(
        estimate=found.value,
        lower=limits[0],
        upper=limits[1],
        n=found.n,
        method=method,
        citation=citation,
        confidence=confidence,
        warnings=(*few, *design.warnings),
        se=found.se,
        deff=found.deff,
        n_effective=found.n / found.deff if found.deff else float(found.n),
        is_share=is_share,
    )
