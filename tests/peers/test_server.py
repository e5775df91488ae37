"""Our own server and worker, as a town would start them, on SQLite and on PostgreSQL."""

import os
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests.peers.postgres import keys_url, throwaway_cluster
from tests.peers.processes import PeerFailed, accepts_connections
from tests.peers.server import LiveServer, live_server

pytestmark = pytest.mark.peers


@pytest.fixture(scope="module", params=["SQLite", "PostgreSQL"])
def site(request: pytest.FixtureRequest) -> Iterator[LiveServer]:
    if request.param == "SQLite":
        with live_server() as running:
            yield running
        return
    with throwaway_cluster() as url:
        env = {"COMMONBEAT_DATABASE_URL": url, "COMMONBEAT_KEYS_DATABASE_URL": keys_url(url)}
        with live_server(env, workers=2) as running:
            yield running


def test_the_server_and_its_workers_run(site: LiveServer) -> None:
    assert all(child.is_running() for child in (site.server, *site.workers))
    assert accepts_connections(urlsplit(site.base_url).port or 0)
    assert len(set(site.pids)) == 1 + len(site.workers)


def test_commands_and_scripts_see_the_same_data(site: LiveServer) -> None:
    assert "The chain holds" in site.run("ledger", "verify")
    vendor = "from django.db import connection; print(connection.vendor, end='')"
    on_postgresql = "COMMONBEAT_DATABASE_URL" in site.env
    assert site.run_python(vendor) == ("postgresql" if on_postgresql else "sqlite")


def test_a_command_that_fails_says_why(site: LiveServer) -> None:
    with pytest.raises(PeerFailed, match="No such command"):
        site.run("no-such-command")


def test_the_developers_own_settings_do_not_leak_in(
    site: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMMONBEAT_TOWN_NAME", "Elsewhere")
    assert "Elsewhere" in os.environ.values()
    asked = "from django.conf import settings; print(settings.TOWN_NAME, end='')"
    assert site.run_python(asked) == "Riverbend"


def test_a_worker_can_be_killed_and_another_started(site: LiveServer) -> None:
    worker = site.start_worker()
    worker.kill()
    assert not worker.is_running()
    another = site.start_worker()
    another.stop()
    assert not another.is_running()


def test_everything_ends_with_the_block() -> None:
    with live_server(workers=0) as running:
        port, folder = urlsplit(running.base_url).port or 0, running.folder
    assert not accepts_connections(port)
    assert not folder.exists()
