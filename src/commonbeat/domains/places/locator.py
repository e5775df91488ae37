"""Which area a point lies in, exactly: the points in an area's bounding box, then its border.

On a border that areas share, or where they overlap, the area with the lowest code has the
point, so that the answer never depends on the order of a file. Measured against grids, hexagons
and search trees, this was the fastest way that is never wrong.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import threading
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import shapely
from django.db import connection
from numpy.typing import NDArray

from commonbeat.domains.places.models import Area
from commonbeat.domains.places.naming import code_of

NOWHERE = -1
Floats = NDArray[np.float64]
Ids = NDArray[np.int64]
Stamp = tuple[int, dt.datetime | str | None]


@dataclass(frozen=True, slots=True)
class Atlas:
    """The areas in use, by code: ids, prepared borders and their boxes; and ids by name."""

    stamp: Stamp
    ids: Ids
    borders: NDArray[np.object_]
    boxes: Floats  # west, south, east, north of each border
    by_name: dict[str, int]


_lock = threading.Lock()
_atlas: Atlas | None = None


def area_of(longitude: float, latitude: float) -> int | None:
    """The id of the area that the point (WGS 84 degrees) lies in, or None."""
    atlas = _current()
    west, south, east, north = atlas.boxes.T
    near = (west <= longitude) & (longitude <= east) & (south <= latitude) & (latitude <= north)
    for place in np.flatnonzero(near):
        if shapely.intersects_xy(atlas.borders[place], longitude, latitude):
            return int(atlas.ids[place])
    return None


def is_far(longitude: float, latitude: float) -> bool:
    """Whether a point lies more than the town's own size away from its middle.

    False where no border is known.
    """
    boxes = _current().boxes
    if not len(boxes):
        return False
    west, south = (float(edge) for edge in boxes[:, :2].min(axis=0))
    east, north = (float(edge) for edge in boxes[:, 2:].max(axis=0))
    across = math.cos(math.radians((south + north) / 2))
    size = max((east - west) * across, north - south)
    x, y = (longitude - (west + east) / 2) * across, latitude - (south + north) / 2
    return math.hypot(x, y) > size


def areas_of(longitudes: Floats, latitudes: Floats) -> Ids:
    """The id of the area of each point, -1 where there is none (or a coordinate is NaN)."""
    atlas = _current()
    found = np.full(len(longitudes), NOWHERE, dtype=np.int64)
    order = np.argsort(longitudes, kind="stable")  # NaN sorts last, beyond every box
    xs, ys = longitudes[order], latitudes[order]
    for number, border, box in zip(atlas.ids, atlas.borders, atlas.boxes, strict=True):
        start = np.searchsorted(xs, box[0], side="left")
        end = np.searchsorted(xs, box[2], side="right")
        inside = (ys[start:end] >= box[1]) & (ys[start:end] <= box[3])
        near = order[start:end][inside]
        near = near[found[near] == NOWHERE]
        held = shapely.intersects_xy(border, longitudes[near], latitudes[near])
        found[near[held]] = number
    return found


def areas_named(names: Iterable[str]) -> dict[str, int]:
    """The ids of areas by name or code, however they are spelt; unknown ones are absent."""
    by_name = _current().by_name
    return {name: by_name[code_of(name)] for name in names if code_of(name) in by_name}


def has_borders() -> bool:
    """Whether any area in use has a boundary to lie in."""
    return len(_current().ids) > 0


def forget() -> None:
    """Read the areas afresh at the next question."""
    global _atlas  # one cache in each process, by design
    _atlas = None


def _current() -> Atlas:
    global _atlas
    stamp = _stamp()
    atlas = _atlas
    if atlas is None or atlas.stamp != stamp:
        with _lock:
            atlas = _atlas = _read(stamp)
    return atlas


def _stamp() -> Stamp:
    # Asked before every look-up (some 30 µs), so that another process's change is seen at once.
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*), MAX(changed_at) FROM places_area")
        row: Stamp = cursor.fetchone()
    return row


def _read(stamp: Stamp) -> Atlas:
    rows = list(
        Area.objects.filter(retired_at=None)
        .order_by("code")
        .values_list("id", "code", "name", "name_fr", "boundary")
    )
    by_name: dict[str, int] = {}
    for number, code, name, name_fr, _ in rows:
        for spelling in (code, code_of(name), code_of(name_fr)):
            if spelling:
                by_name.setdefault(spelling, number)
    drawn = [(row[0], row[4]) for row in rows if row[4]]
    borders = np.array([shapely.from_geojson(json.dumps(b)) for _, b in drawn], dtype=object)
    shapely.prepare(borders)
    boxes = shapely.bounds(borders) if len(drawn) else np.empty((0, 4))
    ids = np.array([number for number, _ in drawn], dtype=np.int64)
    return Atlas(stamp, ids, borders, boxes, by_name)
