"""How alike do areas change that lie next to each other, or a few borders away?

A rough figure is enough: it says only which sets of areas tell less together (in one block, in a
corner) and which more, before sham programmes are compared with the treated areas. Source of the
idea: Conley, T. G. (1999). Journal of Econometrics 92:1–45.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
FARTHEST_HOP, MOST, MOST_KEPT = 6, 0.8, 0.8


def likeness(residual: Floats, touching: Mask, places: NDArray[np.int64]) -> Floats:
    """Return a correlation for each pair of areas, learnt from the residuals at some places.

    Next door it is the mean product of residuals, above that of any two areas; with every
    further border it falls by the same factor.
    """
    hops = _hops(touching.tobytes(), touching.shape[0])
    near = hops[np.ix_(places, places)]
    product = np.outer(residual[places], residual[places])
    whole = float(np.trace(product)) / places.size
    apart = ~np.eye(places.size, dtype=bool)
    if whole <= 0 or not (near == 1).any():
        return np.eye(touching.shape[0])
    usual = float(product[apart].mean()) / whole
    first, second = (
        (float(product[near == hop].mean()) / whole - usual) / (1 - usual)
        if (near == hop).any()
        else 0.0
        for hop in (1, 2)
    )
    if first <= 0:
        return np.eye(touching.shape[0])
    kept = min(max(second / first, 0.0), MOST_KEPT)
    steps = np.where(hops > 0, min(first, MOST) * kept ** np.maximum(hops - 1.0, 0.0), 0.0)
    np.fill_diagonal(steps, 1.0)
    return steps


@lru_cache(maxsize=16)
def _hops(touching: bytes, n: int) -> NDArray[np.int64]:
    """Return how many borders lie between areas; nought for far ones and for an area itself."""
    table = np.frombuffer(touching, dtype=bool).reshape(n, n)
    hops = np.zeros((n, n), dtype=np.int64)
    reached = np.eye(n, dtype=bool)
    for hop in range(1, FARTHEST_HOP + 1):
        ahead = (reached.astype(np.float32) @ table.astype(np.float32) > 0) & ~reached
        hops[ahead] = hop
        reached = reached | ahead
    return hops
