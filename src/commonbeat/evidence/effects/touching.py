"""Treated areas that touch share their shocks, so together they say less than areas apart.

How much less is learnt from sets of comparison areas that touch in the same way: one set is
grown from each comparison area, and the spread of the sets' means is held against what
independent areas would show.
"""

from collections.abc import Collection, Mapping, Sequence

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


def shared_shocks(
    residual: Floats,
    weight: Floats,
    touching: Mask,
    treated: NDArray[np.int64],
    comparison: NDArray[np.int64],
) -> float:
    """Return by how much the variance of the treated mean is larger than for areas apart.

    `residual` is each area's log change less the comparison mean, `weight` one over its
    variance. The factor is 1 when no treated areas touch, and never less than 1.
    """
    factors = area_factors(residual, weight, touching, treated, comparison)
    return max(1.0, float(factors[treated] @ weight[treated] / weight[treated].sum()))


def area_factors(
    residual: Floats,
    weight: Floats,
    touching: Mask,
    treated: NDArray[np.int64],
    comparison: NDArray[np.int64],
) -> Floats:
    """Return for each area the factor of the treated group that it belongs to, else 1."""
    factors = np.ones(residual.size)
    by_size: dict[int, float] = {}
    for group in _connected(touching, treated):
        if len(group) not in by_size:
            by_size[len(group)] = _factor(residual, weight, touching, comparison, len(group))
        factors[group] = by_size[len(group)]
    return factors


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
