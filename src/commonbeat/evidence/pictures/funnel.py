"""Areas against what is expected, in a funnel: few events, wide limits; many, narrow ones."""

from dataclasses import dataclass

import numpy as np

from commonbeat.evidence.checks import same_length
from commonbeat.evidence.monitoring.funnel import Funnel, funnel_limit
from commonbeat.evidence.pictures.scales import Scale, round_ticks, say
from commonbeat.evidence.pictures.sheet import (
    ACCENT,
    HALO,
    QUIET,
    WIDTH,
    Picture,
    Table,
    finish,
    line,
    path_of,
    tag,
    text_width,
    words,
)
from commonbeat.evidence.wording import number, pick

TOP, PLOT, FOOT = 40.0, 210.0, 44.0
LEVELS = (0.001, 0.025, 0.975, 0.999)


@dataclass(frozen=True, slots=True)
class FunnelChart:
    """What to draw: a funnel with the expected count and the name of each of its areas."""

    title: str
    funnel: Funnel
    expected: tuple[float, ...]
    labels: tuple[str, ...]
    language: str = "en"
    width: float = WIDTH


@dataclass(frozen=True, slots=True)
class _Frame:
    x: Scale
    y: Scale
    x_ticks: tuple[float, ...]
    y_ticks: tuple[float, ...]


def draw_funnel(chart: FunnelChart) -> Picture:
    """Draw ratios with limits at 95% and 99.8%; name the areas outside after adjustment.

    Raises UnequalLengths.
    """
    same_length(ratio=chart.funnel.ratio, expected=chart.expected, labels=chart.labels)
    frame = _frame(chart)
    inside = [*_axes(chart, frame), *_limits(frame), *_dots(chart, frame)]
    told = chart.funnel.sentence(chart.language)
    height = TOP + PLOT + FOOT
    return finish("funnel", chart.title, told, _table(chart), height, *inside, width=chart.width)


def _frame(chart: FunnelChart) -> _Frame:
    x_ticks = round_ticks(0, max(chart.expected) * 1.02)
    y_ticks = round_ticks(0, max(2.0, *chart.funnel.ratio))
    x = Scale(0, x_ticks[-1], 30, chart.width - 6)
    return _Frame(x, Scale(0, y_ticks[-1], TOP + PLOT, TOP), x_ticks, y_ticks)


def _axes(chart: FunnelChart, frame: _Frame) -> list[str]:
    drawn, foot = [], TOP + PLOT
    for i, tick in enumerate(frame.y_ticks):
        y = frame.y(tick)
        drawn.append(line(0.0, y, chart.width, y, 0.15 if i else 0.8))
        if i:
            label = number(tick, chart.language, 1)
            drawn.append(words(label, 0.0, y - 4, fill_opacity=QUIET))
    usual = frame.y(1)
    drawn.append(line(frame.x.start, usual, chart.width, usual, 0.8, stroke_dasharray="3 3"))
    for i, tick in enumerate(frame.x_ticks):
        last = i == len(frame.x_ticks) - 1
        label = say(tick, "count", chart.language)
        place = chart.width if last else frame.x(tick)
        anchor = "end" if last else "middle"
        drawn.append(words(label, place, foot + 17, text_anchor=anchor, fill_opacity=QUIET))
    side = pick(chart.language, "Seen ÷ expected", "Vu ÷ attendu")
    below = pick(chart.language, "Expected events", "Événements attendus")
    return [
        *drawn,
        words(side, 0.0, 12.0, font_weight=600),
        words(below, chart.width, foot + 35, text_anchor="end", fill_opacity=QUIET),
    ]


def _limits(frame: _Frame) -> list[str]:
    """Draw both pairs of limits, starting where their upper one comes into view."""
    steps = np.linspace(0.02, 1, 60) * frame.x_ticks[-1]
    drawn = []
    for level in LEVELS:
        points = [(frame.x(e), frame.y(max(0.0, funnel_limit(float(e), level)))) for e in steps]
        seen = [p for p in points if p[1] > TOP]
        wide = level in (LEVELS[0], LEVELS[-1])
        drawn.append(
            tag(
                "path",
                d=path_of(seen),
                fill="none",
                stroke="currentColor",
                stroke_opacity=0.35 if wide else 0.6,
                stroke_dasharray="2 3" if wide else None,
                class_="picture-limit",
            )
        )
    return drawn


def _dots(chart: FunnelChart, frame: _Frame) -> list[str]:
    drawn, names = [], []
    for i, (expected, ratio) in enumerate(zip(chart.expected, chart.funnel.ratio, strict=True)):
        out = i in chart.funnel.outside
        x, y = frame.x(expected), frame.y(ratio)
        fill = {"fill": ACCENT, "fill_opacity": 1.0 if out else 0.45}
        drawn.append(tag("circle", cx=x, cy=y, r=4.5 if out else 3.2, **fill))
        if out:
            flip = x + 8 + text_width(chart.labels[i]) > chart.width
            place, anchor = (x - 8, "end") if flip else (x + 8, "start")
            bold: dict[str, object] = {"font_weight": 600, "text_anchor": anchor, **HALO}
            names.append(words(chart.labels[i], place, y + 4, **bold))
    return drawn + names


def _table(chart: FunnelChart) -> Table:
    language = chart.language
    headers = (
        pick(language, "Area", "Secteur"),
        pick(language, "Expected", "Attendu"),
        pick(language, "Seen ÷ expected", "Vu ÷ attendu"),
        pick(language, "Stands out", "Sort du lot"),
    )
    yes, no = pick(language, "yes", "oui"), pick(language, "no", "non")
    rows = tuple(
        (
            label,
            number(expected, language, 1),
            number(ratio, language, 2),
            yes if i in chart.funnel.outside else no,
        )
        for i, (label, expected, ratio) in enumerate(
            zip(chart.labels, chart.expected, chart.funnel.ratio, strict=True)
        )
    )
    return Table(headers, rows)
