"""Photos that are not what they seem: bombs, files in files, strange colours, broken bytes."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from commonbeat.domains.concerns.photos import (
    LARGEST_FILE,
    Clean,
    NotAPhoto,
    TooLarge,
    cleaned,
)
from tests.domains.concerns.pictures import WHERE, a_photo

SCRIPT = b"<html><script>alert('here')</script></html>"


def seen(clean: Clean) -> Image.Image:
    picture = Image.open(io.BytesIO(clean.jpeg))
    picture.load()
    return picture


def written(picture: Image.Image, fmt: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, fmt, **options)
    return out.getvalue()


def png_chunk(name: bytes, data: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(name + data))
    return struct.pack(">I", len(data)) + name + data + check


def png_saying(width: int, height: int, *, data: bytes = b"") -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = png_chunk(b"IHDR", header) + png_chunk(b"IDAT", zlib.compress(data))
    return b"\x89PNG\r\n\x1a\n" + body + png_chunk(b"IEND", b"")


@pytest.mark.parametrize("fmt", ["JPEG", "PNG", "WEBP"])
def test_nothing_of_the_file_is_left_but_the_picture(fmt: str) -> None:
    clean = cleaned(a_photo(fmt=fmt).read())
    assert WHERE not in clean.jpeg
    picture = seen(clean)
    assert not picture.getexif()
    assert (picture.format, picture.size) == ("JPEG", (40, 30))


@pytest.mark.parametrize(
    ("width", "height"), [(50_000, 50_000), (2**31 - 1, 2**31 - 1), (6000, 5000), (0x7FFF, 1200)]
)
def test_a_picture_that_says_it_is_huge_is_refused_unread(width: int, height: int) -> None:
    with pytest.raises(TooLarge):
        cleaned(png_saying(width, height))


def test_a_small_file_that_unpacks_to_much_is_refused() -> None:
    bomb = png_saying(20_000, 20_000, data=bytes(60 * 2**20))
    assert len(bomb) < 100_000
    with pytest.raises(TooLarge):
        cleaned(bomb)


def test_a_text_in_a_picture_that_unpacks_to_much_does_no_harm() -> None:
    text = b"Comment\0\0" + zlib.compress(bytes(80 * 2**20))
    whole = written(Image.new("RGB", (20, 20), "teal"), "PNG")
    cut = whole.index(b"IDAT") - 4
    bombs = png_chunk(b"zTXt", text) + png_chunk(b"iCCP", b"icc\0\0" + text[9:])
    try:
        clean = cleaned(whole[:cut] + bombs + whole[cut:])
    except NotAPhoto:
        return
    assert len(clean.jpeg) < 5_000


def test_a_file_over_twelve_megabytes_is_refused() -> None:
    with pytest.raises(TooLarge):
        cleaned(b"\xff" * (LARGEST_FILE + 1))


def test_an_archive_behind_a_photo_does_not_travel() -> None:
    hidden = io.BytesIO()
    with zipfile.ZipFile(hidden, "w") as archive:
        archive.writestr("program.js", "alert('here')")
    both = a_photo().read() + hidden.getvalue()
    assert zipfile.is_zipfile(io.BytesIO(both))
    clean = cleaned(both)
    assert not zipfile.is_zipfile(io.BytesIO(clean.jpeg))
    assert b"PK\x03\x04" not in clean.jpeg
    assert b"alert" not in clean.jpeg


def test_a_page_inside_a_photo_does_not_travel() -> None:
    picture = Image.new("RGB", (40, 30), "teal")
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", SCRIPT.decode())
    for raw in (
        written(picture, "JPEG", comment=SCRIPT),
        written(picture, "PNG", pnginfo=notes),
        written(picture, "JPEG", icc_profile=SCRIPT),
        a_photo().read() + SCRIPT,
    ):
        assert SCRIPT in raw or b"script" in raw
        assert b"script" not in cleaned(raw).jpeg


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"MZ a program",
        SCRIPT,
        b"GIF89a" + bytes(100),
        b"%PDF-1.7\n",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"\xff\xd8\xff",
        b"\x89PNG\r\n\x1a\n",
        b"RIFF\x10\0\0\0WEBPVP8 ",
    ],
)
def test_what_is_no_photo_is_refused(raw: bytes) -> None:
    with pytest.raises(NotAPhoto):
        cleaned(raw)


@pytest.mark.parametrize("fmt", ["GIF", "TIFF", "BMP", "ICO", "PPM"])
def test_a_picture_in_another_format_is_refused(fmt: str) -> None:
    with pytest.raises(NotAPhoto):
        cleaned(written(Image.new("RGB", (40, 30), "teal"), fmt))


@pytest.mark.parametrize("fmt", ["JPEG", "PNG", "WEBP"])
def test_a_photo_cut_short_is_refused(fmt: str) -> None:
    noise = Image.effect_noise((200, 200), 80).convert("RGB")
    whole = written(noise, fmt)
    with pytest.raises(NotAPhoto):
        cleaned(whole[: len(whole) // 2])


def test_of_a_moving_picture_the_first_is_kept() -> None:
    first, second = (Image.new("RGB", (40, 30), colour) for colour in ("red", "blue"))
    for fmt in ("PNG", "WEBP"):
        raw = written(first, fmt, save_all=True, append_images=[second], duration=100)
        picture = seen(cleaned(raw))
        red, _, blue = picture.getpixel((20, 15))  # type: ignore[misc]
        assert red > 200 > 60 > blue


@pytest.mark.parametrize("mode", ["L", "P", "1", "CMYK", "RGBA", "LA", "I;16", "YCbCr"])
def test_every_kind_of_colour_is_read(mode: str) -> None:
    fmt = "JPEG" if mode in ("CMYK", "YCbCr") else "PNG"
    raw = written(Image.new(mode, (40, 30)), fmt)
    picture = seen(cleaned(raw))
    assert (picture.mode, picture.size) == ("RGB", (40, 30))


def test_sixteen_bits_of_grey_keep_their_light() -> None:
    grey = Image.new("I;16", (40, 30), 128 * 257)
    red, green, blue = seen(cleaned(written(grey, "PNG"))).getpixel((20, 15))  # type: ignore[misc]
    assert all(abs(value - 128) <= 3 for value in (red, green, blue))


@pytest.mark.parametrize(("turned", "size"), [(1, (40, 30)), (3, (40, 30)), (6, (30, 40))])
def test_a_photo_taken_on_its_side_is_set_upright(turned: int, size: tuple[int, int]) -> None:
    picture = Image.new("RGB", (40, 30), "blue")
    picture.paste("red", (0, 0, 20, 30))  # the left half
    exif = Image.Exif()
    exif[0x0112] = turned
    upright = seen(cleaned(written(picture, "JPEG", exif=exif)))
    assert upright.size == size
    where = {1: (5, 15), 3: (35, 15), 6: (15, 5)}[turned]
    red, _, blue = upright.getpixel(where)  # type: ignore[misc]
    assert red > blue


def test_a_large_photo_is_made_smaller() -> None:
    clean = cleaned(written(Image.new("RGB", (5000, 2500), "teal"), "JPEG"))
    assert (clean.width, clean.height) == (1600, 800)


@settings(max_examples=150, deadline=None)
@given(
    fmt=st.sampled_from(["JPEG", "PNG", "WEBP"]),
    changes=st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), max_size=30),
)
def test_whatever_bytes_are_changed_it_is_read_or_refused(
    fmt: str, changes: list[tuple[int, int]]
) -> None:
    raw = bytearray(a_photo(fmt=fmt).read())
    for where, value in changes:
        raw[where % len(raw)] = value
    try:
        clean = cleaned(bytes(raw))
    except (NotAPhoto, TooLarge):
        return
    assert seen(clean).size == (clean.width, clean.height)
