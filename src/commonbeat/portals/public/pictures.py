"""The released table as pictures, each with its table and its sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from commonbeat.domains.places.public import outlines
from commonbeat.evidence.pictures import (
    AreaMap,
    IntervalChart,
    IntervalRow,
    MapArea,
    Moment,
    Picture,
    Trend,
    draw_area_map,
    draw_interval_chart,
    draw_trend,
)
from commonbeat.evidence.pictures.telling import too_few
from commonbeat.evidence.wording import number
from commonbeat.portals.public.table import Table, month_words, reading_language
from commonbeat.ui.table import Column

MINUTES = (10.0, 15.0, 20.0, 30.0)  # between the classes of the map


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as the component wants it."""

    svg: SafeString
    sentence: str
    caption: str
    headers: list[Column]
    rows: Sequence[Sequence[str]]


def by_month(
    table: Table, figure: str, *, title: str, unit: str, kind: Literal["line", "bars"] = "line"
) -> Shown:
    """A figure along the months of the table."""
    moments = []
    for month in table.months:
        row = table.row(figure, month=month)
        value, lower, upper = (row.get(part) for part in ("value", "lower", "upper"))
        label, short = month_words(month), month_words(month, short=True)
        moments.append(Moment(label, value, lower, upper, short))
    trend = Trend(
        title, tuple(moments), unit=unit, kind=kind, value_name=title, language=reading_language()
    )
    return _shown(draw_trend(trend))


@dataclass(frozen=True, slots=True)
class Bar:
    """One area's count, as the component wants it; `at` is None when it is too small to show."""

    label: str
    text: str
    at: float | None


@dataclass(frozen=True, slots=True)
class Bars:
    """Counts side by side; they need no second table, because each says its number."""

    caption: str
    bars: list[Bar]


def counts_by_area(table: Table, figure: str, *, title: str) -> Bars | None:
    """A count of each area, as bars against the largest."""
    found = [(name, table.row(figure, area=code).get("n")) for code, name in table.areas]
    most = max((n for _name, n in found if n is not None), default=0)
    if not most:
        return None
    language = reading_language()
    bars = [
        Bar(name, too_few(language), None)
        if n is None
        else Bar(name, number(n, language), 100 * n / most)
        for name, n in found
    ]
    return Bars(title, bars)


def by_area(table: Table, figure: str, *, title: str, unit: str) -> Shown | None:
    """A figure of each area, with the whole town as a guide."""
    rows = [
        IntervalRow(name, row.get("value"), row.get("lower"), row.get("upper"), row.get("n"))
        for code, name in table.areas
        for row in [table.row(figure, area=code)]
    ]
    if not rows:
        return None
    chart = IntervalChart(
        title,
        tuple(rows),
        unit=unit,
        value_name=title,
        reference=table.row(figure).get("value"),
        reference_label=_("Whole town"),
        language=reading_language(),
    )
    return _shown(draw_interval_chart(chart))


def minutes_on_a_map(table: Table, *, title: str) -> Shown | None:
    """Minutes until an officer arrived, by area; side by side where no boundary is known."""
    figure = "minutes_to_arrival"
    known = dict(table.areas)
    areas = [
        MapArea(known[o.area.code], o.rings, row.get("value"), row.get("lower"), row.get("upper"))
        for o in outlines()
        if o.area.code in known and o.rings
        for row in [table.row(figure, area=o.area.code)]
    ]
    if not areas:
        return by_area(table, figure, title=title, unit="minutes")
    plan = AreaMap(
        title,
        tuple(areas),
        MINUTES,
        unit="minutes",
        value_name=title,
        language=reading_language(),
    )
    return _shown(draw_area_map(plan))


def _shown(picture: Picture) -> Shown:
    headers = [
        Column(label, numeric=place > 0) for place, label in enumerate(picture.table.headers)
    ]
    return Shown(
        svg=mark_safe(picture.svg),  # noqa: S308  evidence escapes every word it draws
        sentence=picture.description,
        caption=picture.title,
        headers=headers,
        rows=picture.table.rows,
    )
