"""Several evaluations of the same thing put together, as reviews of the literature do."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from commonbeat.evidence.checks import non_negative, number_list, same_length, within
from commonbeat.evidence.effects.twobytwo import RelativeEffectSize, said_change, two_sided
from commonbeat.evidence.faults import OutOfRange
from commonbeat.evidence.results import Caution, Estimate
from commonbeat.evidence.wording import number, percent, pick

Floats = NDArray[np.float64]
LAIRD = "DerSimonian, R. & Laird, N. (1986). Controlled Clinical Trials 7:177–188."
FEW_STUDIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class PooledEffect(Estimate):
    """A relative effect size over several evaluations; above 1 favours treatment."""

    log: float
    log_se: float
    p: float
    q: float
    p_alike: float
    unlike: float
    tau: float

    @property
    def change(self) -> float:
        """Relative change against the comparison: −0.25 is a fall by a quarter."""
        return 1 / self.estimate - 1

    def sentence(self, language: str = "en") -> str:
        """Say the change over all, its range, and how unlike the evaluations are."""
        change = said_change(self.change, language)
        low, high = (said_change(1 / x - 1, language) for x in (self.upper, self.lower))
        n, unlike = number(self.n, language), percent(self.unlike, language)
        return pick(
            language,
            f"Over {n} evaluations: {change} ({low} to {high}); {unlike} of what sets them apart "
            "is more than chance.",
            f"Sur {n} évaluations : {change} (de {low} à {high}) ; {unlike} de ce qui les "
            "distingue dépasse le hasard.",
        )


def pooled_effect(
    effects: Sequence[RelativeEffectSize],
    *,
    model: str = "random",
    confidence: float = 0.95,
) -> PooledEffect:
    """Pool relative effect sizes; see `pooled_logs`."""
    logs, errors = [e.log for e in effects], [e.log_se for e in effects]
    return pooled_logs(logs, errors, model=model, confidence=confidence)


def pooled_logs(
    logs: ArrayLike, errors: ArrayLike, *, model: str = "random", confidence: float = 0.95
) -> PooledEffect:
    """Pool logs of relative effect sizes with their standard errors.

    `model` is "random" (DerSimonian and Laird) or "fixed" (inverse variance).
    Raises TooFew (under 2), UnequalLengths, OutOfRange, NotFinite, NegativeCount.
    """
    y = number_list(logs, "logs", least=2)
    se = non_negative(number_list(errors, "errors"), "errors")
    same_length(logs=y, errors=se)
    if (se == 0).any():
        raise OutOfRange("errors", int(np.argmin(se)), 0, "above 0")
    if model not in ("random", "fixed"):
        raise OutOfRange("model", 0, model, "random or fixed")
    q, tau2 = _spread(y, 1 / se**2)
    weight = 1 / (se**2 + (tau2 if model == "random" else 0.0))
    log, log_se = float(weight @ y / weight.sum()), float(weight.sum() ** -0.5)
    half = float(scipy.special.ndtri(0.5 + within(confidence, "confidence", 0, 1) / 2)) * log_se
    free = y.size - 1
    return PooledEffect(
        estimate=math.exp(log),
        lower=math.exp(log - half),
        upper=math.exp(log + half),
        n=y.size,
        method=f"{model} effects, inverse variance",
        citation=LAIRD,
        confidence=confidence,
        warnings=(Caution.FEW,) if y.size < FEW_STUDIES else (),
        log=log,
        log_se=log_se,
        p=two_sided(log / log_se),
        q=q,
        p_alike=float(scipy.special.chdtrc(free, q)),
        unlike=max(0.0, (q - free) / q) if q else 0.0,
        tau=math.sqrt(tau2),
    )


def _spread(y: Floats, weight: Floats) -> tuple[float, float]:
    """Return Cochran's Q and the variance between evaluations."""
    q = float(weight @ (y - weight @ y / weight.sum()) ** 2)
    room = float(weight.sum() - (weight**2).sum() / weight.sum())
    return q, max(0.0, (q - (y.size - 1)) / room)
