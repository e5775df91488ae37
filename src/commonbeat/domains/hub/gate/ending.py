"""Ending what may be read: for some agencies, for everybody, or because its time is over."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from commonbeat.core import clock
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.core.guarded import GuardedQuerySet
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
from commonbeat.domains.hub.signed import in_good_standing


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


def lose_notes_of(*, table_key: str, staff_key: str, by: Actor) -> int:
    """A person loses every note of a table, because their seat there ended; how many."""
    rows = _reading().filter(staff_key=staff_key, note__table_key=table_key)
    if not rows.exists():
        return 0
    return end_readings_of(table_key=table_key, staff_key=staff_key, by=by)


@action(Right.SET_UP)
def end_readings_of(*, table_key: str, staff_key: str, by: Actor) -> int:
    """A person loses every note of a table, and it is written down; how many."""
    rows = _reading().filter(staff_key=staff_key, note__table_key=table_key)
    n_lost = _clear(list(rows))
    note(table=table_key, n_readers=n_lost)
    return n_lost


@action(Right.KEEP_TIME)
def lose_lapsed(*, by: Actor) -> int:
    """Whose agency's agreement or own promise lapsed loses every note; how many readings ended.

    Reading asks for both anyway: this clears what lies wrapped for them.
    """
    tables = {row.note.table_key for row in _lapsed()}
    n_lost = sum(end_lapsed_readings(table_key=key, by=by) for key in tables)
    note(n_readers=n_lost)
    return n_lost


@action(Right.KEEP_TIME)
def end_lapsed_readings(*, table_key: str, by: Actor) -> int:
    """The same at one table."""
    n_lost = _clear([row for row in _lapsed() if row.note.table_key == table_key])
    note(table=table_key, n_readers=n_lost)
    return n_lost


def has_lapsed(viewer: Actor) -> bool:
    """Whether the clock has readings to end."""
    return viewer.may(Right.KEEP_TIME) and bool(_lapsed())


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
    by: Actor,
) -> Opened:
    """People lose a note, and it is written down that they did."""
    readers = list(_reading().filter(pk__in=reader_ids))
    n_lost = _clear(readers)
    note(table=next((one.note.table_key for one in readers), ""), n_readers=n_lost)
    return Opened(f"hub.situation:{situation_key}", n_lost)


@action(Right.SEE_TABLE)
def destroy_identity_note(
    *,
    situation_key: str,
    by: Actor,
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


def _reading() -> GuardedQuerySet[NoteReader]:
    """Everybody who may read some note now."""
    return NoteReader.objects.seen_by(EYES).filter(lost_at=None).select_related("note")


def _lapsed() -> list[NoteReader]:
    readers = list(_reading())
    good = in_good_standing({row.staff_key for row in readers})
    return [row for row in readers if row.staff_key not in good]


def _clear(readers: Collection[NoteReader]) -> int:
    """Clear what is wrapped for these; a note without readers is destroyed. How many lost one."""
    rows = NoteReader.objects.seen_by(EYES).filter(pk__in=[reader.pk for reader in readers])
    n_lost = rows.update(wrapped=b"", lost_at=clock.now())
    notes = {reader.note_id: reader.note for reader in readers}.values()
    destroy([row for row in notes if not readers_of(row).filter(lost_at=None).exists()])
    tell_screens(list(notes))
    return n_lost


def _table_of(rows: Collection[IdentityNote]) -> str:
    return next((row.table_key for row in rows), "")
