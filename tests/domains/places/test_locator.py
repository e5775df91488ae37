"""Which area a point lies in."""

from __future__ import annotations

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonbeat.core.actor import Actor
from commonbeat.domains.places import locator
from commonbeat.domains.places.actions import import_areas, name_areas
from commonbeat.domains.places.models import Area
from tests.domains.places.squares import MAPPING, NEIGHBOURS, square


@pytest.fixture
def ids(operator: Actor) -> dict[str, int]:
    """Two neighbours: b in the west, a in the east; c lies over both."""
    features = [*NEIGHBOURS, square("c", -74.5, 45.2, 0.5)]
    import_areas(features=features, mapping=MAPPING, by=operator)
    return dict(Area.objects.values_list("code", "id"))


def test_a_point_lies_in_its_area(ids: dict[str, int]) -> None:
    assert locator.area_of(-74.9, 45.1) == ids["b"]
    assert locator.area_of(-73.9, 45.1) == ids["a"]


def test_a_point_in_no_area_has_none(ids: dict[str, int]) -> None:
    assert locator.area_of(10.0, 45.1) is None


def test_a_shared_border_belongs_to_the_lowest_code(ids: dict[str, int]) -> None:
    assert locator.area_of(-74.0, 45.9) == ids["a"]


def test_where_areas_overlap_the_lowest_code_has_the_point(ids: dict[str, int]) -> None:
    assert locator.area_of(-74.2, 45.4) == ids["b"]


def test_points_without_coordinates_lie_nowhere(ids: dict[str, int]) -> None:
    found = locator.areas_of(np.array([np.nan, -74.9]), np.array([np.nan, 45.1]))
    assert found.tolist() == [locator.NOWHERE, ids["b"]]


def test_without_areas_nothing_lies_anywhere() -> None:
    assert not locator.has_borders()
    assert locator.area_of(-74.9, 45.1) is None
    assert locator.areas_of(np.array([1.0]), np.array([2.0])).tolist() == [-1]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([-75.0, -74.5, -74.0, -73.0]) | st.floats(-76, -72),
            st.sampled_from([45.0, 45.2, 45.7, 46.0]) | st.floats(44, 47),
        ),
        max_size=30,
    )
)
def test_many_points_at_once_lie_where_each_lies_alone(
    ids: dict[str, int], points: list[tuple[float, float]]
) -> None:
    xs, ys = (np.array([p[i] for p in points], dtype=float) for i in (0, 1))
    alone = [locator.area_of(x, y) for x, y in points]
    together = [None if n == locator.NOWHERE else n for n in locator.areas_of(xs, ys).tolist()]
    assert together == alone


def test_areas_are_found_by_name_however_it_is_spelt(operator: Actor) -> None:
    name_areas(names=["LOWER MERION"], by=operator)
    number = Area.objects.get().id
    asked = ["Lower Merion", "lower-merion", " LOWER  MERION", "Upper Merion", ""]
    assert locator.areas_named(asked) == dict.fromkeys(asked[:3], number)


def test_a_look_up_asks_the_database_one_small_question(ids: dict[str, int]) -> None:
    locator.area_of(-74.9, 45.1)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        locator.areas_of(np.array([-74.9] * 50), np.array([45.1] * 50))
    assert len(asked) == 1
    assert "boundary" not in asked[0]["sql"]
