"""Invented towns with planted truths: what the figures find, and what they raise for nothing.

Each town's table has about as many discussions in five years as a real one, so that its disclosure
rule hides much. An analyst looks through every year and the five years.
"""

from __future__ import annotations

import argparse
import json
from typing import Any

from benchmarks.hub_live import ROOT
from tests.peers.server import live_server

LIMIT = 0.05  # false ones, of all suggestions
SCRIPT = """
import sys; sys.path.insert(0, {root!r})
from benchmarks.hub_truths import judge_towns
judge_towns({n})
"""


def measure_truths(options: argparse.Namespace) -> list[str]:
    """So many towns with planted truths and a quarter as many without; the lines of ratios."""
    with live_server({}, workers=0) as live:
        told = live.run_python(SCRIPT.format(root=str(ROOT), n=options.towns))
    found: dict[str, Any] = json.loads(told.strip().splitlines()[-1])
    for size, (right, hidden, missed, false) in found["planted"].items():
        print(
            f"{options.towns // 2} towns, {size} discussions a month: of {right + hidden + missed} "
            f"truths {right} found, {hidden} hidden by the disclosure rule, {missed} too few to be "
            f"told from chance; {false} false"
        )
    right, hidden, missed, false = (
        sum(row[i] for row in found["planted"].values()) for i in range(4)
    )
    print(f"{found['n_bare']} towns with nothing planted: {found['bare']} suggestions")
    share = false / max(1, right + false)
    every = max(1, right + hidden + missed)
    findable = right / max(1, right + missed)
    kept = f"{right / every:.2f} found, of those that the rule does not hide {findable:.2f}"
    return [f"truths: {kept}; {share / LIMIT:.2f} of the 5 % false ones that are allowed"]


def judge_towns(n: int) -> None:
    """Runs on the benchmark's database; prints the counts as JSON."""
    import datetime as dt

    import numpy as np

    from commonbeat.roles import Role, actor
    from commonbeat.simulation import hub_years
    from commonbeat.simulation.hub_judging import Judged, look_through, together
    from commonbeat.simulation.hub_past import Years
    from commonbeat.simulation.hub_truths import draw_truths

    analyst = actor(Role.ANALYST, "bench")

    def judged(seed: int, per_month: float, **planted: int) -> Judged:
        rng, years = np.random.default_rng(seed), Years(dt.date(2021, 1, 1), 60, per_month)
        truths = draw_truths(rng, **planted)
        town = hub_years.invent_years(rng, truths, years, code=f"T{seed}")
        hub_years.count_years(town, years)
        return look_through(analyst, town.table_key, truths)

    hub_years.found_agencies()
    planted = {
        per: together(judged(1000 * per + i, per) for i in range(n // 2)) for per in (15, 40)
    }
    n_bare = max(1, n // 4)
    nothing = {"n_gaps": 0, "n_pairs": 0, "n_rising": 0}
    bare = together(judged(90_000 + i, 15, **nothing) for i in range(n_bare))
    print(json.dumps({"planted": planted, "bare": bare[3], "n_bare": n_bare}))
