"""What is true of an invented Hub table, known because it is made up.

A real table never knows whether a service is lacking or only seemed so. Here it is planted: what
the figures find can be held against it, and what they find besides is false.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from commonbeat.domains.hub.words import codes

Floats = NDArray[np.float64]
USUALLY_MISSING = (4.0, 46.0)  # Beta: services lack in about 8 % of the times, some more, some less
MISSING = (0.4, 0.6)  # how often one lacks that is planted as a gap
FOLLOWS = 0.55  # of the situations with the first factor of a planted pair, how many get the second
RISES_BY = 0.3  # share of all situations to which a rising category is added in the last year
WAITS = 0.15  # share of situations on a waiting list
WAITS_LATER = 0.32  # in the last year, where that is planted
PAIR_FROM = slice(2, 28)  # planted pairs are of common factors: rare ones may not be shown


@dataclass(frozen=True, slots=True)
class Planted:
    """What stands in a town's Hub to be found. Pairs are of factors, rising ones categories."""

    gaps: frozenset[str] = frozenset()
    pairs: tuple[tuple[str, str], ...] = ()
    rising: tuple[str, ...] = ()
    waiting_rises: bool = False


@dataclass(frozen=True, slots=True)
class Truths:
    """How situations at one table come about.

    `weights` say how common each factor is, `missing` how often each service lacks, `sought` how
    often each is looked for, relative to the others.
    """

    planted: Planted
    factors: tuple[str, ...]
    category_of: Mapping[str, str]
    weights: Floats = field(repr=False)
    services: tuple[str, ...] = ()
    sought: Floats = field(repr=False, default_factory=lambda: np.ones(0))
    missing: Mapping[str, float] = field(default_factory=dict)

    @property
    def paired_categories(self) -> frozenset[frozenset[str]]:
        """Which categories come together because two of their factors do."""
        return frozenset(
            frozenset((self.category_of[one], self.category_of[two]))
            for one, two in self.planted.pairs
        )


def draw_truths(
    rng: np.random.Generator, *, n_gaps: int = 2, n_pairs: int = 2, n_rising: int = 1
) -> Truths:
    """The truths of a town: as many planted gaps, pairs and rising categories as wanted."""
    risks = codes("risk")
    order = rng.permutation(len(risks))
    factors = tuple(risks[int(i)].code for i in order)
    category_of = {one.code: one.group for one in risks}
    services = tuple(one.code for one in codes("service"))
    weights = np.geomspace(1, 0.04, len(factors)) * rng.uniform(0.8, 1.25, len(factors))
    pairs = _pairs(rng, factors[PAIR_FROM], category_of, n_pairs)
    planted = Planted(
        gaps=frozenset(rng.choice(services, size=n_gaps, replace=False).tolist()),
        pairs=pairs,
        rising=_rising(rng, _common(factors, weights, category_of), pairs, category_of, n_rising),
        waiting_rises=n_rising > 0,
    )
    return Truths(
        planted=planted,
        factors=factors,
        category_of=category_of,
        weights=weights,
        services=services,
        sought=rng.uniform(0.4, 1.6, len(services)),
        missing=_missing(rng, services, planted.gaps),
    )


def with_gap(truths: Truths, service: str, *, share: float = 0.7) -> Truths:
    """The same with one more gap: a service that is much sought and lacks in this share."""
    place = truths.services.index(service)
    sought = truths.sought.copy()
    sought[place] = 1.5 * float(sought.max())
    planted = replace(truths.planted, gaps=truths.planted.gaps | {service})
    missing = {**truths.missing, service: share}
    return replace(truths, planted=planted, sought=sought, missing=missing)


def _pairs(
    rng: np.random.Generator, among: Sequence[str], category_of: Mapping[str, str], n: int
) -> tuple[tuple[str, str], ...]:
    """So many pairs of factors, each factor and each category in one pair at most."""
    found: list[tuple[str, str]] = []
    free = [among[int(i)] for i in rng.permutation(len(among))]
    while free and len(found) < n:
        first = free.pop(0)
        free = [code for code in free if category_of[code] != category_of[first]]
        second = free.pop(0)
        free = [code for code in free if category_of[code] != category_of[second]]
        found.append((first, second))
    return tuple(found)


def _rising(
    rng: np.random.Generator,
    common: Mapping[str, float],
    pairs: Sequence[tuple[str, str]],
    category_of: Mapping[str, str],
    n: int,
) -> tuple[str, ...]:
    """So many categories, neither rare nor in most situations, that are in no planted pair."""
    paired = {category_of[code] for pair in pairs for code in pair}
    order = sorted(common, key=lambda code: -common[code])
    middle = order[len(order) // 4 : len(order) * 2 // 3]
    free = [code for code in middle if code not in paired]
    return tuple(str(code) for code in rng.choice(free, size=n, replace=False))


def _common(
    factors: Sequence[str], weights: Floats, category_of: Mapping[str, str]
) -> dict[str, float]:
    """How common each category is, relative to the others."""
    found: dict[str, float] = dict.fromkeys(category_of.values(), 0.0)
    for code, weight in zip(factors, weights.tolist(), strict=True):
        found[category_of[code]] += weight
    return found


def _missing(
    rng: np.random.Generator, services: Sequence[str], gaps: frozenset[str]
) -> dict[str, float]:
    usual = rng.beta(*USUALLY_MISSING, len(services))
    return {
        code: float(rng.uniform(*MISSING)) if code in gaps else float(share)
        for code, share in zip(services, usual, strict=True)
    }
