"""Brings up workers and dispatchers and kills them with SIGKILL at random moments.

Run as a program of its own, so that each child is a fork of a process that has loaded Django
once: fifty starts then take seconds. It prints as JSON what was acknowledged and what became of
it. The children are the real worker command and the real action that queues.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import random
import select
import signal
import sys
import time
from collections.abc import Callable

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402

from commonbeat.commands import worker as worker_command  # noqa: E402
from commonbeat.core import clock, ledger  # noqa: E402
from commonbeat.domains.contact.actions import messages, points  # noqa: E402
from commonbeat.domains.contact.drafts import Draft  # noqa: E402
from commonbeat.domains.contact.gateways.kannel import Kannel  # noqa: E402
from commonbeat.domains.contact.models import Message  # noqa: E402
from commonbeat.domains.contact.queries import Point  # noqa: E402
from commonbeat.roles import Role, actor  # noqa: E402

FEED = actor(Role.FEED, "main")
READER = actor(Role.GATEWAY, "tests")
N_PEOPLE, N_TOGETHER, THREADS = 100, 5, 4
LEASE = 1.0  # seconds
WORKER = ["--idle", "0.01", "--threads", str(THREADS), "--lease", str(LEASE)]
SETTLE_WITHIN = 25.0  # seconds after the last kill
UNSETTLED = ("queued", "claimed")


def main(n_kills: int, seed: int) -> None:
    """Kill `n_kills` times, let a last worker finish, and print the account."""
    worker_command.load_schedules()
    for alias in ("keys", "default"):
        call_command("migrate", database=alias, verbosity=0)
    people = _people()
    chance = random.Random(seed)
    acknowledged: set[str] = set()
    for round_ in range(n_kills):
        acknowledged |= _one_life(people, round_, chance)
    _finish()
    sys.stdout.write(json.dumps(_account(acknowledged)) + "\n")


def _people() -> list[Point]:
    numbers = [f"+18195550{n:03d}" for n in range(100, 100 + N_PEOPLE)]
    until = clock.now() + dt.timedelta(days=30)
    known = points.know_numbers(numbers=numbers, languages={}, keep_until=until, by=FEED)
    return list(known.values())


def _one_life(people: list[Point], round_: int, chance: random.Random) -> set[str]:
    """A worker and a dispatcher live for a moment and are killed in the midst of what they do."""
    reads, writes = os.pipe()
    worker = _child(lambda: worker_command.worker.main(WORKER, standalone_mode=False))
    dispatcher = _child(lambda: _dispatch(people, round_, writes))
    os.close(writes)
    said = _hear(reads, chance.uniform(0.05, 0.4))
    for child in chance.sample([worker, dispatcher], 2):
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    said += _hear(reads, 0.0)
    os.close(reads)
    # The last line may be cut short by the kill; then it was not acknowledged.
    return set(said.decode().rpartition("\n")[0].split("\n")) - {""}


def _dispatch(people: list[Point], round_: int, acknowledge: int) -> None:
    for batch in range(10**6):
        drafts = [
            _draft(person, f"{round_}.{batch}.{person.key}")
            for person in random.sample(people, N_TOGETHER)
        ]
        messages.queue_messages(drafts=drafts, by=FEED)
        os.write(acknowledge, "".join(f"{draft.topic}\n" for draft in drafts).encode())
        time.sleep(0.02)


def _draft(person: Point, topic: str) -> Draft:
    now = clock.now()
    return Draft(
        person.id,
        "update",
        topic,
        "calls.call:x",
        "en",
        "An officer is on the way.",
        now,
        now + dt.timedelta(hours=1),
    )


def _child(live: Callable[[], object]) -> int:
    connections.close_all()
    pid = os.fork()
    if pid:
        return pid
    with contextlib.suppress(BaseException):
        live()
    os._exit(1)


def _hear(pipe: int, seconds: float) -> bytes:
    """What is said on a pipe until it falls silent for good or the time is over."""
    heard, end = b"", time.monotonic() + seconds
    while select.select([pipe], [], [], max(end - time.monotonic(), 0.0))[0]:
        more = os.read(pipe, 65536)
        if not more:
            break
        heard += more
    return heard


def _finish() -> None:
    worker = _child(lambda: worker_command.worker.main(WORKER, standalone_mode=False))
    rows = Message.objects.seen_by(READER).filter(state__in=UNSETTLED)
    end = time.monotonic() + SETTLE_WITHIN
    while rows.exists() and time.monotonic() < end:
        time.sleep(0.05)
    os.kill(worker, signal.SIGTERM)
    os.waitpid(worker, 0)


def _account(acknowledged: set[str]) -> dict[str, object]:
    rows = Message.objects.seen_by(READER).values_list("topic", "key", "state", "reason")
    return {
        "acknowledged": sorted(acknowledged),
        "messages": {topic: [key, state, reason] for topic, key, state, reason in rows},
        "ledger_breaks": len(list(ledger.breaks())),
        "threads": THREADS,
    }


if __name__ == "__main__":
    Kannel.deduplicates = os.environ.get("GATEWAY_DEDUPLICATES") == "1"
    main(int(sys.argv[1]), int(sys.argv[2]))
