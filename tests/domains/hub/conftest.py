"""The cast of the Hub's tests: table RIV, five agencies of five sectors, thirteen people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from commonbeat.core import clock
from commonbeat.domains.hub.actions.words import load_codes
from commonbeat.roles import Role, actor
from tests.conftest import NOON
from tests.domains.hub.cast import Cast, seat_people


@pytest.fixture
def noon() -> Iterator[dt.datetime]:
    """Noon on a Tuesday in May, and the clock stands still."""
    with clock.held_at(NOON):
        yield NOON


@pytest.fixture
def words(noon: dt.datetime) -> int:
    """The shipped code lists are in place; how many entries there are."""
    return load_codes(by=actor(Role.OPERATOR, "tests"))


@pytest.fixture
def hub(words: int) -> Cast:
    """Table RIV with its people; the clock stands at noon."""
    return seat_people()
