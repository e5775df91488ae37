"""Sham programmes: how large would a change look in other areas, had they been drawn by lot?

Sets of areas like the treated ones (as many, and hanging together alike) are put in their place.
Where the treated areas were drawn by lot, the true set is one more of these, whatever areas share
and however unevenly they vary. So an interval set by the shams holds what it promises.
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations

import numpy as np
import scipy
from numpy.typing import NDArray

from commonbeat.evidence.effects.alike import likeness
from commonbeat.evidence.effects.changes import LEAST_COMPARISONS, Changes
from commonbeat.evidence.effects.touching import group_sizes

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
Mask = NDArray[np.bool_]
MOST_LISTED, DRAWN = 2_000, 499
LEAST_SHAMS = LEAST_COMPARISONS
FARTHEST = 4.0  # times what Student's t gives


@dataclass(frozen=True, slots=True, eq=False)
class ShamSets:
    """Sets × areas: who is put in the place of the treated, and with whom they are compared."""

    members: Mask
    compared: Mask
    pool: Places
    touching: Mask | None = None

    def alike(self, residual: Floats, untreated: Places) -> Floats | None:
        """Return how alike areas change (see `likeness`); None where no borders are known."""
        if self.touching is None:
            return None
        return likeness(residual, self.touching, np.intersect1d(self.pool, untreated))


def error_share(here: Floats, there: Floats, weight: Floats, alike: Floats | None) -> Floats:
    """Return the variance of a weighted change less that of the compared, per unit of spread.

    `here` and `there` hold weights by set and area. With nothing alike it is one over the sum of
    weights on either side.
    """
    n_here, n_there = here.sum(axis=-1), there.sum(axis=-1)
    apart = 1 / n_here + 1 / n_there
    if alike is None:
        return np.asarray(apart)
    part = (here / n_here[..., None] - there / n_there[..., None]) / np.sqrt(weight)
    return np.asarray(np.maximum(((part @ alike) * part).sum(axis=-1), apart / 4))


def sham_sets(
    changes: Changes, *, touching: Mask | None = None, acted: Collection[int] = ()
) -> ShamSets:
    """Return sham sets among treated and compared areas; always the same for the same areas.

    With `touching` they hang together as the treated areas do, neighbours of the treated areas
    may be drawn too (nothing was done there), and neighbours of a sham set are left out of its
    comparison where those of the treated areas are. Areas in `acted` have no part.
    """
    log, treated, comparison = changes.log, changes.treated, changes.comparison
    if touching is None:
        pool = np.sort(np.concatenate([treated, comparison]))
        # In order of their changes, so that the order in which areas are given does not matter.
        pool = pool[np.lexsort((changes.variance[pool], log[pool]))]
        picked = _sets_by_lot(pool.size, treated.size)
        return _placed(picked, ~picked, pool, log.size, treated)
    near = np.setdiff1d(np.flatnonzero(touching[treated].any(axis=0)), treated)
    pool = np.setdiff1d(np.concatenate([treated, comparison, near]), list(acted))
    table = touching[np.ix_(pool, pool)]
    sizes = group_sizes(touching, treated)
    picked = _sets_alike(table.tobytes(), pool.size, sizes)
    compared = ~picked
    if not np.isin(near, comparison).any():
        compared &= ~(picked.astype(np.float32) @ table.astype(np.float32) > 0)
    enough = compared.sum(axis=1) >= LEAST_COMPARISONS
    found = _placed(picked[enough], compared[enough], pool, log.size, treated)
    return replace(found, touching=touching)


def _placed(picked: Mask, compared: Mask, pool: Places, n_areas: int, treated: Places) -> ShamSets:
    """Give the sets back in the places of all areas, without the treated set itself."""
    found = np.zeros((2, picked.shape[0], n_areas), dtype=bool)
    found[:, :, pool] = picked, compared
    sham = np.flatnonzero(~found[0][:, treated].all(axis=1))
    return ShamSets(found[0][sham], found[1][sham], pool)


@lru_cache(maxsize=16)
def _sets_by_lot(n_areas: int, size: int) -> Mask:
    """Return all sets of a size, or fixed ones drawn where there are too many."""
    if math.comb(n_areas, size) <= MOST_LISTED:
        places = np.array(list(combinations(range(n_areas), size)))
    else:
        draws = np.random.default_rng(0).random((DRAWN, n_areas))
        places = np.argpartition(draws, size - 1, axis=1)[:, :size]
    sets = np.zeros((len(places), n_areas), dtype=bool)
    np.put_along_axis(sets, places, True, axis=1)
    return np.unique(sets, axis=0)


@lru_cache(maxsize=64)
def _sets_alike(touching: bytes, n_areas: int, sizes: Sequence[int]) -> Mask:
    """Grow sets of groups of these sizes that do not touch each other: fixed ones drawn."""
    if sum(sizes) == 1:
        return np.eye(n_areas, dtype=bool)
    rng = np.random.default_rng(0)
    table = np.frombuffer(touching, dtype=bool).reshape(n_areas, n_areas).astype(np.float32)
    inside, closed = np.zeros((2, 2 * DRAWN, n_areas), dtype=bool)
    whole = np.ones(2 * DRAWN, dtype=bool)
    for size in sizes:
        group, edge = np.zeros_like(inside), ~closed
        for _ in range(size):
            lot = np.where(edge & ~closed & ~group, rng.random(inside.shape, np.float32), -1.0)
            best = lot.argmax(axis=1)
            whole &= lot[np.arange(best.size), best] >= 0
            group[np.arange(best.size), best] = True
            edge = group.astype(np.float32) @ table > 0
        inside |= group
        closed |= group | edge
    return np.unique(inside[whole][:DRAWN], axis=0)


@dataclass(frozen=True, slots=True)
class Judged:
    """A change on the log scale with its model's error, to be held against an edge.

    A change counts when it exceeds `edge` errors (Student's t with `free` degrees of freedom),
    and never when it is below `least` errors, which chance within the counts alone would make.
    """

    log: float
    se: float
    edge: float
    free: float
    least: float


class Shams:
    """The sham changes as a function of a supposed effect, which is taken from the treated."""

    def __init__(
        self, sets: ShamSets, changes: Changes, weight: Floats, alike: Floats | None, floor: float
    ) -> None:
        """Sum up once; `floor` is the spread that chance within the counts leaves."""
        log, treated = changes.log, changes.treated
        here, there = sets.members * weight, sets.compared * weight
        n_here, n_there = here.sum(axis=1), there.sum(axis=1)
        acted = np.zeros(log.size)
        acted[treated] = 1.0
        means = there @ np.column_stack([log, acted, log * log, log * acted]) / n_there[:, None]
        self.change = here @ log / n_here - means[:, 0]
        self.slope = here @ acted / n_here - means[:, 1]
        free = n_there / (sets.compared.sum(axis=1) - 1)
        self.spread = (
            free * (means[:, 2] - means[:, 0] ** 2),
            free * (means[:, 3] - means[:, 0] * means[:, 1]),
            free * (means[:, 1] - means[:, 1] ** 2),
        )
        self.share = error_share(here, there, weight, alike)
        self.floor = floor

    def looks(self, effect: float) -> Floats:
        """Return how large each sham change looks against its own error."""
        a, b, c = self.spread
        spread = np.maximum(a - 2 * effect * b + effect * effect * c, self.floor)
        return np.asarray(np.abs(self.change - effect * self.slope) / np.sqrt(spread * self.share))

    def edge(self, effect: float, judged: Judged, confidence: float) -> float:
        """Return how many errors a change must exceed to look larger than shams do.

        With too few shams for the wanted confidence their largest, carried on in the shape of
        Student's t, is mixed with t itself: all t where there are only eight.
        """
        looks = self.looks(effect)
        n, needed = looks.size, confidence / (1 - confidence)
        place = confidence * (n + 1)
        low = int(place + 1e-9)
        if n <= LEAST_SHAMS:
            found = judged.edge
        elif low < n:
            ends = np.partition(looks, [low - 1, low])[low - 1 : low + 1]
            found = float(ends[0] + (place - low) * (ends[1] - ends[0]))
        else:
            trust = min(1.0, (n - LEAST_SHAMS) / (needed - LEAST_SHAMS))
            usual = float(scipy.special.stdtrit(judged.free, 1 - 0.5 / (n + 1)))
            found = judged.edge * (float(looks.max()) / usual) ** trust
        return max(found, judged.least)

    def reach(self, side: int, judged: Judged, confidence: float) -> float:
        """Return how far below (−1) or above (1) the estimate the shams allow an effect."""

        def beyond(step: float) -> float:
            return step / judged.se - self.edge(judged.log + side * step, judged, confidence)

        # On a small map many sham sets hold most of the treated areas, and then no effect is too
        # large for them: the search ends somewhere.
        plain = judged.edge * judged.se
        high = 1.25 * plain
        while beyond(high) <= 0:
            if high >= FARTHEST * plain:
                return FARTHEST * plain
            high = min(1.5 * high, FARTHEST * plain)
        return float(scipy.optimize.brentq(beyond, 0.0, high, xtol=1e-8, rtol=1e-8))
