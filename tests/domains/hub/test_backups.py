"""A restored backup of a closed situation is unreadable; numbers have neither twins nor gaps."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.peers.postgres import keys_url, throwaway_cluster
from tests.peers.processes import scratch_folder

pytestmark = [pytest.mark.peers, pytest.mark.xdist_group("hub rehearsals")]
ROOT = Path(__file__).resolve().parents[3]
EVERYBODY = ["ana", "bell", "cho", "diaz", "eve"]


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """The settings of an empty database of each kind."""
    if request.param == "sqlite":
        yield {}
        return
    with throwaway_cluster() as url:
        yield {"COMMONBEAT_DATABASE_URL": url, "COMMONBEAT_KEYS_DATABASE_URL": keys_url(url)}


def rehearsed(database: dict[str, str], *words: str) -> dict[str, Any]:
    """What a rehearsal told."""
    with scratch_folder("hub") as folder:
        usual = {
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "commonbeat.config.settings",
            "COMMONBEAT_DATA": str(folder),
            "COMMONBEAT_SECRET_KEY": secrets.token_urlsafe(48),
            "COMMONBEAT_MASTER_SECRET": secrets.token_urlsafe(48),
            "COMMONBEAT_GATEWAY_SECRET": secrets.token_urlsafe(48),
        }
        done = subprocess.run(
            [sys.executable, "-m", "tests.domains.hub.rehearsal", *words],
            env=usual | database,
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
    assert done.returncode == 0, done.stderr[-4000:]
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def test_a_backup_put_back_after_the_close_is_read_by_nobody(database):
    told = rehearsed(database, "backup")
    assert told["while_open"] == EVERYBODY, "the copy must be whole, or this shows nothing"
    assert told["forced_while_open"] == ["Jo Marker"] * 5
    assert told["after_close"] == []
    assert told["is_back"] == [1, 5], "the note and all its wrapped halves are back"
    assert told["from_the_copy"] == []
    assert told["by_every_key_that_is_left"] == []


def test_numbers_have_neither_twins_nor_gaps_though_many_submit_at_once(database):
    told = rehearsed(database, "numbers", "4", "6")
    assert told["ended"] == [0, 0, 0, 0]
    year = told["numbers"][0].split("-")[1]
    assert told["numbers"] == [f"RIV-{year}-{n:04d}" for n in range(1, 25)]
    assert told["positions"] == list(range(1, 25))
    assert told["breaks"] == 0
