"""What anyone may know of places: the areas, and their outlines for maps."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass

import numpy as np
import shapely
from django.utils.translation import get_language

from commonbeat.domains.places.models import Area

Ring = tuple[tuple[float, float], ...]
_METRES_PER_DEGREE = 111_320.0
_STEPS_ACROSS = 600  # details finer than a map of this many points across are left out


@dataclass(frozen=True, slots=True)
class AreaView:
    """An area as anyone may see it."""

    id: int
    code: str
    name: str
    name_fr: str

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        french = (get_language() or "").startswith("fr")
        return self.name_fr if french and self.name_fr else self.name


@dataclass(frozen=True, slots=True)
class Outline:
    """An area's rings in metres east and north (y upwards), simplified for a picture."""

    area: AreaView
    rings: tuple[Ring, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """The town as a map needs it: its middle in degrees, its size, and each area's rings.

    Rings are metres east and north of 0°, 0°, as `outlines` gives them.
    """

    middle: tuple[float, float]
    metres: float  # the longer side
    metres_a_longitude: float
    metres_a_latitude: float
    areas: tuple[tuple[AreaView, tuple[Ring, ...]], ...]


def frame() -> Frame | None:
    """The town for a map; None where no outline is known."""
    drawn = outlines()
    points = [point for outline in drawn for ring in outline.rings for point in ring]
    if not points:
        return None
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    across = _METRES_PER_DEGREE * math.cos(
        math.radians((min(ys) + max(ys)) / 2 / _METRES_PER_DEGREE)
    )
    middle = (
        (min(xs) + max(xs)) / 2 / across,
        (min(ys) + max(ys)) / 2 / _METRES_PER_DEGREE,
    )
    return Frame(
        middle,
        max(max(xs) - min(xs), max(ys) - min(ys)),
        across,
        _METRES_PER_DEGREE,
        tuple((outline.area, outline.rings) for outline in drawn),
    )


def areas() -> list[AreaView]:
    """The areas in use, by name."""
    rows = Area.objects.filter(retired_at=None).order_by("name")
    return [AreaView(*row) for row in rows.values_list("id", "code", "name", "name_fr")]


def outlines() -> list[Outline]:
    """The outlines of the areas in use that have a boundary, by name.

    All are projected alike (equirectangular about their middle latitude, good for one town) and
    simplified together, so that neighbours keep one shared border. Takes some milliseconds a
    hundred areas: keep the result with the page.
    """
    rows = list(
        Area.objects.filter(retired_at=None, boundary__isnull=False)
        .order_by("name")
        .values_list("id", "code", "name", "name_fr", "boundary")
    )
    if not rows:
        return []
    borders = np.array([shapely.from_geojson(json.dumps(row[4])) for row in rows])
    flat = _simplified(_projected(borders))
    return [
        Outline(AreaView(*row[:4]), _rings(border)) for row, border in zip(rows, flat, strict=True)
    ]


def _projected(borders: np.ndarray) -> np.ndarray:
    _, south, _, north = shapely.total_bounds(borders)
    across = _METRES_PER_DEGREE * math.cos(math.radians((south + north) / 2))
    return np.asarray(shapely.transform(borders, lambda xy: xy * (across, _METRES_PER_DEGREE)))


def _simplified(borders: np.ndarray) -> np.ndarray:
    west, south, east, north = shapely.total_bounds(borders)
    step = max(east - west, north - south) / _STEPS_ACROSS
    return np.asarray(shapely.coverage_simplify(borders, step))


def _rings(border: shapely.Geometry) -> tuple[Ring, ...]:
    parts = shapely.get_parts(border)
    rings = [ring for part in parts for ring in (part.exterior, *part.interiors)]
    return tuple(
        tuple((round(x, 1), round(y, 1)) for x, y in ring.coords[:-1])
        for ring in rings
        if len(ring.coords) > 3
    )
