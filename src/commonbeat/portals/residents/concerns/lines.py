"""Several lines of text, as residents type them."""

from __future__ import annotations

from typing import Any

from django import forms


class Lines(forms.CharField):
    """Text in which a line break is one character, as the browser counted it while typing."""

    def to_python(self, value: Any) -> str:
        """The text, its breaks as they are stored."""
        return str(super().to_python(as_typed(value) if isinstance(value, str) else value))


def as_typed(text: str) -> str:
    """What was typed: forms send each line break as two characters."""
    return text.replace("\r\n", "\n")
