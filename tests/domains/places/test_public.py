"""What anyone may know of places."""

from __future__ import annotations

from django.utils import translation

from commonbeat.core.actor import Actor
from commonbeat.domains.places import public
from commonbeat.domains.places.actions import import_areas, name_areas
from tests.domains.places.squares import MAPPING, NEIGHBOURS


def test_areas_have_their_name_in_the_readers_language(operator: Actor) -> None:
    import_areas(features=NEIGHBOURS, mapping=MAPPING, by=operator)
    area = public.areas()[0]
    assert area.label == "Area a"
    with translation.override("fr"):
        assert area.label == "Secteur a"


def test_outlines_are_in_metres_and_neighbours_share_their_border(operator: Actor) -> None:
    import_areas(features=NEIGHBOURS, mapping=MAPPING, by=operator)
    first, second = public.outlines()
    assert first.area.code == "a"
    (ring,), (other,) = first.rings, second.rings
    assert len(set(ring) & set(other)) == 2
    height = max(y for _, y in ring) - min(y for _, y in ring)
    assert 110_000 < height < 112_500


def test_areas_without_a_border_have_no_outline(operator: Actor) -> None:
    name_areas(names=["Nowhere drawn"], by=operator)
    assert public.outlines() == []
