"""Complaints by year, for everybody: how long each stage took, and how they ended.

Only years that are over leave the house, each opened by itself: nothing of one year adds up to
anything of another. Within a year the outcomes by category are one table with its totals, and
times are told of exactly those groups whose numbers are shown, so that nothing hidden can be
worked out from what is shown beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

from django.conf import settings

from commonbeat.core import clock
from commonbeat.core.actor import Actor
from commonbeat.domains.concerns.queries.complaint_years import (
    INVESTIGATED,
    LOCAL,
    ComplaintYear,
    Took,
    complaint_year,
    first_year_of_complaints,
)
from commonbeat.domains.concerns.shipped.bodies import CATEGORIES, OUTCOMES
from commonbeat.domains.publishing import actions as publishing
from commonbeat.evidence.disclosure import may_show, open_counts, open_cross
from commonbeat.evidence.durations import quantile_time

NAME = "complaints"
SCHEMA = 1
MOST_YEARS = 5
NAMES = {LOCAL: "local_response", INVESTIGATED: "investigation"}

Row = dict[str, str | int | float | None]


def release_complaint_figures(*, by: Actor) -> object:
    """Publish the years that are over, unless the same table is in force.

    Returns the release, or None when there is no such year yet.
    """
    this_year = clock.now().astimezone(ZoneInfo(settings.TIME_ZONE)).year
    first = first_year_of_complaints(by)
    if first is None or first >= this_year:
        return None
    years = range(max(first, this_year - MOST_YEARS), this_year)
    found = [complaint_year(by, year) for year in years]
    table = complaints_table([one for one in found if one], threshold=settings.MINIMUM_CELL)
    return publishing.release_figures(
        name=NAME, figures=table, minimum_cell=settings.MINIMUM_CELL, by=by
    )


def complaints_table(years: Sequence[ComplaintYear], *, threshold: int) -> dict[str, object]:
    """The whole table: what it covers, and one row for each figure, shown or not."""
    return {
        "schema": SCHEMA,
        "minimum_cell": threshold,
        "years": [str(one.year) for one in years],
        "categories": list(CATEGORIES),
        "outcomes": list(OUTCOMES),
        "rows": [row for one in years for row in _rows(one, threshold)],
    }


def _rows(year: ComplaintYear, threshold: int) -> Iterable[Row]:
    named = f"{year.year}"
    yield from _counts(named, "received", *_opened(year.received, threshold))
    yield from _ended(named, year, threshold)
    for stage, name in NAMES.items():
        yield from _stage(named, name, year.stages[stage], threshold)
        n = year.n_overdue[stage]
        shown = n if may_show(n, threshold=threshold) else None
        yield _row(named, f"{name}_overdue", shown)


def _opened(
    by_category: Mapping[str, int], threshold: int
) -> tuple[int | None, Mapping[str, int | None]]:
    """The total and each category as far as shown. One with nobody in it hides nobody."""
    found = {category: n for category, n in by_category.items() if n}
    if not found:
        return None, {}
    opened = open_counts(found, threshold=threshold)
    return opened.total, opened.shown


def _row(
    year: str, figure: str, n: int | None, category: str | None = None, outcome: str | None = None
) -> Row:
    about: Row = {"year": year, "figure": figure, "category": category, "outcome": outcome}
    return about | {"n": n, "median_days": None, "p90_days": None, "in_time": None}


def _counts(
    year: str, figure: str, total: int | None, shown: Mapping[str, int | None]
) -> Iterable[Row]:
    yield _row(year, figure, total)
    for category in CATEGORIES:
        yield _row(year, figure, shown.get(category), category)


def _ended(named: str, year: ComplaintYear, threshold: int) -> Iterable[Row]:
    opened = open_cross(year.ended, threshold=threshold) if year.ended else None
    total = opened.total if opened else None
    rows, columns = (opened.rows, opened.columns) if opened else ({}, {})
    yield from _counts(named, "closed", total, rows)
    for outcome in OUTCOMES:
        yield _row(named, "closed", columns.get(outcome), outcome=outcome)
    for category in CATEGORIES:
        for outcome in OUTCOMES:
            n = opened.shown.get((category, outcome)) if opened else None
            yield _row(named, "closed", n, category, outcome)
    # The same people as above, so of the same groups and no others.
    everyone = [days for found in year.whole.values() for days in found]
    yield _row(named, "until_closed", total) | _times(everyone, total)
    for category in CATEGORIES:
        n = rows.get(category)
        yield _row(named, "until_closed", n, category) | _times(year.whole.get(category, ()), n)


def _stage(
    named: str, figure: str, took: Mapping[str, Sequence[Took]], threshold: int
) -> Iterable[Row]:
    total, shown = _opened({category: len(found) for category, found in took.items()}, threshold)
    everyone = [one for found in took.values() for one in found]
    yield _row(named, figure, total) | _timed(everyone, total)
    for category in CATEGORIES:
        n = shown.get(category)
        yield _row(named, figure, n, category) | _timed(took.get(category, ()), n)


def _timed(took: Sequence[Took], n: int | None) -> Row:
    if not n:
        return {}
    in_time = sum(one.in_time for one in took) / len(took)
    return _times([one.days for one in took], n) | {"in_time": round(in_time, 4)}


def _times(days: Sequence[float], n: int | None) -> Row:
    """Whole days, because limits are times of single complaints."""
    if not n:
        return {}
    median, slow = (quantile_time(days, share, unit="days") for share in (0.5, 0.9))
    return {"median_days": round(median.estimate), "p90_days": round(slow.estimate)}
