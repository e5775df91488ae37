"""Several processes at one table at the same time: one wins, the others hear, nothing is lost."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.peers.postgres import keys_url, throwaway_cluster

N_PEOPLE, N_ROUNDS = 5, 3
ALL = ["children", "health", "housing", "police", "school"]


@contextlib.contextmanager
def _databases(kind: str, folder: Path) -> Iterator[dict[str, str]]:
    if kind == "sqlite":
        yield _named(f"sqlite:///{folder}/town.sqlite3", f"sqlite:///{folder}/keys.sqlite3")
        return
    with throwaway_cluster() as url:
        yield _named(url, keys_url(url))


def _named(town: str, keys: str) -> dict[str, str]:
    return {"COMMONBEAT_DATABASE_URL": town, "COMMONBEAT_KEYS_DATABASE_URL": keys}


def _start(databases: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.domains.hub.decider", *arguments],
        env={**os.environ, **databases, "PYTHONPATH": ".:src"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


class People:
    """The processes, each one a person at the table."""

    def __init__(self, databases: dict[str, str], file: Path) -> None:
        prepared = _start(databases, "prepare", str(file))
        prepared.communicate(timeout=120)
        assert prepared.returncode == 0
        self._all = [_start(databases, "sit", str(file), str(n)) for n in range(N_PEOPLE)]
        assert [self._heard(one) for one in self._all] == ["ready"] * N_PEOPLE

    def at_once(self, *words: object) -> list[Any]:
        """All do the same at the same time."""
        return self._say(self._all, words)

    def first(self, *words: object) -> Any:
        """One of them does it alone."""
        return self._say(self._all[:1], words)[0]

    def go_home(self) -> None:
        """The processes end."""
        for one in self._all:
            one.communicate(timeout=60)

    def _say(self, people: Sequence[subprocess.Popen[str]], words: Sequence[object]) -> list[Any]:
        for one in people:
            assert one.stdin
            one.stdin.write(" ".join(map(str, words)) + "\n")
            one.stdin.flush()
        return [json.loads(self._heard(one)) for one in people]

    def _heard(self, one: subprocess.Popen[str]) -> str:
        assert one.stdout
        return one.stdout.readline().strip()


@pytest.mark.peers
@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_of_many_who_decide_at_once_one_wins_and_nothing_said_is_lost(kind, tmp_path):
    with _databases(kind, tmp_path) as databases:
        people = People(databases, tmp_path / "cast")
        keys = [key for _ in range(N_ROUNDS) for key in people.at_once("submit")]
        numbers = [people.first("look", key)["number"] for key in keys]
        outcomes = [_decided_together(people, key) for key in keys[:N_ROUNDS]]
        people.go_home()
    year = numbers[0].split("-")[1]
    assert sorted(numbers) == [f"RIV-{year}-{n:04}" for n in range(1, len(keys) + 1)]
    assert set(outcomes) <= {"elevated", "rejected"}


def _decided_together(people: People, key: str) -> str:
    version = people.first("present", key)
    assert people.at_once("agree", key) == ["done"] * N_PEOPLE
    said = people.at_once("decide", key, version)
    assert sorted(said)[: N_PEOPLE - 1] == ["ChangedMeanwhile"] * (N_PEOPLE - 1)
    (winner,) = set(said) - {"ChangedMeanwhile"}
    seen = people.first("look", key)
    assert seen["breaks"] == 0
    if winner == "no":
        assert (seen["step"], seen["agreed"]) == ("rejected", [])
        return str(seen["step"])
    assert (seen["step"], seen["agreed"]) == ("elevated", ALL)
    assert people.at_once("say_in", key) == ["done"] * N_PEOPLE
    seen = people.first("look", key)
    assert (seen["in"], seen["out"]) == (["children", "health", "police"], ["housing", "school"])
    return str(seen["step"])
