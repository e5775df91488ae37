"""Pictures made for tests: a photo that says where and by which camera it was taken."""

from __future__ import annotations

import io

from PIL import Image

WHERE = b"a camera of Ana's"


def a_photo(*, size: tuple[int, int] = (40, 30), fmt: str = "JPEG") -> io.BytesIO:
    """A picture with metadata that must not travel."""
    exif = Image.Exif()
    exif[0x010F] = WHERE.decode()  # the maker of the camera
    exif[0x8825] = {1: "N", 2: (45.0, 24.0, 0.0)}  # where it was taken
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, fmt, exif=exif)
    out.seek(0)
    out.name = f"photo.{fmt.lower()}"
    return out
