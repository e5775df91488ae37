"""How many parts a text is sent in, and which characters make it cost more.

A text fits the 7-bit alphabet (3GPP TS 23.038) or goes out as UCS-2 (UTF-16, big endian). One
part holds 160 septets or 70 UTF-16 units; of a longer text each part holds 153 or 67, because a
header takes the room of the rest. A character of two units is never cut in half.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

GSM_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_EXTENDED = frozenset("\f^{}\\[~]|€")  # each after an escape: two septets
GSM = GSM_BASIC | GSM_EXTENDED
_BEYOND_BMP = 0x10000


@dataclass(frozen=True, slots=True)
class Segments:
    """`encoding` is 'GSM-7' or 'UCS-2'; `n_units` counts septets or UTF-16 units.

    `forcing` are the characters, once each in order, that the 7-bit alphabet lacks.
    """

    encoding: str
    n_units: int
    n_segments: int
    forcing: tuple[str, ...]


def segments(text: str) -> Segments:
    """Count the parts of a text as a telephone network does. An empty text is one part."""
    forcing = tuple(dict.fromkeys(letter for letter in text if letter not in GSM))
    if forcing:
        return _counted("UCS-2", text, _utf16_units, single=70, part=67, forcing=forcing)
    return _counted("GSM-7", text, _septets, single=160, part=153, forcing=())


def fits_gsm(text: str) -> bool:
    """Whether the 7-bit alphabet has every character of the text."""
    return GSM.issuperset(text)


def _septets(letter: str) -> int:
    return 2 if letter in GSM_EXTENDED else 1


def _utf16_units(letter: str) -> int:
    return 2 if ord(letter) >= _BEYOND_BMP else 1


def _counted(
    encoding: str,
    text: str,
    size: Callable[[str], int],
    *,
    single: int,
    part: int,
    forcing: tuple[str, ...],
) -> Segments:
    n_units = sum(size(letter) for letter in text)
    if n_units <= single:
        return Segments(encoding, n_units, 1, forcing)
    n_segments, filled = 1, 0
    for letter in text:
        if filled + size(letter) > part:
            n_segments, filled = n_segments + 1, 0
        filled += size(letter)
    return Segments(encoding, n_units, n_segments, forcing)
