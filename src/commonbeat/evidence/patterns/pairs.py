"""Which factors come up together more often than chance, from counts alone.

A situation with many factors holds many pairs, so with rich and poor situations side by side
nearly every pair looks linked. Given counts by the number of factors of a situation, what is
expected allows for that: only then is a pair that stands out a finding.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from commonbeat.evidence.checks import count, counts, positive, within
from commonbeat.evidence.faults import Contradiction, MoreThanAll, UnequalLengths, WrongShape
from commonbeat.evidence.patterns import tails
from commonbeat.evidence.patterns.discovery import NAMES, SOURCES, Rule, adjusted, stands_out
from commonbeat.evidence.proportions import FEW
from commonbeat.evidence.results import Caution, Estimate, Told
from commonbeat.evidence.wording import counted, number, percent, pick

Floats = NDArray[np.float64]
LIFT = "Brin, S., Motwani, R. & Silverstein, C. (1997). SIGMOD Record 26:265–276."
HAJEK = "Hájek, J. (1964). Annals of Mathematical Statistics 35:1491–1523."


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair(Estimate):
    """Two factors; `estimate` is the lift, how many times as often together as by chance.

    `q` is the share of false finds at which this pair would be found.
    """

    first: str
    second: str
    n_together: int
    expected: float
    p: float
    q: float
    stands_out: bool

    def sentence(self, language: str = "en", names: Mapping[str, str] | None = None) -> str:
        """Say how often the two came up together; `names` are the words for the codes."""
        said = names or {}
        one, two = said.get(self.first, self.first), said.get(self.second, self.second)
        together, n = number(self.n_together, language), number(self.n, language)
        times, low, high = (number(x, language, 1) for x in (self.estimate, self.lower, self.upper))
        return pick(
            language,
            f"{one} and {two} came up together in {together} of {n} situations: "
            f"{times} times as often as by chance (likely between {low} and {high}).",
            f"{one} et {two} sont apparus ensemble dans {together} situations sur {n} : "
            f"{times} fois plus souvent que par hasard (probablement entre {low} et {high}).",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs(Told):
    """Every pair looked at, the most certain first."""

    pairs: tuple[Pair, ...]
    n: int
    rate: float
    method: str
    citation: str
    warnings: tuple[str, ...] = ()

    @property
    def found(self) -> tuple[Pair, ...]:
        """The pairs that stand out, the strongest first."""
        return tuple(sorted((p for p in self.pairs if p.stands_out), key=lambda p: -p.lower))

    def sentence(self, language: str = "en") -> str:
        """Say how many pairs stand out, and how many of those may be chance."""
        found = len(self.found)
        told = counted(found, language, ("pair", "pairs"), ("paire", "paires"))
        tried, rate = number(len(self.pairs), language), percent(self.rate, language)
        verb = pick(
            language,
            "stands" if found == 1 else "stand",
            "se distingue" if found < 2 else "se distinguent",
        )
        return pick(
            language,
            f"{told} of {tried} {verb} out; at most about {rate} of such finds are chance.",
            f"{told} sur {tried} {verb} ; au plus {rate} environ de ces résultats sont dus "
            "au hasard.",
        )


@dataclass(frozen=True, slots=True)
class ByNumber:
    """The same counts by how many factors a situation has.

    `sizes` (groups), `n` (groups) and `margins` (groups × factors).
    """

    sizes: ArrayLike
    n: ArrayLike
    margins: ArrayLike


def pairs_together(
    n: int,
    margins: ArrayLike,
    together: ArrayLike,
    *,
    codes: Sequence[str],
    by_number: ByNumber | None = None,
    alike: Sequence[object] = (),
    least: int = 1,
    at_least: float = 1.0,
    rate: float = 0.05,
    rule: Rule = "yekutieli",
) -> Pairs:
    """Find factors that come up together more often than `at_least` times what chance gives.

    `margins` counts the situations with each factor, `together` (factors × factors) those with
    both. Pairs of factors that are `alike` (same value) or rarer than `least` are not looked at.
    With very many situations the smallest lift is beyond chance and of no use: ask for more
    than once as often, such as 1.2.
    Raises WrongShape, UnequalLengths, MoreThanAll, Contradiction, NegativeCount, OutOfRange.
    """
    n_all, single = count(n, "n"), counts(margins, "margins")
    both = _square(together, single, n_all)
    _refuse_unequal(codes, alike, single)
    one, two = _candidates(single, n_all, alike, least)
    a, b, seen = single[one], single[two], both[one, two]
    if by_number is None:
        expected = a * b / max(n_all, 1)
        variance = expected * (1 - a / max(n_all, 1)) * (1 - b / max(n_all, 1))
    else:
        expected, variance = _given_number(by_number, n_all, single, one, two)
    if by_number is None and at_least == 1:
        p = tails.hypergeometric_above(seen, a, b, float(n_all)) if seen.size else seen
    else:
        more = positive(at_least, "at_least")
        p = tails.binomial_above(
            seen, np.minimum(more * expected, np.minimum(a, b)), more * variance
        )
    q = adjusted(p, rule=rule)
    lower, upper = _limits(seen, a, b, n_all, expected)
    out = stands_out(q, rate)
    made = [
        _pair(n_all, codes, place, numbers)
        for place, numbers in zip(
            zip(one, two, strict=True),
            zip(seen, expected, lower, upper, p, q, out, strict=True),
            strict=True,
        )
    ]
    method = _method(by_number, at_least, rule)
    sources = (LIFT, tails.LANCASTER, SOURCES[rule], *((HAJEK,) if by_number else ()))
    return Pairs(
        pairs=tuple(sorted(made, key=lambda pair: (pair.q, -pair.lower))),
        n=n_all,
        rate=within(rate, "rate", 0, 1),
        method=method,
        citation=" ".join(sources),
        warnings=(Caution.MANY_LOOKED_AT,),
    )


def _method(by_number: ByNumber | None, at_least: float, rule: Rule) -> str:
    if by_number is None and at_least == 1:
        return f"hypergeometric mid-p, {NAMES[rule]}"
    given = "given the number of factors, " if by_number else ""
    return f"lift above {at_least:g} {given}matched binomial mid-p, {NAMES[rule]}"


Numbers = tuple[float, float, float, float, float, float, bool]


def _pair(n: int, codes: Sequence[str], place: tuple[int, int], numbers: Numbers) -> Pair:
    seen, expected, lower, upper, p, q, out = numbers
    return Pair(
        estimate=float(seen / expected) if expected else 0.0,
        lower=float(lower),
        upper=float(upper),
        n=n,
        method="log lift, delta method",
        citation=LIFT,
        warnings=(Caution.FEW,) if seen < FEW else (),
        first=codes[place[0]],
        second=codes[place[1]],
        n_together=int(seen),
        expected=float(expected),
        p=float(p),
        q=float(q),
        stands_out=bool(out),
    )


def _square(together: ArrayLike, single: Floats, n: int) -> Floats:
    both = counts(together, "together")
    if both.shape != (single.size, single.size):
        raise WrongShape("together", both.shape, f"{single.size} × {single.size}")
    if single.size and single.max() > n:
        raise MoreThanAll("margins", float(single.max()), "n", n)
    if (np.triu(both, 1) > np.minimum.outer(single, single)).any():
        raise Contradiction("a pair was counted more often than one of its two factors")
    return both


def _refuse_unequal(codes: Sequence[str], alike: Sequence[object], single: Floats) -> None:
    if len(codes) != single.size:
        raise UnequalLengths(("codes", "margins"), (len(codes), single.size))
    if alike and len(alike) != single.size:
        raise UnequalLengths(("alike", "margins"), (len(alike), single.size))


def _candidates(
    single: Floats, n: int, alike: Sequence[object], least: int
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Pairs chosen by their margins alone, which leaves the false-discovery rate as it is."""
    one, two = np.triu_indices(single.size, 1)
    common = (single >= max(least, 1)) & (n - single >= 1)
    keep = common[one] & common[two]
    if alike:
        group = np.unique(np.array([repr(each) for each in alike]), return_inverse=True)[1]
        keep &= group[one] != group[two]
    return one[keep], two[keep]


def _given_number(
    by_number: ByNumber, n: int, single: Floats, one: NDArray[np.intp], two: NDArray[np.intp]
) -> tuple[Floats, Floats]:
    """Mean and variance of each pair's count, the factors of each situation dealt anew.

    Within the situations of one size the factors keep their counts; pairs are scarcer than if
    factors came independently, because each situation holds exactly so many (Hájek 1964).
    """
    sizes, groups = counts(by_number.sizes, "sizes"), counts(by_number.n, "n by number")
    parts = counts(by_number.margins, "margins by number")
    if parts.shape != (sizes.size, single.size) or groups.shape != sizes.shape:
        raise WrongShape("margins by number", parts.shape, f"{sizes.size} × {single.size}")
    if groups.sum() != n or not np.array_equal(parts.sum(axis=0), single):
        raise Contradiction("the counts by number of factors do not add up to the whole")
    mean, variance = np.zeros(one.size), np.zeros(one.size)
    for size, n_here, part in zip(sizes, groups, parts, strict=True):
        if size < 2 or n_here < 1:
            continue
        share = part / n_here
        rest = 1 - share
        table = np.outer(share, share) * (1 - np.outer(rest, rest) / max(share @ rest, 1e-9))
        free = table.sum() - np.trace(table)
        here = table[one, two] * (size * (size - 1) * n_here / free if free > 0 else 0.0)
        mean += here
        variance += here * rest[one] * rest[two]
    return mean, variance


def _limits(seen: Floats, a: Floats, b: Floats, n: int, expected: Floats) -> tuple[Floats, Floats]:
    """95 % limits of the lift: on its logarithm, or Poisson's upper limit where none was seen."""
    some, safe = np.maximum(seen, 1), np.maximum(expected, 1e-12)
    lift = some / safe
    spread = 1 / some - 1 / a - 1 / b + (2 * some * n / (a * b) - 1) / max(n, 1)
    half = float(scipy.special.ndtri(0.975)) * np.sqrt(np.maximum(spread, 0.0))
    lower = np.where(seen > 0, lift * np.exp(-half), 0.0)
    none = scipy.special.gammaincinv(1.0, 0.975) / safe
    return lower, np.where(seen > 0, lift * np.exp(half), none)
