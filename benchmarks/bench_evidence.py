"""The evidence library against its named peers, both sides in one session, ratios last.

    make bench-evidence                 everything; about ten minutes on two cores
    make bench-evidence ARGS="--only knox,raking"

Each side runs in a fresh process, is called once on a small problem so that what is loaded or
compiled on first use is not counted, and then as often as said; the best time counts, and the
peak memory of its process. What both sides found is compared before any ratio is printed.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from benchmarks import evidence_ours as ours
from benchmarks import evidence_peers as peers

Work = Callable[[bool], Any]  # called with True: a small problem, to warm up


@dataclass(frozen=True, slots=True)
class Side:
    """What one side took."""

    seconds: float
    megabytes: float
    found: Any


@dataclass(frozen=True, slots=True)
class Task:
    """One task: our side, the peer's, how often each, how answers are compared, what to reach."""

    words: str
    ours: Work
    peer: Work | None
    same: Callable[[Any, Any], str]
    times: tuple[int, int] = (5, 1)
    goal: float = 1.0
    memory_goal: float | None = None


TASKS = {
    "knox": Task("near repeats, 20,000 events, 99 shuffles: pointpats", ours.knox, peers.knox,
                 ours.same_knox, goal=200, memory_goal=0.1),
    "knox-large": Task("near repeats, 100,000 events, 999 shuffles: pointpats runs out of memory",
                       ours.knox_large, None, ours.just_tell, (1, 0)),
    "fixed": Task("two-way fixed-effects Poisson, 300 × 72: statsmodels", ours.fixed,
                  peers.fixed, ours.same_fixed, goal=1000),
    "shams": Task("99,999 sham programmes, against one such fit of 30 × 72: statsmodels",
                  ours.shams, peers.fixed_small, ours.just_tell_two, (3, 1)),
    "synthetic": Task("synthetic control over 20 units, the same predictors: pysyncon",
                      ours.synthetic, peers.synthetic, ours.same_synthetic, (20, 20), goal=50),
    "synthetic-search": Task("the same, pysyncon searching the weights of four predictors",
                             ours.synthetic_search, peers.synthetic_search,
                             ours.same_search, (20, 1), goal=50),
    "raking": Task("raking 50,000 rows to five margins: ipfn", ours.raking, peers.raking,
                   ours.same_raking, goal=50),
    "raking-balance": Task("the same: balance", ours.raking, peers.raking_balance,
                           ours.same_raking, goal=50),
    "gi-star": Task("Gi* of 100,000 cells, weights included: esda", ours.gi_star,
                    peers.gi_star, ours.same_gi_star, goal=100),
    "counting": Task("counting 100 million rows by area, week and kind: polars",
                     ours.counting, peers.counting, ours.same_counting, (2, 2), goal=1),
}  # fmt: skip


def main() -> None:
    """Measure and print the ratios last."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default=",".join(TASKS))
    wanted = parser.parse_args().only.split(",")
    lines = []
    for name in wanted:
        task = TASKS[name]
        print(f"{task.words} …", flush=True)
        mine = _measured(name, "ours", task.times[0])
        print(f"  ours {mine.seconds:.4f} s, {mine.megabytes:.0f} MB", flush=True)
        if task.peer is None:
            print(f"  {task.same(mine.found, None)}")
            continue
        theirs = _measured(name, "peer", task.times[1])
        print(f"  peer {theirs.seconds:.4f} s, {theirs.megabytes:.0f} MB")
        print(f"  {task.same(mine.found, theirs.found)}", flush=True)
        lines.append(_line(name, task, mine, theirs))
    print("\nratios (peer / ours):")
    print("\n".join(lines))


def _line(name: str, task: Task, mine: Side, theirs: Side) -> str:
    told = f"  {name}: {theirs.seconds / mine.seconds:,.1f} times as fast (to reach {task.goal:g})"
    if task.memory_goal:
        share = mine.megabytes / theirs.megabytes
        told += f"; memory {share:.2f} of the peer's (to reach {task.memory_goal:g})"
    return told


def _measured(name: str, side: str, times: int) -> Side:
    """Run one side in a process of its own."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(there, name, side, times))
    process.start()
    there.close()
    try:
        found = here.recv()
    except EOFError:
        raise SystemExit(f"{name}: the side {side!r} died") from None
    process.join()
    return found  # type: ignore[no-any-return]


def _run(pipe: Any, name: str, side: str, times: int) -> None:
    work = getattr(TASKS[name], side)
    work(True)
    best, found = float("inf"), None
    for _ in range(times):
        began = time.perf_counter()
        found = work(False)
        best = min(best, found[0] if isinstance(found, tuple) and found[0] else
                   time.perf_counter() - began)  # fmt: skip
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    peak = max(resource.getrusage(who).ru_maxrss for who in whose) / 1024
    pipe.send(Side(best, peak, found[1] if isinstance(found, tuple) else found))


if __name__ == "__main__":
    main()
