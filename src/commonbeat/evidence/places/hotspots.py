"""Places where counts cluster, and how good a forecast of places was.

For rates give residuals or smoothed rates, never raw rates of small areas. The output names
places and problems for a problem-solving response.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from commonbeat.evidence.checks import (
    count,
    counts,
    finite_numbers,
    non_negative,
    number_list,
    same_length,
    within,
)
from commonbeat.evidence.faults import MoreThanAll, OutOfRange, TooFew, WrongShape
from commonbeat.evidence.proportions import FEW
from commonbeat.evidence.results import Caution, Told
from commonbeat.evidence.wording import counted, number, percent, pick

Floats = NDArray[np.float64]
ORD = "Ord, J. K. & Getis, A. (1995). Geographical Analysis 27:286–306."
BH = "Benjamini, Y. & Hochberg, Y. (1995). Journal of the Royal Statistical Society B 57:289–300."
LUM = "Lum, K. & Isaac, W. (2016). Significance 13(5):14–19."
CHAINEY = "Chainey, S., Tompson, L. & Uhlig, S. (2008). Security Journal 21:4–28."


@dataclass(frozen=True, slots=True)
class Hotspots(Told):
    """A z for each cell, and the cells that stand out at the false-discovery rate."""

    z: tuple[float, ...]
    p: tuple[float, ...]
    flagged: tuple[int, ...]
    rate: float
    n: int
    method: str = "Gi*, one-sided, Benjamini–Hochberg"
    citation: str = f"{ORD} {BH}"
    warnings: tuple[str, ...] = ()

    def sentence(self, language: str = "en") -> str:
        """Say how many places stand out and how many of those may be chance."""
        cells = counted(len(self.flagged), language, ("place", "places"), ("lieu", "lieux"))
        rate = percent(self.rate, language)
        return pick(
            language,
            f"{cells} of {self.n} stand out; about {rate} of those may be chance.",
            f"{cells} sur {self.n} se distinguent ; environ {rate} d’entre eux sont "
            "peut-être dus au hasard.",
        )


def gi_star(values: ArrayLike, weights: Any, *, rate: float = 0.05) -> Hotspots:
    """Local Gi* of each cell, from an n × n table of weights (dense or scipy sparse).

    The weights should hold each cell itself. Raises TooFew (under 3 cells), WrongShape,
    NotFinite, OutOfRange (all values alike).
    """
    x = number_list(values, "values", least=3)
    if not scipy.sparse.issparse(weights):
        weights = finite_numbers(weights, "weights")
        if weights.ndim != 2:
            raise WrongShape("weights", weights.shape, f"{x.size} × {x.size}")
    table = scipy.sparse.csr_array(weights)
    if table.shape != (x.size, x.size):
        raise WrongShape("weights", table.shape, f"{x.size} × {x.size}")
    square = table.copy()
    square.data = square.data**2
    ones = np.ones(x.size)
    return _hotspots(x, table @ x, table @ ones, square @ ones, rate)


def gi_star_on_grid(grid: ArrayLike, *, reach: int = 1, rate: float = 0.05) -> Hotspots:
    """Gi* on a grid where all cells within `reach` rows and columns count alike.

    Cells are numbered row by row. Raises as `gi_star`.
    """
    table = finite_numbers(grid, "grid")
    if table.ndim != 2:
        raise WrongShape("grid", table.shape, "rows × columns")
    if count(reach, "reach") < 1:
        raise OutOfRange("reach", 0, reach, "a whole number from 1")
    near = _box_sum(table, reach).ravel()
    n_near = _box_sum(np.ones(table.shape), reach).ravel()
    return _hotspots(table.ravel(), near, n_near, n_near, rate)


def _box_sum(table: Floats, reach: int) -> Floats:
    for axis in (0, 1):
        line = np.cumsum(table, axis=axis)
        line = np.insert(line, 0, 0.0, axis=axis)
        n = table.shape[axis]
        high = np.minimum(np.arange(n) + reach + 1, n)
        low = np.maximum(np.arange(n) - reach, 0)
        table = np.take(line, high, axis=axis) - np.take(line, low, axis=axis)
    return table


def _hotspots(x: Floats, near: Floats, w: Floats, w2: Floats, rate: float) -> Hotspots:
    n, mean = x.size, float(x.mean())
    spread = float(np.sqrt((x * x).mean() - mean**2))
    if n < 3:
        raise TooFew("cells", n, 3)
    if spread == 0:
        raise OutOfRange("values", 0, mean, "different from one another")
    room = np.sqrt(np.maximum(n * w2 - w**2, 0) / (n - 1))
    z = np.divide(near - mean * w, spread * room, out=np.zeros(n), where=room > 0)
    p = scipy.special.ndtr(-z)
    return Hotspots(
        z=tuple(z.tolist()),
        p=tuple(p.tolist()),
        flagged=tuple(np.flatnonzero(false_discovery(p, rate)).tolist()),
        rate=rate,
        n=n,
    )


def false_discovery(p_values: ArrayLike, rate: float = 0.05) -> NDArray[np.bool_]:
    """Return which tests to keep so that at most `rate` of them are false, on average."""
    p = number_list(p_values, "p_values")
    within(rate, "rate", 0, 1)
    low = np.flatnonzero(p <= rate)  # none of the others can pass
    order = low[np.argsort(p[low], kind="stable")]
    passed = p[order] <= rate * np.arange(1, low.size + 1) / p.size
    kept = np.zeros(p.size, dtype=bool)
    if passed.any():
        kept[order[: int(np.flatnonzero(passed)[-1]) + 1]] = True
    return kept


@dataclass(frozen=True, slots=True)
class ForecastQuality(Told):
    """For the t best forecast cells, t = 1, 2, …: how well they held what came."""

    pai: tuple[float, ...]
    pei: tuple[float, ...]
    rri: tuple[float, ...]
    n: int
    method: str = "prediction accuracy, efficiency and recapture indices"
    citation: str = CHAINEY
    warnings: tuple[str, ...] = ()

    def sentence(self, language: str = "en") -> str:
        """Say how much the first place of the forecast held, and how near that is to the best."""
        times, best = number(self.pai[0], language, 1), percent(self.pei[0], language)
        return pick(
            language,
            f"The first place of the forecast held {times} times as many events as its size "
            f"alone would; that is {best} of what was possible.",
            f"Le premier lieu prévu a eu {times} fois plus d’événements que sa taille seule ne "
            f"le voudrait ; c’est {best} de ce qui était possible.",
        )


def forecast_quality(
    observed: ArrayLike, forecast: ArrayLike, *, areas: ArrayLike | None = None
) -> ForecastQuality:
    """PAI, PEI and RRI of a forecast by cell (ties keep their order).

    Raises TooFew (no event), UnequalLengths, NegativeCount, FractionalCount, NotFinite.
    """
    seen = counts(number_list(observed, "observed"), "observed")
    told = non_negative(number_list(forecast, "forecast"), "forecast")
    size = np.ones(seen.size) if areas is None else number_list(areas, "areas")
    same_length(observed=seen, forecast=told, areas=size)
    if seen.sum() == 0:
        raise TooFew("events", 0, 1)
    if (size <= 0).any():
        raise OutOfRange("areas", int(np.argmax(size <= 0)), 0, "above 0")
    order = np.argsort(-told, kind="stable")
    best = np.argsort(-seen / size, kind="stable")
    hit = np.cumsum(seen[order])
    pai = _index(seen, size, order)
    with np.errstate(divide="ignore", invalid="ignore"):
        rri = np.cumsum(told[order]) / hit
    return ForecastQuality(
        pai=tuple(map(float, pai)),
        pei=tuple(map(float, pai / _index(seen, size, best))),
        rri=tuple(map(float, rri)),
        n=seen.size,
        warnings=(Caution.FEW,) if seen.sum() < FEW else (),
    )


def _index(seen: Floats, size: Floats, order: NDArray[np.int64]) -> Floats:
    held = np.cumsum(seen[order]) / seen.sum()
    return np.asarray(held / (np.cumsum(size[order]) / size.sum()))


@dataclass(frozen=True, slots=True)
class LivingInside(Told):
    """For each group of residents the share that lives in the flagged places."""

    shares: Mapping[str, float]
    n: int
    method: str = "residents inside over residents everywhere, by group"
    citation: str = LUM
    warnings: tuple[str, ...] = ()

    def sentence(self, language: str = "en") -> str:
        """Say each group's share."""
        told = ", ".join(f"{name} {percent(x, language)}" for name, x in self.shares.items())
        return pick(
            language,
            f"Who lives in the flagged places: {told}.",
            f"Qui habite les lieux signalés : {told}.",
        )


def share_living_inside(
    inside: Mapping[str, float], everywhere: Mapping[str, float]
) -> LivingInside:
    """Return for each group of residents the share that lives in the flagged places.

    Raises OutOfRange (a group not known everywhere), MoreThanAll, NegativeCount, TooFew.
    """
    told = {}
    for group, total in everywhere.items():
        n, here = counts([total, inside.get(group, 0)], group)
        if here > n:
            raise MoreThanAll(f"{group} inside", here, f"{group} everywhere", n)
        if n == 0:
            raise TooFew(f"residents of {group}", 0, 1)
        told[group] = float(here / n)
    for place, group in enumerate(inside):
        if group not in everywhere:
            raise OutOfRange("inside", place, repr(group), "a group known everywhere")
    if not told:
        raise TooFew("groups", 0, 1)
    people = int(sum(everywhere.values()))
    return LivingInside(
        MappingProxyType(told), people, warnings=(Caution.FEW,) if people < FEW else ()
    )
