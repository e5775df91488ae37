"""The sheet a picture is drawn on: elements as text, escaped, and the picture that results."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

WIDTH = 340.0
FONT = 13.0
CHARACTER = 0.56 * FONT
ACCENT = "var(--picture-accent, #1f5f8b)"
PAPER = "var(--picture-paper, #ffffff)"
HALO: dict[str, object] = {"stroke": PAPER, "stroke_width": 3, "paint_order": "stroke"}
QUIET = 0.75
TYPEFACE = "var(--picture-font, system-ui, sans-serif)"


@dataclass(frozen=True, slots=True)
class Table:
    """The same numbers as words, for those who read rather than look."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing, what it shows in words, and its numbers."""

    svg: str
    title: str
    description: str
    table: Table

    def _repr_svg_(self) -> str:
        return self.svg


def tag(name: str, *inside: str, **attributes: object) -> str:
    """Write one element; attribute names use _ for -, and a trailing _ is dropped."""
    told = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(_plain(value))}"
        for key, value in attributes.items()
        if value is not None
    )
    body = "".join(inside)
    return f"<{name}{told}>{body}</{name}>" if body else f"<{name}{told}/>"


def words(text: str, x: float, y: float, **attributes: object) -> str:
    """Write text at a place; 13 units high unless told otherwise."""
    given: dict[str, object] = {"fill": "currentColor", **attributes}
    return tag("text", escape(text), x=x, y=y, **given)


def line(
    x1: float, y1: float, x2: float, y2: float, strength: float = 1.0, **attributes: object
) -> str:
    """Draw a straight line in the text colour, fainter when `strength` is below one."""
    given: dict[str, object] = {"stroke": "currentColor", **attributes}
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke_opacity=strength, **given)


def text_width(text: str) -> float:
    """Estimate how wide a text is at the usual size."""
    return len(text) * CHARACTER


def path_of(points: Iterable[tuple[float, float]], *, closed: bool = False) -> str:
    """Write the `d` of a path through points."""
    steps = [f"{_plain(x)} {_plain(y)}" for x, y in points]
    return "M" + "L".join(steps) + ("Z" if closed else "")


def finish(
    kind: str,
    title: str,
    description: str,
    table: Table,
    height: float,
    *inside: str,
    width: float = WIDTH,
) -> Picture:
    """Put the drawn elements on a named, described sheet."""
    body = "".join(inside)
    key = hashlib.blake2b(f"{kind}{title}{body}".encode(), digest_size=5).hexdigest()
    title_id, description_id = f"picture-{key}-title", f"picture-{key}-words"
    svg = tag(
        "svg",
        tag("title", escape(title), id=title_id),
        tag("desc", escape(description), id=description_id),
        body.replace("{key}", key),
        xmlns="http://www.w3.org/2000/svg",
        class_=f"picture picture-{kind}",
        viewBox=f"0 0 {_plain(width)} {_plain(height)}",
        role="img",
        aria_labelledby=title_id,
        aria_describedby=description_id,
        font_family=TYPEFACE,
        font_size=FONT,
    )
    return Picture(svg=svg, title=title, description=description, table=table)


def _plain(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.1f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))
    return str(value)
