"""How surprising is the busiest stretch of a long record?"""

import math

import scipy

from commonbeat.evidence.checks import count, positive
from commonbeat.evidence.faults import OutOfRange, TooFew

NAUS = "Naus, J. I. (1982). Journal of the American Statistical Association 77:177–183."


def busiest_window_p(n: float, *, length: float, window: float, mean: float) -> float:
    """Chance that some window holds n or more events, when they come by chance (Naus 1982).

    `length` is the whole record and `window` the stretch, in the same unit; `mean` is events a
    unit. Raises TooFew (under 3 events), OutOfRange (a record shorter than two windows).
    """
    most = count(n, "n")
    if most < 3:
        raise TooFew("n", most, 3)
    if positive(length, "length") < 2 * positive(window, "window"):
        raise OutOfRange("length", 0, length, f"at least {2 * window:g}")
    psi = positive(mean, "mean") * window
    two, three = _two(most, psi), _three(most, psi)
    chance = 1 - two * (three / two) ** (length / window - 2)
    return float(min(1.0, max(0.0, chance)))


def _chance(k: int, psi: float) -> float:
    return math.exp(k * math.log(psi) - psi - math.lgamma(k + 1)) if k >= 0 else 0.0


def _up_to(k: int, psi: float) -> float:
    return float(scipy.special.pdtr(k, psi)) if k >= 0 else 0.0


def _two(n: int, psi: float) -> float:
    """Return the chance that no window holds n in a record of two windows."""
    first = _up_to(n - 1, psi) ** 2
    second = (n - 1) * _chance(n, psi) * _chance(n - 2, psi)
    return first - second - (n - 1 - psi) * _chance(n, psi) * _up_to(n - 3, psi)


def _three(n: int, psi: float) -> float:
    """Return the same for a record of three windows."""
    p, below = _chance(n, psi), _up_to(n - 1, psi)
    a1 = 2 * p * below * ((n - 1) * _up_to(n - 2, psi) - psi * _up_to(n - 3, psi))
    a2 = (
        (n - 1) * (n - 2) * _up_to(n - 3, psi)
        - 2 * (n - 2) * psi * _up_to(n - 4, psi)
        + psi**2 * _up_to(n - 5, psi)
    )
    a3 = sum(_chance(2 * n - r, psi) * _up_to(r - 1, psi) ** 2 for r in range(1, n))
    a4 = sum(
        _chance(2 * n - r, psi)
        * _chance(r, psi)
        * ((r - 1) * _up_to(r - 2, psi) - psi * _up_to(r - 3, psi))
        for r in range(2, n)
    )
    return below**3 - a1 + 0.5 * p**2 * a2 + a3 - a4
