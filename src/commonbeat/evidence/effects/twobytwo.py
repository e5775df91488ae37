"""The field's standard figures from before-and-after counts of a few areas.

Their intervals assume that only chance within each count varies. Real areas vary more, so these
figures describe; `calibrated` decides.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import scipy

from commonbeat.evidence.checks import count, finite_numbers, positive, within
from commonbeat.evidence.faults import NoDirectEffect, TooFew, WrongShape
from commonbeat.evidence.results import Caution, Estimate
from commonbeat.evidence.wording import percent, pick

RES = (
    "Farrington, D. P., Gill, M., Waples, S. J. & Argomaniz, J. (2007). "
    "Journal of Experimental Criminology 3:21–38."
)
WDQ = "Bowers, K. J. & Johnson, S. D. (2003). Journal of Quantitative Criminology 19:275–301."


@dataclass(frozen=True, slots=True)
class Pair:
    """Events before and after the start, over periods of equal length unless weighted."""

    before: float
    after: float

    def checked(self, name: str) -> tuple[int, int]:
        """Return both as whole numbers; raises NegativeCount, FractionalCount, NotFinite."""
        return count(self.before, f"{name} before"), count(self.after, f"{name} after")


Counts = Pair | Sequence[float]


def pair_of(given: Pair | Sequence[float], name: str) -> Pair:
    """Return counts given as a Pair or as (before, after). Raises WrongShape."""
    if isinstance(given, Pair):
        return given
    numbers = finite_numbers(given, name)
    if numbers.shape != (2,):
        raise WrongShape(name, numbers.shape, "events before and after")
    return Pair(*map(float, numbers))


@dataclass(frozen=True, slots=True, kw_only=True)
class RelativeEffectSize(Estimate):
    """The odds of before and after, treated against comparison; above 1 favours treatment."""

    log: float
    log_se: float
    p: float

    @property
    def change(self) -> float:
        """Relative change against the comparison: −0.25 is a fall by a quarter."""
        return 1 / self.estimate - 1

    def sentence(self, language: str = "en") -> str:
        """Say the change against the comparison area and its range."""
        change = said_change(self.change, language)
        low, high = (said_change(1 / x - 1, language) for x in (self.upper, self.lower))
        return pick(
            language,
            f"Against the comparison area: {change} ({low} to {high} if only chance varied).",
            f"Par rapport au secteur comparé : {change} (de {low} à {high} si seul le hasard "
            "jouait).",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DisplacementQuotient(Estimate):
    """Bowers and Johnson's quotient; there is no interval, since none is known."""

    gross_effect: float
    net_effect: float
    success: float
    buffer: float
    total_net_effect: float

    def sentence(self, language: str = "en") -> str:
        """Say whether harm moved to the places around or fell there too."""
        for limit, english, french in _READINGS:
            if self.estimate > limit:
                return pick(language, english, french)
        return pick(
            language,
            "More moved next door than was gained.",
            "Il s’en est déplacé à côté plus qu’il n’en a été évité.",
        )


_READINGS = (
    (
        1.0,
        "The places around fell too, by more than the area itself.",
        "Les lieux autour ont aussi baissé, plus que le secteur lui-même.",
    ),
    (
        0.0,
        "The places around fell too; nothing seems to have moved there.",
        "Les lieux autour ont aussi baissé ; rien ne semble s’y être déplacé.",
    ),
    (
        -1e-12,
        "The places around did not change.",
        "Les lieux autour n’ont pas changé.",
    ),
    (
        -1.0,
        "Some moved to the places around, but less than was gained.",
        "Une partie s’est déplacée autour, mais moins que ce qui a été évité.",
    ),
)


def said_change(change: float, language: str) -> str:
    """Say a relative change with its sign, unless it rounds to nought."""
    return ("+" if round(100 * change) > 0 else "") + percent(change, language)


def relative_effect_size(
    treated: Counts, comparison: Counts, *, inflate: float = False, confidence: float = 0.95
) -> RelativeEffectSize:
    """Welsh and Farrington's relative effect size with its Poisson interval.

    Counts are a Pair or (before, after). `inflate` True multiplies the variance by 0.0008 times
    the mean count plus 1.2, as its authors later proposed; a number multiplies it by that (2
    in their earlier reviews). The log is also minus the two-way fixed-effects Poisson estimate.
    Raises TooFew (a count of nought), NegativeCount, FractionalCount, NotFinite, WrongShape.
    """
    here, there = pair_of(treated, "treated"), pair_of(comparison, "comparison")
    cells = [*here.checked("treated"), *there.checked("comparison")]
    for name, n in zip(("treated", "treated", "comparison", "comparison"), cells, strict=True):
        if n == 0:
            raise TooFew(f"{name} events in one period", 0, 1)
    within(confidence, "confidence", 0, 1)
    before, after, c_before, c_after = cells
    log = math.log(before * c_after / (after * c_before))
    swelling = _swelling(inflate, sum(cells) / 4)
    se = math.sqrt(swelling * sum(1 / n for n in cells))
    half = float(scipy.special.ndtri(0.5 + confidence / 2)) * se
    return RelativeEffectSize(
        estimate=math.exp(log),
        lower=math.exp(log - half),
        upper=math.exp(log + half),
        n=sum(cells),
        method="relative effect size, "
        + (f"Poisson variance × {swelling:.4g}" if inflate else "Poisson variance"),
        citation=RES,
        confidence=confidence,
        warnings=(Caution.POISSON_ONLY,),
        log=log,
        log_se=se,
        p=two_sided(log / se),
    )


def _swelling(inflate: float, mean: float) -> float:
    """Return what the Poisson variance is multiplied by."""
    if inflate is True:
        return 0.0008 * mean + 1.2
    return positive(inflate, "inflate") if inflate else 1.0


def displacement_quotient(
    treated: Counts, comparison: Counts, buffer: Counts
) -> DisplacementQuotient:
    """Weighted displacement quotient; positive: the buffer gained too, negative: displacement.

    Raises NoDirectEffect when the treated area did not fall against the comparison, TooFew when
    a comparison count is nought.
    """
    r0, r1 = pair_of(treated, "treated").checked("treated")
    c0, c1 = pair_of(comparison, "comparison").checked("comparison")
    d0, d1 = pair_of(buffer, "buffer").checked("buffer")
    if min(c0, c1) == 0:
        raise TooFew("comparison events in one period", 0, 1)
    success, moved = r1 / c1 - r0 / c0, d1 / c1 - d0 / c0
    if success >= 0:
        raise NoDirectEffect("the treated area did not fall against the comparison")
    return DisplacementQuotient(
        estimate=moved / success,
        lower=math.nan,
        upper=math.nan,
        n=r0 + r1 + c0 + c1 + d0 + d1,
        method="weighted displacement quotient",
        citation=WDQ,
        warnings=(Caution.POISSON_ONLY,),
        gross_effect=r0 - r1,
        net_effect=r0 / c0 - r1 / c1,
        success=success,
        buffer=moved,
        total_net_effect=(r0 * c1 / c0 - r1) + (d0 * c1 / c0 - d1),
    )


def two_sided(z: float) -> float:
    """Return the two-sided p of a standard normal z."""
    return float(2 * scipy.special.ndtr(-abs(z)))
