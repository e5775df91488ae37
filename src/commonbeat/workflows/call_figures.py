"""Figures of calls: for the desk as they are, for everybody once a month is settled.

Only whole months leave the house, and only when they have been over for so long that late
events and answers are in. A figure that changed with each answer would give that answer away to
whoever compares two copies.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings

from commonbeat.core import clock
from commonbeat.core.actor import Actor
from commonbeat.core.errors import NotPermitted
from commonbeat.domains.calls.access import Right
from commonbeat.domains.calls.queries.counts import CallCounts, call_counts
from commonbeat.domains.places import queries as places
from commonbeat.domains.presence.queries import Kept, kept_share
from commonbeat.domains.publishing import actions as publishing
from commonbeat.domains.surveys.public import satisfaction
from commonbeat.evidence.durations import median_time
from commonbeat.evidence.proportions import Proportion, wilson
from commonbeat.evidence.spans import Quantile
from commonbeat.workflows.public_table import Known, public_table

NAME = "call-follow-up"
SETTLED_AFTER = dt.timedelta(days=20)  # surveys of a month are open until then
MOST_MONTHS = 12
DECISIONS_KEPT = dt.timedelta(days=398)  # a month older than that is being forgotten already


@dataclass(frozen=True, slots=True)
class Line:
    """Figures of one month, one area, or all; None where there is nothing to measure."""

    n_calls: int
    n_with_caller: int
    n_followed: int
    followed: Proportion | None
    to_way: Quantile | None
    to_arrival: Quantile | None


@dataclass(frozen=True, slots=True)
class NotTold:
    """How many callers were told nothing, for one reason (a code of calls.planning.Unsaid)."""

    reason: str
    n: int
    share: Proportion


@dataclass(frozen=True, slots=True)
class DeskFigures:
    """Calls received in `months`, as the desk may see them: nothing is hidden for being small.

    `areas` are by id; None is a call outside every area. `told` is the share of callers who
    were told something, `kept` the share of follow-ups kept on time.
    """

    months: tuple[dt.date, ...]
    whole: Line
    by_month: tuple[tuple[dt.date, Line], ...]
    by_area: tuple[tuple[int | None, Line], ...]
    told: Proportion | None
    not_told: tuple[NotTold, ...]
    kept: Proportion | None


def desk_figures(viewer: Actor, since: dt.date, until: dt.date) -> DeskFigures | None:
    """Figures from the month of `since` to that of `until`; None for whoever may not count."""
    counts = call_counts(viewer, since, until)
    if counts is None:
        return None
    places_of = sorted({area for _, area in counts.calls}, key=lambda area: area or 0)
    n_told, n_not = sum(counts.told.values()), sum(counts.not_told.values())
    kept = kept_share(viewer, _start(counts.months[0]), _start(_after(counts.months[-1])))
    return DeskFigures(
        months=counts.months,
        whole=_line(counts, list(counts.calls)),
        by_month=tuple((m, _line(counts, _cells(counts, month=m))) for m in counts.months),
        by_area=tuple((a, _line(counts, _cells(counts, area=a))) for a in places_of),
        told=wilson(n_told, n_told + n_not) if n_told + n_not else None,
        not_told=_reasons(counts, n_told + n_not),
        kept=wilson(kept.n_on_time, kept.n_due) if kept and kept.n_due else None,
    )


def release_public_figures(*, by: Actor) -> object:
    """Publish the settled months, unless the same table is in force. Returns the release.

    Takes a few seconds for a quarter of a million calls, so it may be done every hour.
    """
    months = settled_months(clock.now().astimezone(ZoneInfo(settings.TIME_ZONE)).date())
    counts = call_counts(by, months[0], months[-1])
    kept = {month: _kept(by, month) for month in months}
    if counts is None:
        raise NotPermitted("calls.call_counts", Right.COUNT_CALLS)
    known = Known(
        counts=counts,
        satisfaction=satisfaction(months[0], months[-1]),
        kept=kept,
        areas=[one.area for one in places.areas_for_operator(by) if not one.is_retired],
        threshold=settings.MINIMUM_CELL,
    )
    return publishing.release_figures(
        name=NAME, figures=public_table(known), minimum_cell=settings.MINIMUM_CELL, by=by
    )


def settled_months(today: dt.date) -> tuple[dt.date, ...]:
    """The months that are published on a day: at most twelve, the last one long over."""
    last = _before((today - SETTLED_AFTER).replace(day=1))
    months = [last]
    while len(months) < MOST_MONTHS and today - _before(months[0]) <= DECISIONS_KEPT:
        months.insert(0, _before(months[0]))
    return tuple(months)


def _before(month: dt.date) -> dt.date:
    return (month - dt.timedelta(days=1)).replace(day=1)


def _after(month: dt.date) -> dt.date:
    return (month + dt.timedelta(days=31)).replace(day=1)


def _start(month: dt.date) -> dt.datetime:
    return dt.datetime.combine(month, dt.time(), tzinfo=ZoneInfo(settings.TIME_ZONE))


def _kept(by: Actor, month: dt.date) -> Kept:
    kept = kept_share(by, _start(month), _start(_after(month)))
    if kept is None:
        raise NotPermitted("presence.kept_share", "presence.see_promises")
    return kept


def _cells(
    counts: CallCounts, *, month: dt.date | None = None, area: int | str | None = ""
) -> list[tuple[dt.date, int | None]]:
    return [
        cell
        for cell in counts.calls
        if (month is None or cell[0] == month) and (area == "" or cell[1] == area)
    ]


def _line(counts: CallCounts, cells: Sequence[tuple[dt.date, int | None]]) -> Line:
    n = sum(counts.calls.get(cell, 0) for cell in cells)
    n_followed = sum(counts.followed.get(cell, 0) for cell in cells)
    return Line(
        n_calls=n,
        n_with_caller=sum(counts.with_caller.get(cell, 0) for cell in cells),
        n_followed=n_followed,
        followed=wilson(n_followed, n) if n else None,
        to_way=_median(counts.to_way, cells),
        to_arrival=_median(counts.to_arrival, cells),
    )


def _median(
    times: Mapping[tuple[dt.date, int | None], tuple[float, ...]],
    cells: Sequence[tuple[dt.date, int | None]],
) -> Quantile | None:
    found = [minutes for cell in cells for minutes in times.get(cell, ())]
    return median_time(found) if found else None


def _reasons(counts: CallCounts, n_callers: int) -> tuple[NotTold, ...]:
    tally = Counter[str]()
    for (_month, reason), n in counts.not_told.items():
        tally[reason] += n
    return tuple(NotTold(r, n, wilson(n, n_callers)) for r, n in sorted(tally.items(), key=_most))


def _most(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]
