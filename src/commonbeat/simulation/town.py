"""An invented town: eight areas along a river, with truths that are known because they are made up.

A truth is what no real town knows: how many calls an area really makes, how long officers really
take, and what people would really say. What the product estimates can be held against it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

WEST, EAST, SOUTH, NORTH = -75.10, -74.94, 45.58, 45.67  # degrees; no town lies there
COLUMNS, ROWS = 4, 2
BENDS = 6  # points added along each side, so that boundaries look drawn by a river


@dataclass(frozen=True, slots=True)
class AreaTruth:
    """An area and what is true of it."""

    code: str
    name: str
    name_fr: str
    population: int
    weight: float  # share of the town's calls, relative
    arrival: float  # median minutes from received to arrived
    respect: float  # mean of what people would answer, 1 to 5


AREAS = (
    AreaTruth("old-mill", "Old Mill", "Vieux-Moulin", 8_200, 1.5, 22, 3.6),
    AreaTruth("north-shore", "North Shore", "Rive-Nord", 11_400, 1.0, 17, 4.2),
    AreaTruth("station", "Station", "La Gare", 6_900, 2.0, 14, 3.9),
    AreaTruth("orchard", "Orchard", "Le Verger", 9_700, 0.7, 19, 4.4),
    AreaTruth("harbour", "Harbour", "Le Port", 5_300, 1.6, 15, 3.7),
    AreaTruth("market", "Market", "Le Marché", 4_800, 2.2, 11, 4.0),
    AreaTruth("hillside", "Hillside", "La Côte", 10_600, 0.8, 24, 4.3),
    AreaTruth("meadow", "Meadow", "La Prairie", 12_900, 0.9, 26, 4.1),
)

# What is called about, how often, and whether callers of it are told.
TYPES = (
    ("NOISE", 0.16),
    ("PARKING", 0.12),
    ("VANDAL", 0.09),
    ("LARCENY", 0.12),
    ("VEHSTLN", 0.04),
    ("BURGLARY", 0.05),
    ("FRAUD", 0.06),
    ("MVA", 0.10),
    ("THAZ", 0.05),
    ("VEHABND", 0.05),
    ("DVA", 0.05),
    ("EDP", 0.04),
    ("WELFARE", 0.04),
    ("911H", 0.03),
)
DISPOSITIONS = (("01", 0.45), ("02", 0.25), ("18", 0.15), ("14", 0.1), ("05", 0.05))


def features() -> list[dict[str, object]]:
    """The areas as GeoJSON features, for `places`. Neighbours share their boundaries exactly."""
    rng = np.random.default_rng(7)
    corners = _corners(rng)
    across, up = _sides(corners, rng)
    found = []
    for number, truth in enumerate(AREAS):
        column, row = number % COLUMNS, number // COLUMNS
        ring = [
            *across[row, column],
            *up[row, column + 1],
            *reversed(across[row + 1, column]),
            *reversed(up[row, column]),
        ]
        found.append(_feature(truth, ring))
    return found


def middle_of(number: int) -> tuple[float, float]:
    """A point well inside the area of this number."""
    column, row = number % COLUMNS, number // COLUMNS
    return (
        WEST + (EAST - WEST) * (column + 0.5) / COLUMNS,
        SOUTH + (NORTH - SOUTH) * (row + 0.5) / ROWS,
    )


def _corners(rng: np.random.Generator) -> np.ndarray:
    """Corner points, shape (rows + 1, columns + 1, 2), moved a little from a grid."""
    x, y = np.meshgrid(np.linspace(WEST, EAST, COLUMNS + 1), np.linspace(SOUTH, NORTH, ROWS + 1))
    moved = rng.uniform(-1, 1, (ROWS + 1, COLUMNS + 1, 2))
    return np.stack([x + moved[..., 0] * 0.007, y + moved[..., 1] * 0.006], axis=-1)


Sides = dict[tuple[int, int], list[list[float]]]


def _sides(corners: np.ndarray, rng: np.random.Generator) -> tuple[Sides, Sides]:
    across = {
        (row, column): _bent(corners[row, column], corners[row, column + 1], rng)
        for row in range(ROWS + 1)
        for column in range(COLUMNS)
    }
    up = {
        (row, column): _bent(corners[row, column], corners[row + 1, column], rng)
        for row in range(ROWS)
        for column in range(COLUMNS + 1)
    }
    return across, up


def _bent(start: np.ndarray, end: np.ndarray, rng: np.random.Generator) -> list[list[float]]:
    along = np.linspace(0, 1, BENDS + 2)[:, None]
    points = start + (end - start) * along
    points[1:-1] += rng.normal(0, 0.0014, (BENDS, 2))
    return [[round(float(x), 6), round(float(y), 6)] for x, y in points]


def _feature(truth: AreaTruth, ring: list[list[float]]) -> dict[str, object]:
    closed = [point for place, point in enumerate(ring) if place == 0 or point != ring[place - 1]]
    if closed[0] != closed[-1]:
        closed.append(closed[0])
    return {
        "type": "Feature",
        "properties": {
            "code": truth.code,
            "name": truth.name,
            "name_fr": truth.name_fr,
            "population": truth.population,
        },
        "geometry": {"type": "Polygon", "coordinates": [closed]},
    }
