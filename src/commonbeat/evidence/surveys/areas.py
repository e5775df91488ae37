"""Small areas: each area's own figure, drawn towards the whole as far as it is uncertain.

How far is printed for every area: a figure that is mostly borrowed is said to be so.
"""

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from commonbeat.evidence.checks import counts, number_list, same_length, within
from commonbeat.evidence.effects.calibrated import paule_mandel
from commonbeat.evidence.faults import MoreThanAll, OutOfRange, TooFew
from commonbeat.evidence.results import Caution, Estimate
from commonbeat.evidence.wording import percent, pick

Floats = NDArray[np.float64]
FAY = (
    "Fay, R. E. & Herriot, R. A. (1979). "
    "Journal of the American Statistical Association 74:269–277."
)
FEW = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallArea(Estimate):
    """A share in one area after borrowing; `own` is the area's own, `kept` its weight."""

    own: float
    kept: float

    def sentence(self, language: str = "en") -> str:
        """Say the share, its range, and how much of it is the area's own."""
        share, low, high = self.percents(language)
        if not self.n:
            return pick(
                language,
                f"{share} (likely between {low} and {high}); nobody answered from this area, so "
                "all of it is borrowed from others.",
                f"{share} (probablement entre {low} et {high}) ; personne n’a répondu dans ce "
                "secteur, tout vient donc des autres.",
            )
        own, kept = percent(self.own, language), percent(self.kept, language)
        return pick(
            language,
            f"{share} (likely between {low} and {high}); the area's own answers give {own} and "
            f"count for {kept} of this figure.",
            f"{share} (probablement entre {low} et {high}) ; les réponses du secteur donnent "
            f"{own} et comptent pour {kept} de ce chiffre.",
        )


def small_area_shares(
    n_marked: ArrayLike, n: ArrayLike, *, deff: ArrayLike | float = 1.0, confidence: float = 0.95
) -> tuple[SmallArea, ...]:
    """Shares by area on the arcsine scale, shrunk towards their weighted mean.

    `deff` is the design effect of all or of each area. Raises TooFew (under 3 areas, an area
    without answers), MoreThanAll, UnequalLengths, NegativeCount, FractionalCount, NotFinite.
    """
    marked = counts(number_list(n_marked, "n_marked", least=3), "n_marked")
    base = counts(number_list(n, "n"), "n")
    same_length(n_marked=marked, n=base)
    _refuse_odd(marked, base)
    angle = np.arcsin(np.sqrt((marked + 0.375) / (base + 0.75)))
    best, spread, kept = _borrowed(angle, 1 / (4 * base / _effects(deff, base.size) + 2))
    level = 0.5 + within(confidence, "confidence", 0, 1) / 2
    half = float(scipy.special.stdtrit(base.size - 1, level)) * spread
    limits = np.clip([best - half, best, best + half], 0, np.pi / 2)
    low, share, high = np.sin(limits) ** 2
    return tuple(
        SmallArea(
            estimate=float(share[i]),
            lower=float(low[i]),
            upper=float(high[i]),
            n=int(base[i]),
            method="area-level model, empirical best prediction",
            citation=FAY,
            confidence=confidence,
            warnings=(Caution.FEW,) if base[i] < FEW else (),
            own=float(marked[i] / base[i]),
            kept=float(kept[i]),
        )
        for i in range(base.size)
    )


def _borrowed(angle: Floats, variance: Floats) -> tuple[Floats, Floats, Floats]:
    """Return shrunk values, their errors, and the weight each keeps of its own."""
    tau2 = paule_mandel(angle, variance)
    weight = 1 / (variance + tau2)
    middle = float(weight @ angle / weight.sum())
    kept = tau2 * weight
    # Prasad & Rao (1990): the spread between areas is itself only estimated.
    unsure = 2 * variance**2 * weight**3 * 2 / (weight**2).sum()
    spread = np.sqrt(kept * variance + (1 - kept) ** 2 / weight.sum() + unsure)
    return middle + kept * (angle - middle), spread, kept


def _effects(deff: ArrayLike | float, n: int) -> Floats:
    given = number_list(np.full(n, deff) if np.ndim(deff) == 0 else deff, "deff")
    same_length(n=range(n), deff=given)
    if (given <= 0).any():
        place = int(np.argmax(given <= 0))
        raise OutOfRange("deff", place, float(given[place]), "above 0")
    return given


def _refuse_odd(marked: Floats, base: Floats) -> None:
    if (base == 0).any():
        raise TooFew(f"answers in area {int(np.argmin(base))}", 0, 1)
    if (marked > base).any():
        place = int(np.argmax(marked > base))
        raise MoreThanAll(f"marked in area {place}", marked[place], "n", base[place])
