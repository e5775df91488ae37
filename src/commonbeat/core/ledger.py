"""The ledger: an append-only, hash-chained record of every change and every refusal.

It holds no personal data and no foreign keys, so it neither blocks nor follows a deletion.
Entries of one story are written together, just before the story commits: the chain has one
tail, and whoever writes to it holds a lock, so the lock is held as briefly as can be.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.db import connection

from commonbeat.core import clock
from commonbeat.core.models import LedgerEntry

GENESIS = "0" * 64
_LOCK = 0x636F6D6D6F6E  # any number that nothing else of ours locks


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was done or refused, before it has its place in the chain."""

    verb: str
    by: str
    right: str
    outcome: str = "done"
    subject: str = ""
    codes: Mapping[str, str | int | bool | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line as it stands in the chain."""

    position: int
    at: dt.datetime
    verb: str
    by: str
    right: str
    outcome: str
    subject: str
    codes: Mapping[str, str | int | bool | None]


@dataclass(frozen=True, slots=True)
class Break:
    """Where the chain does not hold, and why."""

    position: int
    reason: str


def append(lines: Iterable[Line]) -> None:
    """Write lines at the tail of the chain. Call it inside the story's transaction."""
    waiting = list(lines)
    if not waiting:
        return
    _hold_the_tail()
    position, previous = _tail()
    rows = []
    for line in waiting:
        position += 1
        row = _row(position, line, previous)
        rows.append(row)
        previous = row.hash
    LedgerEntry.objects.bulk_create(rows)


def head() -> tuple[int, str]:
    """The position and hash of the last entry: note it elsewhere to detect a cut tail."""
    return _tail()


def stands(noted: str) -> bool:
    """Whether the entry noted earlier as 'position:hash' still stands."""
    position, _, digest = noted.partition(":")
    return LedgerEntry.objects.filter(position=position or 0, hash=digest).exists()


def breaks(*, each: Iterator[int] | None = None) -> Iterator[Break]:
    """Walk the chain from its start and yield every place where it does not hold.

    `each` is advanced once an entry, for a progress bar.
    """
    expected, previous = 1, GENESIS
    for row in LedgerEntry.objects.order_by("position").iterator(chunk_size=5_000):
        if each is not None:
            next(each, None)
        if row.position != expected:
            yield Break(expected, f"an entry is missing before {row.position}")
        if row.previous_hash != previous:
            yield Break(row.position, "it does not follow the entry before it")
        if row.hash != _hash(row):
            yield Break(row.position, "its text was changed after it was written")
        expected, previous = row.position + 1, row.hash


def latest(
    *,
    before: int = 0,
    only_refused: bool = False,
    n: int = 100,
    verb: str = "",
    subject: str = "",
    without: Collection[str] = (),
    skip: int = 0,
) -> list[Entry]:
    """The newest entries, or those just before a position; perhaps only refusals.

    `verb` and `subject` narrow them to one thing done to one subject. `without` leaves out what
    was done under these rights. `skip` leaves out so many of the newest of what remains.
    """
    rows = LedgerEntry.objects.exclude(right__in=without).order_by("-position")
    if before:
        rows = rows.filter(position__lt=before)
    if only_refused:
        rows = rows.filter(outcome="refused")
    if verb:
        rows = rows.filter(verb=verb)
    if subject:
        rows = rows.filter(subject=subject)
    names = ("position", "at", "verb", "by", "right", "outcome", "subject", "codes")
    return [Entry(*row) for row in rows.values_list(*names)[skip : skip + n]]


def length(*, without: Collection[str] = ()) -> int:
    """How many entries there are, those under some rights left out."""
    return LedgerEntry.objects.exclude(right__in=without).count()


def _hold_the_tail() -> None:
    # SQLite transactions here are IMMEDIATE, so there the writer already stands alone.
    # PostgreSQL looks at foreign keys when a transaction ends. Looked at under this lock, they
    # could wait for a row of somebody who waits for this lock; so they are looked at before it.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED; "
                f"SELECT pg_advisory_xact_lock({_LOCK:d})"
            )


def _tail() -> tuple[int, str]:
    last = LedgerEntry.objects.order_by("-position").values_list("position", "hash").first()
    return last or (0, GENESIS)


def _row(position: int, line: Line, previous: str) -> LedgerEntry:
    row = LedgerEntry(
        position=position,
        at=clock.now(),
        verb=line.verb,
        by=line.by,
        right=line.right,
        outcome=line.outcome,
        subject=line.subject,
        codes=dict(line.codes),
        previous_hash=previous,
    )
    row.hash = _hash(row)
    return row


def _hash(row: LedgerEntry) -> str:
    at = row.at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    parts = [row.position, at, row.verb, row.by, row.right, row.outcome, row.subject]
    text = json.dumps([*parts, row.codes, row.previous_hash], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
