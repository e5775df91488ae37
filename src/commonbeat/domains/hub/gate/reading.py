"""Reading an identity note. Each reading is a line of the ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from commonbeat.core import clock, sealed
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.domains.agencies.personal_keys import Unlocked, WillNotOpen, unwrap
from commonbeat.domains.hub.access import Right, agency_of, staff_of, tables_of
from commonbeat.domains.hub.entitled import is_still_entitled
from commonbeat.domains.hub.errors import Locked, NoteGone
from commonbeat.domains.hub.gate.notes import EYES, where
from commonbeat.domains.hub.locks import Identifiers, unlock
from commonbeat.domains.hub.models import Situation
from commonbeat.domains.hub.sealed.models import IdentityNote, NoteReader


@action(Right.READ_NOTES)
def read_note(*, situation_key: str, unlocked: Unlocked, by: Actor) -> Identifiers:
    """Who it is about. The reading is written down, though nothing changes.

    Raises Locked for another's key, and NoteGone for everything else alike: absent, hidden, lost,
    expired. What has expired loses its key here and now, however late the clock is.
    """
    refuse_another_key(unlocked, by)
    who, row, situation = opened(situation_key, unlocked, by)
    note(**where(situation), purpose=row.purpose, agency=agency_of(by))
    return who


def has_note(viewer: Actor, situation_key: str) -> bool:
    """Whether there is a note that this viewer may read now."""
    return bool(notes_among(viewer, [situation_key]))


def notes_among(viewer: Actor, situation_keys: Iterable[str]) -> frozenset[str]:
    """The situations among these whose note this viewer may read now, in one read."""
    rows = IdentityNote.objects.seen_by(viewer).filter(
        situation_key__in=list(situation_keys), expires_at__gt=clock.now()
    )
    return frozenset(rows.values_list("situation_key", flat=True))


def names_in(*, situation_key: str, unlocked: Unlocked | None, by: Actor) -> tuple[str, ...]:
    """Name and address of a note, to look for them in a text; empty when `by` has no such note.

    A machine looks, nobody reads. Raises Locked when there is a note and the key is locked.
    """
    if not has_note(by, situation_key):
        return ()
    if unlocked is None:
        raise Locked
    refuse_another_key(unlocked, by)
    try:
        who, _row, _situation = opened(situation_key, unlocked, by)
    except NoteGone:
        return ()
    return (who.name, who.address)


def opened(
    situation_key: str, unlocked: Unlocked, by: Actor
) -> tuple[Identifiers, IdentityNote, Situation]:
    """A note of which `by` is a reader who is still entitled; raises NoteGone."""
    row = IdentityNote.objects.seen_by(by).filter(situation_key=situation_key).first()
    open_ones = Situation.objects.seen_by(by).filter(is_open=True)
    situation = open_ones.select_related("policy", "table").filter(key=situation_key).first()
    if row is None or situation is None:
        raise NoteGone
    if row.expires_at <= clock.now():
        sealed.destroy_keys([row.key_ref])
        raise NoteGone
    if not is_still_entitled(situation, by, EYES):
        raise NoteGone
    return _unlocked(row, situation, unlocked, by), row, situation


def open_now(viewer: Actor) -> tuple[int, dt.datetime | None]:
    """How many notes are open at a privacy lead's table, and when the next one ends."""
    if not viewer.may(Right.OVERSEE):
        return 0, None
    rows = IdentityNote.objects.seen_by(EYES).filter(table_key__in=tables_of(viewer))
    ends = rows.filter(expires_at__gt=clock.now()).order_by("expires_at")
    times = list(ends.values_list("expires_at", flat=True))
    return len(times), min(times, default=None)


def refuse_another_key(unlocked: Unlocked | None, by: Actor) -> None:
    """Raise Locked unless the doer's own key is open."""
    if unlocked is None or unlocked.staff_key != staff_of(by):
        raise Locked


def _unlocked(
    row: IdentityNote, situation: Situation, unlocked: Unlocked, by: Actor
) -> Identifiers:
    reader = NoteReader.objects.seen_by(by).get(note=row)
    try:
        return unlock(
            bytes(row.sealed),
            half=unwrap(unlocked, reader.wrapped, context=row.subject),
            ring=sealed.ring([row.key_ref]),
            ref=row.key_ref,
            context=row.subject,
            subject=situation.subject,
        )
    except (WillNotOpen, sealed.KeyGone):
        raise NoteGone from None
