"""The name of an agency or an area in the reader's language."""

from __future__ import annotations

from django.utils.translation import get_language


def name_of(row: object) -> str:
    """The French name where there is one and the reader reads French, else the name."""
    french = str(getattr(row, "name_fr", ""))
    use_french = french and (get_language() or "").startswith("fr")
    return french if use_french else str(getattr(row, "name", ""))
