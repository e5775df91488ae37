"""The cast and the clock. Which of them a test uses says what it is about."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Iterator

import pytest
import pytest_django
from django.utils import translation

from commonbeat.commands.prepare import compile_translations
from commonbeat.core import clock
from commonbeat.core.actor import NOBODY, Actor
from commonbeat.domains.calls import catalogue
from commonbeat.domains.places import locator
from commonbeat.portals.public import kept
from commonbeat.portals.residents import pages
from commonbeat.roles import Role, actor
from tests.peers import roles

NO_DATABASE = ("tests/evidence/", "tests/oracles/", "tests/peers/", "tests/browser/")
NOON = dt.datetime(2026, 5, 12, 16, 0, tzinfo=dt.UTC)  # noon in the town, a Tuesday


def pytest_sessionstart() -> None:
    """French is compiled before the first test asks for it."""
    compile_translations()


def pytest_collection_finish() -> None:
    """What is imported by now stays: looking for rubbish in it again and again cost a tenth."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give every test both databases, but those that need none."""
    for item in items:
        if not any(part in str(item.path) for part in NO_DATABASE):
            item.add_marker(pytest.mark.django_db(databases=["default", "keys"]))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """The databases of tests are made, and removed at the end, by the role that owns them."""
    roles.become_owner()


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[None]:
    """The tests themselves run as the role that serves."""
    with django_db_blocker.unblock():
        roles.become_server()
    yield
    roles.become_owner()


@pytest.fixture(autouse=True)
def forget_what_was_kept() -> None:
    """Processes keep what is in force until it changes; a test that rolled back has changed it."""
    catalogue.forget()
    locator.forget()
    pages.forget()
    translation.activate("en")  # a request of the test before may have left its own
    kept.forget()


@pytest.fixture
def noon() -> Iterator[dt.datetime]:
    """Noon on a Tuesday in May, and the clock stands still."""
    with clock.held_at(NOON):
        yield NOON


@pytest.fixture
def bell() -> Actor:
    """Bell, an officer."""
    return actor(Role.OFFICER, "bell")


@pytest.fixture
def cho() -> Actor:
    """Cho, the coordinator."""
    return actor(Role.COORDINATOR, "cho")


@pytest.fixture
def diaz() -> Actor:
    """Diaz, the analyst."""
    return actor(Role.ANALYST, "diaz")


@pytest.fixture
def admin() -> Actor:
    """The administrator of the town's machines."""
    return actor(Role.ADMINISTRATOR, "admin")


@pytest.fixture
def eve() -> Actor:
    """Eve, who must never see anything."""
    return NOBODY


@pytest.fixture
def the_clock() -> Actor:
    """The Clock, which does what is due."""
    return actor(Role.CLOCK, "worker")


@pytest.fixture
def dispatch() -> Actor:
    """Dispatch, which sends events."""
    return actor(Role.FEED, "dispatch")


@pytest.fixture
def gateway() -> Actor:
    """The gateway, which carries texts."""
    return actor(Role.GATEWAY, "console")


@pytest.fixture
def operator() -> Actor:
    """The operator at the command line."""
    return actor(Role.OPERATOR, "tests")
