"""Areas side by side: a dot and its likely range for each, with the whole as a guide line."""

import math
from dataclasses import dataclass

from commonbeat.evidence.faults import TooFew
from commonbeat.evidence.pictures.scales import (
    Scale,
    Span,
    check_values,
    reach,
    round_ticks,
    say,
)
from commonbeat.evidence.pictures.sheet import (
    ACCENT,
    HALO,
    QUIET,
    WIDTH,
    Picture,
    Table,
    finish,
    line,
    tag,
    text_width,
    words,
)
from commonbeat.evidence.pictures.telling import (
    lowest_and_highest,
    range_header,
    too_few,
    value_cells,
    value_header,
)
from commonbeat.evidence.wording import number, pick

HEAD, ROW, FOOT = 44.0, 38.0, 10.0


@dataclass(frozen=True, slots=True)
class IntervalRow:
    """One area; a value of None is suppressed."""

    label: str
    value: float | None
    lower: float | None = None
    upper: float | None = None
    n: int | None = None


@dataclass(frozen=True, slots=True)
class IntervalChart:
    """What to draw, in the order given; `reference` is the whole town's value."""

    title: str
    rows: tuple[IntervalRow, ...]
    unit: str = "percent"
    value_name: str = ""
    row_name: str = ""
    reference: float | None = None
    reference_label: str = ""
    language: str = "en"
    width: float = WIDTH


def draw_interval_chart(chart: IntervalChart) -> Picture:
    """Draw a dot and an interval per row. Raises TooFew, NotFinite, OutOfRange."""
    values = [(r.value, r.lower, r.upper) for r in chart.rows]
    if not values:
        raise TooFew("rows", 0, 1)
    guide: list[Span] = [(chart.reference, None, None)] if chart.reference is not None else []
    check_values(chart.unit, [*values, *guide])
    ticks = round_ticks(*reach([*values, *guide]), about=4)
    scale = Scale(ticks[0], ticks[-1], 8, chart.width - 8)
    height = HEAD + ROW * len(values) + FOOT
    inside = [*_axis(chart, scale, ticks, height), *_reference(chart, scale, height)]
    for i, row in enumerate(chart.rows):
        inside += _row(chart, row, scale, HEAD + ROW * i)
    told = lowest_and_highest([(r.label, r.value) for r in chart.rows], chart.unit, chart.language)
    table = _table(chart)
    return finish("intervals", chart.title, told, table, height, *inside, width=chart.width)


def _axis(chart: IntervalChart, scale: Scale, ticks: tuple[float, ...], height: float) -> list[str]:
    drawn, last = [], len(ticks) - 1
    for i, tick in enumerate(ticks):
        x = scale(tick)
        drawn.append(line(x, HEAD - 6, x, height - FOOT, 0.13))
        anchor = "start" if i == 0 else "end" if i == last else "middle"
        place = 0.0 if i == 0 else chart.width if i == last else x
        label = say(tick, chart.unit, chart.language, long=i == last)
        drawn.append(words(label, place, HEAD - 11, text_anchor=anchor, fill_opacity=QUIET))
    return drawn


def _reference(chart: IntervalChart, scale: Scale, height: float) -> list[str]:
    if chart.reference is None:
        return []
    x = scale(chart.reference)
    value = say(chart.reference, chart.unit, chart.language, long=True)
    if chart.unit == "change" and chart.reference == 0:
        value = ""
    label = f"{chart.reference_label} {value}".strip()
    half = text_width(label) / 2
    place = min(max(x, half), chart.width - half)
    return [
        line(x, 16.0, x, height - FOOT, stroke_dasharray="3 3", class_="picture-reference"),
        words(label, place, 12.0, text_anchor="middle", font_weight=600),
    ]


def _row(chart: IntervalChart, row: IntervalRow, scale: Scale, top: float) -> list[str]:
    text_y, line_y = top + 13, top + 25
    name = words(_fitted(chart, row), 0.0, text_y, **HALO)
    end: dict[str, object] = {"text_anchor": "end", **HALO}
    if row.value is None:
        told = words(too_few(chart.language), chart.width, text_y, font_style="italic", **end)
        return [_bare(scale, line_y), name, told]
    value = say(row.value, chart.unit, chart.language, long=True)
    said = words(value, chart.width, text_y, font_weight=700, **end)
    return [*_whisker(row, row.value, scale, line_y), name, said]


def _bare(scale: Scale, y: float) -> str:
    return line(
        scale.start,
        y,
        scale.end,
        y,
        0.35,
        stroke_dasharray="1 5",
        stroke_linecap="round",
        stroke_width=1.5,
        class_="picture-gap",
    )


def _whisker(row: IntervalRow, value: float, scale: Scale, y: float) -> list[str]:
    dot = tag("circle", cx=scale(value), cy=y, r=4.5, fill=ACCENT, class_="picture-dot")
    if row.lower is None or row.upper is None:
        return [dot]
    span = line(
        scale(row.lower),
        y,
        scale(row.upper),
        y,
        0.45,
        stroke=ACCENT,
        stroke_width=5,
        stroke_linecap="round",
        class_="picture-whisker",
    )
    on = [words("→", scale.end + 8, y + 4, text_anchor="end")] if math.isinf(row.upper) else []
    return [span, *on, dot]


def _fitted(chart: IntervalChart, row: IntervalRow) -> str:
    """Return the label, shortened only where it would run into the value."""
    right = too_few(chart.language) if row.value is None else "00000000"
    room = int((chart.width - text_width(right) - 12) / text_width("n"))
    return row.label if len(row.label) <= room else row.label[: room - 1].rstrip() + "…"


def _table(chart: IntervalChart) -> Table:
    language = chart.language
    with_n = any(r.n is not None for r in chart.rows)
    headers = (
        chart.row_name or pick(language, "Area", "Secteur"),
        value_header(chart.value_name, language),
        range_header(language),
        *([pick(language, "Number", "Nombre")] if with_n else []),
    )
    return Table(headers, tuple(_cells(chart, row, with_n) for row in chart.rows))


def _cells(chart: IntervalChart, row: IntervalRow, with_n: bool) -> tuple[str, ...]:
    told = value_cells((row.value, row.lower, row.upper), chart.unit, chart.language)
    known = row.n is not None and row.value is not None
    n = number(row.n or 0, chart.language) if known else "–"
    return (row.label, *told, *((n,) if with_n else ()))
