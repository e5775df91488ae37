"""A line or bars by month with the likely range around each value."""

import math

from commonbeat.evidence.faults import OutOfRange, TooFew
from commonbeat.evidence.pictures.months import FOOT, Frame, Moment, Trend, axes, frame_of
from commonbeat.evidence.pictures.scales import check_values, say
from commonbeat.evidence.pictures.sheet import (
    ACCENT,
    HALO,
    QUIET,
    Picture,
    Table,
    finish,
    line,
    path_of,
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
from commonbeat.evidence.wording import pick

__all__ = ["Moment", "Trend", "draw_trend"]


def draw_trend(trend: Trend) -> Picture:
    """Draw values by month. Raises TooFew, NotFinite, OutOfRange."""
    values = [(m.value, m.lower, m.upper) for m in trend.moments]
    if not values:
        raise TooFew("moments", 0, 1)
    check_values(trend.unit, values)
    if trend.start is not None and not 0 <= trend.start < len(values):
        raise OutOfRange("start", trend.start, trend.start, f"from 0 to {len(values) - 1}")
    frame = frame_of(trend, values)
    marks = _bars(frame) if trend.kind == "bars" else _line(frame)
    inside = [*axes(frame), *_start(frame), *marks, *_gaps(frame), *_last(frame)]
    gaps = any(m.value is None for m in trend.moments)
    height = frame.bottom + FOOT + (20 if gaps else 0)
    told = lowest_and_highest(
        [(m.label, m.value) for m in trend.moments], trend.unit, trend.language, ends=True
    )
    table = _table(trend)
    return finish("trend", trend.title, told, table, height, *inside, width=trend.width)


def _runs(frame: Frame) -> list[list[int]]:
    """Return stretches of months that have a value."""
    runs: list[list[int]] = [[]]
    for i, moment in enumerate(frame.trend.moments):
        if moment.value is None:
            runs.append([])
        else:
            runs[-1].append(i)
    return [run for run in runs if run]


def _line(frame: Frame) -> list[str]:
    runs = _runs(frame)
    return [*(_band(frame, run) for run in runs), *(_stroke(frame, run) for run in runs)]


def _band(frame: Frame, run: list[int]) -> str:
    moments = frame.trend.moments
    held = [i for i in run if moments[i].lower is not None and moments[i].upper is not None]
    if not held:
        return ""
    reach = 4.0 if len(held) == 1 else 0.0
    upper = [(frame.column(i), frame.y(_known(moments[i].upper))) for i in held]
    lower = [(frame.column(i), frame.y(_known(moments[i].lower))) for i in reversed(held)]
    if reach:
        upper = [(x + d, y) for x, y in upper for d in (-reach, reach)]
        lower = [(x + d, y) for x, y in lower for d in (reach, -reach)]
    d = path_of(upper + lower, closed=True)
    return tag("path", d=d, fill=ACCENT, fill_opacity=0.18, class_="picture-band")


def _stroke(frame: Frame, run: list[int]) -> str:
    points = [(frame.column(i), frame.y(_known(frame.trend.moments[i].value))) for i in run]
    if len(points) == 1:
        return tag("circle", cx=points[0][0], cy=points[0][1], r=3.0, fill=ACCENT)
    return tag(
        "path",
        d=path_of(points),
        fill="none",
        stroke=ACCENT,
        stroke_width=2.25,
        stroke_linejoin="round",
        stroke_linecap="round",
        class_="picture-line",
    )


def _bars(frame: Frame) -> list[str]:
    return [
        part
        for i, moment in enumerate(frame.trend.moments)
        if moment.value is not None
        for part in _bar(frame, i, moment)
    ]


def _bar(frame: Frame, place: int, moment: Moment) -> list[str]:
    width = min(40.0, max(2.0, (frame.column(1) - frame.column(0)) * 0.7))
    x, y = frame.column(place), frame.y(_known(moment.value))
    ground = frame.y(max(frame.ticks[0], min(0.0, frame.ticks[-1])))
    bar = tag(
        "rect",
        x=x - width / 2,
        y=min(y, ground),
        width=width,
        height=max(abs(ground - y), 0.5),
        fill=ACCENT,
        fill_opacity=0.75,
        class_="picture-bar",
    )
    if moment.lower is None or moment.upper is None:
        return [bar]
    low, high = frame.y(moment.lower), frame.y(moment.upper)
    return [bar, line(x, low, x, high, 0.9, stroke_width=1.25, class_="picture-whisker")]


def _gaps(frame: Frame) -> list[str]:
    """Mark suppressed months by a cross at the foot and explain it below."""
    places = [i for i, m in enumerate(frame.trend.moments) if m.value is None]
    if not places:
        return []
    note_y = frame.bottom + FOOT + 14
    note = words(too_few(frame.language), 16.0, note_y, fill_opacity=QUIET)
    crosses = [_cross(frame.column(i), frame.bottom - 9) for i in places]
    return [*crosses, _cross(5.0, note_y - 4), note]


def _cross(x: float, y: float) -> str:
    return tag(
        "path",
        d=f"M{x - 3.5:.1f} {y - 3.5:.1f}l7 7m0 -7l-7 7",
        stroke="currentColor",
        stroke_opacity=0.6,
        stroke_width=1.5,
        fill="none",
        class_="picture-gap",
    )


def _start(frame: Frame) -> list[str]:
    trend = frame.trend
    if trend.start is None:
        return []
    x = frame.x(trend.start)
    flip = x + text_width(trend.start_label) + 8 > trend.width
    place, anchor = (x - 5, "end") if flip else (x + 5, "start")
    return [
        line(x, 4.0, x, frame.bottom, stroke_dasharray="3 3", class_="picture-start"),
        words(trend.start_label, place, 14.0, text_anchor=anchor, font_weight=600, **HALO),
    ]


def _last(frame: Frame) -> list[str]:
    """Label the last value directly, above its range so that nothing covers it."""
    known = [i for i, m in enumerate(frame.trend.moments) if m.value is not None]
    if not known:
        return []
    moment, x = frame.trend.moments[known[-1]], frame.column(known[-1])
    value = _known(moment.value)
    top = frame.y(value if moment.upper is None else moment.upper)
    label = say(value, frame.trend.unit, frame.language, long=True)
    near = x + text_width(label) / 2 + 2 > frame.trend.width
    place, anchor = (frame.trend.width, "end") if near else (x, "middle")
    y = max(top - 7, 28.0)
    told = words(
        label, place, y, font_weight=700, text_anchor=anchor, class_="picture-last", **HALO
    )
    dot = tag("circle", cx=x, cy=frame.y(value), r=3.5, fill=ACCENT)
    return [dot, told] if frame.trend.kind == "line" else [told]


def _known(value: float | None) -> float:
    return math.inf if value is None else value


def _table(trend: Trend) -> Table:
    language = trend.language
    headers = (
        pick(language, "Month", "Mois"),
        value_header(trend.value_name, language),
        range_header(language),
    )
    rows = tuple(
        (m.label, *value_cells((m.value, m.lower, m.upper), trend.unit, language))
        for m in trend.moments
    )
    return Table(headers, rows)
