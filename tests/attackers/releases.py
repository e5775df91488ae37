"""Every figure that an analyst can open of a table: all periods, views and groupings.

And the truth behind them, which only the one who counts for the rule may read.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from commonbeat.domains.agencies.sectors import is_police
from commonbeat.domains.hub.queries import counting
from commonbeat.evidence.periods import Period
from commonbeat.roles import Role, actor
from commonbeat.workflows import hub_figures
from commonbeat.workflows.hub_figures import Known, PairView, View
from commonbeat.workflows.hub_figures.spans import first_day, running
from tests.attackers.onlooker import Onlooker

PAIRED = ("category", "factor")
ANALYST = actor(Role.ANALYST, "diaz")
COUNTER = actor(Role.HUB_FIGURES, "tests")
Shown = dict[tuple[str, str], dict[Period, tuple[int, int | None]]]
Pairs = dict[tuple[str, str, str], dict[Period, int]]  # grouping and two codes: how often both


@dataclass
class Release:
    """What was shown at one time: view and line → period → (marked, of how many)."""

    lines: Shown = field(default_factory=dict)
    pairs: Pairs = field(default_factory=dict)
    bases: dict[str, dict[Period, int]] = field(default_factory=dict)
    hours: dict[str, dict[Period, tuple[float, int]]] = field(default_factory=dict)
    threshold: int = 0
    months: list[int] = field(default_factory=list)
    n_hidden: int = 0
    files: list[tuple[Period, dict[str, str]]] = field(default_factory=list)

    def take_pairs(self, view: PairView | None, grouping: str, period: Period) -> None:
        """Write down which pairs came up together how often, and of how many situations."""
        for line in view.lines if view else ():
            found = self.pairs.setdefault((grouping, line.pair.first, line.pair.second), {})
            found[period] = line.pair.n_together
            self.bases.setdefault("pairs", {})[period] = line.pair.n

    def take(self, view: View | None, period: Period) -> None:
        """Write down a view."""
        if view is None:
            return
        if view.n is not None:
            self.bases.setdefault(view.name, {})[period] = view.n
        for line in view.lines:
            if line.estimate is None:
                self.n_hidden += 1
            elif line.n_marked is None:
                found = self.hours.setdefault(line.code, {})
                found[period] = (line.estimate.estimate, line.estimate.n)
            else:
                found = self.lines.setdefault((view.name, line.code), {})
                found[period] = (line.n_marked, line.estimate.n)


def views(known: Known) -> Iterator[View | None]:
    """All that stands on the pages of a period."""
    yield hub_figures.step_view(known)
    yield hub_figures.time_view(known)
    for grouping in ("category", "theme", "factor"):
        yield hub_figures.factor_view(known, grouping)
    yield hub_figures.gap_view(known)
    yield hub_figures.mix_view(known)


def everything(table_key: str) -> Release:
    """Every view of every period that is closed."""
    release = Release()
    for span in hub_figures.period_choices(ANALYST, table_key):
        known = hub_figures.know(ANALYST, table_key, span)
        assert known is not None
        release.threshold = known.table.threshold
        if span.period.length == 1:
            release.months.append(span.period.first)
        for view in views(known):
            release.take(view, span.period)
        for grouping in PAIRED:
            release.take_pairs(hub_figures.pair_view(known, grouping), grouping, span.period)
        rows = csv.DictReader(io.StringIO(hub_figures.as_csv(known)))
        release.files += [(span.period, row) for row in rows]
    release.months.sort()
    return release


@dataclass(frozen=True)
class Truth:
    """The counts themselves, by part and month, as `parts_of` names them."""

    cells: dict[str, dict[int, int]]

    def of(self, part: str, period: Period) -> int:
        """A part over a period."""
        found = self.cells.get(part, {})
        return sum(found.get(m, 0) for m in range(period.first, period.last + 1))


CONNECTED = ("connected", "connected_elsewhere")


def truth(table_key: str, months: list[int]) -> Truth:
    """What is kept of the months, before the rule."""
    cells: dict[str, dict[int, int]] = {}
    groups = {code: word.group for code, word in counting.words(COUNTER, "conclusion").items()}
    read = counting.tallies(COUNTER, table_key, first_day(months[0]), first_day(months[-1]))
    for tally in read:
        month = running(tally.month)
        for part, n in _parts(tally.counts, groups):
            found = cells.setdefault(part, {})
            found[month] = found.get(month, 0) + n
        for grouping in ("category", "theme", "factor"):
            one = counting.grouped(tally, grouping)
            for code, n in zip(one.codes, one.margins, strict=True):
                cells.setdefault(f"{grouping}:{code}", {})[month] = int(n)
            if grouping in PAIRED:
                for i, first in enumerate(one.codes):
                    for j, second in enumerate(one.codes):
                        cells.setdefault(f"{grouping}:{first}+{second}", {})[month] = int(
                            one.pairs[i, j]
                        )
    return Truth(cells)


def _parts(counts: Any, groups: dict[str, str]) -> Iterator[tuple[str, int]]:
    flagged = counts["flags"].get("wait_list", 0)
    yield "elevated", counts["elevated"]
    yield "rejected", sum(counts["rejections"].values())
    yield "waiting", flagged
    yield "not waiting", counts["elevated"] - flagged
    hours = counts["hours"]
    soon = sum(n for hour, n in hours.items() if int(hour) < 48)
    yield "soon", soon
    yield "late", sum(hours.values()) + sum(counts["waiting"].values()) - soon
    refused, coercive = counts["visits"].get("refused", 0), counts["coercive"]
    yield "refused", refused
    yield "coercive", coercive
    yield "other visits", sum(counts["visits"].values()) - refused - coercive
    for code, n in counts["conclusions"].items():
        lowered = groups.get(code) == "lowered"
        yield ("connected" if code in CONNECTED else "lowered" if lowered else "not lowered"), n
    for days in ("30", "90"):
        for answer, n in counts["later"][days].items():
            known = answer in ("improved", "stable", "worse")
            yield f"{days}:{answer if known else 'unknown'}", n
    for service, hows in counts["services"].items():
        yield f"none:{service}", hows.get("none", 0)
        yield f"there:{service}", sum(hows.values()) - hows.get("none", 0)
    for sector, n in counts["sectors"].items():
        yield ("sector:police" if is_police(sector) else f"sector:{sector}"), n


def told(
    onlooker: Onlooker, release: Release, key: tuple[str, str], yes: list[str], all_: list[str]
) -> None:
    """A line: so many of so many."""
    for period, (marked, n) in release.lines.get(key, {}).items():
        onlooker.sees(yes, period, marked)
        onlooker.sees(all_, period, n)


def base(onlooker: Onlooker, release: Release, view: str, parts: list[str]) -> None:
    """The base of a view."""
    for period, n in release.bases.get(view, {}).items():
        onlooker.sees(parts, period, n)
