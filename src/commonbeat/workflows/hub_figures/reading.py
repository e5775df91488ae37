"""Reading closed months on an analyst's behalf, as the one who counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar, cast

from commonbeat.core.actor import Actor
from commonbeat.domains.hub.access import Right
from commonbeat.domains.hub.queries import counting
from commonbeat.domains.hub.queries.counting import Grouped, Tally
from commonbeat.domains.hub.reading import Word
from commonbeat.domains.hub.smallest import SMALLEST
from commonbeat.evidence.periods import Group, Period, open_periods, period_around, periods_of
from commonbeat.roles import Role, actor
from commonbeat.workflows.hub_figures.lines import Table
from commonbeat.workflows.hub_figures.margins import Margins, margins_of
from commonbeat.workflows.hub_figures.spans import Span, first_day, named, running

SEE_FIGURES = Right.SEE_FIGURES  # for the pages that show what passed the rule
Counts = Mapping[str, Any]
T = TypeVar("T")
ALL = (1, 3, 12, 60)
LONG = (12, 60)
YEAR = 12
ENOUGH = 3  # times the smallest count, usually, for months or quarters to be shown at all


@dataclass(frozen=True)
class Known:
    """The closed months of the five years around a period, before the disclosure rule.

    It never leaves the workflow: pages get views, whose lines went through `open`. `least` is the
    smallest count of the first month of the five years: by it is decided what may be shown, so
    that two releases under two rules do not undo each other. A table that has become more
    sensitive since hides more at once; one that has become less so, from the next five years.
    """

    table: Table
    span: Span
    months: Mapping[int, Tally]
    volumes: Mapping[int, int]
    by: Actor
    least: int
    _kept: dict[tuple[object, ...], object] = field(default_factory=dict)

    def open(
        self, part: Callable[[Counts], Group], *, levels: Sequence[int] = ALL
    ) -> dict[Period, Group]:
        """Each period in which a group of counts may be shown, with its counts."""
        groups = {month: part(tally.counts) for month, tally in self.months.items()}
        return self.open_groups(groups, levels=levels)

    def open_groups(
        self, groups: Mapping[int, Group], *, levels: Sequence[int] = ALL
    ) -> dict[Period, Group]:
        """The same for groups of counts by month that were made elsewhere."""
        never = self.once(("too short",), self._too_short).__contains__
        found = open_periods(groups, threshold=self.least, levels=levels, never=never)
        return {p: cells for p, cells in found.items() if min(cells) >= self.table.threshold}

    def open_years(self, groups: Mapping[Period, Group]) -> dict[Period, Group]:
        """The same for groups of counts by whole year: years and five years that may be shown."""
        months: dict[int, Group] = {}
        for year, cells in groups.items():
            months[year.first] = cells
            months |= {year.first + i: (0,) * len(cells) for i in range(1, YEAR)}
        return self.open_groups(months, levels=LONG)

    def _too_short(self) -> set[Period]:
        return {period for period in periods_of(list(self.months)) if self.is_too_short(period)}

    def is_too_short(self, period: Period) -> bool:
        """Whether the year before was too small for periods of this length to be shown.

        Decided by the year before, so that it stands before the first month is counted.
        """
        if period.length >= YEAR:
            return False
        year = period_around(period.first, YEAR)
        before = [self.volumes.get(year.first - i, 0) for i in range(1, YEAR + 1)]
        usual = sum(before) * period.length / YEAR if any(before) else 0
        return usual < ENOUGH * self.least

    def opened(
        self, part: Callable[[Counts], Group], *, levels: Sequence[int] = ALL
    ) -> Group | None:
        """The counts of a group in the period asked for, if they may be shown there."""
        return self.open(part, levels=levels).get(self.span.period)

    def grouped(self, grouping: str, period: Period) -> Grouped:
        """Factors, categories or themes of a period, before the rule."""
        if period.length == 1:
            month = self.months[period.first]
            return self.once(
                ("month", grouping, period.first), lambda: counting.grouped(month, grouping)
            )
        inside = [m for m in range(period.first, period.last + 1) if m in self.months]
        return self.once(
            ("period", grouping, period),
            lambda: counting.added([self.grouped(grouping, Period(m, 1)) for m in inside]),
        )

    def margins(self, grouping: str) -> Margins:
        """How often each factor, category or theme came up in every period, before the rule."""
        return self.once(("margins", grouping), lambda: self._margins(grouping))

    def _margins(self, grouping: str) -> Margins:
        found = {m: counting.month_margins(one, grouping) for m, one in self.months.items()}
        return margins_of(found, periods_of(list(found)))

    def words(self, kind: str) -> dict[str, Word]:
        """The words of a list."""
        return self.once(("words", kind), lambda: counting.words(self.by, kind))

    def once(self, name: tuple[object, ...], make: Callable[[], T]) -> T:
        """What `make` gives, worked out once for as long as this is held."""
        if name not in self._kept:
            self._kept[name] = make()
        return cast("T", self._kept[name])

    @property
    def long_periods(self) -> list[Period]:
        """The whole years, and the five years when all of them are there."""
        return periods_of(list(self.months), levels=LONG)


def tables(viewer: Actor) -> list[Table]:
    """The tables whose figures the viewer may see."""
    if not viewer.may(Right.SEE_FIGURES):
        return []
    found = counting.counted_tables(_counter(viewer))
    return [Table(t.key, t.code, t.name, t.name_fr, SMALLEST[t.sensitivity]) for t in found]


def know(viewer: Actor, table_key: str, span: Span) -> Known | None:
    """What is needed for the views of a period; None when hidden, absent or not yet closed."""
    table = next((one for one in tables(viewer) if one.key == table_key), None)
    if table is None:
        return None
    by, block = _counter(viewer), period_around(span.period.first, 60)
    early = first_day(block.first - YEAR)  # the year before says how short periods may be
    read = counting.tallies(by, table.key, early, first_day(block.last))
    every = {running(tally.month): tally for tally in read}
    months = {month: tally for month, tally in every.items() if month >= block.first}
    if span.period not in periods_of(list(months)):
        return None
    volumes = {month: int(tally.counts.get("elevated", 0)) for month, tally in every.items()}
    first = months[min(months)].counts.get("sensitivity", "")
    least = SMALLEST.get(str(first), table.threshold)
    strict = replace(table, threshold=max(least, table.threshold))
    return Known(strict, span, months, volumes, by, least)


def period_choices(viewer: Actor, table_key: str) -> list[Span]:
    """Every period whose months are closed: months, quarters, years, five years, newest first."""
    if not any(one.key == table_key for one in tables(viewer)):
        return []
    by = _counter(viewer)
    months = [running(day) for day in counting.months_counted(by, table_key)]
    return [named(p) for p in sorted(periods_of(months), key=lambda p: (p.length, -p.first))]


def _counter(viewer: Actor) -> Actor:
    """The one who counts on the viewer's behalf; reached from here alone."""
    return actor(Role.HUB_FIGURES, viewer.name.partition(":")[2])
