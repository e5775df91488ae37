"""The place that outsiders see: moved within a ring, always to the same point for an address."""

from __future__ import annotations

import math

from commonbeat.core.deriving import derived
from commonbeat.evidence.masks import Donut, masked_point

RING = Donut(nearest=60.0, farthest=180.0)  # metres
_METRES_A_DEGREE = 111_320.0  # of latitude; WGS 84 near the surface, good to half a percent


def blurred(longitude: float | None, latitude: float | None) -> tuple[float, float] | None:
    """The point moved by 60 to 180 metres; the same point always moves to the same place.

    Points that round to the same ten metres share their move, so that a second report from the
    same door does not give it away. None without a point.
    """
    if longitude is None or latitude is None:
        return None
    across = _METRES_A_DEGREE * max(math.cos(math.radians(latitude)), 0.01)
    home = (round(longitude, 4), round(latitude, 4))
    x, y = masked_point(
        (home[0] * across, home[1] * _METRES_A_DEGREE),
        f"{home[0]:.4f},{home[1]:.4f}",
        secret=derived("concerns.blur"),
        donut=RING,
    )
    return round(x / across, 5), round(y / _METRES_A_DEGREE, 5)
