"""A map to say where: the areas of the town under a cross; the cross is the place.

It is drawn by us, so that no other company learns who looks where. Buttons move it and zoom, so
it needs no script and no mouse: each press sends the form and draws it anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from commonbeat.domains.concerns.blurring import RING
from commonbeat.domains.places.locator import area_of
from commonbeat.domains.places.public import AreaView, Frame, areas, frame
from commonbeat.evidence.pictures.sheet import ACCENT, HALO, PAPER, path_of, tag, words

SIDE = 320.0
ZOOMS = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
MOVES = {"left": (-1, 0), "right": (1, 0), "up": (0, 1), "down": (0, -1)}
_STEP = 0.25  # of what is seen


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the cross is (WGS 84 degrees), and how near one looks (an index of ZOOMS)."""

    longitude: float
    latitude: float
    zoom: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """A blurred place to show (WGS 84 degrees); without a label it is a ring around it."""

    longitude: float
    latitude: float
    label: str = ""


def start() -> Spot | None:
    """The middle of the town; None where no outline is known."""
    town = frame()
    return Spot(*town.middle) if town else None


def moved(spot: Spot, press: str) -> Spot:
    """The spot after a button: left, right, up, down, nearer or farther."""
    town = frame()
    if town is None:
        return spot
    if press in ("nearer", "farther"):
        zoom = spot.zoom + (1 if press == "nearer" else -1)
        return Spot(spot.longitude, spot.latitude, min(max(zoom, 0), len(ZOOMS) - 1))
    across, along = MOVES.get(press, (0, 0))
    step = _STEP * town.metres / ZOOMS[spot.zoom]
    return Spot(
        round(spot.longitude + across * step / town.metres_a_longitude, 6),
        round(spot.latitude + along * step / town.metres_a_latitude, 6),
        spot.zoom,
    )


def drawn(spot: Spot, *, marks: Sequence[Mark] = (), title: str = "") -> SafeString | None:
    """The map around the spot as SVG; None where no outline is known.

    With a `title` it shows the marks, which it then tells of; else a cross where the spot is.
    """
    town = frame()
    if town is None:
        return None
    scale = SIDE * ZOOMS[spot.zoom] / town.metres
    x0 = spot.longitude * town.metres_a_longitude
    y0 = spot.latitude * town.metres_a_latitude

    def place(x: float, y: float) -> tuple[float, float]:
        return round((x - x0) * scale + SIDE / 2, 1), round((y0 - y) * scale + SIDE / 2, 1)

    shapes, names = [], []
    for area, rings in town.areas:
        fitted = [[place(x, y) for x, y in ring] for ring in rings]
        if any(_is_seen(ring) for ring in fitted):
            shapes.append(_shape("".join(path_of(ring, closed=True) for ring in fitted)))
            names.append(_name(area, fitted))
    laid = [_mark(one, *place(*_metres(one, town)), scale) for one in marks]
    svg = tag(
        "svg",
        tag("title", title or _("Map of the town. The cross marks the place.")),
        *shapes,
        *names,
        *(laid if title else [_cross()]),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {SIDE:.0f} {SIDE:.0f}",
        role="img",
        class_="place-map",
    )
    return mark_safe(svg)  # noqa: S308  every word in it is escaped as it is written


def _is_seen(ring: list[tuple[float, float]]) -> bool:
    xs, ys = [x for x, _y in ring], [y for _x, y in ring]
    return min(xs) < SIDE and max(xs) > 0 and min(ys) < SIDE and max(ys) > 0


def _shape(d: str) -> str:
    edge: dict[str, object] = {"stroke": "currentColor", "stroke_opacity": 0.6}
    fill: dict[str, object] = {"fill": ACCENT, "fill_opacity": 0.12, "fill_rule": "evenodd"}
    return tag("path", d=d, stroke_width=1.2, stroke_linejoin="round", **edge, **fill)


def _name(area: AreaView, rings: list[list[tuple[float, float]]]) -> str:
    ring = max(rings, key=len)
    x = sum(x for x, _y in ring) / len(ring)
    y = sum(y for _x, y in ring) / len(ring)
    if not (20 < x < SIDE - 20 and 14 < y < SIDE - 8):
        return ""
    return words(area.label, x, y, text_anchor="middle", font_size=12.0, **HALO)


def _cross() -> str:
    middle = SIDE / 2
    arms = [
        tag("line", x1=middle - 14, x2=middle + 14, y1=middle, y2=middle),
        tag("line", x1=middle, x2=middle, y1=middle - 14, y2=middle + 14),
        tag("circle", cx=middle, cy=middle, r=6, fill="none"),
    ]
    return tag("g", *arms, stroke="currentColor", stroke_width=2.5)


def _metres(mark: Mark, town: Frame) -> tuple[float, float]:
    return mark.longitude * town.metres_a_longitude, mark.latitude * town.metres_a_latitude


def _mark(mark: Mark, x: float, y: float, scale: float) -> str:
    if mark.label:
        disc = tag("circle", cx=x, cy=y, r=9, fill=PAPER, stroke="currentColor", stroke_width=1.5)
        at: dict[str, object] = {"text_anchor": "middle", "font_weight": 700, "font_size": 11.0}
        return disc + words(mark.label, x, y + 4, **at)
    radius = round(max(RING.farthest * scale, 10.0), 1)
    ring: dict[str, object] = {"stroke": "currentColor", "stroke_width": 2.5}
    return tag("circle", cx=x, cy=y, r=radius, fill=ACCENT, fill_opacity=0.25, **ring)


def move_words() -> list[tuple[str, str]]:
    """What the buttons do, and what stands on them: in rows of three, as on a keyboard."""
    return [
        ("farther", _("Farther")),
        ("up", _("Up")),
        ("nearer", _("Nearer")),
        ("left", _("Left")),
        ("down", _("Down")),
        ("right", _("Right")),
    ]


def area_under(spot: Spot) -> str:
    """The name of the area that the cross is in; '' where there is none."""
    found = area_of(spot.longitude, spot.latitude)
    return next((area.label for area in areas() if area.id == found), "")
