"""Live meetings: how long until every screen of a table shows a decision.

A real server (two processes, as a town runs it), screens as in hub_screens.py, and the people who
decide in a process of their own. Measured from the moment the change was committed to the moment a
screen had the whole fragment; the press itself (with its commit) is told beside it. Everything
shares this machine: the screens of 2,000 browsers would not.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import resource
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from tests.peers.postgres import settings_for, throwaway_cluster
from tests.peers.server import SET_UP, LiveServer, live_server

ROOT = Path(__file__).resolve().parent.parent
LIMIT = 1.0  # seconds, at the 95th percentile
SCREENS = 40
QUIET = {"COMMONBEAT_SECOND_FACTOR": "0", "COMMONBEAT_LOG_LEVEL": "WARNING"}


def measure_live(options: argparse.Namespace) -> list[str]:
    """One table, then many at once, on each database; the lines of ratios."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    ratios = []
    for kind in options.database.split(","):
        for n_tables, every in ((1, options.every_one), (options.tables, options.every)):
            with (
                database(kind) as settings,
                live_server(QUIET | settings, workers=0, processes=2) as live,
            ):
                ratios.append(_run(kind, live, n_tables, every, options.seconds))
    return ratios


@contextlib.contextmanager
def database(kind: str) -> Iterator[dict[str, str]]:
    """The settings of a fresh database of a kind: owner and serving role apart on PostgreSQL."""
    if kind == "sqlite":
        yield {}
        return
    with throwaway_cluster(durable=True) as url:
        yield settings_for(url)


def _run(kind: str, live: LiveServer, n_tables: int, every: float, seconds: float) -> str:
    n_situations = int(seconds / every / 7) + 2
    chair = _chair(live, n_tables, n_situations)
    try:
        assert chair.stdout is not None
        assert chair.stdin is not None
        tables = json.loads(_line(chair))
        screens = _screens(live, seconds + 6, tables)
        chair.stdin.write(f"{seconds} {every} {n_tables}\n")
        chair.stdin.flush()
        before = _processor_seconds(live.server.pid)
        log = json.loads(_line(chair))
        spent = _processor_seconds(live.server.pid) - before
        seen = json.loads(screens.communicate(timeout=seconds + 120)[0])
    finally:
        chair.kill()
        chair.wait()
    print(f"{kind}: the server used {spent / seconds:.2f} of a processor")
    return _report(kind, n_tables, log, seen, seconds)


def _chair(live: LiveServer, n_tables: int, n_situations: int) -> subprocess.Popen[str]:
    script = (
        f"{SET_UP}import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        f"from benchmarks.hub_chair import main; main({n_tables}, {SCREENS}, {n_situations})"
    )
    return subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=dict(live.env),
        cwd=live.folder,
    )


def _line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise SystemExit("The process of the people at the tables ended early.")
    return line


def _screens(live: LiveServer, seconds: float, tables: object) -> subprocess.Popen[str]:
    port = live.base_url.rsplit(":", 1)[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.hub_screens", port, str(seconds)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert process.stdin is not None
    assert process.stderr is not None
    process.stdin.write(json.dumps(tables))
    process.stdin.close()
    process.stdin = None
    process.stderr.readline()  # "ready"
    return process


def _processor_seconds(pid: int) -> float:
    """What a process and its children have used so far."""
    total = 0.0
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        with contextlib.suppress(OSError):
            fields = (folder / "stat").read_text().rpartition(") ")[2].split()
            if int(folder.name) == pid or int(fields[1]) == pid:
                total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


def _report(
    kind: str, n_tables: int, log: list[list[object]], seen: list[dict[str, object]], seconds: float
) -> str:
    waits = {"decide": [], "other": []}  # type: dict[str, list[float]]
    presses: list[float] = []
    by_table: dict[str, list[dict[str, object]]] = {}
    for screen in seen:
        by_table.setdefault(str(screen["token"]), []).append(screen)
    for token, what, stamp, pressed, committed in log:
        for screen in by_table[str(token)]:
            at = next((t for t, s in screen["seen"] if s >= stamp), np.inf)  # type: ignore[union-attr,attr-defined]
            waits["decide" if what == "decide" else "other"].append(at - float(committed))  # type: ignore[arg-type]
            if what == "decide":
                presses.append(at - float(pressed))  # type: ignore[arg-type]
    asked = sum(int(s["n_asked"]) for s in seen)  # type: ignore[call-overload]
    faults = [f for s in seen for f in s["faults"] if f != "lost"]  # type: ignore[attr-defined]
    print(
        f"{kind}: {n_tables} table{'s' * (n_tables > 1)}, {len(seen)} screens, {len(log)} changes in "
        f"{seconds:.0f} s, {asked / seconds:.0f} questions/s, {len(faults)} faults {dict(Counter(faults))}"
    )
    for name, what in (("decide", "a decision"), ("other", "any other change")):
        print(f"  {what}, from its commit to the screen: {_told(waits[name])}")
    print(f"  a decision, from the press: {_told(presses)}")
    p95 = float(np.quantile(waits["decide"], 0.95, method="higher")) if waits["decide"] else np.inf
    return (
        f"{kind}, {n_tables} × {SCREENS} screens: {p95 / LIMIT:.2f} of 1 s at the 95th percentile"
    )


def _told(waits: list[float]) -> str:
    if not waits:
        return "none"
    p50, p95, p99 = (float(np.quantile(waits, q, method="higher")) for q in (0.5, 0.95, 0.99))
    return f"median {p50:.2f} s, 95 % within {p95:.2f} s, 99 % {p99:.2f} s (n = {len(waits)})"
