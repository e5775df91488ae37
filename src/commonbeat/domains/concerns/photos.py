"""Photos: read by a strict reader, drawn anew, so that nothing of the file is left but the picture.

Position, camera, time and thumbnails go; so does whatever hides behind the picture's end. A
picture larger than any phone takes is refused before it is unpacked.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps

from commonbeat.core.errors import Refused

LARGEST_FILE = 12 * 2**20  # bytes
LARGEST_PICTURE = 60_000_000  # pixels: more than any phone takes
LONGEST_SIDE = 1600
_READS = ("JPEG", "PNG", "WEBP")


class NotAPhoto(Refused):
    """The file is not a photo that we can read (JPEG, PNG or WebP)."""


class TooLarge(Refused):
    """The file is over 12 MB, or the picture over 60 million pixels."""


@dataclass(frozen=True, slots=True)
class Clean:
    """A photo drawn anew: JPEG bytes, width and height in pixels."""

    jpeg: bytes
    width: int
    height: int


def cleaned(raw: bytes) -> Clean:
    """The picture alone, upright, at most 1,600 pixels a side. Raises NotAPhoto, TooLarge."""
    if len(raw) > LARGEST_FILE:
        raise TooLarge("The photo is larger than 12 MB.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _redrawn(raw)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise TooLarge("The picture has too many pixels.") from None
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError):
        raise NotAPhoto("The file is not a photo that we can read.") from None


def _redrawn(raw: bytes) -> Clean:
    with Image.open(io.BytesIO(raw), formats=_READS) as opened:
        if opened.width * opened.height > LARGEST_PICTURE:
            raise TooLarge("The picture has too many pixels.")
        opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(opened).convert("RGB")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    plain = Image.new("RGB", upright.size)
    plain.paste(upright)
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=82, optimize=True)
    return Clean(out.getvalue(), *plain.size)
