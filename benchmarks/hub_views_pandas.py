"""The same figures by pandas, from the exported files; in the virtual environment of the peers.

    python benchmarks/hub_views_pandas.py FOLDER

The frames are read once (told apart). Each figure is then worked out from the rows, as an analyst
would write it; prints seconds and figures as JSON. There is no disclosure rule here: only the
figures that ours shows are compared.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

SPANS = {"2021-2025": (2021 * 12, 60), "2025": (2025 * 12, 12), "2025-05": (2025 * 12 + 4, 1)}
CONNECTED = ("connected", "connected_elsewhere")


class Rows:
    """The frames."""

    def __init__(self, folder: Path) -> None:
        read = {
            name: pd.read_csv(folder / f"{name}.csv", keep_default_na=False, na_values=[""])
            for name in ("discussions", "codes", "services", "visits", "later", "words")
        }
        self.discussions, self.codes, self.services = (
            read[n] for n in ("discussions", "codes", "services")
        )
        self.visits, self.later, self.words = (read[n] for n in ("visits", "later", "words"))
        self.risks = self.words[self.words.kind == "risk"].set_index("code")
        self.group_of = self.words[self.words.kind == "conclusion"].set_index("code").group


def elevated(rows: Rows, first: int, n: int) -> pd.DataFrame:
    d = rows.discussions
    return d[(d.status == "closed") & d.decided.between(first, first + n - 1)]


def risks(rows: Rows, first: int, n: int, by: str) -> pd.DataFrame:
    """Which situation has which factor, category or theme, each once."""
    held = rows.codes[rows.codes.id.isin(elevated(rows, first, n).id)]
    held = held[held.code.isin(rows.risks.index)]
    name = {"factor": None, "category": "group", "theme": "theme"}[by]
    if name is None:
        return held
    held = held.assign(code=held.code.map(rows.risks[name]))
    return held.drop_duplicates()


def shares(rows: Rows, first: int, n: int, by: str) -> dict[str, float]:
    return risks(rows, first, n, by).code.value_counts().to_dict()


def pairs(rows: Rows, first: int, n: int) -> dict[str, float]:
    held = risks(rows, first, n, "category")
    row, _ids = pd.factorize(held.id)
    column, names = pd.factorize(held.code, sort=True)
    table = np.zeros((row.max() + 1, len(names)), dtype=np.float32)
    table[row, column] = 1  # a crosstab gives the same and takes longer
    both = (table.T @ table).astype(int)
    return {
        f"{a}+{b}": int(both[i, j])
        for i, a in enumerate(names)
        for j, b in enumerate(names)
        if i < j
    }


def gaps(rows: Rows, first: int, n: int) -> dict[str, float]:
    d = rows.discussions
    closed = d[(d.status == "closed") & d.concluded.between(first, first + n - 1)]
    sought = rows.services[rows.services.id.isin(closed.id)]
    return sought[sought.how == "none"].code.value_counts().to_dict()


def within_48(rows: Rows, first: int, n: int) -> dict[str, float]:
    d = rows.discussions
    return {"within_48": int((d[d.involved.between(first, first + n - 1)].hours < 48).sum())}


def times(rows: Rows, first: int, n: int) -> dict[str, float]:
    d = rows.discussions
    planned = d[d.involved.between(first, first + n - 1)].hours.fillna(np.inf)
    # Half-way between two hours where just half had come by the first, as Kaplan–Meier has it.
    at = np.quantile(planned, [0.5, 0.9], method="averaged_inverted_cdf")
    return {"median": float(at[0]), "ninth": float(at[1])} | within_48(rows, first, n)


def mix(rows: Rows, first: int, n: int) -> dict[str, float]:
    if n != 12:
        return {}
    d = rows.discussions
    sector = d[d.opened.between(first, first + n - 1)].sector
    sector = sector.where(~sector.str.startswith("police_"), "police")
    return sector.value_counts().to_dict()


def steps(rows: Rows, first: int, n: int) -> dict[str, float]:
    d, last = rows.discussions, first + n - 1
    taken = elevated(rows, first, n)
    waiting = rows.codes[(rows.codes.code == "wait_list") & rows.codes.id.isin(taken.id)]
    visits = rows.visits[rows.visits.month.between(first, last)]
    closed = d[(d.status == "closed") & d.concluded.between(first, last)]
    lowered = closed.reason.map(rows.group_of).eq("lowered") | closed.reason.isin(CONNECTED)
    found = {
        "threshold": len(taken),
        "police": int(d[d.opened.between(first, last)].sector.str.startswith("police_").sum()),
        "wait_list": len(waiting),
        "refused": int((visits.outcome == "refused").sum()),
        "coercive": int(visits.coercive.sum()),
        "lowered": int(lowered.sum()),
        "connected": int(closed.reason.isin(CONNECTED).sum()),
    }
    return found | within_48(rows, first, n) | later(rows, first, last)


def later(rows: Rows, first: int, last: int) -> dict[str, float]:
    due = rows.later[rows.later.month.between(first, last)]
    counted = due.groupby(["days", "answer"]).size()
    found = {}
    for days in (30, 90):
        of = {answer: int(n) for (when, answer), n in counted.items() if when == days}
        found[f"unknown_{days}"] = of.get("unknown", 0) + of.get("unanswered", 0)
        found[f"better_{days}"], found[f"worse_{days}"] = of.get("improved", 0), of.get("worse", 0)
    return found


VIEWS = {
    "steps": steps,
    "category": lambda rows, *span: shares(rows, *span, "category"),
    "theme": lambda rows, *span: shares(rows, *span, "theme"),
    "factor": lambda rows, *span: shares(rows, *span, "factor"),
    "pairs": pairs,
    "gaps": gaps,
    "times": times,
    "mix": mix,
}


def main() -> None:
    began = time.perf_counter()
    rows = Rows(Path(sys.argv[1]))
    found: dict[str, object] = {"reading": time.perf_counter() - began}
    for span, bounds in SPANS.items():
        for name, make in VIEWS.items():
            lines = make(rows, *bounds)
            seconds = []
            for _ in range(3):
                began = time.perf_counter()
                make(rows, *bounds)
                seconds.append(time.perf_counter() - began)
            found[f"{span} {name}"] = {"seconds": statistics.median(seconds), "lines": lines}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
