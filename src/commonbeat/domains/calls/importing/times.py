"""Texts of dates and times become instants in UTC, a column at a time.

Local times without a zone meet two bad hours a year. In the hour that happens twice a time is
read as the first one, unless the call would then be dispatched, reached or closed before it was
received: then it is the second. In the hour that does not happen a time is read as if the clocks
had not changed yet, which is what they show to somebody who forgot to change them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

Times = NDArray[np.datetime64]  # datetime64[us], NaT where there is none
Flags = NDArray[np.bool_]

_ISO_LENGTHS = {19, 23, 26}  # to the second, the millisecond, the microsecond
_UTC_ENDS = ("Z", "+00:00", "+0000", "+00")
_SLASHED = re.compile(
    r"(\d{1,2})/(\d{1,2})/(\d{4})[ ,T]+(\d{1,2}):(\d\d)"
    r"(?::(\d\d)(?:\.\d+)?)?\s*(?:([AaPp])\.?[Mm]\.?)?"
)
_YEAR_FIRST = re.compile(r"(\d{4})/(\d\d?)/(\d\d?)\b")
_EPOCH = re.compile(r"\d{10}(\d{3})?")


@dataclass(slots=True)
class Instants:
    """A column of times in UTC.

    `later` is the other reading of an hour that happens twice, elsewhere equal to `at`.
    `is_bad` marks texts that are no time; `has_no_zone` those that said none.
    """

    at: Times
    later: Times
    is_bad: Flags
    has_no_zone: Flags
    n_twice: int = 0
    n_skipped: int = 0


def instants(texts: Sequence[str], zone: ZoneInfo | None, *, day_first: bool) -> Instants:
    """Read a column of texts; an empty text is no time (NaT), and not bad."""
    quick = _all_iso(texts)
    if quick is not None:
        at, is_local = quick
        nothing = np.zeros(len(texts), dtype=bool)
        read = Instants(at, at, nothing, np.full(len(texts), is_local))
    else:
        read = _one_by_one(texts, day_first=day_first)
    if zone is not None and read.has_no_zone.any():
        _place_in_zone(read, zone)
    return read


def _all_iso(texts: Sequence[str]) -> tuple[Times, bool] | None:
    """The whole column at once when every text is 'YYYY-MM-DD HH:MM:SS' alike, else None."""
    if not texts or not texts[0]:
        return None
    end = next((e for e in _UTC_ENDS if texts[0].endswith(e) and ":" in texts[0][:-6]), "")
    cut = [t.removesuffix(end) for t in texts] if end else texts
    if end and any(len(c) == len(t) for c, t in zip(cut, texts, strict=True)):
        return None
    length = len(cut[0])
    if length not in _ISO_LENGTHS or any(len(text) != length for text in cut):
        return None
    letters = np.array(cut, dtype=f"U{length}").view("U1").reshape(len(cut), length)
    if not ((letters[:, 4] == "-") & (letters[:, 13] == ":") & (letters[:, 16] == ":")).all():
        return None
    try:
        return np.array(cut, dtype="datetime64[us]"), not end
    except ValueError:
        return None


def _one_by_one(texts: Sequence[str], *, day_first: bool) -> Instants:
    n = len(texts)
    at = np.full(n, "NaT", dtype="datetime64[us]")
    is_bad, has_no_zone = np.zeros(n, dtype=bool), np.zeros(n, dtype=bool)
    for index, text in enumerate(map(str.strip, texts)):
        if not text:
            continue
        when = _read(text, day_first)
        if when is None:
            is_bad[index] = True
        elif when.tzinfo is None:
            at[index], has_no_zone[index] = when, True
        else:
            at[index] = _in_utc(when)
    return Instants(at, at, is_bad, has_no_zone)


def _in_utc(when: dt.datetime) -> dt.datetime:
    try:
        return when.astimezone(dt.UTC).replace(tzinfo=None)
    except OverflowError:  # the first or last day of all time; refused as too old or in the future
        return when.replace(tzinfo=None)


@lru_cache(maxsize=4096)
def _read(text: str, day_first: bool) -> dt.datetime | None:
    try:
        if slashed := _SLASHED.fullmatch(text):
            return _from_slashed(slashed, day_first=day_first)
        if _EPOCH.fullmatch(text):
            seconds = int(text) / (1000 if len(text) == 13 else 1)
            return dt.datetime.fromtimestamp(seconds, dt.UTC)
        if ":" not in text:
            return None  # a date alone is no time
        return dt.datetime.fromisoformat(_YEAR_FIRST.sub(r"\1-\2-\3", text))
    except (ValueError, OverflowError, OSError):
        return None


def _from_slashed(found: re.Match[str], *, day_first: bool) -> dt.datetime:
    first, second, year, hour, minute = (int(found[i]) for i in range(1, 6))
    day, month = (first, second) if day_first else (second, first)
    half = (found[7] or "").lower()
    if half and not 1 <= hour <= 12:
        raise ValueError("no such hour")
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return dt.datetime(year, month, day, hour, minute, int(found[6] or 0))  # noqa: DTZ001


def _place_in_zone(read: Instants, zone: ZoneInfo) -> None:
    plausible = (read.at > _FIRST) & (read.at < _LAST)  # not NaT either; the rest is refused later
    local = np.flatnonzero(read.has_no_zone & plausible)
    times = read.at[local]
    hours, which = np.unique(times.astype("datetime64[h]"), return_inverse=True)
    first, second = _offsets(hours, zone)
    read.at = read.at.copy()
    read.later = read.at.copy()
    early, late = first[which], second[which]
    minutely = early == _MIXED
    if minutely.any():
        exact = times[minutely].astype("datetime64[m]")
        early[minutely], late[minutely] = _each_offset(exact, zone)
    read.at[local] = times - early
    read.later[local] = times - np.minimum(early, late)
    read.n_twice = int((early > late).sum())
    read.n_skipped = int((early < late).sum())
    read.later[local[early < late]] = read.at[local[early < late]]


_FIRST, _LAST = np.datetime64("1900-01-01", "us"), np.datetime64("2200-01-01", "us")
_MIXED = np.timedelta64(10**15, "us")  # an hour in which the offset changes


def _offsets(hours: NDArray[np.datetime64], zone: ZoneInfo) -> tuple[np.ndarray, np.ndarray]:
    """The offset in each whole hour, read as first and as second; _MIXED where it changes."""
    begin = _each_offset(hours, zone)
    end = _each_offset(hours + np.timedelta64(3_599, "s"), zone)
    same = (begin[0] == end[0]) & (begin[1] == end[1])
    return np.where(same, begin[0], _MIXED), np.where(same, begin[1], _MIXED)


def _each_offset(times: NDArray[np.datetime64], zone: ZoneInfo) -> tuple[np.ndarray, np.ndarray]:
    naive: list[dt.datetime] = times.astype("datetime64[us]").tolist()
    both = [
        [zone.utcoffset(when.replace(fold=fold, tzinfo=zone)) for when in naive] for fold in (0, 1)
    ]
    first, second = (np.array(some, dtype="timedelta64[us]") for some in both)
    return first, second
