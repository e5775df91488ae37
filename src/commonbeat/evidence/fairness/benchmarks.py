"""Rates of contact against a benchmark, and how often searches find something."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import scipy

from commonbeat.evidence.checks import count, finite_numbers, within
from commonbeat.evidence.faults import MoreThanAll, TooFew, WrongShape
from commonbeat.evidence.proportions import Proportion, wilson
from commonbeat.evidence.results import Caution, Estimate
from commonbeat.evidence.wording import number, percent, pick

RIDGEWAY = (
    "Ridgeway, G. & MacDonald, J. (2010). Methods for assessing racially biased policing. "
    "In: Race, Ethnicity, and Policing, NYU Press, 180–204."
)
KNOWLES = "Knowles, J., Persico, N. & Todd, P. (2001). Journal of Political Economy 109:203–229."


@dataclass(frozen=True, slots=True)
class Group:
    """How many contacts a group had, and how many people (or peers) it is compared with."""

    contacts: float
    benchmark: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RateRatio(Estimate):
    """Contacts per head of one group over those of another."""

    p: float

    def sentence(self, language: str = "en") -> str:
        """Say the ratio and what it cannot show."""
        ratio, low, high = (number(x, language, 1) for x in (self.estimate, self.lower, self.upper))
        return pick(
            language,
            f"{ratio} times as many contacts per person (likely between {low} and {high}). "
            "Residents are not the same as people present, so this alone shows no bias.",
            f"{ratio} fois plus de contacts par personne (probablement entre {low} et {high}). "
            "Les résidents ne sont pas les personnes présentes : seul, ce chiffre ne montre "
            "pas de parti pris.",
        )


def benchmark_ratio(group: Group, other: Group, *, confidence: float = 0.95) -> RateRatio:
    """Ratio of contact rates with its log-normal interval.

    Raises TooFew (no contact or an empty benchmark), NegativeCount, FractionalCount, NotFinite.
    """
    seen = [count(g.contacts, "contacts") for g in (group, other)]
    people = [count(g.benchmark, "benchmark") for g in (group, other)]
    for name, pair in (("contacts", seen), ("benchmark", people)):
        if min(pair) == 0:
            raise TooFew(name, 0, 1)
    log = math.log(seen[0] / people[0]) - math.log(seen[1] / people[1])
    se = math.sqrt(1 / seen[0] + 1 / seen[1])
    z = float(scipy.special.ndtri(0.5 + within(confidence, "confidence", 0, 1) / 2))
    return RateRatio(
        estimate=math.exp(log),
        lower=math.exp(log - z * se),
        upper=math.exp(log + z * se),
        n=sum(seen),
        method="ratio of rates against a benchmark of residents",
        citation=RIDGEWAY,
        confidence=confidence,
        warnings=(Caution.RESIDENTS_ARE_NOT_PRESENT,),
        p=float(2 * scipy.special.ndtr(-abs(log) / se)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class HitRates(Estimate):
    """Hit rates by group; the estimate is the largest less the smallest."""

    rates: Mapping[str, Proportion]
    p: float

    def sentence(self, language: str = "en") -> str:
        """Say each group's rate and whether chance explains the difference."""
        told = ", ".join(
            f"{name} {percent(rate.estimate, language)}" for name, rate in self.rates.items()
        )
        sure = self.p < 1 - self.confidence
        return pick(
            language,
            f"Searches that found something: {told}; "
            + ("more than chance." if sure else "chance can explain the difference."),
            f"Fouilles fructueuses : {told} ; "
            + ("plus que le hasard." if sure else "le hasard peut expliquer l’écart."),
        )


def hit_rates(by_group: Mapping[str, tuple[float, float]], *, confidence: float = 0.95) -> HitRates:
    """Compare (hits, searches) between groups by a chi-square test.

    Equal rates do not prove equal treatment, nor unequal ones unequal treatment: the test
    looks at the average search, not at the border cases.
    Raises TooFew (under 2 groups, no search), MoreThanAll, NegativeCount, FractionalCount.
    """
    if len(by_group) < 2:
        raise TooFew("groups", len(by_group), 2)
    rates = {name: _rate(name, pair, confidence) for name, pair in by_group.items()}
    hits = np.array([r.n_marked for r in rates.values()], dtype=float)
    n = np.array([r.n for r in rates.values()], dtype=float)
    share = hits.sum() / n.sum()
    if share in (0, 1):
        raise TooFew("searches with another outcome", 0, 1)
    chi = float(((hits - n * share) ** 2 / (n * share * (1 - share))).sum())
    ends = sorted(rates.values(), key=lambda r: r.estimate)
    low, high = ends[0], ends[-1]
    gap = high.estimate - low.estimate
    return HitRates(
        estimate=gap,
        lower=gap - math.hypot(high.estimate - high.lower, low.upper - low.estimate),
        upper=gap + math.hypot(high.upper - high.estimate, low.estimate - low.lower),
        n=int(n.sum()),
        method="hit rates, chi-square; Newcombe limits of the widest gap",
        citation=KNOWLES,
        confidence=confidence,
        warnings=(Caution.AVERAGE_NOT_BORDER,),
        rates=rates,
        p=float(scipy.special.chdtrc(n.size - 1, chi)),
    )


def _rate(name: str, pair: Sequence[float], confidence: float) -> Proportion:
    numbers = finite_numbers(pair, f"hits and searches of {name}")
    if numbers.shape != (2,):
        raise WrongShape(name, numbers.shape, "hits and searches")
    hits, searches = map(float, numbers)
    if count(hits, f"hits of {name}") > count(searches, f"searches of {name}"):
        raise MoreThanAll(f"hits of {name}", hits, "searches", searches)
    if searches == 0:
        raise TooFew(f"searches of {name}", 0, 1)
    return wilson(hits, searches, confidence=confidence)
