"""How a CSV file is written: packed or not, its letters, and what stands between its cells."""

import codecs
import csv
import gzip
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from commonbeat.evidence.faults import Contradiction, OutOfRange

SEPARATORS = (",", ";", "\t", "|")
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def opened(path: Path, encoding: str = "") -> TextIO:
    """Open a file of text (.gz too); without an encoding it is UTF-8, or UTF-16 with its mark.

    Raises OutOfRange for an encoding that nobody knows.
    """
    if encoding:
        try:
            codecs.lookup(encoding)
        except LookupError:
            known = "a known encoding such as utf-8 or cp1252"
            raise OutOfRange("encoding", 0, repr(encoding), known) from None
    letters = encoding or _letters(path)
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding=letters, newline="")
    return path.open(encoding=letters, newline="")


def _letters(path: Path) -> str:
    with _bytes(path) as file:
        return "utf-16" if file.read(2) in UTF16 else "utf-8-sig"


def _bytes(path: Path) -> gzip.GzipFile | BinaryIO:
    return gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")


def rows_of(file: TextIO) -> Any:
    """Return a `csv.reader` that separates cells as the first line does."""
    first = file.readline()
    return csv.reader(chain([first], file) if first else iter(()), delimiter=separator(first))


def separator(header: str) -> str:
    """Return what stands between the names of the first line: comma, semicolon, tab or bar."""
    bare = "".join(header.split('"')[::2])  # what stands in quotation marks separates nothing
    return max(SEPARATORS, key=lambda sign: (bare.count(sign), -SEPARATORS.index(sign)))


def first_broken_line(path: Path, encoding: str = "utf-8") -> int:
    """Return the number of the first line that is not written in this encoding; 0 if none."""
    with _bytes(path) as file:
        for number, line in enumerate(file, start=1):
            try:
                line.decode(encoding)
            except UnicodeDecodeError:
                return number
    return 0


def place_of(header: Sequence[str], name: str) -> int | None:
    """Return where a column stands, None when there is none; a name that stands twice is refused.

    Raises Contradiction.
    """
    found = list(_places(header, name))
    if len(found) > 1:
        told = f"column {name!r} stands {len(found)} times in the header, so it is not clear"
        raise Contradiction(f"{told} which one is meant", element=name)
    return found[0] if found else None


def _places(header: Sequence[str], name: str) -> Iterator[int]:
    return (i for i, each in enumerate(header) if each.strip() == name)
