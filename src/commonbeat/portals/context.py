"""What every page may say of the town."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Town:
    """The town as residents know it."""

    name: str
    service: str
    emergency_number: str
    non_emergency_number: str
    is_demo: bool


def town(_request: HttpRequest) -> dict[str, object]:
    """The context processor: `town` in every template."""
    return {
        "town": Town(
            settings.TOWN_NAME,
            settings.SERVICE_NAME,
            settings.EMERGENCY_NUMBER,
            settings.NON_EMERGENCY_NUMBER,
            settings.DEMO,
        )
    }
