"""Every read of areas. Areas are public, so every viewer sees the same."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language

from commonbeat.core.actor import Actor
from commonbeat.domains.places import public
from commonbeat.domains.places.models import Area
from commonbeat.domains.places.public import AreaView


@dataclass(frozen=True, slots=True)
class AreaForOperator:
    """An area with what an operator needs to know of it."""

    area: AreaView
    population: int | None
    has_boundary: bool
    is_retired: bool


def areas(viewer: Actor) -> list[AreaView]:
    """The areas in use, by name."""
    del viewer  # public
    return public.areas()


def area_names(viewer: Actor) -> dict[int, str]:
    """The name of every area in the reader's language, retired ones too, by id."""
    del viewer
    french = (get_language() or "").startswith("fr")
    rows = Area.objects.values_list("id", "name", "name_fr")
    return {number: (name_fr if french and name_fr else name) for number, name, name_fr in rows}


def areas_for_operator(viewer: Actor) -> list[AreaForOperator]:
    """Every area, retired ones too, by name."""
    del viewer
    return [
        AreaForOperator(
            AreaView(row.id, row.code, row.name, row.name_fr),
            row.population,
            row.boundary is not None,
            row.retired_at is not None,
        )
        for row in Area.objects.order_by("name")
    ]
