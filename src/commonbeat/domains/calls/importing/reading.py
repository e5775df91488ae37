"""The rows of a CSV file, gzip or not, in chunks; what is whole before any damage is kept."""

from __future__ import annotations

import codecs
import csv
import io
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import accumulate, islice
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from commonbeat.domains.calls.importing.errors import EmptyFile, WrongEncoding

CHUNK_ROWS = 20_000
_PIECE = 1 << 18
_STEP = 512
_GZIP = b"\x1f\x8b"
_WITH_GZIP_HEADER = 31
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DELIMITERS = ",;\t|"


_n_latin_1 = 0


def _latin_1(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    global _n_latin_1  # an error handler has no other place to count
    wrong = error.object[error.start : error.end]
    _n_latin_1 += len(wrong)
    return wrong.decode("cp1252", errors="replace"), error.end


# Bytes that are not UTF-8 are read as Windows Latin-1, one by one. A Latin-1 file is hardly ever
# valid UTF-8 by chance, and so no first pass over the whole file is needed to tell them apart.
codecs.register_error("commonbeat.latin_1", _latin_1)


@dataclass(slots=True)
class Chunk:
    """Some rows, blank ones as empty lists. `first_line` is where the first one starts, from 1."""

    rows: list[list[str]]
    first_line: int

    def lines(self) -> list[int]:
        """The line on which each row starts, as an editor counts them."""
        lengths = [sum(v.count("\n") for v in row) + 1 for row in self.rows[:-1]]
        return list(accumulate(lengths, initial=self.first_line))


class Unpacked(io.RawIOBase):
    """The bytes of a file, unzipped when it is gzip. Damage ends the stream and is told after."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._ready = memoryview(b"")
        start = file.read(4)
        file.seek(0)
        self._unzip = zlib.decompressobj(_WITH_GZIP_HEADER) if start[:2] == _GZIP else None
        self.damage = ""
        self.last_byte = b""
        self.has_nul = False

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill the buffer; 0 at the end or where the damage starts."""
        room = memoryview(buffer)  # type: ignore[arg-type]  # any writable buffer
        while not self._ready:
            piece = self._next_piece()
            if piece is None:
                return 0
            self._ready = memoryview(piece)
            self.has_nul = self.has_nul or b"\0" in piece
        n = min(len(room), len(self._ready))
        room[:n] = self._ready[:n]
        self.last_byte = bytes(room[n - 1 : n])
        self._ready = self._ready[n:]
        return n

    def _next_piece(self) -> bytes | None:
        packed = self._file.read(_PIECE)
        if self._unzip is None or self.damage:
            return None if self.damage else packed or None
        if not packed:
            if not self._unzip.eof:
                self.damage = "the gzip file is cut short"
            return None
        before = self._unzip.copy()
        try:
            return self._unzipped(packed)
        except zlib.error:
            self.damage = "the gzip file is damaged"
            self._unzip = before
            return self._whole_part(packed)

    def _whole_part(self, packed: bytes) -> bytes:
        """What can be unzipped of a piece before its damage, in small steps."""
        pieces = []
        with suppress(zlib.error):
            for at in range(0, len(packed), _STEP):
                pieces.append(self._unzipped(packed[at : at + _STEP]))
        return b"".join(pieces)

    def _unzipped(self, packed: bytes) -> bytes:
        pieces = []
        while packed:
            if self._unzip is None or self._unzip.eof:  # one file may hold several members
                self._unzip = zlib.decompressobj(_WITH_GZIP_HEADER)
            pieces.append(self._unzip.decompress(packed))
            packed = self._unzip.unused_data.lstrip(b"\0")
        return b"".join(pieces)


class Table:
    """A CSV file being read: its header, then its rows in chunks. Use it in a `with`."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self.n_bytes = path.stat().st_size
        self._bytes = Unpacked(self._file)
        self._n_latin_1_before = _n_latin_1
        self._stopped = ""
        try:
            self._open()
        except BaseException:
            self._file.close()
            raise

    def _open(self) -> None:
        buffered = io.BufferedReader(self._bytes, _PIECE)
        if buffered.peek(2)[:2] in _UTF_16:
            raise WrongEncoding("The file is in UTF-16. Save it as UTF-8.")
        text = io.TextIOWrapper(
            buffered, encoding="utf-8-sig", errors="commonbeat.latin_1", newline=""
        )
        first, self._n_lines_before = text.readline(), 1
        while first and not first.strip():
            first, self._n_lines_before = text.readline(), self._n_lines_before + 1
        if not first.strip():
            raise EmptyFile(self.damage or "The file is empty.")
        delimiter = max(_DELIMITERS, key=first.count)
        self.header: list[str] = next(csv.reader([first], delimiter=delimiter))
        self._reader = csv.reader(text, delimiter=delimiter)

    def __enter__(self) -> Table:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    @property
    def damage(self) -> str:
        """Why the file could not be read to its end, or ''."""
        return self._bytes.damage or self._stopped

    @property
    def has_nul(self) -> bool:
        """Whether a NUL byte was met so far."""
        return self._bytes.has_nul

    @property
    def n_bytes_read(self) -> int:
        """How far the reading is in the file as it lies on the disk."""
        return self._file.tell()

    @property
    def has_latin_1(self) -> bool:
        """Whether bytes were met that are not UTF-8 and were read as Latin-1."""
        return _n_latin_1 > self._n_latin_1_before

    def chunks(self, n_rows: int = CHUNK_ROWS) -> Iterator[Chunk]:
        """The rows after the header. Reading stops at damage, which `damage` then tells."""
        held: Chunk | None = None  # the last row of all may be half a row
        for chunk in self._chunks(n_rows):
            if held is not None:
                yield held
            held = chunk
        if held is not None:
            if self._bytes.damage and self._bytes.last_byte not in (b"\n", b"\r"):
                held.rows.pop()
            yield held

    def _chunks(self, n_rows: int) -> Iterator[Chunk]:
        while not self._stopped:
            first_line = self._n_lines_before + self._reader.line_num + 1
            rows: list[list[str]] = []
            try:
                rows.extend(islice(self._reader, n_rows))  # keeps what came before an error
            except csv.Error as error:
                line = self._n_lines_before + self._reader.line_num
                self._stopped = f"near line {line} the file is no CSV ({error})"
            if not rows:
                return
            yield Chunk(rows, first_line)
