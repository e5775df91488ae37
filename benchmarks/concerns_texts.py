"""1,000 texts of every kind, written and generated, each in its context. See bench_concerns."""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.peers.server import live_server

ROOT = Path(__file__).resolve().parent.parent
# A number in the corpus has one text, so that no text's effect hangs on another one's.
JUDGE = """
import datetime as dt, random, sys
sys.path.insert(0, {root!r})
from commonbeat.core import clock
from commonbeat.domains.calls.actions.feeds import open_feed
from commonbeat.roles import Role, actor
from tests.stories.texts.corpus import fixed, generated
from tests.stories.texts.judging import misrouted
noon = dt.datetime(2026, 5, 12, 16, 0, tzinfo=dt.UTC)
chance = random.Random(311)
with clock.held_at(noon):
    open_feed(code="main", name="Main", by=actor(Role.OPERATOR, "benchmark"))
    cases = {cases}
    wrong = misrouted(cases, chance)
print(len(cases), len(wrong))
for one in wrong[:20]:
    print(ascii(one))
"""
CORPORA = {
    "written": "chance.sample(fixed(), min({n}, len(fixed())))",
    "generated": "generated({n}, chance)",
}


def measure(options: argparse.Namespace) -> None:
    """Let every text come in, and print how many something else became of."""
    for name, cases in CORPORA.items():
        with live_server({}, workers=0) as live:
            script = JUDGE.format(root=str(ROOT), cases=cases.format(n=options.texts))
            first, *wrong = live.run_python(script).strip().splitlines()
        n_texts, n_wrong = first.split()
        print(f"texts: {n_texts} {name} ones shuffled, {n_wrong} misrouted")
        for line in wrong:
            print(f"  {line}")
