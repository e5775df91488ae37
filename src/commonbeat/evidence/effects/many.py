"""Several areas or outcomes at once: "up to 25%" is what the best of many looks like."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike

from commonbeat.evidence.checks import (
    count,
    non_negative,
    number_list,
    places,
    positive,
    same_length,
    within,
)
from commonbeat.evidence.effects.calibrated import Effect, calibrated_effect, paule_mandel
from commonbeat.evidence.effects.twobytwo import said_change
from commonbeat.evidence.faults import OutOfRange, TooFew
from commonbeat.evidence.results import Caution, Estimate
from commonbeat.evidence.wording import number, percent, pick

HOLM = "Holm, S. (1979). Scandinavian Journal of Statistics 6:65–70."
SIDAK = "Šidák, Z. (1967). Journal of the American Statistical Association 62:626–633."
MORRIS = "Morris, C. N. (1983). Journal of the American Statistical Association 78:47–55."


@dataclass(frozen=True, slots=True, kw_only=True)
class BestOfMany(Estimate):
    """The largest fall among several areas, with the p value that counts all of them."""

    place: int
    n_areas: int
    p_alone: float
    p: float
    middle: float

    def sentence(self, language: str = "en") -> str:
        """Say the largest fall only together with the middle one and chance."""
        most, middle = (said_change(x, language) for x in (self.estimate, self.middle))
        n, p = number(self.n_areas, language), percent(self.p, language)
        return pick(
            language,
            f"The largest fall among {n} areas was {most}; the middle area had {middle}. "
            f"With no effect at all, the best of {n} looks this good {p} of the time.",
            f"La plus forte baisse parmi {n} secteurs est de {most} ; celui du milieu est "
            f"à {middle}. Sans aucun effet, le meilleur de {n} paraît aussi bon dans {p} "
            "des cas.",
        )


def effects_one_by_one(
    before: ArrayLike,
    after: ArrayLike,
    treated: Sequence[int],
    *,
    leave_out: Sequence[int] = (),
    length_before: float = 1.0,
    length_after: float = 1.0,
    confidence: float = 0.95,
) -> tuple[Effect, ...]:
    """Estimate each treated area by itself against the areas where nothing was done.

    The other treated areas never serve as comparison. Raises as `calibrated_effect`.
    """
    chosen = places(treated, "treated", len(number_list(before, "before")))
    return tuple(
        calibrated_effect(
            before,
            after,
            [area],
            leave_out=[*leave_out, *(other for other in chosen if other != area)],
            length_before=length_before,
            length_after=length_after,
            confidence=confidence,
        )
        for area in chosen
    )


def best_of(effects: Sequence[Effect]) -> BestOfMany:
    """Pick the largest fall and judge it as the largest of so many. Raises TooFew."""
    if not effects:
        raise TooFew("effects", 0, 1)
    place = min(range(len(effects)), key=lambda i: effects[i].log)
    best = effects[place]
    alone = best.p / 2 if best.log < 0 else 1 - best.p / 2
    return BestOfMany(
        estimate=best.estimate,
        lower=best.lower,
        upper=best.upper,
        n=best.n,
        method="largest of several, p by Šidák",
        citation=SIDAK,
        confidence=best.confidence,
        warnings=(*best.warnings, Caution.BEST_OF_MANY),
        place=place,
        n_areas=len(effects),
        p_alone=alone,
        p=largest_of(alone, len(effects)),
        middle=float(np.median([e.estimate for e in effects])),
    )


def largest_of(p_least: float, n: int) -> float:
    """Return the p of the smallest p value among n independent ones: 1 − (1 − p)ⁿ."""
    if not 0 <= p_least <= 1:
        raise OutOfRange("p_least", 0, p_least, "between 0 and 1")
    if count(n, "n") < 1:
        raise TooFew("areas", n, 1)
    return -math.expm1(n * math.log1p(-p_least)) if p_least < 1 else 1.0


def holm(p_values: ArrayLike) -> tuple[float, ...]:
    """Return Holm's adjusted p values, in the order given. Raises TooFew, OutOfRange."""
    p = number_list(p_values, "p_values")
    wrong = (p < 0) | (p > 1)
    if wrong.any():
        place = int(np.argmax(wrong))
        raise OutOfRange("p_values", place, p[place], "between 0 and 1")
    order = np.argsort(p, kind="stable")
    stepped = np.maximum.accumulate(p[order] * np.arange(p.size, 0, -1))
    adjusted = np.empty(p.size)
    adjusted[order] = np.minimum(stepped, 1)
    return tuple(map(float, adjusted))


def expected_best(n_areas: int, sd: float) -> float:
    """Return the largest fall to expect among n areas when nothing was done.

    `sd` is the standard deviation of the areas' log changes, taken as normal. The value is the
    relative change at the mean of the smallest log change: −0.32 for 24 areas at 0.20.
    """
    n, spread = count(n_areas, "n_areas"), positive(sd, "sd")
    if n < 1:
        raise TooFew("areas", n, 1)
    z = np.linspace(-9, 9, 4001)
    density = np.exp(-0.5 * z * z) / math.sqrt(2 * math.pi)
    smallest = z * n * density * scipy.special.ndtr(-z) ** (n - 1)
    return math.expm1(spread * float(smallest.sum() * (z[1] - z[0])))


def chance_of_fall(n_areas: int, sd: float, fall: float) -> float:
    """Return how likely the best of n untreated areas falls by at least `fall` (0.25: 25%)."""
    least = within(fall, "fall", 0, 1)
    alone = float(scipy.special.ndtr(math.log1p(-least) / positive(sd, "sd")))
    return largest_of(alone, n_areas)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shrunk(Estimate):
    """Effects of single areas drawn towards no effect as far as chance explains them."""

    log: tuple[float, ...]
    kept: tuple[float, ...]

    def sentence(self, language: str = "en") -> str:
        """Say how much of the spread between areas is more than chance."""
        share = percent(self.estimate, language)
        return pick(
            language,
            f"About {share} of what sets these areas apart is more than chance.",
            f"Environ {share} de ce qui distingue ces secteurs dépasse le hasard.",
        )


def shrink(log_effects: ArrayLike, standard_errors: ArrayLike) -> Shrunk:
    """Shrink area effects to nought by τ² / (τ² + se²) before anyone ranks them.

    Raises TooFew (under 2), UnequalLengths, NotFinite, NegativeCount.
    """
    log = number_list(log_effects, "log_effects", least=2)
    variance = non_negative(number_list(standard_errors, "standard_errors"), "errors") ** 2
    same_length(log_effects=log, standard_errors=variance)
    if (variance == 0).any():
        raise OutOfRange("standard_errors", int(np.argmin(variance)), 0, "above 0")
    tau2 = paule_mandel(log, variance, centre=0.0)
    kept = tau2 / (tau2 + variance)
    return Shrunk(
        estimate=float(kept.mean()),
        lower=float(kept.min()),
        upper=float(kept.max()),
        n=log.size,
        method="empirical Bayes, Paule–Mandel around no effect",
        citation=MORRIS,
        log=tuple(map(float, kept * log)),
        kept=tuple(map(float, kept)),
    )
