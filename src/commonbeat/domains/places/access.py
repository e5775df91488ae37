"""The rights of places."""

from enum import StrEnum


class Right(StrEnum):
    """What one may do with places."""

    DRAW_AREAS = "places.draw_areas"
