"""The E-test of Krishnamoorthy and Thomson: are two rates alike, or apart by a given difference?"""

import math

import numpy as np
import scipy
from numpy.typing import NDArray

from commonbeat.evidence.faults import OutOfRange

Floats = NDArray[np.float64]
LARGEST_GRID = 1_200
ALTERNATIVES = ("two-sided", "greater", "less")


def e_test_p(
    counts: tuple[int, int],
    lengths: tuple[float, float],
    difference: float = 0.0,
    alternative: str = "two-sided",
) -> tuple[float, bool]:
    """Return p and whether it is the normal approximation (counts beyond some 8,000).

    The null is rate 1 = rate 2 + `difference`. Raises OutOfRange (an alternative not known; a
    difference that leaves no rate).
    """
    if alternative not in ALTERNATIVES:
        raise OutOfRange("alternative", 0, alternative, "two-sided, greater or less")
    (k1, k2), (t1, t2) = counts, lengths
    rate = (k1 + k2 - difference * t1) / (t1 + t2)
    if not rate > 0 or not rate + difference > 0:
        raise OutOfRange("difference", 0, difference, "such that both rates stay above 0")
    seen = (k1 / t1 - k2 / t2 - difference) / math.sqrt(k1 / t1**2 + k2 / t2**2)
    means = (rate + difference) * t1, rate * t2
    if 2 * _reach(max(means)) > LARGEST_GRID:
        return _normal(seen, alternative), True
    first, second = map(_window, means)
    spread = first[:, None] / t1**2 + second[None, :] / t2**2
    gap = first[:, None] / t1 - second[None, :] / t2 - difference
    far = _as_far(gap, np.sqrt(spread), seen, alternative) & (spread > 0)
    if seen == 0 and alternative == "two-sided":
        return 1.0, False
    chance = _poisson(first, (rate + difference) * t1) @ far @ _poisson(second, rate * t2)
    return min(1.0, float(chance)), False


def _as_far(gap: Floats, error: Floats, seen: float, alternative: str) -> NDArray[np.bool_]:
    """Return which outcomes are at least as far from the null as the one seen."""
    if alternative == "less":
        gap, seen = -gap, -seen
    if alternative == "two-sided":
        gap, seen = np.abs(gap), abs(seen)
    edge = seen * error
    return np.asarray(gap >= edge - 1e-12 * np.abs(edge) - 1e-14)


def _normal(seen: float, alternative: str) -> float:
    if alternative == "two-sided":
        return float(2 * scipy.special.ndtr(-abs(seen)))
    return float(scipy.special.ndtr(seen if alternative == "less" else -seen))


def _reach(mean: float) -> float:
    return 6.5 * math.sqrt(mean) + 20


def _window(mean: float) -> Floats:
    reach = _reach(mean)
    return np.arange(max(0, math.floor(mean - reach)), math.ceil(mean + reach) + 1, dtype=float)


def _poisson(k: Floats, mean: float) -> Floats:
    return np.asarray(np.exp(k * math.log(mean) - mean - scipy.special.gammaln(k + 1)))
