"""Photos: read by a strict reader, drawn anew, so that nothing of the file is left but the picture.

Position, camera, time and thumbnails go; so does whatever hides behind the picture's end. A
picture larger than any phone takes is refused before it is unpacked.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from PIL import Image, _imaging

from commonbeat.core.errors import Refused

LARGEST_FILE = 12 * 2**20  # bytes
LARGEST_PICTURE = 60_000_000  # pixels: more than any phone takes
LARGEST_WHOLE = 24_000_000  # pixels of a PNG or WebP, which no reader can shrink while it reads
LONGEST_SIDE = 1600
_READS = ("JPEG", "PNG", "WEBP")
_ORIENTATION = 0x0112
_TURN = Image.Transpose
_TURNS = {
    2: _TURN.FLIP_LEFT_RIGHT,
    3: _TURN.ROTATE_180,
    4: _TURN.FLIP_TOP_BOTTOM,
    5: _TURN.TRANSPOSE,
    6: _TURN.ROTATE_270,
    7: _TURN.TRANSVERSE,
    8: _TURN.ROTATE_90,
}

# One block of 16 MB is kept for the next photo: to get it anew from the system took as long as
# reading the photo.
_imaging.set_blocks_max(1)


class NotAPhoto(Refused):
    """The file is not a photo that we can read (JPEG, PNG or WebP)."""


class TooLarge(Refused):
    """The file is over 12 MB, or the picture over 60 million pixels (24 as PNG or WebP)."""


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
            warnings.simplefilter("ignore")  # what a strange file makes the reader say
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _redrawn(raw)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise TooLarge("The picture has too many pixels.") from None
    except TooLarge:
        raise
    except Exception:
        raise NotAPhoto("The file is not a photo that we can read.") from None


def _redrawn(raw: bytes) -> Clean:
    with Image.open(io.BytesIO(raw), formats=_READS) as opened:
        most = LARGEST_PICTURE if opened.format == "JPEG" else LARGEST_WHOLE
        if opened.width * opened.height > most:
            raise TooLarge("The picture has too many pixels.")
        opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        turned = opened.getexif().get(_ORIENTATION, 1)
        opened.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        plain = _in_colour(opened)
        if turned in _TURNS:
            plain = plain.transpose(_TURNS[turned])
        # What the file told beside its pixels; the writer would take some of it along.
        plain.info = {}
        out = io.BytesIO()
        plain.save(out, "JPEG", quality=82)
        return Clean(out.getvalue(), *plain.size)


def _in_colour(opened: Image.Image) -> Image.Image:
    """In 8 bits a colour; where it was see-through, white. 16 bits of grey are brought down."""
    if opened.mode.startswith("I;16") or opened.mode == "I":
        grey = opened.convert("I").point(lambda value: value * (1 / 257))
        return grey.convert("L").convert("RGB")
    if opened.mode in ("RGBA", "LA", "PA") or "transparency" in opened.info:
        whole = opened.convert("RGBA")
        paper = Image.new("RGBA", whole.size, "white")
        return Image.alpha_composite(paper, whole).convert("RGB")
    return opened if opened.mode == "RGB" else opened.convert("RGB")
