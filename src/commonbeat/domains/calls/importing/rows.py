"""A chunk of rows becomes a batch of good calls and a list of problems.

Each rule looks at a whole column at once. A row that breaks one is left out, and only the first
rule that it broke is told; a few values may be missing from a row that is kept.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from commonbeat.domains.calls.importing.batches import Batch, FoundType
from commonbeat.domains.calls.importing.call_types import found_type
from commonbeat.domains.calls.importing.errors import NoTimeZone, Problem
from commonbeat.domains.calls.importing.mapping import TIMES, Layout
from commonbeat.domains.calls.importing.points import points_of
from commonbeat.domains.calls.importing.reading import Chunk
from commonbeat.domains.calls.importing.times import Flags, Times, instants

ID_LENGTH, PRIORITY_LENGTH, DISPOSITION_LENGTH = 80, 20, 20
OLDEST = np.datetime64("1970-01-02", "us")
TOLERANCE = dt.timedelta(minutes=10)  # how far dispatch's clock may be ahead of ours
_YES = {"1", "y", "yes", "t", "true", "officer", "on-view", "on view", "onview", "self-initiated"}
_YES |= {"self", "officer initiated", "officer-initiated", "officer initiated call"}


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read rows: where columns stand, the zone, the time now, the key of made-up ids."""

    layout: Layout
    zone: ZoneInfo | None
    now: dt.datetime
    id_key: bytes = field(repr=False)


@dataclass(slots=True)
class Read:
    """What a chunk gave. The two counts are of times at which clocks were changed."""

    batch: Batch
    problems: list[Problem]
    n_rows: int
    n_twice: int = 0
    n_skipped: int = 0


def read_rows(chunk: Chunk, how: Reading, *, has_nul: bool = False) -> Read:
    """Read a chunk. Raises NoTimeZone when a time says no zone and none was given."""
    sheet = _Sheet(chunk, how.layout)
    sheet.drop_misshapen()
    if has_nul:
        sheet.drop(_any_nul(sheet.rows), "", "holds a NUL character")
    _Times(sheet, how).read()
    ids = _ids(sheet, how)
    latitudes, longitudes = _points(sheet)
    return sheet.read(
        lambda keep: Batch(
            source=f"import:{how.layout.mapping.source}",
            finished=how.layout.mapping.finished,
            external_ids=keep(ids),
            call_types=keep(_call_types(sheet)),
            priorities=keep(sheet.translated("priority", lambda t: t[:PRIORITY_LENGTH])),
            dispositions=keep(sheet.translated("disposition", lambda t: t[:DISPOSITION_LENGTH])),
            area_names=keep(sheet.translated("area", str)),
            officer_initiated=keep(_initiated(sheet)),
            longitudes=longitudes[sheet.good],
            latitudes=latitudes[sheet.good],
            times={name: at[sheet.good] for name, at in sheet.times.items()},
        )
    )


T = TypeVar("T")


class Keep(Protocol):
    """Takes of a column what belongs to good rows."""

    def __call__(self, values: list[T]) -> list[T]:
        """The values of the good rows."""
        ...


class _Sheet:
    """A chunk being checked: its rows, which of them are good so far, and what was wrong."""

    def __init__(self, chunk: Chunk, layout: Layout) -> None:
        self.layout = layout
        self.chunk = chunk
        self.rows: Sequence[Sequence[str]] = chunk.rows
        self.good: Flags = np.ones(len(chunk.rows), dtype=bool)
        self.times: dict[str, Times] = {}
        self.types: dict[str, FoundType] = {}
        self.n_twice = self.n_skipped = 0
        self._told: list[tuple[int, str, str, bool]] = []
        self._columns: list[tuple[str, ...]] = []
        self._n_blank = 0

    def drop_misshapen(self) -> None:
        """Leave out rows with too few or too many columns; blank lines are no rows."""
        width = len(self.layout.header)
        lengths = np.fromiter(map(len, self.rows), dtype=np.int64, count=len(self.rows))
        wrong = lengths != width
        if wrong.any():
            for index in np.flatnonzero(wrong & (lengths > 0)):
                rule = f"has {lengths[index]} columns instead of {width}"
                self._told.append((int(index), "", rule, False))
            self._n_blank = int((lengths == 0).sum())
            self.good &= ~wrong
            filler = ("",) * width
            self.rows = [filler if w else row for row, w in zip(self.rows, wrong, strict=True)]
        self._columns = list(zip(*self.rows, strict=True)) or [()] * width

    def raw(self, name: str) -> Sequence[str]:
        """A field's texts as they stand in the file; all empty when the file has none."""
        place = self.layout.places.get(name)
        return [""] * len(self.rows) if place is None else self._columns[place]

    def translated(self, name: str, words: Callable[[str], str]) -> list[str]:
        """A field's texts put in other words; for columns that repeat a few texts."""
        texts = self.raw(name)
        dictionary = {text: words(text.strip()) for text in set(texts)}
        return list(map(dictionary.__getitem__, texts))

    def columns_at(self, places: Sequence[int]) -> list[tuple[str, ...]]:
        """The columns at these places, as they stand in the file."""
        return [self._columns[place] for place in places]

    def drop(self, wrong: Flags, name: str, rule: str) -> None:
        """Leave out the rows marked wrong, but for those that are out already."""
        for index in np.flatnonzero(wrong & self.good):
            self._told.append((int(index), self.layout.name_of(name), rule, False))
        self.good &= ~wrong

    def tell(self, marked: Flags, name: str, rule: str) -> None:
        """Tell of rows that are kept, but without this value."""
        for index in np.flatnonzero(marked & self.good):
            self._told.append((int(index), self.layout.name_of(name), rule, True))

    def read(self, batch: Callable[[Keep], Batch]) -> Read:
        """The batch of the good rows, and the problems by line."""
        all_good = bool(self.good.all())
        good = self.good.tolist()

        def keep(values: list[T]) -> list[T]:
            if all_good:
                return values
            return [value for value, is_good in zip(values, good, strict=True) if is_good]

        lines = self.chunk.lines() if self._told else []
        told = sorted(self._told, key=lambda t: t[0])
        found = batch(keep)
        kept_codes = set(found.call_types)
        found.types = {code: kind for code, kind in self.types.items() if code in kept_codes}
        problems = [Problem(lines[i], name, rule, is_kept) for i, name, rule, is_kept in told]
        n_rows = len(self.rows) - self._n_blank
        return Read(found, problems, n_rows, self.n_twice, self.n_skipped)


class _Times:
    """The time columns of a sheet, read and compared with each other and with now."""

    def __init__(self, sheet: _Sheet, how: Reading) -> None:
        self.sheet, self.how = sheet, how

    def read(self) -> None:
        """Fill the sheet's times."""
        for name in TIMES:
            if name in self.sheet.layout.places:
                self._read_column(name)
            else:
                self.sheet.times[name] = np.full(len(self.sheet.rows), "NaT", "datetime64[us]")

    def _read_column(self, name: str) -> None:
        sheet, mapping = self.sheet, self.how.layout.mapping
        texts = sheet.raw(name)
        read = instants(texts, self.how.zone, day_first=mapping.day_first)
        if self.how.zone is None and (read.has_no_zone & sheet.good).any():
            raise NoTimeZone(
                f"The times in the column {sheet.layout.name_of(name)} say no time zone. "
                "Give theirs with --time-zone, for example --time-zone America/Toronto."
            )
        sheet.drop(read.is_bad, name, "is not a date and time")
        latest = np.datetime64((self.how.now + TOLERANCE).replace(tzinfo=None), "us")
        sheet.drop(read.at < OLDEST, name, "lies before 1970")
        sheet.drop(read.at > latest, name, "lies in the future")
        sheet.n_twice += read.n_twice
        sheet.n_skipped += read.n_skipped
        if name == "received_at":
            sheet.drop(np.isnat(read.at), name, "is empty")
            sheet.times[name] = read.at
        else:
            sheet.times[name] = self._after_received(name, read.at, read.later)

    def _after_received(self, name: str, at: Times, later: Times) -> Times:
        received = self.sheet.times["received_at"]
        at = np.where(at < received, later, at)
        early = at < received
        self.sheet.tell(early, name, "lies before the call was received, and is not kept")
        return np.where(early, np.datetime64("NaT", "us"), at)


def _ids(sheet: _Sheet, how: Reading) -> list[str]:
    """Dispatch's own numbers, or ids made from columns by a keyed hash.

    The key keeps a guessed place and time from being confirmed once the point is blanked.
    """
    if "external_id" in sheet.layout.places:
        ids = list(map(str.strip, sheet.raw("external_id")))
        lengths = np.fromiter(map(len, ids), dtype=np.int64, count=len(ids))
        sheet.drop(lengths == 0, "external_id", "is empty")
        sheet.drop(lengths > ID_LENGTH, "external_id", f"is longer than {ID_LENGTH} characters")
        return ids
    parts = sheet.columns_at(how.layout.hash_places)
    key, hashed = how.id_key, hashlib.blake2b
    return [
        hashed("\x1f".join(row).encode(), digest_size=12, key=key).hexdigest()
        for row in zip(*parts, strict=True)
    ]


def _call_types(sheet: _Sheet) -> list[str]:
    def code(text: str) -> str:
        found = found_type(text, sheet.layout.mapping.call_type)
        if found.code:
            sheet.types[found.code] = found
        return found.code

    return sheet.translated("call_type", code)


def _initiated(sheet: _Sheet) -> list[bool]:
    if "officer_initiated" not in sheet.layout.places:
        return [False] * len(sheet.rows)
    return [text in _YES for text in sheet.translated("officer_initiated", str.lower)]


def _points(sheet: _Sheet) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    points = points_of(sheet.raw("latitude"), sheet.raw("longitude"), sheet.raw("point"))
    sheet.drop(points.is_no_number["latitude"], "latitude", "is not a number")
    sheet.drop(points.is_no_number["longitude"], "longitude", "is not a number")
    sheet.drop(points.is_half, "longitude", "has only one of latitude and longitude")
    sheet.drop(np.abs(points.latitudes) > 90, "latitude", "is not between -90 and 90 degrees")
    sheet.drop(np.abs(points.longitudes) > 180, "longitude", "is not between -180 and 180 degrees")
    return points.latitudes, points.longitudes


def _any_nul(rows: Sequence[Sequence[str]]) -> Flags:
    return np.array([any("\0" in text for text in row) for row in rows], dtype=bool)
