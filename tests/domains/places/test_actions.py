"""Areas are drawn, named and retired."""

from __future__ import annotations

import datetime as dt

import pytest

from commonbeat.core import clock
from commonbeat.core.actor import Actor
from commonbeat.core.errors import NotPermitted
from commonbeat.core.models import LedgerEntry
from commonbeat.domains.places import locator, queries
from commonbeat.domains.places.actions import (
    NoSuchArea,
    import_areas,
    name_areas,
    retire_area,
)
from commonbeat.domains.places.models import Area
from tests.domains.places.squares import MAPPING, NEIGHBOURS, square


def test_areas_are_drawn_from_any_properties(operator: Actor) -> None:
    done = import_areas(features=NEIGHBOURS, mapping=MAPPING, by=operator)
    assert (done.n_new, done.n_changed, done.n_same, done.left_out) == (2, 0, 0, [])
    area = Area.objects.get(code="a")
    assert (area.name, area.name_fr, area.population) == ("Area a", "Secteur a", 10)
    assert area.changed_by == operator.name


def test_the_same_file_again_changes_nothing(operator: Actor) -> None:
    import_areas(features=NEIGHBOURS, mapping=MAPPING, by=operator)
    before = list(Area.objects.order_by("id").values())
    with clock.moved_by(dt.timedelta(days=1)):
        done = import_areas(features=NEIGHBOURS, mapping=MAPPING, by=operator)
    assert (done.n_new, done.n_changed, done.n_same) == (0, 0, 2)
    assert list(Area.objects.order_by("id").values()) == before


def test_an_area_found_again_by_its_code_is_redrawn(operator: Actor) -> None:
    import_areas(features=NEIGHBOURS, mapping=MAPPING, by=operator)
    done = import_areas(
        features=[square("a", -74.0, 45.0, NAME="Renamed")], mapping=MAPPING, by=operator
    )
    assert (done.n_new, done.n_changed) == (0, 1)
    assert Area.objects.get(code="a").name == "Renamed"


def _broken(name: str) -> dict[str, object]:
    feature = square("x", -75, 45)
    breaks: dict[str, dict[str, object]] = {
        "no property": {"properties": {"NAME": "x"}},
        "empty": {"properties": feature["properties"] | {"NAME": " ", "ID": ""}},
        "not a number": {"properties": feature["properties"] | {"POP": "many"}},
        "Polygon": {"geometry": {"type": "Point", "coordinates": [1, 2]}},
        "cannot be read": {"geometry": {"type": "Polygon", "coordinates": [[["a", "b"]]]}},
        "degrees": {"geometry": square("x", 491_000, 5_457_000)["geometry"]},
        "not a GeoJSON feature": {"type": "Thing"},
    }
    return feature | breaks[name]


@pytest.mark.parametrize(
    "reason",
    [
        "no property",
        "empty",
        "not a number",
        "Polygon",
        "cannot be read",
        "degrees",
        "not a GeoJSON feature",
    ],
)
def test_a_bad_feature_is_reported_and_the_good_one_kept(operator: Actor, reason: str) -> None:
    features = [_broken(reason), square("good", -75, 45)]
    done = import_areas(features=features, mapping=MAPPING, by=operator)
    assert done.n_new == 1
    assert [(p.number, reason in p.reason) for p in done.left_out] == [(1, True)]


def test_a_code_that_comes_twice_is_reported(operator: Actor) -> None:
    done = import_areas(features=[NEIGHBOURS[0], NEIGHBOURS[0]], mapping=MAPPING, by=operator)
    assert done.n_new == 1
    assert "came before" in done.left_out[0].reason


def test_a_border_that_crosses_itself_is_repaired_and_reported(operator: Actor) -> None:
    bow = square("bow", 0, 0)
    bow["geometry"]["coordinates"] = [[[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]]
    done = import_areas(features=[bow], mapping=MAPPING, by=operator)
    assert [p.code for p in done.repaired] == ["bow"]
    assert locator.area_of(1.9, 1.0) is not None
    again = import_areas(features=[bow], mapping=MAPPING, by=operator)
    assert again.n_same == 1


def test_names_alone_make_areas_without_a_border_once(operator: Actor) -> None:
    names = ["LOWER MERION", "Lower  Merion", "Cité-Nord", ""]
    done = name_areas(names=names, by=operator)
    assert done.n_new == 2
    assert {a.code: a.name for a in queries.areas(operator)} == {
        "lower-merion": "Lower Merion",
        "cite-nord": "Cité-Nord",
    }
    assert name_areas(names=names, by=operator).n_new == 0


def test_a_retired_area_holds_no_points_and_stays_retired(operator: Actor) -> None:
    import_areas(features=NEIGHBOURS, mapping=MAPPING, by=operator)
    assert locator.area_of(-74.5, 45.5) is not None
    retire_area(code="b", by=operator)
    assert locator.area_of(-74.5, 45.5) is None
    import_areas(features=NEIGHBOURS, mapping=MAPPING, by=operator)
    assert [area.code for area in queries.areas(operator)] == ["a"]
    assert [(r.area.code, r.is_retired) for r in queries.areas_for_operator(operator)] == [
        ("a", False),
        ("b", True),
    ]
    assert set(queries.area_names(operator).values()) == {"Area a", "Area b"}


def test_an_unknown_area_cannot_be_retired(operator: Actor) -> None:
    with pytest.raises(NoSuchArea):
        retire_area(code="nowhere", by=operator)


def test_who_may_not_draw_areas_is_refused_and_it_is_written_down(bell: Actor) -> None:
    with pytest.raises(NotPermitted):
        import_areas(features=NEIGHBOURS, mapping=MAPPING, by=bell)
    assert not Area.objects.exists()
    last = LedgerEntry.objects.order_by("position").last()
    assert last is not None
    assert (last.verb, last.outcome) == ("places.import_areas", "refused")
