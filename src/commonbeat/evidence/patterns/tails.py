"""Chances of a count as large as the one seen, half of the count itself taken off (mid-p).

Mid-p is closer to what it promises than an exact p, which is always too careful on whole numbers.
"""

import numpy as np
import scipy
from numpy.typing import NDArray

Floats = NDArray[np.float64]
LANCASTER = "Lancaster, H. O. (1961). Journal of the American Statistical Association 56:223–234."


def hypergeometric_above(seen: Floats, first: Floats, second: Floats, n: Floats | float) -> Floats:
    """Mid-p of `seen` or more in common, of two sets of these sizes drawn among n."""
    law = scipy.stats.hypergeom(np.broadcast_to(n, seen.shape), first, second)
    return _chance(law.sf(seen) + 0.5 * law.pmf(seen))


def binomial_above(seen: Floats, mean: Floats, variance: Floats) -> Floats:
    """Mid-p of `seen` or more for a binomial matched to a mean and a variance below it.

    The number of trials may be fractional; the tail is then the incomplete beta function.
    """
    share = np.clip(1 - variance / np.maximum(mean, 1e-300), 1e-9, 1 - 1e-9)
    trials = np.maximum(mean / share, seen + 1e-9)
    at_least = np.where(
        seen > 0, scipy.special.betainc(np.maximum(seen, 1e-9), trials - seen + 1, share), 1.0
    )
    more = scipy.special.betainc(seen + 1, np.maximum(trials - seen, 1e-9), share)
    return _chance((at_least + more) / 2)


def beta_binomial_above(seen: Floats, n: Floats, share: Floats, spread: float) -> Floats:
    """Mid-p of `seen` or more of n when shares themselves vary; `spread` nought is binomial."""
    if spread <= 0:
        return _chance(scipy.stats.binom.sf(seen, n, share) + _half_binomial(seen, n, share))
    size = (1 - spread) / spread
    law = scipy.stats.betabinom(n.astype(int), share * size, (1 - share) * size)
    return _chance(law.sf(seen) + 0.5 * law.pmf(seen))


def _half_binomial(seen: Floats, n: Floats, share: Floats) -> Floats:
    return np.asarray(0.5 * scipy.stats.binom.pmf(seen, n, share))


def _chance(p: Floats) -> Floats:
    return np.clip(np.nan_to_num(p, nan=1.0), 0.0, 1.0)
