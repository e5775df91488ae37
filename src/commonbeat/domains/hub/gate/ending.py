"""Ending what may be read: for some agencies, for everybody, or because its time is over."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from commonbeat.core import clock
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.domains.hub.access import Right
from commonbeat.domains.hub.gate.notes import (
    EYES,
    Opened,
    destroy,
    notes_of,
    readers_of,
    tell_screens,
)
from commonbeat.domains.hub.sealed.models import IdentityNote, NoteReader


def lose_note(
    *,
    situation_key: str,
    agency_codes: Iterable[str] = (),
    keep_only: Collection[str] | None = None,
    by: Actor,
) -> int:
    """Agencies lose the note at this instant: those named, or all but those to keep.

    What was wrapped for their people is cleared. A note without readers is destroyed. Call it in
    the story of what takes their right away. Returns how many people lost it.
    """
    rows = notes_of(situation_key)
    readers = NoteReader.objects.seen_by(EYES).filter(note__in=[r.pk for r in rows], lost_at=None)
    if keep_only is None:
        readers = readers.filter(agency__code__in=list(agency_codes))
    else:
        readers = readers.exclude(agency__code__in=list(keep_only))
    ids = [reader.pk for reader in readers]
    if not ids:
        return 0
    return end_readings(situation_key=situation_key, reader_ids=ids, by=by).n_readers


def destroy_note(*, situation_key: str, by: Actor) -> bool:
    """Destroy a situation's note, its key first; whether there was one. Call it at the end."""
    if not notes_of(situation_key):
        return False
    destroy_identity_note(situation_key=situation_key, by=by)
    return True


@action(Right.SEE_TABLE)
def end_readings(
    *,
    situation_key: str,
    reader_ids: Collection[int],
    by: Actor,  # noqa: ARG001 - the ledger names them
) -> Opened:
    """People lose a note, and it is written down that they did."""
    readers = NoteReader.objects.seen_by(EYES).filter(pk__in=reader_ids)
    n_lost = readers.update(wrapped=b"", lost_at=clock.now())
    rows = notes_of(situation_key)
    destroy([row for row in rows if not readers_of(row).filter(lost_at=None).exists()])
    tell_screens(rows)
    note(table=_table_of(rows), n_readers=n_lost)
    return Opened(f"hub.situation:{situation_key}", n_lost)


@action(Right.SEE_TABLE)
def destroy_identity_note(
    *,
    situation_key: str,
    by: Actor,  # noqa: ARG001 - the ledger names them
) -> Opened:
    """Destroy a situation's note, and write down that it was."""
    rows = notes_of(situation_key)
    destroy(rows)
    tell_screens(rows)
    note(table=_table_of(rows), n_notes=len(rows))
    return Opened(f"hub.situation:{situation_key}", 0)


@action(Right.KEEP_TIME)
def destroy_expired(*, by: Actor) -> int:
    """Destroy every note whose time is over; how many there were."""
    rows = list(IdentityNote.objects.seen_by(by).filter(expires_at__lte=clock.now()))
    for table_key in {row.table_key for row in rows}:
        destroy_expired_at(table_key=table_key, by=by)
    note(n_notes=len(rows))
    return len(rows)


@action(Right.KEEP_TIME)
def destroy_expired_at(*, table_key: str, by: Actor) -> int:
    """Destroy the notes of one table whose time is over; how many there were."""
    over = IdentityNote.objects.seen_by(by).filter(expires_at__lte=clock.now())
    rows = list(over.filter(table_key=table_key))
    destroy(rows)
    tell_screens(rows)
    note(table=table_key, n_notes=len(rows))
    return len(rows)


def has_expired(viewer: Actor) -> bool:
    """Whether the clock has a note to destroy."""
    rows = IdentityNote.objects.seen_by(viewer).filter(expires_at__lte=clock.now())
    return viewer.may(Right.KEEP_TIME) and rows.exists()


def _table_of(rows: Collection[IdentityNote]) -> str:
    return next((row.table_key for row in rows), "")
