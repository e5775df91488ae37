"""One of several processes that send events of the same calls at the same time.

`python -m tests.domains.calls.sender prepare|send|show`. Used by test_dispatch_together.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import sys
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from commonbeat.domains.calls.events import Event

N_SENDERS, N_CALLS, N_ROUNDS, BATCH = 3, 40, 2, 8
START = dt.datetime(2026, 5, 12, 15, 0, tzinfo=dt.UTC)


def all_events() -> list[dict[str, object]]:
    """The same events in every process: `Event`'s fields, with the kind as text."""
    chance = random.Random(20260512)
    kinds = ["received", "updated", "dispatched", "en_route", "arrived", "closed", "reopened"]
    return [
        {
            "event_id": f"{number}-{call}-{sender}",
            "call_id": f"26-{number}-{call:02}",
            "kind": chance.choice(kinds),
            "at": START + dt.timedelta(minutes=chance.randrange(60)),
            "call_type": chance.choice(["", "NOISE", "PARKING"]),
            "disposition": chance.choice(["", "01", "02"]),
        }
        for number in range(N_ROUNDS)
        for call in range(N_CALLS)
        for sender in range(N_SENDERS)
    ]


def _prepare() -> None:
    from django.core.management import call_command

    from commonbeat.domains.calls.actions.feeds import open_feed
    from commonbeat.roles import Role, actor

    call_command("migrate", verbosity=0)
    open_feed(name="Town", by=actor(Role.OPERATOR, "tests"))


def _send(sender: int) -> None:
    """Send one's own event of every call, while the others send theirs; then all of them."""
    from commonbeat.domains.calls.events import Event, Kind

    rows = all_events()
    events = [Event(**{**row, "kind": Kind(row["kind"])}) for row in rows]  # type: ignore[arg-type]
    everything = random.Random(sender).sample(events, len(events))
    print("ready", flush=True)
    sys.stdin.readline()
    told = [_sent(events[sender::N_SENDERS]), _sent(everything)]
    json.dump({"new": sum(n for n, _ in told), "failed": sum(n for _, n in told)}, sys.stdout)


def _sent(events: list[Event]) -> tuple[int, int]:
    """How many events were new, and how many batches failed."""
    from django.db import OperationalError

    from commonbeat.domains.calls.actions.dispatch import take_from_dispatch
    from commonbeat.roles import Role, actor

    n_new = n_failed = 0
    for start in range(0, len(events), BATCH):
        batch = events[start : start + BATCH]
        try:
            taken = take_from_dispatch(
                feed_code="town", events=batch, points={}, by=actor(Role.FEED, "town")
            )
            n_new += taken.n_new
        except OperationalError:
            n_failed += 1
    return n_new, n_failed


def _show() -> None:
    from commonbeat.core import ledger
    from commonbeat.domains.calls.models import Call

    rows = {
        call.external_id: [
            call.call_type,
            str(call.status),
            call.disposition,
            call.received_at.isoformat(),
            call.closed_at.isoformat() if call.closed_at else None,
            call.n_reopened,
            call.events.count(),
        ]
        for call in Call.objects.all()
    }
    json.dump({"calls": rows, "breaks": len(list(ledger.breaks()))}, sys.stdout)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    if sys.argv[1] == "prepare":
        _prepare()
    elif sys.argv[1] == "send":
        _send(int(sys.argv[2]))
    else:
        _show()
