"""The caller's page: requests a second against an empty view on the same server.

    python -m benchmarks.bench_page --seconds 10 --rounds 3

Asked by `wrk` (Debian package wrk) over the same number of connections, in turn. The peer is our
own /health/, which answers one word behind the same middleware; a bare Django without any
middleware, served by granian with as many processes, is measured beside it. *Afresh*: the page is made anew.
*Unchanged*: the browser sends the page's tag and is told that nothing changed. Prints what a page's
time is made of, then the ratios last.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from tests.peers.processes import free_port
from tests.peers.server import live_server

AFRESH, UNCHANGED = 0.15, 0.5  # what is to be reached, of the empty view
SETUP = """
import datetime as dt
from commonbeat.core import clock
from commonbeat.domains.calls.events import Event, Kind
from commonbeat.roles import Role, actor
from commonbeat.simulation.settling import quicken_policies, settle
from commonbeat.simulation.town import middle_of
from commonbeat.workflows.call_followup import status_text, take_events
from commonbeat.domains.contact.queries import point_of_number
settle(); quicken_policies()
now, (x, y), phone = clock.now(), middle_of(1), "+15145550101"
by = actor(Role.FEED, "dispatch")
take_events(feed_code="dispatch", by=by, events=[
    Event("e1", "26-1", Kind.RECEIVED, now - dt.timedelta(minutes=9), "NOISE", "3", x, y, phone=phone),
    Event("e2", "26-1", Kind.EN_ROUTE, now - dt.timedelta(minutes=4)),
])
reader = actor(Role.GATEWAY, "x")
text = status_text(point_of_number(reader, phone).id, "en", by=reader)
print(text.split("/c/")[1].split()[0])
"""
PROFILE = """
import cProfile, pstats, sys, io, time
from django.test import Client
from django.db import connection, reset_queries
token = sys.argv[-1] if False else {token!r}
client = Client(HTTP_HOST="localhost")
for _ in range(20): client.get("/c/" + token)
n, began = 300, time.perf_counter()
for _ in range(n): client.get("/c/" + token)
whole = (time.perf_counter() - began) / n * 1000
from django.conf import settings
settings.DEBUG = True
connection.force_debug_cursor = True
reset_queries(); client.get("/c/" + token)
queries = len(connection.queries)
connection.force_debug_cursor = False
profile = cProfile.Profile(); profile.enable()
for _ in range(n): client.get("/c/" + token)
profile.disable()
stats = pstats.Stats(profile)
def share(part):
    return sum(t[2] for (f, l, name), t in stats.stats.items() if part in f) / stats.total_tt
parts = {{p: share(p) for p in ("/template/", "/db/", "/middleware/", "sqlite3", "commonbeat/", "/http/", "/urls/", "/utils/translation", "/test/")}}
print(f"  one page in the test client: {{whole:.2f}} ms, {{queries}} queries; own time by part: "
      + ", ".join(f"{{p}} {{s:.0%}}" for p, s in sorted(parts.items(), key=lambda i: -i[1])))
"""


@dataclass(frozen=True, slots=True)
class Speed:
    """What wrk measured."""

    per_second: float
    p99_ms: float


def main() -> None:
    """Measure in turn and print the ratios last."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--connections", type=int, default=16)
    options = parser.parse_args()
    if shutil.which("wrk") is None:
        raise SystemExit("This benchmark needs wrk: apt-get install wrk")
    port = free_port()
    empty = _serve_empty(port, options.processes)
    try:
        with live_server({}, workers=0, processes=options.processes) as live:
            token = live.run_python(SETUP).strip().splitlines()[-1]
            page = f"{live.base_url}/c/{token}"
            with urllib.request.urlopen(page) as answer:  # noqa: S310  loopback
                tag, size = answer.headers["ETag"], len(answer.read())
            targets = {
                "a bare Django, no middleware": (f"http://127.0.0.1:{port}/", ""),
                "an empty view on the same server": (f"{live.base_url}/health/", ""),
                "the caller's page, afresh": (page, ""),
                "the caller's page, unchanged": (page, tag),
            }
            speeds = _measure(targets, options)
            print(f"the caller's page: {size} bytes of HTML before compression")
            print(live.run_python(PROFILE.format(token=token)).rstrip())
    finally:
        empty.terminate()
    _report(speeds)


def _serve_empty(port: int, processes: int) -> subprocess.Popen[bytes]:
    command = ["granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += [
        "--workers",
        str(processes),
        "--blocking-threads",
        "1",
        "--no-ws",
        "--no-access-log",
    ]
    bin_ = Path(sys.executable).parent
    process = subprocess.Popen(
        [str(bin_ / command[0]), *command[1:], "benchmarks.empty:application"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": "."},
    )
    for _ in range(100):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/").close()
        except OSError:
            time.sleep(0.1)
        else:
            break
    return process


def _measure(
    targets: dict[str, tuple[str, str]], options: argparse.Namespace
) -> dict[str, list[Speed]]:
    found: dict[str, list[Speed]] = {name: [] for name in targets}
    for _ in range(options.rounds):
        for name, (url, tag) in targets.items():
            found[name].append(
                ask(url, tag, seconds=options.seconds, connections=options.connections)
            )
    return found


def ask(url: str, tag: str = "", *, seconds: int, connections: int, lua: str = "") -> Speed:
    """Ask `url` over so many connections for so long; with `tag` whether it changed.

    `lua` is what wrk is to do for each request, when that is not always the same.
    """
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        if tag:
            quoted = tag.replace('"', '\\"')
            lua = f'wrk.headers["If-None-Match"] = "{quoted}"\n'
        script.write(lua)
        script.flush()
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency"]
        done = subprocess.run(
            [*command, "-s", script.name, url], capture_output=True, text=True, check=True
        )
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", done.stdout)
    if bad:
        raise SystemExit(f"{url.rsplit('/', 1)[0]}/… answered {bad[1]} errors")
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)[1])  # type: ignore[index]
    number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", done.stdout).groups()  # type: ignore[union-attr]
    return Speed(rate, float(number) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[unit])


def _report(speeds: dict[str, list[Speed]]) -> None:
    middle = {
        name: statistics.median(speed.per_second for speed in found)
        for name, found in speeds.items()
    }
    for name, found in speeds.items():
        p99 = statistics.median(speed.p99_ms for speed in found)
        print(f"  {name}: {middle[name]:.0f} requests/s, 99 % within {p99:.0f} ms")
    empty, bare = middle["an empty view on the same server"], middle["a bare Django, no middleware"]
    afresh = middle["the caller's page, afresh"] / empty
    unchanged = middle["the caller's page, unchanged"] / empty
    print(
        f"  against the bare Django: afresh {afresh * empty / bare:.3f}, "
        f"unchanged {unchanged * empty / bare:.3f}"
    )
    print(
        f"ratio: afresh {afresh:.3f} (to reach {AFRESH}), unchanged {unchanged:.3f} (to reach {UNCHANGED})"
    )


if __name__ == "__main__":
    main()
