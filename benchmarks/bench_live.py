"""Live events: from HTTP to the text at the gateway, on two cores for everything.

    python -m benchmarks.bench_live --seconds 300 --rate 150 --database sqlite,postgresql

Invented calls are sent to the dispatch feed at a steady rate (an open loop: a slow server does not
slow the sender), the worker hands texts to a loopback gateway that notes when each arrived. The
load, the server, the worker, the database and the gateway share the machine. Latency is from the
moment an event was due to be sent to the moment its text was handed over. The limit it is held
against: all emergency calls of the United States, about 46 events a second on average (240 million
calls a year, six events each). Prints lost and doubled texts, then the ratio last.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import itertools
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import urllib3

from tests.peers.postgres import throwaway_cluster
from tests.peers.processes import free_port
from tests.peers.server import LiveServer, live_server

UNITED_STATES = 46.0  # events a second, on average
TARGET = 150.0
SETUP = """
import datetime as dt
from commonbeat.simulation.settling import quicken_policies, settle
token = settle()
quicken_policies()
from commonbeat.core.action import story
from commonbeat.domains.calls.actions import policies
from commonbeat.simulation.settling import BY
with story():
    for code in ("NOISE","PARKING","VANDAL","LARCENY","VEHSTLN","BURGLARY","FRAUD","MVA","THAZ","VEHABND"):
        policies.set_policy(call_type=code, tells=True, pauses=dict.fromkeys(policies.PAUSES, dt.timedelta(0)),
            delay_after=dt.timedelta(hours=1), quiet_from=dt.time(0), quiet_until=dt.time(0), surveys=True, by=BY)
print(token)
"""


@dataclass(slots=True)
class Sent:
    """What the load sent, and how late it was itself."""

    n_events: int = 0
    n_refused: int = 0
    answers: list[float] = field(default_factory=list)  # seconds from send to answer
    due_at: dict[tuple[str, str], float] = field(default_factory=dict)


def main() -> None:
    """Run on each database and print the ratio last."""
    options = _options()
    ratios = [_run(kind, options) for kind in options.database.split(",")]
    print(f"ratio: {min(ratios):.2f} of the events of the United States on average (46/s)")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=300)
    parser.add_argument("--rate", type=float, default=TARGET, help="Events a second.")
    parser.add_argument("--tick", type=float, default=0.2, help="Seconds between two batches.")
    parser.add_argument("--database", default="sqlite,postgresql")
    parser.add_argument("--processes", type=int, default=1, help="Server processes.")
    parser.add_argument("--senders", type=int, default=4, help="Requests at the same time.")
    return parser.parse_args()


@contextlib.contextmanager
def _database(kind: str) -> Iterator[dict[str, str]]:
    if kind == "sqlite":
        yield {}
        return
    with throwaway_cluster(durable=True) as url:
        yield {"COMMONBEAT_DATABASE_URL": str(url)}


def _run(kind: str, options: argparse.Namespace) -> float:
    port = free_port()
    log = Path(f"/tmp/commonbeat-gateway-{port}.log")  # noqa: S108  a scratch file of this run
    gateway = subprocess.Popen([sys.executable, "-m", "benchmarks.gateway", str(port), str(log)])
    settings = {
        "COMMONBEAT_GATEWAY": "kannel",
        "COMMONBEAT_KANNEL_URL": f"http://127.0.0.1:{port}/sendsms",
        "COMMONBEAT_KANNEL_USERNAME": "bench",
        "COMMONBEAT_KANNEL_PASSWORD": "bench",
        "COMMONBEAT_LOG_LEVEL": "WARNING",
    }
    try:
        with (
            _database(kind) as database,
            live_server(settings | database, workers=1, processes=options.processes) as live,
        ):
            token = live.run_python(SETUP).strip().splitlines()[-1]
            sent = _load(live.base_url, token, options)
            _wait_until_quiet(log)
            return _report(kind, live, sent, log, options)
    finally:
        gateway.terminate()
        log.unlink(missing_ok=True)


def _load(url: str, token: str, options: argparse.Namespace) -> Sent:
    """Send at a steady rate from several threads; nobody waits for an answer before the next."""
    sent, batches = Sent(), queue.Queue()
    threads = [
        threading.Thread(target=_post_all, args=(url, token, batches, sent), daemon=True)
        for _ in range(options.senders)
    ]
    for thread in threads:
        thread.start()
    events = _events(options.rate)
    start, per_tick = time.time(), options.rate * options.tick
    for tick in range(int(options.seconds / options.tick)):
        due = start + tick * options.tick
        time.sleep(max(0.0, due - time.time()))
        n_now = int(per_tick * (tick + 1)) - int(per_tick * tick)
        batches.put([next(events)(due) for _ in range(n_now)])
    for _ in threads:
        batches.put(None)
    for thread in threads:
        thread.join()
    return sent


def _events(rate: float) -> Iterator[object]:
    """Events of many calls, each call's own in order and far apart; each takes its moment."""
    rng = np.random.default_rng(5)
    types = ("NOISE", "PARKING", "VANDAL", "LARCENY", "FRAUD", "MVA", "DVA", "EDP", "WELFARE")
    kinds = ("received", "updated", "dispatched", "en_route", "arrived", "closed")
    width = max(int(rate * 2), 1)  # so many calls live at the same time

    def event(number: int, step: int, kind: str, phone: str, place: tuple[float, float]) -> object:
        def at(moment: float) -> dict[str, object]:
            body: dict[str, object] = {
                "event_id": f"B{number}-{step}",
                "call_id": f"B{number}",
                "kind": kinds[step],
                "at": dt.datetime.fromtimestamp(moment, dt.UTC).isoformat(),
            }
            if step == 0:
                body |= {
                    "call_type": kind,
                    "location": {"longitude": place[0], "latitude": place[1]},
                    "caller": {"phone": phone},
                }
            if kinds[step] == "closed":
                body["disposition"] = "01"
            return body

        return at

    for block in itertools.count():
        calls = [
            (
                block * width + i,
                str(rng.choice(types)),
                f"+1{rng.choice((514, 438, 613, 416))}{int(rng.integers(2_000_000, 9_999_999))}",
                (-75.02 + float(rng.normal(0, 0.02)), 45.62 + float(rng.normal(0, 0.01))),
            )
            for i in range(width)
        ]
        for step in range(len(kinds)):
            for number, kind, phone, place in calls:
                yield event(number, step, kind, phone, place)


def _post_all(url: str, token: str, batches: queue.Queue, sent: Sent) -> None:  # type: ignore[type-arg]
    pool = urllib3.PoolManager()
    headers = {"Authorization": f"Bearer {token}"}
    while (batch := batches.get()) is not None:
        began = time.time()
        answer = pool.request(
            "POST", f"{url}/machines/dispatch/events", json={"events": batch}, headers=headers
        )
        sent.answers.append(time.time() - began)
        if answer.status == 200 and answer.json()["accepted"] == len(batch):
            sent.n_events += len(batch)
        else:
            sent.n_refused += len(batch)
            print(answer.status, answer.data[:300])


def _wait_until_quiet(log: Path) -> None:
    before = -1
    while before != log.stat().st_size:
        before = log.stat().st_size
        time.sleep(4)


LATENCY = """
import json, sys
from django.db import connection
from commonbeat.domains.calls.models import DispatchEvent
sql = '''SELECT m.key, m.topic, m.queued_at FROM contact_message m'''
with connection.cursor() as cursor:
    cursor.execute("SELECT m.key, m.about, m.topic FROM contact_message m")
    rows = cursor.fetchall()
kinds = {"received": "received", "en_route": "en_route", "arrived": "arrived", "closed": "closed"}
times = {}
for call, kind, at in DispatchEvent.objects.values_list("call__key", "kind", "at"):
    times[f"calls.call:{call}", kind] = at.timestamp()
out = {}
for key, about, topic in rows:
    kind = topic.removeprefix(about + ":").split(":")[0]
    if (about, kind) in times:
        out[key] = times[about, kind]
with connection.cursor() as cursor:
    cursor.execute("SELECT COUNT(*) FROM calls_dispatchevent")
    n_events = cursor.fetchone()[0]
    cursor.execute("SELECT state, COUNT(*) FROM contact_message GROUP BY state")
    states = dict(cursor.fetchall())
    cursor.execute("SELECT key FROM contact_message WHERE handed_at IS NOT NULL")
    handed = [r[0] for r in cursor.fetchall()]
print(json.dumps({"n_events": n_events, "states": states, "due": out, "handed": handed}))
"""


def _report(
    kind: str, live: LiveServer, sent: Sent, log: Path, options: argparse.Namespace
) -> float:
    import json

    truth = json.loads(live.run_python(LATENCY).strip().splitlines()[-1])
    arrived = [line.split() for line in log.read_text().splitlines()]
    keys = [key for _at, key in arrived]
    waits = np.array([float(at) - truth["due"][key] for at, key in arrived if key in truth["due"]])
    waits = waits if len(waits) else np.array([np.inf])
    answers = np.array(sent.answers)
    doubled, lost = len(keys) - len(set(keys)), len(set(truth["handed"]) - set(keys))
    rate = sent.n_events / options.seconds
    print(f"{kind}: {rate:.0f} events/s for {options.seconds} s, {len(keys)} texts handed over")
    print(f"  events refused {sent.n_refused}, lost {sent.n_events - truth['n_events']}")
    print(f"  texts lost {lost}, doubled {doubled}, states {truth['states']}")
    print(
        f"  event to text at the gateway: median {np.median(waits):.2f} s, "
        f"95 % within {np.quantile(waits, 0.95):.2f} s, 99 % {np.quantile(waits, 0.99):.2f} s"
    )
    print(
        f"  answer to a batch: median {np.median(answers) * 1000:.0f} ms, "
        f"95 % {np.quantile(answers, 0.95) * 1000:.0f} ms"
    )
    return rate / UNITED_STATES


if __name__ == "__main__":
    main()
