"""The table of figures that anyone may see, built from counts. Pure, and the same every time.

Each month is opened by itself, and every longer figure is a sum of what is shown, so that
neither a total nor next month's table, from which the oldest month is gone, gives a hidden count
away. Rates and medians are shown when at least the threshold stands behind them.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from commonbeat.domains.calls.queries.counts import CallCounts, Times
from commonbeat.domains.places.public import AreaView
from commonbeat.domains.presence.queries import Kept
from commonbeat.domains.surveys.public import Satisfaction
from commonbeat.evidence.disclosure import may_show, open_counts
from commonbeat.evidence.durations import median_time
from commonbeat.evidence.proportions import wilson
from commonbeat.evidence.respondents import RespondentShare
from commonbeat.evidence.results import Estimate
from commonbeat.evidence.wording import counted, number, pick

Row = dict[str, str | int | float | None]
SCHEMA = 1
TOO_FEW = ("Too few to show.", "Trop peu pour être montré.")


@dataclass(frozen=True, slots=True)
class Known:
    """All that the table is made from. `areas` are those in use."""

    counts: CallCounts
    satisfaction: Satisfaction
    kept: Mapping[dt.date, Kept]
    areas: Sequence[AreaView]
    threshold: int

    @property
    def months(self) -> tuple[dt.date, ...]:
        """The months of the table."""
        return self.counts.months


@dataclass(frozen=True, slots=True)
class _Followed:
    """How many calls were followed, as far as it may be shown."""

    cells: Mapping[tuple[dt.date, int], int]
    months: Mapping[dt.date, int]


def public_table(known: Known) -> dict[str, object]:
    """The whole table: what it covers, and one row for each figure, shown or not."""
    followed = _opened(known)
    rows = [
        *_calls_followed(known, followed),
        *_share_followed(known, followed),
        *_times("minutes_to_way", known.counts.to_way, known, followed),
        *_times("minutes_to_arrival", known.counts.to_arrival, known, followed),
        *_callers_told(known),
        *_reasons_not_told(known),
        *_satisfaction(known),
        *_follow_ups_kept(known),
    ]
    return {
        "schema": SCHEMA,
        "minimum_cell": known.threshold,
        "months": [_iso(month) for month in known.months],
        "areas": [{"code": a.code, "name": a.name, "name_fr": a.name_fr} for a in known.areas],
        "rows": rows,
    }


def _iso(month: dt.date | None) -> str | None:
    return f"{month:%Y-%m}" if month else None


def _row(
    figure: str,
    estimate: Estimate | None,
    *,
    month: dt.date | None = None,
    area: str | None = None,
) -> Row:
    """One figure with its interval; an estimate of None is too small to show."""
    row: Row = {"figure": figure, "month": _iso(month), "area": area, "group": None}
    if estimate is None:
        unknown: Row = {"n": None, "value": None, "lower": None, "upper": None}
        return row | unknown | {"sentence": TOO_FEW[0], "sentence_fr": TOO_FEW[1]}
    upper = None if math.isinf(estimate.upper) else round(estimate.upper, 4)
    return row | {
        "n": estimate.n,
        "value": round(estimate.estimate, 4),
        "lower": round(estimate.lower, 4),
        "upper": upper,
        "sentence": estimate.sentence("en"),
        "sentence_fr": estimate.sentence("fr"),
    }


def _count_row(
    figure: str,
    n: int | None,
    *,
    month: dt.date | None = None,
    area: str | None = None,
    missing: int = 0,
) -> Row:
    """A count, which has no interval; `missing` months could not be added to it."""
    row = _row(figure, None, month=month, area=area)
    if n is None:
        return row
    told: Row = {"n": n, "value": n, "sentence": _followed_words(n, "en", missing)}
    return row | told | {"sentence_fr": _followed_words(n, "fr", missing)}


def _followed_words(n: int, language: str, missing: int) -> str:
    calls = counted(
        n,
        language,
        ("call was followed", "calls were followed"),
        ("appel a été suivi", "appels ont été suivis"),
    )
    if not missing:
        return f"{calls}."
    months = number(missing, language)
    english = f"{calls}, without {months} {'month' if missing == 1 else 'months'} of too few calls."
    return pick(language, english, f"{calls}, sans {months} mois où il y en a eu trop peu.")


def _opened(known: Known) -> _Followed:
    cells: dict[tuple[dt.date, int], int] = {}
    months: dict[dt.date, int] = {}
    for month in known.months:
        found = {a: n for (m, a), n in known.counts.followed.items() if m == month and n}
        if not found:
            continue
        opened = open_counts(found, threshold=known.threshold)
        if opened.total is not None:
            months[month] = opened.total
        cells |= {(month, a): n for a, n in opened.shown.items() if a is not None and n is not None}
    return _Followed(cells, months)


def _calls_followed(known: Known, followed: _Followed) -> Iterable[Row]:
    name, months = "calls_followed", known.months
    total = sum(followed.months.values()) or None
    yield _count_row(name, total, missing=len(months) - len(followed.months))
    for month in months:
        yield _count_row(name, followed.months.get(month), month=month)
    for area in known.areas:
        cells = [followed.cells[m, area.id] for m in months if (m, area.id) in followed.cells]
        missing = len(months) - len(cells)
        yield _count_row(name, sum(cells) or None, area=area.code, missing=missing)
    for month in months:
        for area in known.areas:
            n = followed.cells.get((month, area.id))
            yield _count_row(name, n, month=month, area=area.code)


def _share_followed(known: Known, followed: _Followed) -> Iterable[Row]:
    parts = {}
    for month, n in followed.months.items():
        n_calls = sum(k for (m, _), k in known.counts.calls.items() if m == month)
        if may_show(n_calls - n, threshold=known.threshold):
            parts[month] = n, n_calls
    yield from _shares("share_followed", parts, known)


def _callers_told(known: Known) -> Iterable[Row]:
    parts = {}
    for month in known.months:
        told = known.counts.told.get(month, 0)
        not_told = sum(n for (m, _), n in known.counts.not_told.items() if m == month)
        if min(told, not_told) >= known.threshold:
            parts[month] = told, told + not_told
    yield from _shares("callers_told", parts, known)


def _follow_ups_kept(known: Known) -> Iterable[Row]:
    due = {m: (k.n_on_time, k.n_due) for m, k in known.kept.items()}
    parts = {m: part for m, part in due.items() if may_show(part[1], threshold=known.threshold)}
    yield from _shares("follow_ups_kept", parts, known)


def _shares(figure: str, parts: Mapping[dt.date, tuple[int, int]], known: Known) -> Iterable[Row]:
    """A share of all shown months together, then of each month; `parts` holds those shown."""
    marked, n = (sum(part[i] for part in parts.values()) for i in range(2))
    yield _row(figure, wilson(marked, n) if n else None)
    for month in known.months:
        yield _row(figure, wilson(*parts[month]) if month in parts else None, month=month)


def _times(figure: str, times: Times, known: Known, followed: _Followed) -> Iterable[Row]:
    """Medians over exactly the calls whose counts are shown, so that n gives no other away."""
    open_months = {cell: found for cell, found in times.items() if cell[0] in followed.months}
    yield _median(figure, list(open_months.values()), known)
    for month in known.months:
        found = [t for (m, _), t in open_months.items() if m == month]
        yield _median(figure, found, known, month=month)
    for area in known.areas:
        found = [t for (m, a), t in times.items() if a == area.id and (m, a) in followed.cells]
        yield _median(figure, found, known, area=area.code)


def _median(
    figure: str,
    times: list[tuple[float, ...]],
    known: Known,
    *,
    month: dt.date | None = None,
    area: str | None = None,
) -> Row:
    minutes = [minute for found in times for minute in found]
    if not may_show(len(minutes), threshold=known.threshold):
        return _row(figure, None, month=month, area=area)
    exact = median_time(minutes)
    # Limits are times of single calls: to the whole minute they point at none of them.
    upper = exact.upper if math.isinf(exact.upper) else float(round(exact.upper))
    near = replace(
        exact, estimate=float(round(exact.estimate)), lower=float(round(exact.lower)), upper=upper
    )
    return _row(figure, near, month=month, area=area)


def _reasons_not_told(known: Known) -> Iterable[Row]:
    """Why callers were told nothing, in the newest quarter: quarters never overlap."""
    last = next((m for m in reversed(known.months) if m.month % 3 == 0), None)
    first = last.replace(month=last.month - 2) if last else None
    if first is None or first not in known.months:
        return
    tally: dict[str, int] = {}
    for (month, reason), n in sorted(known.counts.not_told.items()):
        if last is not None and first <= month <= last:
            tally[reason] = tally.get(reason, 0) + n
    shown = open_counts(tally, threshold=known.threshold).shown if tally else {}
    for reason, told in shown.items():
        row = _row("callers_not_told", None, month=last) | {"group": reason}
        yield row if told is None else row | {"n": told, "value": told} | _told_nothing(told)


def _told_nothing(n: int) -> Row:
    english, french = ("caller was", "callers were"), ("personne n’a", "personnes n’ont")
    return {
        "sentence": f"{counted(n, 'en', english, french)} told nothing.",
        "sentence_fr": f"{counted(n, 'fr', english, french)} reçu aucun message.",
    }


def _satisfaction(known: Known) -> Iterable[Row]:
    said = known.satisfaction
    yield _row("satisfaction", said.overall)
    for month in known.months:
        yield _row("satisfaction", said.by_month.get(month), month=month)
    for area in known.areas:
        yield _row("satisfaction", said.by_area.get(area.code), area=area.code)
    yield _row("response_rate", said.response_rate)
    for month in known.months:
        yield _row("response_rate", _rate(said.by_month.get(month)), month=month)


def _rate(share: RespondentShare | None) -> Estimate | None:
    return wilson(share.n, share.n_asked) if share else None
