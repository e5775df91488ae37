"""A town moves from SQLite to a real PostgreSQL, and everything is shown to have arrived."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.peers.postgres import keys_url, settings_for, throwaway_cluster
from tests.peers.server import LiveServer, live_server

pytestmark = pytest.mark.peers
ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-m", "commonbeat.commands", "move")
FILL = f"""
import sys, random, datetime as dt
sys.path.insert(0, {str(ROOT)!r})
from tests.core.wall.inventing import invent_rows
from commonbeat.core import clock
from commonbeat.domains.contact.actions.points import know_numbers
from commonbeat.roles import Role, actor
invent_rows(random.Random(2))
know_numbers(numbers=["+15145550101"], languages={{}}, by=actor(Role.FEED, "dispatch"),
    keep_until=clock.now() + dt.timedelta(days=1))
"""
SEE = """
from commonbeat.domains.contact import queries
from commonbeat.roles import Role, actor
by = actor(Role.GATEWAY, "console")
point = queries.point_of_number(by, "+15145550101")
print(queries.number_of(by, point.id))
"""
MORE = """
import datetime as dt
from commonbeat.core import clock
from commonbeat.domains.contact.actions.points import know_numbers
from commonbeat.roles import Role, actor
print(len(know_numbers(numbers=["+15145550102"], languages={}, by=actor(Role.FEED, "dispatch"),
    keep_until=clock.now() + dt.timedelta(days=1))))
"""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with throwaway_cluster() as made:
        yield made


@pytest.fixture(scope="module")
def town() -> Iterator[LiveServer]:
    with live_server(workers=0) as live:
        live.run_python(FILL)
        live.server.stop()
        yield live


def move(town: LiveServer, url: str) -> str:
    done = subprocess.run(
        [*COMMAND, "--to", url, "--keys-to", keys_url(url)],
        env=dict(town.env),
        cwd=town.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


def one(url: str, question: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(question).fetchone()
    assert row is not None
    return row[0]


def there(town: LiveServer, url: str) -> LiveServer:
    return dataclasses.replace(town, env={**town.env, **settings_for(url)})


def test_everything_arrives_and_the_town_goes_on_there(town: LiveServer, url: str) -> None:
    moved = move(town, url)
    assert "The chain holds" in moved
    assert "contact_contactpoint" in moved
    assert "core_ledgerentry" in moved
    assert one(keys_url(url), "SELECT count(*) FROM keyring_sealedkey") == 1
    assert one(url, "SELECT count(*) FROM contact_contactpoint") == 0, "the wall shows nobody"
    _proves_the_same_again(moved, town, url)
    new = there(town, url)
    assert "Ready." in new.run("prepare")
    assert new.run_python(SEE).strip() == "+15145550101"
    assert new.run_python(MORE).strip() == "1"
    _a_target_that_lives_is_refused(town, url)


def _proves_the_same_again(moved: str, town: LiveServer, url: str) -> None:
    again = move(town, url)
    assert again.split("Table", 1)[1] == moved.split("Table", 1)[1]


def _a_target_that_lives_is_refused(town: LiveServer, url: str) -> None:
    assert "holds something else already" in move(town, url)
    assert "The chain holds" in there(town, url).run("ledger", "verify")


def test_the_database_in_use_is_refused(town: LiveServer) -> None:
    own = f"sqlite:///{town.folder}/commonbeat.sqlite3"
    assert "That is the database in use." in move(town, own)
