"""How sure we are of a share: so many out of so many.

Wilson's interval is the usual choice; Clopper and Pearson's never promises too much and serves
small numbers. Both take a design effect: the numbers then count as n / deff.
"""

from dataclasses import dataclass

import numpy as np
import scipy

from commonbeat.evidence.checks import count, positive, within
from commonbeat.evidence.faults import MoreThanAll, TooFew
from commonbeat.evidence.results import Caution, Estimate
from commonbeat.evidence.wording import number, percent, pick

WILSON = "Wilson, E. B. (1927). Journal of the American Statistical Association 22:209–212."
NEWCOMBE = "Newcombe, R. G. (1998). Statistics in Medicine 17:873–890."
CLOPPER_PEARSON = "Clopper, C. J. & Pearson, E. S. (1934). Biometrika 26:404–413."
FEW = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Proportion(Estimate):
    """A share between 0 and 1, with the number that had the mark."""

    n_marked: int
    n_effective: float

    def sentence(self, language: str = "en") -> str:
        """Say the share, its range and its base."""
        share, low, high = self.percents(language)
        marked, n = number(self.n_marked, language), number(self.n, language)
        return pick(
            language,
            f"{marked} of {n}, that is {share} (likely between {low} and {high}).",
            f"{marked} sur {n}, soit {share} (probablement entre {low} et {high}).",
        )


def wilson_limits(share: float, n: float, confidence: float = 0.95) -> tuple[float, float]:
    """Return the Wilson limits of a share in [0, 1] on n (may be fractional) answers."""
    z = float(scipy.special.ndtri(0.5 + confidence / 2))
    shrink = 1 + z * z / n
    centre = (share + z * z / (2 * n)) / shrink
    half = z * (share * (1 - share) / n + z * z / (4 * n * n)) ** 0.5 / shrink
    low = 0.0 if share == 0 else max(0.0, centre - half)
    high = 1.0 if share == 1 else min(1.0, centre + half)
    return low, high


def clopper_pearson_limits(share: float, n: float, confidence: float = 0.95) -> tuple[float, float]:
    """Return the exact limits of a share in [0, 1] on n (may be fractional) answers."""
    tail = (1 - confidence) / 2
    hits = share * n
    low = 0.0 if share == 0 else float(scipy.special.betaincinv(hits, n - hits + 1, tail))
    high = 1.0 if share == 1 else float(scipy.special.betaincinv(hits + 1, n - hits, 1 - tail))
    return low, high


def _base(marked: float, n: float, confidence: float, deff: float) -> tuple[int, int, float]:
    n_marked, n_all = count(marked, "marked"), count(n, "n")
    if n_all < 1:
        raise TooFew("n", n_all, 1)
    if n_marked > n_all:
        raise MoreThanAll("marked", n_marked, "n", n_all)
    within(confidence, "confidence", 0, 1)
    return n_marked, n_all, n_all / positive(deff, "deff")


def wilson(n_marked: float, n: float, *, confidence: float = 0.95, deff: float = 1.0) -> Proportion:
    """Share `n_marked` of `n` with Wilson's interval on n / deff.

    Raises NegativeCount, FractionalCount, MoreThanAll, TooFew, OutOfRange.
    """
    marked, n_all, n_eff = _base(n_marked, n, confidence, deff)
    lower, upper = wilson_limits(marked / n_all, n_eff, confidence)
    return _proportion(marked, n_all, n_eff, (lower, upper), confidence, "Wilson", WILSON)


def clopper_pearson(
    n_marked: float, n: float, *, confidence: float = 0.95, deff: float = 1.0
) -> Proportion:
    """Share `n_marked` of `n` with the exact interval, at least as wide as it promises.

    Raises NegativeCount, FractionalCount, MoreThanAll, TooFew, OutOfRange.
    """
    marked, n_all, n_eff = _base(n_marked, n, confidence, deff)
    limits = clopper_pearson_limits(marked / n_all, n_eff, confidence)
    return _proportion(marked, n_all, n_eff, limits, confidence, "Clopper–Pearson", CLOPPER_PEARSON)


def _proportion(
    marked: int,
    n: int,
    n_eff: float,
    limits: tuple[float, float],
    confidence: float,
    method: str,
    citation: str,
) -> Proportion:
    told = method if n_eff == n else f"{method} on effective n {n_eff:.1f}"
    return Proportion(
        estimate=marked / n,
        lower=limits[0],
        upper=limits[1],
        n=n,
        method=told,
        citation=citation,
        confidence=confidence,
        warnings=(Caution.FEW,) if n < FEW else (),
        n_marked=marked,
        n_effective=n_eff,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareDifference(Estimate):
    """One share less another, each from people of its own."""

    shares: tuple[float, float]
    p: float

    def sentence(self, language: str = "en") -> str:
        """Say both shares and the difference with its range, in points."""
        one, two = (percent(x, language) for x in self.shares)
        gap, low, high = (
            ("+" if x > 0 else "") + number(100 * x, language)
            for x in (self.estimate, self.lower, self.upper)
        )
        return pick(
            language,
            f"{one} against {two}: {gap} points (likely between {low} and {high}).",
            f"{one} contre {two} : {gap} points (probablement entre {low} et {high}).",
        )


def share_difference(
    n_marked: float,
    n: float,
    other_marked: float,
    other_n: float,
    *,
    deff: float = 1.0,
    confidence: float = 0.95,
) -> ShareDifference:
    """`n_marked` of `n` less `other_marked` of `other_n`, with Newcombe's interval.

    p is that of the score test (chi-square without correction). Raises as `wilson`.
    """
    one = wilson(n_marked, n, confidence=confidence, deff=deff)
    two = wilson(other_marked, other_n, confidence=confidence, deff=deff)
    gap = one.estimate - two.estimate
    low = float(np.hypot(one.estimate - one.lower, two.upper - two.estimate))
    high = float(np.hypot(one.upper - one.estimate, two.estimate - two.lower))
    whole = (one.n_marked + two.n_marked) / (one.n + two.n)
    spread = whole * (1 - whole) * (1 / one.n_effective + 1 / two.n_effective)
    p = float(scipy.special.chdtrc(1, gap**2 / spread)) if spread else 1.0
    return ShareDifference(
        estimate=gap,
        lower=gap - low,
        upper=gap + high,
        n=one.n + two.n,
        method="difference of shares, Newcombe's hybrid score limits",
        citation=NEWCOMBE,
        confidence=confidence,
        warnings=tuple(dict.fromkeys((*one.warnings, *two.warnings))),
        shares=(one.estimate, two.estimate),
        p=p,
    )
