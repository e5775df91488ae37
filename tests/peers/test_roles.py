"""A town on PostgreSQL as the guide says: one role owns the tables, a weaker one serves."""

from __future__ import annotations

import contextlib
import dataclasses
import subprocess
import sys
from collections.abc import Iterator

import psycopg
import pytest

from tests.peers.postgres import serving_url, settings_for, throwaway_cluster
from tests.peers.server import LiveServer, live_server

pytestmark = pytest.mark.peers
OWNERS = ("COMMONBEAT_OWNER_DATABASE_URL", "COMMONBEAT_OWNER_KEYS_DATABASE_URL")


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with throwaway_cluster() as made:
        yield made


@pytest.fixture(scope="module")
def town(url: str) -> Iterator[LiveServer]:
    with live_server(settings_for(url), workers=0) as live:
        yield live


def commonbeat(town: LiveServer, *words: str, without: tuple[str, ...] = (), **env: str) -> str:
    kept = {name: value for name, value in town.env.items() if name not in without}
    done = subprocess.run(
        [sys.executable, "-m", "commonbeat.commands", *words],
        env=kept | env,
        cwd=town.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


@contextlib.contextmanager
def serving(url: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(serving_url(url), autocommit=True) as connection:
        yield connection


def test_the_town_serves_and_works_without_the_owners_password(town: LiveServer) -> None:
    said = commonbeat(town, "worker", "--once", without=OWNERS)
    assert "0 carried." in said
    assert "Note:" not in said
    assert "The chain holds" in commonbeat(town, "ledger", "verify", without=OWNERS)


def test_preparing_again_changes_nothing_and_needs_nobody_to_look_away(town: LiveServer) -> None:
    assert "Ready." in commonbeat(town, "prepare")
    assert "0 carried." in commonbeat(town, "worker", "--once", without=OWNERS)


@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE contact_message",
        "TRUNCATE core_ledgerentry",
        "UPDATE core_ledgerentry SET by = 'x'",
        "DELETE FROM core_ledgerentry",
        "DROP TRIGGER core_ledger_no_change ON core_ledgerentry",
        "DROP TABLE contact_message",
        "CREATE TABLE mine (id int)",
        "ALTER TABLE contact_message DISABLE ROW LEVEL SECURITY",
        "SELECT * FROM wall.pads",
        "UPDATE django_migrations SET name = 'x'",
    ],
)
def test_the_serving_role_may_not(town: LiveServer, url: str, statement: str) -> None:
    with serving(url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement)


@pytest.fixture(scope="module")
def point(town: LiveServer) -> None:
    town.run_python(
        "from commonbeat.domains.contact.models import ContactPoint\n"
        "from commonbeat.core.clock import now\n"
        "ContactPoint(kind='text', known_at=now(), keep_until=now()).save()\n"
    )


@pytest.mark.usefixtures("town", "point")
def test_the_owner_is_bound_by_the_wall_too(url: str) -> None:
    with psycopg.connect(url) as owner:
        assert owner.execute("SELECT count(*) FROM contact_contactpoint").fetchone() == (0,)


def test_a_town_whose_serving_role_could_lower_the_wall_is_told(town: LiveServer, url: str) -> None:
    said = commonbeat(town, "worker", "--once", without=OWNERS, COMMONBEAT_DATABASE_URL=url)
    assert "owns the tables and could lower the wall" in said


@pytest.mark.usefixtures("point")
def test_another_master_secret_opens_nothing(town: LiveServer) -> None:
    other = dataclasses.replace(town, env={**town.env, "COMMONBEAT_MASTER_SECRET": "another"})
    assert town.run_python(COUNT).strip() == "1"
    assert other.run_python(COUNT).strip() == "0"


COUNT = """
from commonbeat.core.guarded import whole_table
from commonbeat.domains.contact.models import ContactPoint
print(whole_table(ContactPoint).count())
"""
