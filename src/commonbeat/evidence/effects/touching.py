"""Which areas touch, and how treated areas hang together."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from commonbeat.evidence.faults import OutOfRange

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


def group_sizes(touching: Mask, places: NDArray[np.int64]) -> tuple[int, ...]:
    """Return the sizes of the groups in which places hang together, largest first."""
    sizes = []
    left = set(map(int, places))
    while left:
        group = [left.pop()]
        for here in group:
            joined = {i for i in left if touching[here, i]}
            group += sorted(joined)
            left -= joined
        sizes.append(len(group))
    return tuple(sorted(sizes, reverse=True))
