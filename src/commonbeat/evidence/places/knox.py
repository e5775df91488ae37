"""Near repeats: do events come close together in space and time more often than by chance?

Pairs of events are counted by distance band and day band, half-open [a, b). The days are then
shuffled over the places. Mean and variance of the shuffled counts are known exactly; shuffling
itself gives the p values.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from commonbeat.evidence.checks import count, counts, finite_numbers, number_list, same_length
from commonbeat.evidence.faults import OutOfRange, TooFew, WrongShape
from commonbeat.evidence.places.pairs import Pairs, counted, near_pairs, shuffles
from commonbeat.evidence.proportions import FEW
from commonbeat.evidence.results import Caution, Told
from commonbeat.evidence.wording import number, pick

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
KNOX = (
    "Knox, E. G. (1964). Applied Statistics 13:25–29; "
    "Barton, D. E. & David, F. N. (1966). In: Research Papers in Statistics, Wiley, 259–273."
)
METRICS = {"euclid": 2.0, "manhattan": 1.0}


@dataclass(frozen=True, slots=True)
class KnoxTable(Told):
    """Pairs by distance band (rows) and day band (columns), with what chance would give.

    `estimate` is the ratio of the first cell, `lower` and `upper` what chance alone gives there
    in 95 of 100 shuffles.
    """

    observed: tuple[tuple[int, ...], ...]
    expected: tuple[tuple[float, ...], ...]
    variance: tuple[tuple[float, ...], ...]
    p: tuple[tuple[float, ...], ...]
    distances: tuple[float, ...]
    days: tuple[float, ...]
    n: int
    n_shuffles: int
    method: str = "Knox table, exact moments, shuffled days"
    citation: str = KNOX
    warnings: tuple[str, ...] = ()

    @property
    def ratio(self) -> tuple[tuple[float, ...], ...]:
        """Observed over expected; NaN where nothing is expected."""
        return tuple(
            tuple(o / e if e else math.nan for o, e in zip(seen, wanted, strict=True))
            for seen, wanted in zip(self.observed, self.expected, strict=True)
        )

    @property
    def estimate(self) -> float:
        """Return observed over expected for the nearest and soonest pairs."""
        return self.ratio[0][0]

    @property
    def lower(self) -> float:
        """Return the least ratio there that chance alone would usually give."""
        return max(0.0, 1 - self._usual_reach())

    @property
    def upper(self) -> float:
        """Return the greatest ratio there that chance alone would usually give."""
        return 1 + self._usual_reach()

    def _usual_reach(self) -> float:
        wanted = self.expected[0][0]
        return 1.96 * math.sqrt(self.variance[0][0]) / wanted if wanted else math.nan

    def sentence(self, language: str = "en") -> str:
        """Say how much likelier a second event soon and near is."""
        times, p = number(self.ratio[0][0], language, 1), self.p[0][0]
        near, soon = number(self.distances[1], language), number(self.days[1], language)
        sure = pick(
            language,
            "more than chance" if p < 0.05 else "chance can do that",
            "plus que le hasard" if p < 0.05 else "le hasard peut faire cela",
        )
        return pick(
            language,
            f"Pairs within {near} m and {soon} days are {times} times as many as expected "
            f"({sure}).",
            f"Les paires à moins de {near} m et {soon} jours sont {times} fois plus nombreuses "
            f"que prévu ({sure}).",
        )


def knox_table(
    points: ArrayLike,
    days: ArrayLike,
    *,
    distances: Sequence[float],
    day_edges: Sequence[float],
    rng: np.random.Generator,
    metric: str = "euclid",
    n_shuffles: int = 999,
) -> KnoxTable:
    """Count pairs by bands of distance and of whole days.

    `points` is n × 2 in metres, `days` whole numbers; `distances` and `day_edges` are rising
    edges from nought, of which the last may be infinite.
    Raises TooFew (under 4 events), UnequalLengths, WrongShape, FractionalCount, NotFinite,
    OutOfRange (edges that do not rise, an unknown metric).
    """
    xy, day = _events(points, days)
    n_shuffles = count(n_shuffles, "n_shuffles")
    edges = _edges(distances, "distances"), _edges(day_edges, "day_edges")
    if str(metric) not in METRICS:
        raise OutOfRange("metric", 0, metric, "euclid or manhattan")
    near = near_pairs(xy, edges[0], METRICS[metric])
    lookup = np.searchsorted(edges[1], np.arange(int(day.max()) + 1), side="right") - 1
    shape = edges[0].size - 1, edges[1].size - 1
    margin = _day_margin(day, lookup, shape[1])
    seen = _tables(near, day[:, None], edges, margin)[:, :, 0]
    wanted, variance = _moments(near, day, lookup, shape, margin, edges)
    as_many = np.zeros(shape)
    for days_then in shuffles(day, n_shuffles, rng):
        tables = _tables(near, days_then, edges, margin)
        as_many += (tables >= seen[:, :, None]).sum(axis=2)
    return KnoxTable(
        observed=tuple(tuple(map(int, row)) for row in seen),
        expected=_rows(wanted),
        variance=_rows(variance),
        p=_rows((1 + as_many) / (n_shuffles + 1)),
        distances=tuple(map(float, edges[0])),
        days=tuple(map(float, edges[1])),
        n=int(day.size),
        n_shuffles=n_shuffles,
        warnings=(Caution.FEW,) if day.size < FEW else (),
    )


def knox_poisson_p(observed: float, expected: float) -> float:
    """Return the Poisson chance of the observed number of close pairs or more."""
    seen = count(observed, "observed")
    if not expected > 0:
        raise OutOfRange("expected", 0, expected, "above 0")
    return 1.0 if seen == 0 else float(scipy.special.gammainc(seen, expected))


def _events(points: ArrayLike, days: ArrayLike) -> tuple[Floats, Ints]:
    """Return places and whole days from nought."""
    xy = finite_numbers(points, "points")
    if xy.ndim != 2 or xy.shape[1] != 2:
        raise WrongShape("points", xy.shape, "n × 2")
    when = number_list(days, "days", least=4)
    same_length(points=xy, days=when)
    return xy, counts(when - when.min(), "days").astype(np.int64)


def _edges(given: Sequence[float], name: str) -> Floats:
    try:
        edges = np.array(given, dtype=float)
    except (TypeError, ValueError) as fault:
        raise WrongShape(name, np.shape(given), "rising numbers") from fault
    if edges.ndim != 1 or edges.size < 2:
        raise TooFew(name, edges.size, 2)
    if edges[0] != 0:
        raise OutOfRange(name, 0, float(edges[0]), "0")
    rising = np.diff(edges) > 0
    if not rising.all():
        place = int(np.argmax(~rising)) + 1
        raise OutOfRange(name, place, float(edges[place]), f"above {edges[place - 1]:g}")
    return edges


def _day_margin(day: Ints, lookup: Ints, n_bands: int) -> Floats:
    """Count all pairs by day band, from how many events each day has."""
    by_day = np.bincount(day).astype(float)
    size = 2 * by_day.size
    turned = np.fft.rfft(by_day, size)
    gaps = np.rint(np.fft.irfft(turned * turned.conj(), size)[: by_day.size])
    gaps[0] = (by_day * (by_day - 1)).sum() / 2
    inside = lookup < n_bands
    return np.bincount(lookup[inside], weights=gaps[inside], minlength=n_bands).astype(np.float64)


def _tables(near: Pairs, days: NDArray[Any], edges: tuple[Floats, Floats], margin: Floats) -> Ints:
    """Return bands × day bands × shuffles; a last band without end is what is left."""
    tables = counted(near, days, edges[1], edges[0].size - 1)
    if np.isinf(edges[0][-1]):
        tables[-1] = margin.astype(np.int64)[:, None] - tables[:-1].sum(axis=0)
    return tables


def _moments(
    near: Pairs,
    day: Ints,
    lookup: Ints,
    shape: tuple[int, int],
    margin: Floats,
    edges: tuple[Floats, Floats],
) -> tuple[Floats, Floats]:
    """Exact mean and variance of each cell when days are shuffled (Barton & David 1966)."""
    n = day.size
    pairs = n * (n - 1) / 2
    space = _space_degrees(near, n, shape[0], edges[0])
    time = _time_degrees(day, lookup, shape[1])
    n_space = space.sum(axis=0) / 2
    wanted = np.outer(n_space, margin) / pairs
    two_space = (space * (space - 1)).sum(axis=0) / 2
    two_time = (time * (time - 1)).sum(axis=0) / 2
    threes = n * (n - 1) * (n - 2)
    apart_space = n_space * (n_space - 1) - 2 * two_space
    apart_time = margin * (margin - 1) - 2 * two_time
    variance = (
        wanted
        + 4 * np.outer(two_space, two_time) / threes
        + 4 * np.outer(apart_space, apart_time) / (threes * (n - 3))
        - wanted**2
    )
    return wanted, np.maximum(variance, 0)


def _space_degrees(near: Pairs, n: int, n_bands: int, edges: Floats) -> Floats:
    """Return for each event how many others lie in each distance band."""
    ends = np.concatenate([near.first, near.second])
    bands = np.concatenate([near.band, near.band])
    degrees = np.bincount(ends * n_bands + bands, minlength=n * n_bands).astype(float)
    table = degrees.reshape(n, n_bands)
    if np.isinf(edges[-1]):
        table[:, -1] = n - 1 - table[:, :-1].sum(axis=1)
    return table


def _time_degrees(day: Ints, lookup: Ints, n_bands: int) -> Floats:
    """Return for each event how many others lie in each day band."""
    by_day = np.bincount(day).astype(float)
    total = np.concatenate([[0.0], np.cumsum(by_day)])
    last = by_day.size
    at = np.arange(last)
    table = np.zeros((last, n_bands))
    for band in range(n_bands):
        gaps = np.flatnonzero(lookup == band)
        if not gaps.size:
            continue
        low, high = int(gaps[0]), int(gaps[-1])
        later = total[np.minimum(at + high + 1, last)] - total[np.minimum(at + low, last)]
        sooner = total[np.maximum(at - low + 1, 0)] - total[np.maximum(at - high, 0)]
        table[:, band] = later + sooner
        if low == 0:
            table[:, band] -= by_day + 1
    return table[day]


def _rows(table: Floats) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(map(float, row)) for row in table)
