"""Is this month different from last month, or is it chance?

All compare two counts over periods of known length and assume that events come one by one.
Percent change is told only where both counts are 30 or more.
"""

import math
from dataclasses import dataclass

import numpy as np
import scipy

from commonbeat.evidence.checks import count, positive, within
from commonbeat.evidence.etest import ALTERNATIVES, e_test_p
from commonbeat.evidence.faults import NothingToCompare, OutOfRange
from commonbeat.evidence.proportions import clopper_pearson_limits
from commonbeat.evidence.results import Caution, Estimate
from commonbeat.evidence.wording import number, percent, pick

E_TEST = (
    "Krishnamoorthy, K. & Thomson, J. (2004). "
    "Journal of Statistical Planning and Inference 119:23–35."
)
WHEELER = "Wheeler, A. P. (2016). International Journal of Police Science & Management 18:145–156."
EXACT = "Przyborowski, J. & Wilenski, H. (1940). Biometrika 31:313–323."
GARWOOD = "Garwood, F. (1936). Biometrika 28:437–442."
LEAST_FOR_PERCENT = 30
ALERT_Z = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Estimate):
    """The ratio of two rates (now to before) with its interval and p values."""

    n_now: int
    n_before: int
    p: float
    p_exact: float
    z: float | None

    @property
    def is_alert(self) -> bool:
        """Say whether |z| passes 3, the level at which a desk should look."""
        return self.z is not None and abs(self.z) > ALERT_Z

    def sentence(self, language: str = "en") -> str:
        """Say the two counts and whether chance explains them."""
        now, before = number(self.n_now, language), number(self.n_before, language)
        counts = pick(language, f"{now} now, {before} before", f"{now} maintenant, {before} avant")
        if min(self.n_now, self.n_before) >= LEAST_FOR_PERCENT:
            counts += " (" + _as_percent(self, language) + ")"
        return f"{counts}{pick(language, ': ', ' : ')}{self._verdict(language)}"

    def _verdict(self, language: str) -> str:
        if self.p >= 1 - self.confidence:
            return pick(
                language,
                "a difference that chance alone often makes.",
                "le hasard seul produit souvent un tel écart.",
            )
        if self.estimate > 1:
            return pick(
                language,
                "more than chance alone usually makes.",
                "c’est plus que ce que le hasard seul produit d’habitude.",
            )
        return pick(
            language,
            "fewer than chance alone usually makes.",
            "c’est moins que ce que le hasard seul produit d’habitude.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate(Estimate):
    """How many events in one unit of time."""

    exposure: float

    def sentence(self, language: str = "en") -> str:
        """Say the rate and its range."""
        rate, low, high = (number(x, language, 1) for x in (self.estimate, self.lower, self.upper))
        return pick(
            language,
            f"{rate} on average (likely between {low} and {high}).",
            f"{rate} en moyenne (probablement entre {low} et {high}).",
        )


def _as_percent(change: Change, language: str) -> str:
    def signed(ratio: float) -> str:
        return ("+" if ratio > 1 else "") + percent(ratio - 1, language)

    low, high = signed(change.lower), signed(change.upper)
    return pick(
        language,
        f"{signed(change.estimate)}, likely between {low} and {high}",
        f"{signed(change.estimate)}, probablement entre {low} et {high}",
    )


def poisson_z(n_now: float, n_before: float) -> float:
    """Return 2(√now − √before) for two periods of equal length; beyond ±3 deserves a look.

    Raises NegativeCount, FractionalCount, NotFinite.
    """
    now, before = count(n_now, "n_now"), count(n_before, "n_before")
    return 2 * (math.sqrt(now) - math.sqrt(before))


def e_test(
    n_now: float,
    n_before: float,
    *,
    length_now: float = 1.0,
    length_before: float = 1.0,
    difference: float = 0.0,
    alternative: str = "two-sided",
) -> float:
    """Return the p of the E-test for equal rates (Krishnamoorthy & Thomson 2004).

    The null is that the rate now is the rate before plus `difference`; `alternative` is
    "two-sided", "greater" or "less" (now than before). Lengths may be days or person-years.
    Raises NothingToCompare when both counts are nought, NegativeCount, FractionalCount,
    OutOfRange.
    """
    now, before, *lengths = _two(n_now, n_before, length_now, length_before)
    p, _ = e_test_p((now, before), (lengths[0], lengths[1]), difference, alternative)
    return p


def conditional_test(
    n_now: float,
    n_before: float,
    *,
    length_now: float = 1.0,
    length_before: float = 1.0,
    alternative: str = "two-sided",
) -> float:
    """Return the exact p, given the sum of both counts (as R's poisson.test).

    `alternative` is "two-sided", "greater" or "less" (now than before). Raises as `e_test`.
    """
    now, before, t_now, t_before = _two(n_now, n_before, length_now, length_before)
    share, n = t_now / (t_now + t_before), now + before
    if alternative not in ALTERNATIVES:
        raise OutOfRange("alternative", 0, alternative, "two-sided, greater or less")
    if alternative == "less":
        return float(scipy.special.bdtr(now, n, share))
    if alternative == "greater":
        return float(scipy.special.bdtrc(now - 1, n, share)) if now else 1.0
    return _conditional(now, n, share)


def change_between(
    n_now: float,
    n_before: float,
    *,
    length_now: float = 1.0,
    length_before: float = 1.0,
    confidence: float = 0.95,
) -> Change:
    """Compare the rate now with the rate before: ratio, exact interval, E-test p.

    Raises NothingToCompare when both counts are nought, NegativeCount, FractionalCount.
    """
    now, before, t_now, t_before = _two(n_now, n_before, length_now, length_before)
    within(confidence, "confidence", 0, 1)
    p, rough = e_test_p((now, before), (t_now, t_before))
    low, high = clopper_pearson_limits(now / (now + before), now + before, confidence)
    scale = t_before / t_now
    small = (Caution.SMALL_COUNTS,) if min(now, before) < LEAST_FOR_PERCENT else ()
    return Change(
        estimate=scale * now / before if before else math.inf,
        lower=scale * low / (1 - low),
        upper=scale * high / (1 - high) if high < 1 else math.inf,
        n=now + before,
        method="E-test; exact conditional interval of the rate ratio",
        citation=f"{E_TEST} {EXACT}",
        confidence=confidence,
        warnings=(*small, *((Caution.APPROXIMATE,) if rough else ())),
        n_now=now,
        n_before=before,
        p=p,
        p_exact=_conditional(now, now + before, t_now / (t_now + t_before)),
        z=poisson_z(now, before) if t_now == t_before else None,
    )


def poisson_rate(n: float, *, length: float = 1.0, confidence: float = 0.95) -> Rate:
    """Events per unit of time with the exact (Garwood) interval.

    Raises NegativeCount, FractionalCount, OutOfRange.
    """
    events, exposure = count(n, "n"), positive(length, "length")
    tail = (1 - within(confidence, "confidence", 0, 1)) / 2
    low = float(scipy.special.gammaincinv(events, tail)) if events else 0.0
    high = float(scipy.special.gammainccinv(events + 1, tail))
    return Rate(
        estimate=events / exposure,
        lower=low / exposure,
        upper=high / exposure,
        n=events,
        method="exact Poisson interval",
        citation=GARWOOD,
        confidence=confidence,
        warnings=(Caution.FEW,) if events < LEAST_FOR_PERCENT else (),
        exposure=exposure,
    )


def _two(
    n_now: float, n_before: float, length_now: float, length_before: float
) -> tuple[int, int, float, float]:
    now, before = count(n_now, "n_now"), count(n_before, "n_before")
    lengths = positive(length_now, "length_now"), positive(length_before, "length_before")
    if now + before == 0:
        raise NothingToCompare("nothing happened in either period", element="n_now")
    return now, before, *lengths


def _conditional(hits: int, n: int, share: float) -> float:
    """Two-sided exact binomial p: all outcomes no likelier than the one seen."""
    k = np.arange(n + 1, dtype=float)
    log_chance = (
        scipy.special.gammaln(n + 1)
        - scipy.special.gammaln(k + 1)
        - scipy.special.gammaln(n - k + 1)
        + k * math.log(share)
        + (n - k) * math.log1p(-share)
    )
    return min(1.0, float(np.exp(log_chance[log_chance <= log_chance[hits] + 1e-7]).sum()))
