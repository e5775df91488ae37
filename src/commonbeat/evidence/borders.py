"""Which areas touch, from a GeoJSON file of their outlines."""

import gzip
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely

from commonbeat.evidence.counts.names import plain
from commonbeat.evidence.faults import Contradiction, TooFew

GAP = 0.0003  # degrees (some 30 m): outlines drawn apart by less than this touch


@dataclass(frozen=True, slots=True)
class Borders:
    """Who touches whom, and which areas the file does not know."""

    touching: Mapping[str, frozenset[str]]
    unknown: tuple[str, ...]

    def around(self, areas: Collection[str]) -> tuple[str, ...]:
        """Return the areas that touch one of these without being one of them, by name."""
        near = {name for area in areas for name in self.touching.get(area, ())}
        return tuple(sorted(near - set(areas)))


def read_borders(path: Path, areas: Sequence[str], *, name: str = "") -> Borders:
    """Read outlines and find which of the areas touch.

    Names are matched whatever their case, spaces and hyphens. `name` is the property that holds
    the name; without it, the one that matches most areas. Raises Contradiction (not GeoJSON),
    TooFew (no outline bears the name of an area).
    """
    features = _features(path)
    known = {plain(area): area for area in areas}
    key = name or _best_property(features, known)
    shapes: dict[str, Any] = {}
    for feature in features:
        area = known.get(plain(str((feature.get("properties") or {}).get(key, ""))))
        if area is not None and feature.get("geometry"):
            shapes[area] = shapely.make_valid(shapely.geometry.shape(feature["geometry"]))
    if not shapes:
        raise TooFew("outlines that bear the name of an area", 0, 1)
    return Borders(_touching(shapes), tuple(area for area in areas if area not in shapes))


def _features(path: Path) -> list[dict[str, Any]]:
    raw = path.read_bytes()
    try:
        document = json.loads(gzip.decompress(raw) if path.suffix == ".gz" else raw)
        return list(document["features"])
    except (ValueError, KeyError, TypeError) as fault:
        raise Contradiction(f"{path.name} is not a GeoJSON feature collection") from fault


def _best_property(features: Sequence[Mapping[str, Any]], known: Mapping[str, str]) -> str:
    hits: dict[str, int] = {}
    for feature in features:
        for key, value in (feature.get("properties") or {}).items():
            hits[key] = hits.get(key, 0) + (plain(str(value)) in known)
    return max(hits, key=lambda key: hits[key], default="")


def _touching(shapes: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    names = list(shapes)
    tree = shapely.STRtree(list(shapes.values()))
    return {
        area: frozenset(names[i] for i in tree.query(shape, predicate="dwithin", distance=GAP))
        - {area}
        for area, shape in shapes.items()
    }
