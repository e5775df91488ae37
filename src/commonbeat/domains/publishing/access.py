"""The rights of publishing."""

from enum import StrEnum


class Right(StrEnum):
    """What one may do with published figures."""

    RELEASE_FIGURES = "publishing.release_figures"
