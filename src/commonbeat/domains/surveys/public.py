"""What anyone may know of surveys: satisfaction by month and area, through the disclosure rule."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.conf import settings
from django.db.models import Count

from commonbeat.domains.surveys.instruments import AFTER_A_CALL, FAVOURABLE
from commonbeat.domains.surveys.models import Invitation, Response, Scale
from commonbeat.domains.surveys.months import first_of
from commonbeat.domains.surveys.results import ANSWERED, ASKED
from commonbeat.evidence.disclosure import OpenCross, open_cross
from commonbeat.evidence.proportions import Proportion, wilson
from commonbeat.evidence.respondents import RespondentShare, share_from_counts

OVERALL = "overall"  # the code of the question on satisfaction

K = TypeVar("K")
Cell = tuple[dt.date, str]  # month, area code ('' when it was not kept)


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """The share satisfied, by month and area. A cell that is not there is too small to show."""

    overall: RespondentShare | None
    by_month: Mapping[dt.date, RespondentShare]
    by_area: Mapping[str, RespondentShare]
    by_month_and_area: Mapping[Cell, RespondentShare]
    response_rate: Proportion | None
    disclosure: OpenCross[dt.date, str] | None


@dataclass(slots=True)
class _Counts:
    """How many answered, were satisfied and were asked, by month and area."""

    n: Counter[Cell]
    satisfied: Counter[Cell]
    asked: Counter[Cell]
    answered: int


def satisfaction(since: dt.date, until: dt.date) -> Satisfaction:
    """Satisfaction with calls from the month of `since` to that of `until`.

    One table at its finest and its own totals: publish no second one over the same people.
    """
    counted = _counts((first_of(since), first_of(until)))
    n_asked = counted.asked.total()
    enough = n_asked >= settings.MINIMUM_CELL
    rate = wilson(counted.answered, n_asked) if enough else None
    if not counted.n:
        return Satisfaction(None, {}, {}, {}, rate, None)
    opened = open_cross(counted.n, threshold=settings.MINIMUM_CELL)
    return Satisfaction(
        overall=_share(counted, list(counted.n)) if opened.total is not None else None,
        by_month={
            month: _share(counted, [cell for cell in counted.n if cell[0] == month])
            for month in _shown(opened.rows)
        },
        by_area={
            area: _share(counted, [cell for cell in counted.n if cell[1] == area])
            for area in _shown(opened.columns)
        },
        by_month_and_area={cell: _share(counted, [cell]) for cell in _shown(opened.shown)},
        response_rate=rate,
        disclosure=opened,
    )


def _shown(counts: Mapping[K, int | None]) -> list[K]:
    return [key for key, n in counts.items() if n]


def _share(counted: _Counts, cells: list[Cell]) -> RespondentShare:
    n = sum(counted.n[cell] for cell in cells)
    asked = sum(counted.asked[cell] for cell in cells)
    satisfied = sum(counted.satisfied[cell] for cell in cells)
    return share_from_counts(satisfied, n, n_asked=max(asked, n))


def _counts(months: tuple[dt.date, dt.date]) -> _Counts:
    n, satisfied = Counter[Cell](), Counter[Cell]()
    rows = Response.objects.filter(
        month__range=months, question=OVERALL, instrument__code=AFTER_A_CALL
    )
    for month, area, value, count in rows.values_list("month", "area_code", "value").annotate(
        count=Count("pk")
    ):
        n[month, area] += count
        satisfied[month, area] += count if value in FAVOURABLE[Scale.SATISFIED] else 0
    asked: dict[str, Counter[Cell]] = defaultdict(Counter)
    invited = Invitation.objects.filter(
        month__range=months, state__in=ASKED, instrument__code=AFTER_A_CALL
    )
    for month, area, state, count in invited.values_list("month", "area__code", "state").annotate(
        count=Count("pk")
    ):
        asked[state][month, area or ""] += count
    answered = sum(asked[state].total() for state in ANSWERED)
    return _Counts(n, satisfied, sum(asked.values(), Counter()), answered)
