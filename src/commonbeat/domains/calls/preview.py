"""What the desk needs to show a wording before it is used: its name, and an invented example."""

from __future__ import annotations

import string

from commonbeat.domains.calls.errors import UnknownPlaceholder
from commonbeat.domains.calls.models import Milestone
from commonbeat.domains.calls.shipped.wordings import EXAMPLE, TEXTS


def text_names() -> list[str]:
    """The names of every text that can be worded: the milestones first, then the others."""
    return [*(str(m) for m in Milestone), *(name for name in TEXTS if name not in set(Milestone))]


def example(text: str) -> str:
    """A text filled with an invented example, for the preview. Unknown placeholders stay."""
    for name, value in EXAMPLE.items():
        text = text.replace("{" + name + "}", value)
    return text


def placeholders_of(text: str) -> set[str]:
    """The placeholders that a text uses; raises UnknownPlaceholder when its braces do not match."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        raise UnknownPlaceholder("A { or } stands alone.") from None
