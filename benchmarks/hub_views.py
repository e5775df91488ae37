"""The analyst's views over many discussions: each under a second, against pandas on the rows.

The discussions stand in the database as rows; months that are over are counted once, and the views
read the counts. The peer has no such step: it works each figure out from the exported rows, held
in memory. Every figure that ours shows must be the peer's, to the unit.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.hub_live import ROOT, database
from tests.peers.server import LiveServer, live_server

LIMIT = 1.0  # seconds a view
PEERS = ROOT / "var" / "venv-peers" / "bin" / "python"
QUIET = {"COMMONBEAT_SECOND_FACTOR": "0", "COMMONBEAT_LOG_LEVEL": "WARNING"}


def measure_views(options: argparse.Namespace) -> list[str]:
    """On each database; the lines of ratios."""
    if not PEERS.exists():
        raise SystemExit("pandas lives with the other peers: run `make bench-hub`.")
    ratios = []
    for kind in options.database.split(","):
        with database(kind) as settings, live_server(QUIET | settings, workers=0) as live:
            ratios.append(_run(kind, live, options.discussions))
    return ratios


def _run(kind: str, live: LiveServer, n: int) -> str:
    loaded = _ours(live, f"load({n})")
    print(
        f"{kind}: {loaded['n']} discussions written in {loaded['load']:.0f} s, "
        f"{loaded['months']} months counted in {loaded['count']:.0f} s, each once"
    )
    ours = _ours(live, f"figures({loaded['table']!r})")
    pages = _ours(live, f"pages({loaded['table']!r})")
    with tempfile.TemporaryDirectory() as folder:
        _ours(live, f"export({folder!r})", prints=False)
        peer = _peer(folder)
    _refuse_different(ours, peer)
    return _report(kind, ours, pages, peer)


def _ours(live: LiveServer, call: str, *, prints: bool = True) -> Any:
    script = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        f"from benchmarks import hub_views_ours as ours\nours.{call}"
    )
    told = live.run_python(script)
    return json.loads(told.strip().splitlines()[-1]) if prints else None


def _peer(folder: str) -> Any:
    script = Path(__file__).with_name("hub_views_pandas.py")
    done = subprocess.run(
        [str(PEERS), str(script), folder], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def _refuse_different(ours: Any, peer: Any) -> None:
    n = 0
    for name, made in ours.items():
        for code, value in made["lines"].items():
            theirs = peer[name]["lines"].get(code, 0)
            n += 1
            if abs(value - theirs) > 1e-9:
                raise SystemExit(f"{name}, {code}: ours {value}, pandas {theirs}")
    print(f"  {n} figures shown, every one the same by pandas")


def _report(kind: str, ours: Any, pages: Any, peer: Any) -> str:
    print(f"  pandas read its files in {peer['reading']:.1f} s, not counted below")
    print("  view                    ours     pandas   ours/pandas   the page (processor)")
    for name, made in ours.items():
        mine, theirs = made["seconds"], peer[name]["seconds"]
        print(
            f"  {name:<20} {mine:6.3f} s  {theirs:6.3f} s   {mine / theirs:11.3f}   "
            + _told(pages[name])
        )
    for name in sorted(pages.keys() - ours.keys()):
        print(f"  {name:<20} {'':39}   {_told(pages[name])}")
    slowest = max(made["seconds"] for made in ours.values())
    whole = sum(made["seconds"] for made in ours.values())
    against = whole / sum(peer[name]["seconds"] for name in ours)
    return (
        f"{kind} views: the slowest {slowest / LIMIT:.2f} of 1 s, the slowest page "
        f"{max(wall for wall, _cpu in pages.values()) / LIMIT:.2f}, all together {against:.3f} of pandas"
    )


def _told(times: tuple[float, float]) -> str:
    return f"{times[0]:6.3f} s ({times[1]:.3f} s)"
