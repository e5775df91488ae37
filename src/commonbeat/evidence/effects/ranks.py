"""How rarely areas drawn by lot would rank so high: the rank sum and its exact distribution."""

import math
from collections.abc import Sequence

import numpy as np
import scipy
from numpy.typing import NDArray

Floats = NDArray[np.float64]
MOST_EXACT = 200_000_000
WILCOXON = "Wilcoxon, F. (1945). Biometrics Bulletin 1:80–83."


def rank_sum_p(scores: Floats, chosen: Sequence[int]) -> float:
    """Return the chance that as many places drawn by lot score as high (one-sided).

    Ties share their ranks. Exact up to some hundreds of places, else normal with half a rank.
    """
    doubled = _doubled_ranks(scores)
    size, reached = len(chosen), int(doubled[list(chosen)].sum())
    if scores.size * size * int(doubled.sum()) > MOST_EXACT:
        return _about(doubled, size, reached)
    ways = np.zeros((size + 1, int(doubled.sum()) + 1))
    ways[0, 0] = 1.0
    for rank in doubled:
        ways[1:, rank:] += ways[:-1, : ways.shape[1] - rank].copy()
    return float(ways[size, reached:].sum() / ways[size].sum())


def _doubled_ranks(scores: Floats) -> NDArray[np.int64]:
    """Return twice the ranks from 1, so that shared ranks are whole numbers too."""
    low = np.sort(scores).searchsorted(scores, side="left")
    high = np.sort(scores).searchsorted(scores, side="right")
    return np.asarray(low + high + 1)


def _about(doubled: NDArray[np.int64], size: int, reached: int) -> float:
    n = doubled.size
    spread = size * (1 - size / n) * float(doubled.var(ddof=1))
    away = reached - 1 - size * float(doubled.mean())
    return float(scipy.special.ndtr(-away / math.sqrt(spread))) if spread else 1.0
