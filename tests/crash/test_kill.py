"""`kill -9` in the midst of anything: nothing acknowledged is lost, nothing is sent twice."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.crash.counting_gateway import counting_gateway
from tests.peers.postgres import keys_url, throwaway_cluster
from tests.peers.processes import scratch_folder

pytestmark = [pytest.mark.peers, pytest.mark.xdist_group("crash")]
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Account:
    """What was acknowledged, what became of each message, and what the gateway was asked."""

    acknowledged: set[str]
    messages: dict[str, tuple[str, str, str]]
    came: Counter[str]
    ledger_breaks: int
    threads: int

    def keys(self, state: str) -> set[str]:
        """The keys of the messages in a state."""
        return {key for key, its_state, _ in self.messages.values() if its_state == state}


def killed(n_kills: int, *, deduplicates: bool = False, **env: str) -> Account:
    """Live through `n_kills` kills on a database of its own."""
    with counting_gateway() as gateway, scratch_folder("crash") as folder:
        usual = {
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "commonbeat.config.settings",
            "COMMONBEAT_DATA": str(folder),
            "COMMONBEAT_SECRET_KEY": secrets.token_urlsafe(48),
            "COMMONBEAT_MASTER_SECRET": secrets.token_urlsafe(48),
            "COMMONBEAT_GATEWAY_SECRET": secrets.token_urlsafe(48),
            "COMMONBEAT_GATEWAY": "kannel",
            "COMMONBEAT_KANNEL_URL": gateway.url,
            "COMMONBEAT_KANNEL_USERNAME": "us",
            "COMMONBEAT_KANNEL_PASSWORD": "pw",
            "GATEWAY_DEDUPLICATES": "1" if deduplicates else "0",
        }
        done = subprocess.run(
            [sys.executable, "-m", "tests.crash.nursery", str(n_kills), "20260512"],
            env=usual | env,
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr[-4000:]
        told = json.loads(done.stdout.splitlines()[-1])
    return Account(
        set(told["acknowledged"]),
        {topic: tuple(fate) for topic, fate in told["messages"].items()},
        gateway.came,
        told["ledger_breaks"],
        told["threads"],
    )


def _check_each_was_sent_once_or_is_shown_as_unknown(account: Account, n_kills: int) -> None:
    assert account.acknowledged <= set(account.messages), "an acknowledged message is lost"
    assert account.keys("queued") == account.keys("claimed") == set()
    sent, unknown = account.keys("handed over"), account.keys("unknown")
    assert len(sent) + len(unknown) == len(account.messages)
    assert set(account.came) <= sent | unknown
    assert [key for key, n_times in account.came.items() if n_times > 1] == []
    assert sent <= set(account.came), "a message counts as sent that the gateway never saw"
    # Whoever was in the hands of a killed worker: one handful at most for each kill.
    assert len(unknown) <= n_kills * account.threads
    assert account.ledger_breaks == 0


def test_fifty_kills_lose_nothing_and_double_nothing(capsys):
    account = killed(50)
    _check_each_was_sent_once_or_is_shown_as_unknown(account, 50)
    assert len(account.acknowledged) > 200
    unknown = account.keys("unknown")
    with capsys.disabled():
        sys.stdout.write(
            f"\n50 kills, {len(account.acknowledged)} acknowledged, {len(account.messages)} "
            f"messages, {len(account.came)} reached the gateway, none twice; "
            f"{len(unknown)} unknown, of which {len(unknown & set(account.came))} were sent\n"
        )


def test_where_the_gateway_tells_keys_apart_every_text_reaches_it():
    account = killed(6, deduplicates=True)
    assert account.acknowledged <= set(account.messages)
    assert account.keys("handed over") == set(account.came)
    assert len(account.came) == len(account.messages)


def test_kills_on_postgresql_lose_nothing_and_double_nothing():
    with throwaway_cluster() as url:
        account = killed(6, COMMONBEAT_DATABASE_URL=url, COMMONBEAT_KEYS_DATABASE_URL=keys_url(url))
    _check_each_was_sent_once_or_is_shown_as_unknown(account, 6)
