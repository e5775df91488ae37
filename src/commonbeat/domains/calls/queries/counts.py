"""Counts of calls by month and area. The database counts; Python only gathers the sums.

A call that was merged into another, or that an officer began, has no caller of its own and is
left out. A call was *followed* when at least one of its callers was told something. Who called
is forgotten with the number, so the decisions on telling say it: they are kept for 400 days.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import (
    Case,
    Count,
    Exists,
    FloatField,
    Func,
    IntegerField,
    Min,
    OuterRef,
    Q,
    Value,
    When,
)

from commonbeat.core.actor import Actor
from commonbeat.domains.calls.access import Right
from commonbeat.domains.calls.models import Call, Telling

Cell = tuple[dt.date, int | None]  # the first day of the month, the area
Counted = Mapping[Cell, int]
Times = Mapping[Cell, tuple[float, ...]]
COUNTED = {"merged_into": "", "officer_initiated": False}


@dataclass(frozen=True, slots=True)
class CallCounts:
    """Counts of the calls received in `months`. A cell that is not there counts nought.

    `to_way` and `to_arrival` are minutes from received, of followed calls that got so far.
    `told` counts callers who were told something; `not_told` the others, by month and reason.
    """

    months: tuple[dt.date, ...]
    calls: Counted
    with_caller: Counted
    followed: Counted
    to_way: Times
    to_arrival: Times
    told: Mapping[dt.date, int]
    not_told: Mapping[tuple[dt.date, str], int]


class _MinutesSince(Func):
    """Minutes from the second moment to the first, counted by the database itself."""

    output_field = FloatField()
    arity = 2
    arg_joiner = " - "
    template = "(EXTRACT(EPOCH FROM %(expressions)s) / 60.0)"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQLite keeps moments as text; a Julian day is exact to a tenth of a millisecond."""
        context |= {
            "template": "((julianday(%(expressions)s)) * 1440.0)",
            "arg_joiner": ") - julianday(",
        }
        return self.as_sql(compiler, connection, **context)


def call_counts(viewer: Actor, since: dt.date, until: dt.date) -> CallCounts | None:
    """Counts from the month of `since` to that of `until`, in the town's months.

    Three queries, however many calls. None for whoever may not count.
    """
    if not viewer.may(Right.COUNT_CALLS):
        return None
    months = _months(since, until)
    calls, with_caller, followed = _calls(months)
    told, not_told = _callers(months)
    to_way, to_arrival = _times(months)
    return CallCounts(
        months=months,
        calls=calls,
        with_caller=with_caller,
        followed=followed,
        to_way=to_way,
        to_arrival=to_arrival,
        told=told,
        not_told=not_told,
    )


def _months(since: dt.date, until: dt.date) -> tuple[dt.date, ...]:
    first, last = (day.year * 12 + day.month - 1 for day in (since, until))
    return tuple(dt.date(n // 12, n % 12 + 1, 1) for n in range(first, last + 1))


def _start(month: dt.date) -> dt.datetime:
    return dt.datetime.combine(month, dt.time(), tzinfo=ZoneInfo(settings.TIME_ZONE))


def _within(months: tuple[dt.date, ...], call: str = "") -> Q:
    """Calls received in these months; `call` is the path to the call."""
    after = _months(months[-1], months[-1] + dt.timedelta(days=31))[-1]
    counted = {f"{call}{name}": value for name, value in COUNTED.items()}
    return Q(
        **{
            f"{call}received_at__gte": _start(months[0]),
            f"{call}received_at__lt": _start(after),
        },
        **counted,
    )


def _month(months: tuple[dt.date, ...], call: str = "") -> Case:
    """The number of the month a call was received in; by comparisons, which cost little."""
    later = reversed(list(enumerate(months)))
    path = f"{call}received_at__gte"
    steps = [When(**{path: _start(month)}, then=Value(number)) for number, month in later]
    return Case(*steps, output_field=IntegerField())


def _calls(months: tuple[dt.date, ...]) -> tuple[Counted, Counted, Counted]:
    """How many calls, how many of them with a caller, and how many followed; in one pass."""
    decided = Telling.objects.filter(call=OuterRef("pk"))
    rows = (
        Call.objects.filter(_within(months))
        .annotate(m=_month(months))
        .values_list("m", "area")
        .annotate(
            n=Count("pk"),
            n_with_caller=Count("pk", filter=Exists(decided)),
            n_followed=Count("pk", filter=Exists(decided.filter(told=True))),
        )
        .order_by()
    )
    found = {(months[m], area): counted for m, area, *counted in rows}
    n, with_caller, followed = ({cell: row[i] for cell, row in found.items()} for i in range(3))
    return n, with_caller, followed


def _times(months: tuple[dt.date, ...]) -> tuple[Times, Times]:
    told = Telling.objects.filter(call=OuterRef("pk"), told=True)
    rows = (
        Call.objects.filter(_within(months), Exists(told))
        .exclude(en_route_at=None, arrived_at=None)
        .annotate(
            m=_month(months),
            way=_MinutesSince("en_route_at", "received_at"),
            arrival=_MinutesSince("arrived_at", "received_at"),
        )
        .order_by()
    )
    to_way: dict[Cell, list[float]] = defaultdict(list)
    to_arrival: dict[Cell, list[float]] = defaultdict(list)
    for m, area, way, arrival in rows.values_list("m", "area", "way", "arrival"):
        cell = months[m], area
        if way is not None:
            to_way[cell].append(max(0.0, float(way)))  # clocks of two machines may disagree
        if arrival is not None:
            to_arrival[cell].append(max(0.0, float(arrival)))
    return _in_order(to_way), _in_order(to_arrival)


def _in_order(times: Mapping[Cell, list[float]]) -> Times:
    return {cell: tuple(sorted(found)) for cell, found in times.items()}


def _callers(
    months: tuple[dt.date, ...],
) -> tuple[Mapping[dt.date, int], Mapping[tuple[dt.date, str], int]]:
    """Each caller once, by their first decision; the reason of it when they were told nothing."""
    decided = Telling.objects.filter(_within(months, "call__"))
    first = decided.values("call", "contact_point").annotate(first=Min("pk")).order_by()
    told = Telling.objects.filter(
        call=OuterRef("call"), contact_point=OuterRef("contact_point"), told=True
    )
    rows = (
        Telling.objects.filter(pk__in=first.values("first"))
        .annotate(m=_month(months, "call__"), was_told=Exists(told))
        .values_list("m", "was_told", "reason")
        .annotate(n=Count("pk"))
        .order_by()
    )
    n_told, not_told = Counter[dt.date](), Counter[tuple[dt.date, str]]()
    for m, was_told, reason, n in rows:
        if was_told:
            n_told[months[m]] += n
        else:
            not_told[months[m], reason] += n
    return n_told, not_told
