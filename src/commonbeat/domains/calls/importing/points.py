"""Latitudes and longitudes from texts, a column at a time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
_NUMBER = r"[-+]?\d+(?:\.\d+)?"
_WELL_KNOWN = re.compile(rf"POINT\s*\(\s*({_NUMBER})\s+({_NUMBER})\s*\)", re.IGNORECASE)
_PAIR = re.compile(rf"\(?\s*({_NUMBER})\s*,\s*({_NUMBER})\s*\)?")  # latitude, longitude


@dataclass(frozen=True, slots=True)
class Points:
    """Degrees, NaN where the file gives no point: empty, or the (0, 0) that means unknown."""

    latitudes: Floats
    longitudes: Floats
    is_no_number: dict[str, Flags]
    is_half: Flags


def points_of(latitudes: Sequence[str], longitudes: Sequence[str], points: Sequence[str]) -> Points:
    """The points of rows, from two columns, or where these are empty from one.

    One column may hold 'POINT (-75.1 40.2)' or '(40.2, -75.1)'.
    """
    lats, bad_lats = _numbers(latitudes)
    lons, bad_lons = _numbers(longitudes)
    for index in np.flatnonzero(np.isnan(lats) & np.isnan(lons)).tolist():
        if points[index]:
            lats[index], lons[index] = _one_point(points[index])
    unknown = (lats == 0) & (lons == 0)
    lats[unknown] = lons[unknown] = np.nan
    is_half = np.isnan(lats) != np.isnan(lons)
    return Points(lats, lons, {"latitude": bad_lats, "longitude": bad_lons}, is_half)


def _numbers(texts: Sequence[str]) -> tuple[Floats, Flags]:
    """The numbers, NaN where empty; and which texts are none."""
    try:
        numbers = np.array(texts, dtype=np.float64)
    except ValueError:  # some are empty, or no numbers
        numbers = np.array([_number(text.strip()) for text in texts], dtype=np.float64)
    is_bad = np.isinf(numbers)
    numbers[is_bad] = np.nan
    return numbers, is_bad


def _number(text: str) -> float:
    try:
        return float(text or "nan")
    except ValueError:
        return np.inf


def _one_point(text: str) -> tuple[float, float]:
    if found := _WELL_KNOWN.search(text):
        return float(found[2]), float(found[1])
    if found := _PAIR.fullmatch(text.strip()):
        return float(found[1]), float(found[2])
    return np.nan, np.nan
