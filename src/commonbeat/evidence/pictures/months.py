"""The months along a drawing: what is to be drawn, its axes and its scales."""

from dataclasses import dataclass
from typing import Literal

from commonbeat.evidence.pictures.scales import Scale, Span, reach, round_ticks, say
from commonbeat.evidence.pictures.sheet import QUIET, WIDTH, line, text_width, words

TOP, PLOT, FOOT = 30.0, 150.0, 24.0


@dataclass(frozen=True, slots=True)
class Moment:
    """One month: `label` for the table, `short` for the axis; a value of None is suppressed."""

    label: str
    value: float | None
    lower: float | None = None
    upper: float | None = None
    short: str = ""


@dataclass(frozen=True, slots=True)
class Trend:
    """What to draw; `start` is the place of the first month after something began."""

    title: str
    moments: tuple[Moment, ...]
    unit: str = "count"
    kind: Literal["line", "bars"] = "line"
    value_name: str = ""
    start: int | None = None
    start_label: str = ""
    language: str = "en"
    width: float = WIDTH


@dataclass(frozen=True, slots=True)
class Frame:
    """Where months and values lie on the sheet."""

    trend: Trend
    x: Scale
    y: Scale
    ticks: tuple[float, ...]
    bottom: float

    def column(self, place: int) -> float:
        """Return the middle of a month."""
        return self.x(place + 0.5)

    @property
    def language(self) -> str:
        """The language of the drawing."""
        return self.trend.language


def frame_of(trend: Trend, values: list[Span]) -> Frame:
    """Lay out the sheet: the values start at nought, except scores."""
    low, high = reach(values)
    if trend.unit != "score" or low < 1:
        low = min(low, 0.0)
    ticks = round_ticks(low, high, about=5)
    labels = [_tick_label(trend, ticks, i) for i in range(1, len(ticks) - 1)]
    gutter = max((text_width(label) for label in labels), default=0.0) + 6
    x = Scale(0, len(trend.moments), gutter, trend.width - 2)
    bottom = TOP + PLOT
    return Frame(trend, x, Scale(ticks[0], ticks[-1], bottom, TOP), ticks, bottom)


def axes(frame: Frame) -> list[str]:
    """Draw quiet lines at round values, named at their left end, and the months below."""
    drawn = []
    for i, tick in enumerate(frame.ticks):
        y = frame.y(tick)
        drawn.append(line(0.0, y, frame.trend.width, y, 0.15 if i else 0.8))
        if i:
            label = _tick_label(frame.trend, frame.ticks, i)
            drawn.append(words(label, 0.0, y - 4, fill_opacity=QUIET, class_="picture-tick"))
    return drawn + _months(frame)


def _tick_label(trend: Trend, ticks: tuple[float, ...], place: int) -> str:
    return say(ticks[place], trend.unit, trend.language, long=place == len(ticks) - 1)


def _months(frame: Frame) -> list[str]:
    """Write as many month labels as fit, always the first and the last."""
    moments, width = frame.trend.moments, frame.trend.width
    y, free, drawn = frame.bottom + 17, -1.0, []
    last = moments[-1].short or moments[-1].label
    room = width - text_width(last) - 8
    for i, moment in enumerate(moments[:-1]):
        label = moment.short or moment.label
        wide = text_width(label)
        start = max(0.0, frame.column(i) - wide / 2)
        if start > free and start + wide < room:
            drawn.append(words(label, start, y, fill_opacity=QUIET))
            free = start + wide + max(10.0, width / 8)
    alone = len(moments) == 1
    place, anchor = (frame.column(0), "middle") if alone else (width, "end")
    return [*drawn, words(last, place, y, fill_opacity=QUIET, text_anchor=anchor)]
