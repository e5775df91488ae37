"""One share as a bar: the number large, the bar thin, the likely range on it."""

from dataclasses import dataclass

from commonbeat.evidence.faults import OutOfRange
from commonbeat.evidence.pictures.scales import Scale, check_values
from commonbeat.evidence.pictures.sheet import (
    ACCENT,
    QUIET,
    WIDTH,
    Picture,
    Table,
    finish,
    tag,
    words,
)
from commonbeat.evidence.pictures.telling import range_header, value_cells, value_header
from commonbeat.evidence.wording import pick

BAR_TOP, BAR = 44.0, 12.0


@dataclass(frozen=True, slots=True)
class ShareBar:
    """A share between 0 and 1 (None: suppressed), what it is a share of, and a line of base."""

    title: str
    value: float | None
    lower: float | None = None
    upper: float | None = None
    base: str = ""
    value_name: str = ""
    language: str = "en"
    width: float = WIDTH


def draw_share_bar(share: ShareBar) -> Picture:
    """Draw one share. Raises OutOfRange, NotFinite."""
    span = (share.value, share.lower, share.upper)
    check_values("percent", [span])
    for each in span:
        if each is not None and not 0 <= each <= 1:
            raise OutOfRange("value", 0, each, "between 0 and 1")
    said, limits = value_cells(span, "percent", share.language)
    likely = "" if limits == "–" else pick(share.language, "likely ", "probablement ") + limits
    headers = (value_header(share.value_name, share.language), range_header(share.language))
    told = ". ".join(part for part in (said, likely, share.base) if part)
    return finish(
        "share",
        share.title,
        told,
        Table(headers, ((said, limits),)),
        BAR_TOP + BAR + (28 if share.base else 10),
        *_figures(share, said, likely),
        *(_empty(share) if share.value is None else _bar(share, share.value)),
        width=share.width,
    )


def _figures(share: ShareBar, said: str, likely: str) -> list[str]:
    size = 18.0 if share.value is None else 30.0
    drawn = [words(said, 0.0, 32.0, font_size=size, font_weight=700, class_="picture-figure")]
    if likely:
        drawn.append(words(likely, share.width, 32.0, text_anchor="end", fill_opacity=0.8))
    if share.base:
        drawn.append(words(share.base, 0.0, BAR_TOP + BAR + 18, fill_opacity=QUIET))
    return drawn


def _empty(share: ShareBar) -> list[str]:
    edge: dict[str, object] = {"stroke": "currentColor", "stroke_opacity": 0.5}
    dots = {"stroke_dasharray": "2 4", "class_": "picture-gap"}
    return [_strip(share.width - 1, "none", x=0.5, **edge, **dots)]


def _bar(share: ShareBar, value: float) -> list[str]:
    scale = Scale(0, 1, 0, share.width)
    drawn = [
        _strip(share.width, "currentColor", fill_opacity=0.12),
        _strip(scale(value), ACCENT, class_="picture-bar"),
    ]
    if share.lower is not None and share.upper is not None:
        low, high, y = scale(share.lower), scale(share.upper), BAR_TOP + BAR / 2
        d = f"M{low:.1f} {y - 8}v16M{low:.1f} {y}H{high:.1f}M{high:.1f} {y - 8}v16"
        whisker = {"stroke": "currentColor", "stroke_width": 1.5, "class_": "picture-whisker"}
        drawn.append(tag("path", d=d, fill="none", **whisker))
    return drawn


def _strip(width: float, fill: str, **attributes: object) -> str:
    given: dict[str, object] = {"x": 0.0, **attributes}
    return tag("rect", y=BAR_TOP, width=width, height=BAR, rx=2, fill=fill, **given)
