"""A smooth surface of events, and groups of events that lie close together."""

import math
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from commonbeat.evidence.checks import count, finite_numbers, positive
from commonbeat.evidence.faults import OutOfRange, TooFew, WrongShape
from commonbeat.evidence.proportions import FEW
from commonbeat.evidence.results import Caution, Told
from commonbeat.evidence.wording import counted, number, percent, pick

Floats = NDArray[np.float64]
SILVERMAN = "Silverman, B. W. (1986). Density Estimation. Chapman & Hall."
ESTER = "Ester, M. et al. (1996). Proceedings of KDD-96, 226–231."
LARGEST = 4_000_000
REACH = 4.0


@dataclass(frozen=True, slots=True, eq=False)
class Surface(Told):
    """Events per square unit on a grid; `left` and `bottom` are its lower left corner."""

    values: Floats
    left: float
    bottom: float
    cell: float
    n: int
    method: str = "binned Gaussian kernel density"
    citation: str = SILVERMAN
    warnings: tuple[str, ...] = ()

    def sentence(self, language: str = "en") -> str:
        """Say how much denser than the whole the densest spot is."""
        times = number(float(self.values.max() / self.values.mean()), language, 1)
        n = number(self.n, language)
        return pick(
            language,
            f"At the densest spot, these {n} events lie {times} times as close as on average.",
            f"À l’endroit le plus dense, ces {n} événements sont {times} fois plus serrés qu’en "
            "moyenne.",
        )


def smooth_surface(points: ArrayLike, *, bandwidth: float, cell: float) -> Surface:
    """Spread n × 2 points with a Gaussian of the given bandwidth over square cells.

    The whole grid holds all events. Raises TooFew, WrongShape, NotFinite, OutOfRange (cells so
    small that the grid would have over four million).
    """
    xy = _points(points, 1)
    width, step = positive(bandwidth, "bandwidth"), positive(cell, "cell")
    margin = REACH * width
    low, high = xy.min(axis=0) - margin, xy.max(axis=0) + margin
    size = np.maximum(np.ceil((high - low) / step), 1).astype(int)
    if int(size[0]) * int(size[1]) > LARGEST:
        raise OutOfRange("cell", 0, cell, "large enough for a grid of four million")
    place = np.minimum(((xy - low) / step).astype(int), size - 1)
    flat = np.bincount(place[:, 1] * size[0] + place[:, 0], minlength=int(size.prod()))
    grid = flat.reshape(size[1], size[0]).astype(float)
    for axis in (0, 1):
        grid = scipy.ndimage.gaussian_filter1d(
            grid, width / step, axis=axis, mode="constant", truncate=REACH
        )
    grid *= xy.shape[0] / grid.sum()
    n = xy.shape[0]
    few = (Caution.FEW,) if n < FEW else ()
    return Surface(grid / step**2, float(low[0]), float(low[1]), step, n, warnings=few)


@dataclass(frozen=True, slots=True)
class Clusters(Told):
    """The cluster of each event, numbered from 0 by size; −1 lies alone."""

    labels: tuple[int, ...]
    sizes: tuple[int, ...]
    n: int
    method: str = "density-based clusters (DBSCAN)"
    citation: str = ESTER
    warnings: tuple[str, ...] = ()

    def sentence(self, language: str = "en") -> str:
        """Say how many groups there are and how much they hold."""
        groups = counted(len(self.sizes), language, ("group", "groups"), ("groupe", "groupes"))
        share, n = percent(sum(self.sizes) / self.n, language), number(self.n, language)
        return pick(
            language,
            f"{groups} of close events, with {share} of all {n}.",
            f"{groups} d’événements proches, avec {share} des {n} en tout.",
        )


def close_groups(points: ArrayLike, *, reach: float, least: int) -> Clusters:
    """Group events that have at least `least` events (themselves counted) within `reach`.

    An event at the edge of two clusters joins that of its nearest inner event.
    Raises TooFew, WrongShape, NotFinite, OutOfRange.
    """
    xy = _points(points, 1)
    if count(least, "least") < 2:
        raise OutOfRange("least", 0, least, "2 or more")
    tree = scipy.spatial.cKDTree(xy)
    pairs = tree.query_pairs(positive(reach, "reach"), output_type="ndarray")
    n = xy.shape[0]
    inner = np.bincount(pairs.ravel(), minlength=n) + 1 >= least
    kept = pairs[inner[pairs].all(axis=1)]
    links = scipy.sparse.coo_array((np.ones(len(kept)), (kept[:, 0], kept[:, 1])), (n, n))
    _, group = scipy.sparse.csgraph.connected_components(links, directed=False)
    labels = np.where(inner, group, -1)
    if inner.any() and not inner.all():
        away, nearest = scipy.spatial.cKDTree(xy[inner]).query(xy[~inner])
        labels[~inner] = np.where(away <= reach, group[inner][nearest], -1)
    return _numbered(labels)


def _numbered(labels: NDArray[np.int64]) -> Clusters:
    found, sizes = np.unique(labels[labels >= 0], return_counts=True)
    order = np.argsort(-sizes, kind="stable")
    number = {int(found[old]): new for new, old in enumerate(order)}
    return Clusters(
        labels=tuple(number.get(int(label), -1) for label in labels),
        sizes=tuple(int(n) for n in sizes[order]),
        n=labels.size,
        warnings=(Caution.FEW,) if labels.size < FEW else (),
    )


def _points(points: ArrayLike, least: int) -> Floats:
    xy = finite_numbers(points, "points")
    if xy.size == 0:
        raise TooFew("points", 0, least)
    if xy.ndim != 2 or xy.shape[1] != 2:
        raise WrongShape("points", xy.shape, "n × 2")
    return xy


def rule_of_thumb(points: ArrayLike) -> float:
    """Return Silverman's bandwidth for points in the plane. Raises TooFew (under 2)."""
    xy = _points(points, 2)
    if xy.shape[0] < 2:
        raise TooFew("points", xy.shape[0], 2)
    spread = math.sqrt(float(xy.var(axis=0, ddof=1).mean()))
    return float(spread * xy.shape[0] ** (-1 / 6))
