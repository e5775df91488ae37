"""A town that asks: a questionnaire in force, areas, and people with phones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import count

import pytest

from commonbeat.core import clock
from commonbeat.core.actor import Actor
from commonbeat.domains.contact.actions import points
from commonbeat.domains.contact.queries import Point
from commonbeat.domains.places.models import Area
from commonbeat.domains.surveys.actions import asking, instruments

MAY = dt.date(2026, 5, 1)
_calls = count(1)


@pytest.fixture(autouse=True)
def in_force(operator: Actor) -> None:
    instruments.install_default_instrument(by=operator)


@pytest.fixture
def mill(noon: dt.datetime) -> Area:
    return Area.objects.create(code="old-mill", name="Old Mill", changed_at=noon, changed_by="-")


@pytest.fixture
def person(dispatch: Actor) -> Callable[..., Point]:
    """The contact point of the n-th person of the town."""

    def know(number: int = 1, language: str = "en") -> Point:
        phone = f"+1819555{number:04d}"
        until = clock.now() + dt.timedelta(days=400)
        known = points.know_numbers(
            numbers=[phone], languages={phone: language}, keep_until=until, by=dispatch
        )
        return known[phone]

    return know


@pytest.fixture
def invited(dispatch: Actor) -> Callable[..., asking.Invited]:
    """Somebody's call has ended, and they are to be asked about it now."""

    def invite(point: Point | None, **other: object) -> asking.Invited:
        given = {
            "about": f"calls.call:c{next(_calls)}",
            "point_id": point.id if point else None,
            "area_id": None,
            "group": "noise",
            "month": MAY,
            "due_at": clock.now(),
        } | other
        found = asking.invite(**given, by=dispatch)
        assert found is not None
        return found

    return invite
