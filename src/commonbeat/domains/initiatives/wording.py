"""A text in the reader's language; English where there is no French yet."""

from __future__ import annotations

from django.utils.translation import get_language


def told(text: str, text_fr: str) -> str:
    """The words to show."""
    french = (get_language() or "").startswith("fr")
    return (text_fr if french else "") or text
