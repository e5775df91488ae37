"""How long until the first visit, by Kaplan and Meier, in whole hours."""

from __future__ import annotations

from collections import Counter

import numpy as np

from commonbeat.evidence.durations import kaplan_meier
from commonbeat.evidence.periods import Group
from commonbeat.workflows.hub_figures.lines import Line, View
from commonbeat.workflows.hub_figures.reading import Counts, Known
from commonbeat.workflows.hub_figures.steps import share_of

SAID = {
    "median": ("Until the first visit, half", "Jusqu’à la première visite, la moitié"),
    "ninth": ("Until the first visit, nine in ten", "Jusqu’à la première visite, neuf sur dix"),
}
SHARES = {"median": 0.5, "ninth": 0.9}


def time_view(known: Known) -> View:
    """Hours from the beginning of the plan to the first visit; open ones count as they are."""
    base = known.opened(_planned)
    soon = share_of(known, "within_48")
    lines = _times(known, may_show=soon.estimate is not None)
    return View(
        "times",
        known.table,
        known.span,
        base[0] if base else None,
        (soon, *lines),
    )


def _planned(counts: Counts) -> Group:
    return (sum(counts.get("hours", {}).values()) + sum(counts.get("waiting", {}).values()),)


def _times(known: Known, *, may_show: bool) -> list[Line]:
    """Quantiles, where the share within 48 hours may be shown: they would bound a hidden one.

    So many at least must lie beyond a quantile as the smallest count shown.
    """
    hours, waiting = _added(known, "hours"), _added(known, "waiting")
    least = known.table.threshold
    everybody = sum(hours.values()) + sum(waiting.values())
    enough = {code: round((1 - q) * everybody) >= least for code, q in SHARES.items()}
    if not (may_show and any(enough.values())):
        return [Line(code, *said, None) for code, said in SAID.items()]
    times = np.array([*hours, *waiting], dtype=float)
    n = np.array([*hours.values(), *waiting.values()], dtype=int)
    done = np.array([1] * len(hours) + [0] * len(waiting))
    curve = kaplan_meier(np.repeat(times, n), np.repeat(done, n), unit="hours")
    return [
        Line(code, *said, curve.quantile(SHARES[code]) if enough[code] else None)
        for code, said in SAID.items()
    ]


def _added(known: Known, name: str) -> Counter[int]:
    added: Counter[int] = Counter()
    for month in range(known.span.period.first, known.span.period.last + 1):
        for hour, k in known.months[month].counts.get(name, {}).items():
            added[int(hour)] += k
    return added
