"""A map of areas in a few classes, told apart by texture and number as well as by shade."""

from bisect import bisect_right
from dataclasses import dataclass
from xml.sax.saxutils import escape

from commonbeat.evidence.faults import OutOfRange, TooFew
from commonbeat.evidence.pictures.polygons import Points, Rings, fit, flatten, roomiest
from commonbeat.evidence.pictures.scales import check_values, say
from commonbeat.evidence.pictures.sheet import (
    ACCENT,
    FONT,
    HALO,
    PAPER,
    WIDTH,
    Picture,
    Table,
    finish,
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

SHADES = (0.07, 0.22, 0.4, 0.72, 1.0)
MOST_CLASSES = len(SHADES)
LEGEND_ROW = 24.0

__all__ = ["AreaMap", "MapArea", "draw_area_map", "flatten"]


@dataclass(frozen=True, slots=True)
class MapArea:
    """One area: projected rings (y upwards, any unit); a value of None is suppressed."""

    label: str
    rings: Rings
    value: float | None
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True, slots=True)
class AreaMap:
    """What to draw; `breaks` are the rising limits between its classes."""

    title: str
    areas: tuple[MapArea, ...]
    breaks: tuple[float, ...]
    unit: str = "percent"
    value_name: str = ""
    language: str = "en"
    width: float = WIDTH


def draw_area_map(plan: AreaMap) -> Picture:
    """Draw areas by class. Raises TooFew, NotFinite, OutOfRange."""
    _check(plan)
    fitted, height = fit([area.rings for area in plan.areas], plan.width)
    inside = [tag("defs", *_textures())]
    for area, rings in zip(plan.areas, fitted, strict=True):
        inside.append(_area(plan, area, rings))
    for area, rings in zip(plan.areas, fitted, strict=True):
        inside += _label(plan, area, rings)
    legend = _legend(plan, height + 14)
    total = height + 14 + LEGEND_ROW * len(legend)
    told = lowest_and_highest([(a.label, a.value) for a in plan.areas], plan.unit, plan.language)
    inside += legend
    return finish("map", plan.title, told, _table(plan), total, *inside, width=plan.width)


def _check(plan: AreaMap) -> None:
    if not plan.areas:
        raise TooFew("areas", 0, 1)
    check_values(plan.unit, [(a.value, a.lower, a.upper) for a in plan.areas])
    if not 1 <= len(plan.breaks) < MOST_CLASSES:
        raise OutOfRange("breaks", 0, len(plan.breaks), f"1 to {MOST_CLASSES - 1} of them")
    for i, (a, b) in enumerate(zip(plan.breaks, plan.breaks[1:], strict=False)):
        if not a < b:
            raise OutOfRange("breaks", i + 1, b, f"above {a}")
    for i, area in enumerate(plan.areas):
        if not area.rings or any(len(ring) < 3 for ring in area.rings):
            raise TooFew(f"rings of area {i}", min(map(len, area.rings), default=0), 3)


def _shade(plan: AreaMap, place: int) -> int:
    """Return which of the five shades a class has, spread over those there are."""
    return round(place * (MOST_CLASSES - 1) / len(plan.breaks))


def _textures() -> list[str]:
    """Return patterns: dots, slanting lines, pale dots; and hatching for what is not shown."""
    return [
        _pattern("1", 6, tag("circle", cx=3, cy=3, r=1.0, fill=ACCENT)),
        _pattern("2", 8, _strokes("M0 8L8 0M-1 1L1 -1M7 9L9 7", ACCENT, 1.6)),
        _pattern("3", 6, tag("circle", cx=3, cy=3, r=1.1, fill=PAPER, fill_opacity=0.8)),
        _pattern("none", 5, _strokes("M0 0L5 5M5 0L0 5", "currentColor", 0.8, 0.3)),
    ]


def _pattern(name: str, size: int, mark: str) -> str:
    given = {"patternUnits": "userSpaceOnUse", "width": size, "height": size}
    return tag("pattern", mark, id=f"picture-{{key}}-{name}", **given)


def _strokes(d: str, stroke: str, width: float, strength: float = 1.0) -> str:
    return tag("path", d=d, stroke=stroke, stroke_width=width, stroke_opacity=strength, fill="none")


def _fills(plan: AreaMap, value: float | None) -> list[dict[str, object]]:
    if value is None:
        return [{"fill": PAPER}, {"fill": "url(#picture-{key}-none)", "class_": "picture-gap"}]
    shade = _shade(plan, bisect_right(plan.breaks, value))
    fills: list[dict[str, object]] = [{"fill": ACCENT, "fill_opacity": SHADES[shade]}]
    if shade in (1, 2, 3):
        fills.append({"fill": f"url(#picture-{{key}}-{shade})"})
    return fills


def _area(plan: AreaMap, area: MapArea, rings: list[Points]) -> str:
    d = "".join(path_of(ring, closed=True) for ring in rings if len(ring) > 2)
    value = too_few(plan.language) if area.value is None else _said(plan, area.value)
    hint = tag("title", escape(f"{area.label}: {value}"))
    shapes = [tag("path", d=d, fill_rule="evenodd", **fill) for fill in _fills(plan, area.value)]
    edge: dict[str, object] = {"stroke": "currentColor", "stroke_opacity": 0.7}
    border = tag("path", d=d, fill="none", stroke_width=0.75, stroke_linejoin="round", **edge)
    return tag("g", hint, *shapes, border, class_="picture-area")


def _label(plan: AreaMap, area: MapArea, rings: list[Points]) -> list[str]:
    """Write the value where it fits, else the number of its class, else nothing."""
    if area.value is None:
        return []
    drawable = [ring for ring in rings if len(ring) > 2]
    if not drawable:
        return []
    x, y, room = roomiest(drawable)
    place = bisect_right(plan.breaks, area.value)
    value = say(area.value, plan.unit, plan.language)
    text = value if text_width(value) / 2 < room * 0.95 else _numeral(place)
    if room < FONT * 0.5:
        return []
    dark = SHADES[_shade(plan, place)] > 0.6
    ink: dict[str, object] = {**HALO, "fill": PAPER, "stroke": ACCENT} if dark else HALO
    return [words(text, x, y + FONT * 0.36, text_anchor="middle", font_weight=600, **ink)]


def _numeral(place: int) -> str:
    return "ABCDE"[place]


def _said(plan: AreaMap, value: float) -> str:
    return say(value, plan.unit, plan.language, long=True)


def _class_words(plan: AreaMap, place: int) -> str:
    if place == 0:
        limit = _said(plan, plan.breaks[0])
        return pick(plan.language, f"under {limit}", f"moins de {limit}")
    if place == len(plan.breaks):
        limit = _said(plan, plan.breaks[-1])
        return pick(plan.language, f"{limit} or more", f"{limit} ou plus")
    low, high = _said(plan, plan.breaks[place - 1]), _said(plan, plan.breaks[place])
    return pick(plan.language, f"{low} to under {high}", f"de {low} à moins de {high}")


def _legend(plan: AreaMap, top: float) -> list[str]:
    rows: list[tuple[list[dict[str, object]], str]] = []
    for place in range(len(plan.breaks) + 1):
        inner = plan.breaks[place - 1] if place else plan.breaks[0] - 1
        text = f"{_numeral(place)}  {_class_words(plan, place)}"
        rows.append((_fills(plan, inner), text))
    if any(area.value is None for area in plan.areas):
        rows.append((_fills(plan, None), too_few(plan.language)))
    return [_key(fills, text, top + LEGEND_ROW * i) for i, (fills, text) in enumerate(rows)]


def _key(fills: list[dict[str, object]], text: str, y: float) -> str:
    frame: dict[str, object] = {"x": 0.5, "y": y, "width": 30.0, "height": 16.0}
    swatches = [tag("rect", **frame, **fill) for fill in fills]
    rim: dict[str, object] = {"stroke": "currentColor", "stroke_opacity": 0.7}
    edge = tag("rect", **frame, fill="none", stroke_width=0.75, **rim)
    return tag("g", *swatches, edge, words(text, 40.0, y + 13), class_="picture-key")


def _table(plan: AreaMap) -> Table:
    language = plan.language
    headers = (
        pick(language, "Area", "Secteur"),
        value_header(plan.value_name, language),
        range_header(language),
    )
    rows = tuple(
        (a.label, *value_cells((a.value, a.lower, a.upper), plan.unit, language))
        for a in plan.areas
    )
    return Table(headers, rows)
