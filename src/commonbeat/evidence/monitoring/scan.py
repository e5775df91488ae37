"""How surprising is the busiest stretch of a long record?"""

import math
from dataclasses import dataclass

import scipy

from commonbeat.evidence.checks import count, positive
from commonbeat.evidence.faults import OutOfRange, TooFew
from commonbeat.evidence.results import Told
from commonbeat.evidence.wording import number, percent, pick

NAUS = "Naus, J. I. (1982). Journal of the American Statistical Association 77:177–183."


@dataclass(frozen=True, slots=True)
class BusiestWindow(Told):
    """How likely some stretch of a long record holds as many events as the busiest one did."""

    n: int
    length: float
    window: float
    mean: float
    p: float
    method: str = "scan statistic, Naus's approximation"
    citation: str = NAUS
    warnings: tuple[str, ...] = ()

    def sentence(self, language: str = "en") -> str:
        """Say how often chance alone makes such a stretch."""
        n, p = number(self.n, language), percent(self.p, language, 1)
        return pick(
            language,
            f"In a record this long, chance alone makes a stretch with {n} or more events {p} of "
            "the time.",
            f"Sur une aussi longue durée, le hasard seul produit un moment de {n} événements ou "
            f"plus dans {p} des cas.",
        )


def busiest_window(n: float, *, length: float, window: float, mean: float) -> BusiestWindow:
    """Judge the busiest stretch of a record; see `busiest_window_p`."""
    p = busiest_window_p(n, length=length, window=window, mean=mean)
    return BusiestWindow(int(n), float(length), float(window), float(mean), p)


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
