"""What one entry of a shipped list is, before it stands in the table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

HARD_SPACE = "\u00a0"  # French sets one before a colon


@dataclass(frozen=True, slots=True)
class ShippedCode:
    """A code, its names in two languages, the group it belongs to, and its planning theme."""

    code: str
    label: str
    label_fr: str
    group: str = ""
    theme: str = ""


def listed(text: str, *, group: str = "") -> tuple[ShippedCode, ...]:
    """A list written one entry a line: code, label and French label between upright bars."""
    return tuple(_entry(line, group) for line in text.strip().splitlines())


def risk_factors(
    category: str, theme: str, text: str, *, elsewhere: Iterable[tuple[str, str]] = ()
) -> tuple[ShippedCode, ...]:
    """The factors of one category; `elsewhere` names those that plans count under another theme."""
    themes = dict(elsewhere)
    return tuple(
        ShippedCode(
            f"{category}-{row.code}", row.label, row.label_fr, category, themes.get(row.code, theme)
        )
        for row in listed(text)
    )


def _entry(line: str, group: str) -> ShippedCode:
    code, label, label_fr = (part.strip() for part in line.split("|"))
    return ShippedCode(code, label, label_fr.replace(" :", HARD_SPACE + ":"), group)
