"""A plain map of the areas with their numbers, to find the area one lives in."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from commonbeat.domains.places.public import outlines
from commonbeat.evidence.pictures.polygons import fit, roomiest
from commonbeat.evidence.pictures.sheet import (
    ACCENT,
    HALO,
    WIDTH,
    Table,
    finish,
    path_of,
    tag,
    words,
)


def numbered_map(numbers: Mapping[str, int]) -> SafeString | None:
    """Each area's outline with its number, by area code; None when no outline is known."""
    drawn = [outline for outline in outlines() if outline.rings and outline.area.code in numbers]
    if not drawn:
        return None
    fitted, height = fit([outline.rings for outline in drawn], WIDTH)
    shapes, labels = [], []
    for outline, rings in zip(drawn, fitted, strict=True):
        whole = [ring for ring in rings if len(ring) > 2]
        if whole:
            shapes.append(_shape("".join(path_of(ring, closed=True) for ring in whole)))
            x, y, _room = roomiest(whole)
            labels.append(_label(str(numbers[outline.area.code]), x, y))
    title = _("The areas of the town")
    told = ", ".join(f"{numbers[o.area.code]} {o.area.label}" for o in drawn)
    picture = finish("areas", title, told, Table((), ()), height, *shapes, *labels)
    return mark_safe(picture.svg)  # noqa: S308  evidence escapes every word it draws


def _shape(d: str) -> str:
    edge: dict[str, object] = {"stroke": "currentColor", "stroke_opacity": 0.7}
    fill: dict[str, object] = {"fill": ACCENT, "fill_opacity": 0.14, "fill_rule": "evenodd"}
    return tag("path", d=d, stroke_width=1.0, stroke_linejoin="round", **edge, **fill)


def _label(text: str, x: float, y: float) -> str:
    return words(text, x, y + 6, text_anchor="middle", font_weight=700, font_size=17.0, **HALO)
