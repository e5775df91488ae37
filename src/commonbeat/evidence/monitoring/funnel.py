"""Areas against what is expected of them, with limits that are wider where little is expected.

Real areas differ more than chance; the adjusted z allows for that, so that not half the town
stands out.
"""

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from commonbeat.evidence.checks import counts, number_list, positive, same_length, single, within
from commonbeat.evidence.faults import OutOfRange, TooFew
from commonbeat.evidence.results import Caution, Told
from commonbeat.evidence.wording import counted, pick

Floats = NDArray[np.float64]
SPIEGELHALTER = "Spiegelhalter, D. J. (2005). Statistics in Medicine 24:1185–1202."


@dataclass(frozen=True, slots=True)
class Funnel(Told):
    """Ratios of observed to expected, z before and after allowing for extra spread, and its p."""

    ratio: tuple[float, ...]
    z: tuple[float, ...]
    adjusted_z: tuple[float, ...]
    p: tuple[float, ...]
    phi: float
    tau: float
    n: int
    outside: tuple[int, ...]
    limit: float
    method: str = "funnel, Winsorized overdispersion, random effects"
    citation: str = SPIEGELHALTER
    warnings: tuple[str, ...] = ()

    def sentence(self, language: str = "en") -> str:
        """Say how many areas stand out after allowing for the usual spread."""
        out = counted(len(self.outside), language, ("area", "areas"), ("secteur", "secteurs"))
        verb = pick(
            language,
            "stands" if len(self.outside) == 1 else "stand",
            "sort" if len(self.outside) < 2 else "sortent",
        )
        return pick(
            language,
            f"{out} of {self.n} {verb} out beyond what areas usually differ.",
            f"{out} sur {self.n} {verb} du lot, au-delà des écarts habituels.",
        )


def funnel_limit(expected: float, p: float) -> float:
    """Return the limit for observed / expected at tail chance p, interpolated between counts.

    May lie below nought for small expectations: draw it at nought. Raises OutOfRange.
    """
    mean = positive(expected, "expected")
    level = within(p, "p", 0, 1)
    reached = max(0, int(scipy.special.pdtrik(level, mean)) - 1)
    while scipy.special.pdtr(reached, mean) < level:
        reached += 1
    upto = float(scipy.special.pdtr(reached, mean))
    step = upto - (float(scipy.special.pdtr(reached - 1, mean)) if reached else 0.0)
    return (reached - (upto - level) / step) / mean


def funnel(
    observed: ArrayLike, expected: ArrayLike, *, limit: float = 3.0, winsorized: float = 0.1
) -> Funnel:
    """Compare areas with their expectations; `outside` are beyond ±limit after adjustment.

    Raises TooFew (under 3 areas), UnequalLengths, NegativeCount, FractionalCount, NotFinite,
    OutOfRange (an expectation of nought).
    """
    seen = counts(number_list(observed, "observed", least=3), "observed")
    wanted = number_list(expected, "expected")
    same_length(observed=seen, expected=wanted)
    if (wanted <= 0).any():
        place = int(np.argmax(wanted <= 0))
        raise OutOfRange("expected", place, float(wanted[place]), "above 0")
    if not 0 <= single(winsorized, "winsorized") < 0.5:
        raise OutOfRange("winsorized", 0, winsorized, "from 0 to under 0.5")
    z = 2 * (np.sqrt(seen) - np.sqrt(wanted))
    low, high = np.quantile(z, [winsorized, 1 - winsorized])
    phi = float((np.clip(z, low, high) ** 2).mean())
    tau2 = _extra_variance(phi, wanted)
    spread = np.sqrt(1 / (4 * wanted) + tau2)
    adjusted = (np.sqrt(seen / wanted) - 1) / spread
    return Funnel(
        ratio=tuple(map(float, seen / wanted)),
        z=tuple(map(float, z)),
        adjusted_z=tuple(map(float, adjusted)),
        p=tuple(map(float, 2 * scipy.special.ndtr(-np.abs(adjusted)))),
        phi=phi,
        tau=float(np.sqrt(tau2)),
        n=seen.size,
        outside=tuple(map(int, np.flatnonzero(np.abs(adjusted) > positive(limit, "limit")))),
        limit=limit,
        warnings=(Caution.UNEVEN_SPREAD,) if tau2 > 0 else (),
    )


def _extra_variance(phi: float, expected: Floats) -> float:
    n, weight = expected.size, 4 * expected
    if n < 2:
        raise TooFew("areas", n, 2)
    room = weight.sum() - (weight**2).sum() / weight.sum()
    return max(0.0, float((n * phi - (n - 1)) / room))
