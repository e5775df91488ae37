"""The throw-away cluster is real, safe to use beside others, and gone afterwards."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.peers.postgres import keys_url, throwaway_cluster
from tests.peers.processes import accepts_connections, eventually

pytestmark = pytest.mark.peers
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with throwaway_cluster() as made:
        yield made


def one(url: str, question: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(question).fetchone()
    assert row is not None
    return row[0]


def test_a_fresh_cluster_is_fast_and_keeps_utf8(url: str) -> None:
    assert one(url, "show fsync") == "off"
    assert one(url, "select upper('été')") == "ÉTÉ"


def test_our_role_is_no_superuser_so_that_row_security_can_bind_it(url: str) -> None:
    row = "select rolsuper or rolbypassrls from pg_roles where rolname = current_user"
    assert one(url, row) is False


def test_the_key_ring_has_a_database_of_its_own(url: str) -> None:
    assert one(keys_url(url), "select current_database()") == "commonbeat_keys"


def test_a_wrong_password_is_refused(url: str) -> None:
    port = urlsplit(url).port
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(f"postgresql://commonbeat:wrong@127.0.0.1:{port}/commonbeat")


def test_it_listens_on_loopback_only(url: str) -> None:
    assert one(url, "show listen_addresses") == "127.0.0.1"


def test_a_durable_cluster_keeps_the_safe_settings_and_ends_with_its_block() -> None:
    with throwaway_cluster(durable=True) as made:
        assert one(made, "show fsync") == "on"
        assert one(made, "show synchronous_commit") == "on"
        port = urlsplit(made).port or 0
    assert not accepts_connections(port)


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "tests.peers.postgres", "--", *words]


def test_the_command_passes_on_the_url_and_the_exit_code() -> None:
    script = 'case "$COMMONBEAT_DATABASE_URL" in postgresql://*) exit 7;; esac'
    done = subprocess.run(command("sh", "-c", script), cwd=ROOT, check=False)
    assert done.returncode == 7


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
def test_nothing_goes_on_running_when_the_command_is_ended_early(
    tmp_path: Path, end: signal.Signals
) -> None:
    note = tmp_path / "url"
    script = f'echo "$COMMONBEAT_DATABASE_URL" > {note}.part; mv {note}.part {note}; sleep 600'
    running = subprocess.Popen(command("sh", "-c", script), cwd=ROOT)
    eventually(note.exists, what="the cluster")
    port = urlsplit(note.read_text().strip()).port or 0
    assert accepts_connections(port)
    os.kill(running.pid, end)
    running.wait(30)
    eventually(lambda: not accepts_connections(port), what="the end of the cluster")
