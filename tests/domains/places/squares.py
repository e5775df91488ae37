"""Square areas for tests: two neighbours that share a border, and whatever else is asked for."""

from __future__ import annotations

from typing import Any

from commonbeat.domains.places.geojson import Properties

MAPPING = Properties(name="NAME", code="ID", name_fr="NOM", population="POP")


def square(
    code: str, west: float, south: float, size: float = 1.0, **properties: object
) -> dict[str, Any]:
    """A feature: a square of `size` degrees with its south-west corner there."""
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    named = {"ID": code, "NAME": f"Area {code}", "NOM": f"Secteur {code}", "POP": 10}
    return {
        "type": "Feature",
        "properties": named | properties,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


NEIGHBOURS = [square("b", -75.0, 45.0), square("a", -74.0, 45.0)]
