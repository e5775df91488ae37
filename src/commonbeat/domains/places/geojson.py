"""Areas from GeoJSON (RFC 7946): every feature read, checked, repaired if it crosses itself."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.errors import ShapelyError
from shapely.geometry import shape

from commonbeat.core.errors import Refused
from commonbeat.domains.places.naming import CODE_LENGTH, NAME_LENGTH, code_of

Feature = Mapping[str, Any]
_GZIP = b"\x1f\x8b"


class NotGeoJSON(Refused):
    """The file is no GeoJSON feature collection."""


class BadFeature(Refused):
    """One feature cannot become an area; the text says why."""


@dataclass(frozen=True, slots=True)
class Properties:
    """Which property of a feature holds which column of an area ('' means none)."""

    name: str
    code: str = ""
    name_fr: str = ""
    population: str = ""

    def named(self) -> tuple[str, ...]:
        """The properties that a feature must have."""
        return tuple(p for p in (self.name, self.code, self.name_fr, self.population) if p)


@dataclass(frozen=True, slots=True)
class Drawn:
    """An area as a feature draws it. `was_repaired` when its border crossed itself."""

    code: str
    name: str
    name_fr: str
    population: int | None
    boundary: dict[str, Any] = field(hash=False)
    was_repaired: bool


def features_in(path: Path) -> list[Feature]:
    """The features of a .geojson file, gzip or not. Raises NotGeoJSON with a plain reason."""
    data = path.read_bytes()
    if data.startswith(_GZIP):
        data = _unzipped(data)
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError):
        raise NotGeoJSON("The file is not JSON in UTF-8.") from None
    found = document.get("features") if isinstance(document, dict) else None
    if not isinstance(found, list) or document.get("type") != "FeatureCollection":
        raise NotGeoJSON("The file is JSON, but not a GeoJSON FeatureCollection.")
    return found


def properties_of(features: Sequence[Feature]) -> list[str]:
    """The names of the properties that the features have, for a message."""
    return sorted({name for f in features if _is_feature(f) for name in f["properties"] or {}})


def drawn(feature: Feature, properties: Properties) -> Drawn:
    """The area that a feature draws. Raises BadFeature."""
    if not _is_feature(feature):
        raise BadFeature("it is not a GeoJSON feature with properties")
    values = feature["properties"] or {}
    missing = [name for name in properties.named() if name not in values]
    if missing:
        raise BadFeature(f"it has no property {', '.join(missing)}")
    name = _text(values, properties.name)
    code = code_of(_text(values, properties.code) or name)
    if not name or not code:
        raise BadFeature("its name or code is empty")
    if len(name) > NAME_LENGTH:
        raise BadFeature(f"its name is longer than {NAME_LENGTH} characters")
    boundary, was_repaired = _boundary(feature.get("geometry"))
    name_fr = _text(values, properties.name_fr)[:NAME_LENGTH]
    population = _whole_number(_text(values, properties.population))
    return Drawn(code[:CODE_LENGTH], name, name_fr, population, boundary, was_repaired)


def _unzipped(data: bytes) -> bytes:
    try:
        return gzip.decompress(data)
    except (EOFError, OSError, zlib.error):
        raise NotGeoJSON("The gzip file is damaged or cut short.") from None


def _is_feature(feature: object) -> bool:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        return False
    return isinstance(feature.get("properties"), dict)


def _text(values: Mapping[str, object], name: str) -> str:
    value = values.get(name) if name else None
    return "" if value is None else " ".join(str(value).split())


def _whole_number(text: str) -> int | None:
    if not text:
        return None
    try:
        number = round(float(text))
    except (ValueError, OverflowError):
        raise BadFeature("its population is not a number") from None
    if number < 0:
        raise BadFeature("its population is below nothing")
    return number


def _boundary(geometry: object) -> tuple[dict[str, Any], bool]:
    if not isinstance(geometry, dict) or geometry.get("type") not in {
        "Polygon",
        "MultiPolygon",
    }:
        raise BadFeature("its geometry is not a Polygon or MultiPolygon")
    try:
        polygon = shapely.force_2d(shape(geometry))
    except (ShapelyError, ValueError, TypeError, IndexError, KeyError, AttributeError):
        raise BadFeature("its geometry cannot be read") from None
    _refuse_outside_the_world(polygon)
    if shapely.is_valid(polygon):
        return _plain(polygon), False
    repaired = _only_polygons(shapely.make_valid(polygon, method="structure"))
    if shapely.is_empty(repaired):
        raise BadFeature("its border encloses nothing")
    return _plain(repaired), True


def _refuse_outside_the_world(polygon: shapely.Geometry) -> None:
    places = shapely.get_coordinates(polygon)
    if not len(places):
        raise BadFeature("its border is empty")
    inside = np.isfinite(places).all() and (np.abs(places) <= (180.0, 90.0)).all()
    if not inside:
        raise BadFeature("a coordinate is not a longitude and latitude in degrees (WGS 84)")


def _only_polygons(repaired: shapely.Geometry) -> shapely.Geometry:
    parts = shapely.get_parts(repaired)
    return shapely.union_all(parts[shapely.get_dimensions(parts) == 2])


def _plain(polygon: shapely.Geometry) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(shapely.to_geojson(polygon))
    return plain
