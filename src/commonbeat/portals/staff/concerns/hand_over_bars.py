"""What agencies made of what they were offered, as bars told apart by pattern and number."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from commonbeat.domains.concerns.queries.hand_overs import AgencyLine
from commonbeat.evidence.pictures.sheet import ACCENT, HALO, tag, words

WIDTH = 340.0
_BAR, _ROW, _TOP = 20.0, 56.0, 34.0
_STYLES: tuple[dict[str, object], ...] = (
    {"fill": ACCENT},
    {"fill": "url(#handed-back)"},
    {"fill": "none"},
)


def drawn(ledger: Sequence[AgencyLine]) -> SafeString:
    """One bar an agency: accepted, handed back, waiting."""
    lines = [line for line in ledger if line.n_offered]
    most = max((line.n_offered for line in lines), default=1)
    parts = [_pattern(), *_legend()]
    for row, line in enumerate(lines):
        parts += _bar(line, _TOP + row * _ROW, most)
    svg = tag(
        "svg",
        tag("title", _("What became of what was offered to each agency")),
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH:.0f} {_TOP + len(lines) * _ROW:.0f}",
        role="img",
        class_="picture",
    )
    return mark_safe(svg)  # noqa: S308  every word in it is escaped as it is written


def _bar(line: AgencyLine, top: float, most: int) -> list[str]:
    drawn = [words(line.name, 0.0, top + 16, font_size=14.0)]
    x = 0.0
    for n, style in zip(
        (line.n_accepted, line.n_handed_back, line.n_waiting), _STYLES, strict=True
    ):
        if not n:
            continue
        wide = round(n / most * WIDTH, 1)
        box = {"x": x + 1, "y": top + 22, "width": max(wide - 2, 1.0), "height": _BAR}
        drawn.append(tag("rect", **box, stroke="currentColor", stroke_width=1, **style))
        middle = {"text_anchor": "middle", "font_size": 13.0, "font_weight": 700}
        drawn.append(words(str(n), x + wide / 2, top + 37, **middle, **HALO))
        x += wide
    return drawn


def _legend() -> list[str]:
    drawn, x = [], 0.0
    for label, style in zip((_("accepted"), _("handed back"), _("waiting")), _STYLES, strict=True):
        box = {"x": x + 1, "y": 4.0, "width": 16.0, "height": 16.0}
        drawn.append(tag("rect", **box, stroke="currentColor", stroke_width=1, **style))
        drawn.append(words(label, x + 24, 17.0, font_size=13.0))
        x += 115.0
    return drawn


def _pattern() -> str:
    line = tag("path", d="M0 6L6 0", stroke="currentColor", stroke_width=1.6)
    size: dict[str, object] = {"width": 6, "height": 6, "patternUnits": "userSpaceOnUse"}
    return tag("defs", tag("pattern", line, id="handed-back", **size))
