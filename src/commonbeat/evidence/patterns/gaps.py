"""Where help was sought and there was none: services against their peers, and against before.

Services differ from each other by nature. How much they usually do is learnt from all of them,
the most extreme drawn in, so that not half of them stand out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from commonbeat.evidence.checks import counts, number_list, same_length, within
from commonbeat.evidence.faults import MoreThanAll, TooFew
from commonbeat.evidence.patterns import tails
from commonbeat.evidence.patterns.discovery import NAMES, SOURCES, Rule, adjusted, stands_out
from commonbeat.evidence.proportions import FEW, WILSON, wilson_limits
from commonbeat.evidence.results import Caution, Estimate, Told
from commonbeat.evidence.wording import number, percent, pick

Floats = NDArray[np.float64]
SPIEGELHALTER = "Spiegelhalter, D. J. (2005). Statistics in Medicine 24:1185–1202."
SKELLAM = "Skellam, J. G. (1948). Journal of the Royal Statistical Society B 10:257–261."
ENOUGH_PEERS = 8
WINSORIZED = 0.1
LEFT_OF_NORMAL = 0.679  # what drawing in a tenth at each end leaves of a normal variance
CAREFUL = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap(Estimate):
    """One service: of `n` times sought, it was not there `n_missing` times; `peers` is theirs."""

    service: str
    n_missing: int
    peers: float
    p: float
    q: float
    stands_out: bool

    def sentence(self, language: str = "en", names: Mapping[str, str] | None = None) -> str:
        """Say how often the service was not there, and how often others were not."""
        name = (names or {}).get(self.service, self.service)
        share, low, high = self.percents(language)
        missing, n = number(self.n_missing, language), number(self.n, language)
        peers = percent(self.peers, language)
        return pick(
            language,
            f"{name}: not there in {missing} of {n} times it was sought, that is {share} "
            f"(likely between {low} and {high}; {peers} for the others together).",
            f"{name} : absent {missing} fois sur les {n} où on l’a cherché, soit {share} "
            f"(probablement entre {low} et {high} ; {peers} pour l’ensemble des autres).",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps(Told):
    """Every service, the most certain gap first; `spread` is how much services usually differ."""

    gaps: tuple[Gap, ...]
    spread: float
    n: int
    rate: float
    method: str
    citation: str
    warnings: tuple[str, ...] = ()

    @property
    def found(self) -> tuple[Gap, ...]:
        """The services that stand out."""
        return tuple(gap for gap in self.gaps if gap.stands_out)

    def sentence(self, language: str = "en") -> str:
        """Say how many services stand out."""
        out, tried = number(len(self.found), language), number(len(self.gaps), language)
        return pick(
            language,
            f"{out} of {tried} kinds of service were missing more often than they usually differ.",
            f"{out} types de services sur {tried} ont manqué plus souvent que ce qui les "
            "distingue d’habitude.",
        )


def service_gaps(
    missing: ArrayLike,
    sought: ArrayLike,
    *,
    codes: Sequence[str],
    rate: float = 0.05,
    rule: Rule = "hochberg",
) -> Gaps:
    """Find services that were missing more often than their peers, given how peers differ.

    `missing` of `sought` times for each service; services never sought are left out.
    Raises TooFew (under 2 services), UnequalLengths, MoreThanAll, NegativeCount, OutOfRange.
    """
    none, n = _pairs_of(missing, sought, codes)
    kept = np.flatnonzero(n > 0)
    if kept.size < 2:
        raise TooFew("services", kept.size, 2)
    none, n, names = none[kept], n[kept], [codes[int(i)] for i in kept]
    peers = (none.sum() - none + 0.5) / (n.sum() - n + 1)
    spread = _spread(none, n)
    p = tails.beta_binomial_above(none, n, peers, spread)
    q = adjusted(p, rule=rule)
    out = stands_out(q, rate)
    warnings = (Caution.FEW_PEERS,) if kept.size < ENOUGH_PEERS else ()
    made = [
        _gap(name, (each_none, each_n, peer), (chance, found, bool(is_out)), warnings)
        for name, each_none, each_n, peer, chance, found, is_out in zip(
            names, none, n, peers, p, q, out, strict=True
        )
    ]
    return Gaps(
        gaps=tuple(sorted(made, key=lambda gap: (gap.q, -gap.lower))),
        spread=spread,
        n=int(n.sum()),
        rate=within(rate, "rate", 0, 1),
        method=f"beta-binomial mid-p against the others, {NAMES[rule]}",
        citation=f"{SKELLAM} {SPIEGELHALTER} {SOURCES[rule]}",
        warnings=warnings,
    )


def _pairs_of(part: ArrayLike, whole: ArrayLike, codes: Sequence[str]) -> tuple[Floats, Floats]:
    some = counts(number_list(part, "missing", least=0), "missing")
    every = counts(number_list(whole, "sought", least=0), "sought")
    same_length(missing=some, sought=every, codes=list(codes))
    over = some > every
    if over.any():
        place = int(np.argmax(over))
        raise MoreThanAll("missing", float(some[place]), "sought", float(every[place]))
    return some, every


def _spread(none: Floats, n: Floats) -> float:
    """How much shares differ beyond chance, from 0 to under 1, the extremes drawn in."""
    # Around the middle service: one that is far out must not widen what counts as usual.
    together = float(np.median(none / n)) or float(none.sum() / n.sum())
    room = together * (1 - together)
    if room <= 0 or n.size < 3 or n.mean() <= 1:
        return 0.0
    z = (none / n - together) / np.sqrt(room / n)
    low, high = np.quantile(z, [WINSORIZED, 1 - WINSORIZED])
    phi = float((np.clip(z, low, high) ** 2).mean()) / LEFT_OF_NORMAL * n.size / (n.size - 1)
    # Few services tell little of how services differ: take the upper end of what is likely.
    phi *= (n.size - 1) / float(scipy.special.chdtri(n.size - 1, CAREFUL))
    size = float((n.sum() - (n**2).sum() / n.sum()) / (n.size - 1))
    return float(np.clip((phi - 1) / max(size - 1, 1e-9), 0.0, 0.9))


def _gap(
    name: str,
    counted: tuple[float, float, float],
    found: tuple[float, float, bool],
    warnings: tuple[str, ...],
) -> Gap:
    (none, n, peers), (p, q, out) = counted, found
    low, high = wilson_limits(none / n, n)
    return Gap(
        estimate=float(none / n),
        lower=float(low),
        upper=float(high),
        n=int(n),
        method="Wilson",
        citation=WILSON,
        warnings=(*((Caution.FEW,) if n < FEW else ()), *warnings),
        service=name,
        n_missing=int(none),
        peers=float(peers),
        p=float(p),
        q=float(q),
        stands_out=bool(out),
    )
