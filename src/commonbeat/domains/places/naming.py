"""How an area gets its code and its readable name from what a file says."""

from __future__ import annotations

import re
import unicodedata

CODE_LENGTH = 60
NAME_LENGTH = 120


def code_of(text: str) -> str:
    """The code of a name: lower-case letters, digits and hyphens ('Cité-Nord' → 'cite-nord').

    Two spellings that differ only in case, accents, spaces or punctuation have one code.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:CODE_LENGTH].strip("-")


def readable(text: str) -> str:
    """A name as people write it: one space between words, and not all in capitals."""
    name = " ".join(text.split())
    return name.title() if name.isupper() and len(name) > 3 else name
