"""Treated areas that touch share their shocks, so together they say less than areas apart.

How much less is learnt from sets of comparison areas that touch in the same way: one set is
grown from each comparison area, and the spread of the sets' means is held against what
independent areas would show.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonbeat.evidence.faults import OutOfRange

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


def touching_table(areas: Sequence[str], borders: Mapping[str, Collection[str]]) -> Mask:
    """Return which areas touch, from names of neighbours (said once is enough).

    Raises OutOfRange for a name that is not among the areas.
    """
    place = {name: i for i, name in enumerate(areas)}
    table = np.zeros((len(areas), len(areas)), dtype=bool)
    for name, others in borders.items():
        for other in (name, *others):
            if other not in place:
                raise OutOfRange("borders", other, repr(other), "one of the areas")
            table[place[name], place[other]] = table[place[other], place[name]] = True
    np.fill_diagonal(table, False)
    return table


@dataclass(frozen=True, slots=True, eq=False)
class Shared:
    """For each area the size of the treated group it belongs to, and that group's factor.

    The factor says by how much the variance of the group's mean is larger than for areas apart.
    """

    sizes: NDArray[np.int64]
    factors: Floats


def shared_shocks(
    residual: Floats,
    weight: Floats,
    touching: Mask,
    treated: NDArray[np.int64],
    comparison: NDArray[np.int64],
) -> Shared:
    """Learn how much treated areas that touch share, from comparison areas that touch alike.

    `residual` is each area's log change less the comparison mean, `weight` one over its
    variance. Factors are 1 where no treated areas touch, and never less than 1.
    """
    sizes, factors = np.ones(residual.size, dtype=np.int64), np.ones(residual.size)
    by_size: dict[int, float] = {}
    for group in _connected(touching, treated):
        if len(group) not in by_size:
            by_size[len(group)] = _factor(residual, weight, touching, comparison, len(group))
        sizes[group], factors[group] = len(group), by_size[len(group)]
    return Shared(sizes, factors)


def freedom(
    weight: Floats, shared: Shared, treated: NDArray[np.int64], comparison: NDArray[np.int64]
) -> float:
    """Degrees of freedom of the effect's variance (Satterthwaite).

    Only so many sets of a size fit side by side among the comparison areas, so the factor of a
    large group is known but roughly.
    """
    n, whole = comparison.size, float(weight[treated].sum())
    there = 1 / float(weight[comparison].sum())
    variance, unsure = there, there**2 / (n - 1)
    for size in np.unique(shared.sizes[treated]):
        rows = treated[shared.sizes[treated] == size]
        part = float(shared.factors[rows] @ weight[rows]) / whole**2
        variance += part
        unsure += part**2 / max(n / size - 1, 1)
    return min(n - 1.0, variance**2 / unsure)


def _factor(
    residual: Floats, weight: Floats, touching: Mask, comparison: NDArray[np.int64], size: int
) -> float:
    """Return observed over independent variance of the means of touching sets of a size."""
    if size < 2:
        return 1.0
    near = _neighbours(touching, comparison)
    grown = [_grown(near, int(seed), size) for seed in comparison]
    sets = [each for each in grown if each is not None]
    if len(sets) < size:
        return 1.0
    means = [float(weight[s] @ residual[s] / weight[s].sum()) for s in sets]
    # The comparison mean, taken away from the residuals, holds the sets themselves.
    whole = 1 / float(weight[comparison].sum())
    alone = [1 / float(weight[s].sum()) - whole for s in sets]
    return max(1.0, float(np.mean(np.square(means)) / np.mean(alone)))


def _neighbours(touching: Mask, comparison: NDArray[np.int64]) -> dict[int, set[int]]:
    """Return which comparison areas touch each comparison area."""
    table = touching[np.ix_(comparison, comparison)]
    return {
        int(place): set(map(int, comparison[row]))
        for place, row in zip(comparison, table, strict=True)
    }


def _grown(near: Mapping[int, Collection[int]], seed: int, size: int) -> list[int] | None:
    """Grow a set from a seed, taking first what touches it most; None where it gets stuck."""
    inside = [seed]
    touched: dict[int, int] = {}
    while len(inside) < size:
        for place in near[inside[-1]]:
            touched[place] = touched.get(place, 0) + 1
        best = min(touched.keys() - set(inside), key=lambda i: (-touched[i], i), default=None)
        if best is None:
            return None
        inside.append(best)
    return inside


def _connected(touching: Mask, places: NDArray[np.int64]) -> list[list[int]]:
    """Return the places in groups that hang together."""
    groups: list[list[int]] = []
    left = set(map(int, places))
    while left:
        group = [left.pop()]
        for here in group:
            joined = {i for i in left if touching[here, i]}
            group += sorted(joined)
            left -= joined
        groups.append(sorted(group))
    return groups
