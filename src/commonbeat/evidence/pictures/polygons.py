"""Rings of points: fitting them to a sheet, thinning them, and finding room for a label."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Ring = Sequence[tuple[float, float]]
Rings = Sequence[Ring]
Points = list[tuple[float, float]]
GRID = 0.5


def flatten(rings: Rings, *, middle_latitude: float) -> list[Points]:
    """Turn (longitude, latitude) rings into plain metres, good for one town.

    Use one `middle_latitude` (degrees) for all areas of a map.
    """
    per_degree = 111_320.0
    across = per_degree * math.cos(math.radians(middle_latitude))
    return [[(lon * across, lat * per_degree) for lon, lat in ring] for ring in rings]


def fit(all_rings: Sequence[Rings], width: float) -> tuple[list[list[Points]], float]:
    """Scale rings (y upwards) to the width, y downwards; return them and the height.

    Points are snapped to a half-unit grid, the same way for neighbours, so that shared borders
    stay shared; points that then fall together or lie straight on a line are dropped.
    """
    every = np.array([point for rings in all_rings for ring in rings for point in ring])
    (left, bottom), (right, top) = every.min(axis=0), every.max(axis=0)
    scale = (width - 2) / max(right - left, (top - bottom) * 0.75, 1e-9)
    shift = (width - (right - left) * scale) / 2

    def place(point: tuple[float, float]) -> tuple[float, float]:
        x, y = (point[0] - left) * scale + shift, (top - point[1]) * scale + 1
        return round(x / GRID) * GRID, round(y / GRID) * GRID

    fitted = [[_thin([place(p) for p in ring]) for ring in rings] for rings in all_rings]
    return fitted, (top - bottom) * scale + 2


def _thin(points: Points) -> Points:
    kept: Points = []
    for point in points:
        if kept and point == kept[-1]:
            continue
        if len(kept) > 1 and _straight(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return kept


def _straight(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> bool:
    ahead = (b[0] - a[0]) * (c[0] - b[0]) + (b[1] - a[1]) * (c[1] - b[1])
    return ahead > 0 and (b[0] - a[0]) * (c[1] - b[1]) == (b[1] - a[1]) * (c[0] - b[0])


def roomiest(rings: Sequence[Points]) -> tuple[float, float, float]:
    """Return the inner point furthest from every border (on a grid), and that distance."""
    largest = max(rings, key=_extent)
    xs, ys = np.array(largest).T
    gx, gy = np.meshgrid(np.linspace(xs.min(), xs.max(), 25), np.linspace(ys.min(), ys.max(), 25))
    spots = np.column_stack([gx.ravel(), gy.ravel()])
    starts = np.array([p for ring in rings for p in ring])
    ends = np.array([p for ring in rings for p in [*ring[1:], ring[0]]])
    room = np.where(_inside(spots, starts, ends), _distance(spots, starts, ends), -1.0)
    best = int(np.argmax(room))
    return float(spots[best, 0]), float(spots[best, 1]), float(room[best])


def _extent(ring: Points) -> float:
    xs, ys = np.array(ring).T
    return abs(float(np.dot(xs, np.roll(ys, 1)) - np.dot(ys, np.roll(xs, 1))))


def _inside(
    spots: NDArray[np.float64], starts: NDArray[np.float64], ends: NDArray[np.float64]
) -> NDArray[np.bool_]:
    x, y = spots[:, :1], spots[:, 1:]
    (x1, y1), (x2, y2) = starts.T, ends.T
    crosses = (y1 > y) != (y2 > y)
    slope = np.divide(x2 - x1, y2 - y1, out=np.zeros_like(x1), where=y2 != y1)
    return np.asarray((crosses & (x < x1 + (y - y1) * slope)).sum(axis=1) % 2 == 1)


def _distance(
    spots: NDArray[np.float64], starts: NDArray[np.float64], ends: NDArray[np.float64]
) -> NDArray[np.float64]:
    way = ends - starts
    length = np.maximum((way**2).sum(axis=1), 1e-12)
    along = ((spots[:, None, :] - starts) * way).sum(axis=2) / length
    nearest = starts + np.clip(along, 0, 1)[..., None] * way
    gaps = np.sqrt(((spots[:, None, :] - nearest) ** 2).sum(axis=2))
    return np.asarray(gaps.min(axis=1))
