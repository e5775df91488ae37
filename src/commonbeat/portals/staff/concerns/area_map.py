"""The town with what waits where: areas with their counts, and a mark for each concern.

It is drawn by us; a press on an area shows the list of it. The list below is its table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonbeat.domains.concerns.queries.inbox import Point
from commonbeat.domains.places.public import AreaView, Frame, frame
from commonbeat.evidence.pictures.sheet import ACCENT, HALO, path_of, tag, words

SIDE = 340.0
_EDGE = 12.0
_PALEST, _DARKEST = 0.06, 0.42


def drawn(
    counts: Mapping[int | None, int], points: Sequence[Point], addresses: Mapping[int, str]
) -> SafeString | None:
    """The map as SVG; None where no outline is known. `addresses` lead on, by area id."""
    town = frame()
    if town is None:
        return None
    plan = _Plan(town)
    most = max((counts.get(area.id, 0) for area, _rings in town.areas), default=0) or 1
    shapes, names = [], []
    for area, rings in town.areas:
        fitted = [[plan.place(x, y) for x, y in ring] for ring in rings]
        n = counts.get(area.id, 0)
        shapes.append(_linked(area, n, addresses.get(area.id, ""), fitted, n / most))
        names += _name(area, n, fitted)
    svg = tag(
        "svg",
        *shapes,
        tag("g", *(plan.mark(point) for point in points), aria_hidden="true"),
        tag("g", *names, aria_hidden="true", pointer_events="none"),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {SIDE:.0f} {plan.height:.0f}",
        role="group",
        aria_label=_("Map: how many concerns in each area"),
        class_="area-map",
    )
    return mark_safe(svg)  # noqa: S308  every word in it is escaped as it is written


class _Plan:
    """Where metres and degrees lie on the sheet."""

    def __init__(self, town: Frame) -> None:
        points = [point for _area, rings in town.areas for ring in rings for point in ring]
        xs, ys = [x for x, _y in points], [y for _x, y in points]
        self._town = town
        self._west, self._north = min(xs), max(ys)
        self._scale = (SIDE - 2 * _EDGE) / max(max(xs) - min(xs), 1.0)
        self.height = (max(ys) - min(ys)) * self._scale + 2 * _EDGE

    def place(self, x: float, y: float) -> tuple[float, float]:
        """The place on the sheet of metres east and north."""
        across, along = (x - self._west) * self._scale, (self._north - y) * self._scale
        return round(across + _EDGE, 1), round(along + _EDGE, 1)

    def mark(self, point: Point) -> str:
        """A ring for one that has time, a filled diamond for one that is late."""
        x, y = self.place(
            point.longitude * self._town.metres_a_longitude,
            point.latitude * self._town.metres_a_latitude,
        )
        if not (0 <= x <= SIDE and 0 <= y <= self.height):
            return ""
        if point.is_late:
            diamond = [(x, y - 6), (x + 6, y), (x, y + 6), (x - 6, y)]
            return tag("path", d=path_of(diamond, closed=True), fill="currentColor", **HALO)
        return tag("circle", cx=x, cy=y, r=4, fill="none", stroke="currentColor", stroke_width=2)


def _linked(
    area: AreaView, n: int, address: str, rings: list[list[tuple[float, float]]], share: float
) -> str:
    d = "".join(path_of(ring, closed=True) for ring in rings)
    edge: dict[str, object] = {"stroke": "currentColor", "stroke_opacity": 0.6, "stroke_width": 1.2}
    depth = _PALEST + (_DARKEST - _PALEST) * share
    fill: dict[str, object] = {"fill": ACCENT, "fill_opacity": f"{depth:.2f}"}
    shape = tag("path", d=d, fill_rule="evenodd", stroke_linejoin="round", **edge, **fill)
    said = ngettext("%(area)s: %(n)d concern", "%(area)s: %(n)d concerns", n)
    label = said % {"area": area.label, "n": n}
    return tag("a", shape, href=quote(address, safe="/?&=%+"), aria_label=label)


def _name(area: AreaView, n: int, rings: list[list[tuple[float, float]]]) -> list[str]:
    ring = max(rings, key=len)
    xs, ys = [x for x, _y in ring], [y for _x, y in ring]
    x, y = (min(xs) + max(xs)) / 2, min(ys) + 24  # near its upper edge: the marks are about it
    at: dict[str, object] = {"text_anchor": "middle", **HALO}
    return [
        words(str(n), x, y, font_size=17.0, font_weight=700, **at),
        words(area.label, x, y + 14, font_size=12.0, **at),
    ]
