"""Several processes that take the same events at the same time, in different orders."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from commonbeat.domains.calls.fold import Fact, fold
from tests.domains.calls.sender import N_SENDERS, all_events
from tests.peers.postgres import throwaway_cluster


@contextlib.contextmanager
def _database(kind: str, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder}/calls.sqlite3"
        return
    with throwaway_cluster() as url:
        yield url


def _start(url: str, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.domains.calls.sender", *arguments]
    env = {**os.environ, "COMMONBEAT_DATABASE_URL": url, "PYTHONPATH": ".:src"}
    return subprocess.Popen(
        command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def _said(process: subprocess.Popen[str]) -> Any:
    text, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return json.loads(text or "null")


def _told_at_once(senders: list[subprocess.Popen[str]]) -> list[Any]:
    for sender in senders:
        assert sender.stdout
        assert sender.stdout.readline() == "ready\n"
    for sender in senders:
        assert sender.stdin
        sender.stdin.write("go\n")
        sender.stdin.flush()
    return [_said(sender) for sender in senders]


def _expected() -> dict[str, list[object]]:
    facts: dict[str, list[Fact]] = defaultdict(list)
    for row in all_events():
        fields = {name: row[name] for name in Fact._fields if name in row}
        facts[str(row["call_id"])].append(Fact(**fields))  # type: ignore[arg-type]
    return {number: _row(some) for number, some in facts.items()}


def _row(facts: list[Fact]) -> list[object]:
    call = fold(facts, frozenset())
    return [
        call.call_type,
        str(call.status),
        call.disposition,
        call.received_at.isoformat(),
        call.closed_at.isoformat() if call.closed_at else None,
        call.n_reopened,
        len(facts),
    ]


@pytest.mark.peers
@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_processes_that_send_the_same_events_at_once_agree_on_every_call(kind, tmp_path):
    with _database(kind, tmp_path) as url:
        _said(_start(url, "prepare"))
        senders = [_start(url, "send", str(seed)) for seed in range(N_SENDERS)]
        told = _told_at_once(senders)
        shown = _said(_start(url, "show"))
    assert sum(one["new"] for one in told) == len(all_events())
    assert [one["failed"] for one in told] == [0] * N_SENDERS
    assert shown["calls"] == _expected()
    assert shown["breaks"] == 0
