"""Opening an identity note, and letting those read who became entitled later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from commonbeat.core import clock, sealed
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.core.keys import new_key
from commonbeat.domains.agencies.personal_keys import Unlocked, public_keys, unwrap, wrap_for
from commonbeat.domains.hub.access import Right, agency_of
from commonbeat.domains.hub.entitled import readers_now, refuse_where_none_may_be
from commonbeat.domains.hub.errors import NoNoteHere, NoSuchSituation, NotComplete, NotTheirs
from commonbeat.domains.hub.gate import repeats
from commonbeat.domains.hub.gate.notes import EYES, Opened, destroy, notes_of, readers_of, where
from commonbeat.domains.hub.gate.reading import opened, refuse_another_key
from commonbeat.domains.hub.locks import Identifiers, lock, new_half
from commonbeat.domains.hub.models import Situation
from commonbeat.domains.hub.models.codes import CodeKind
from commonbeat.domains.hub.sealed.models import IdentityNote, NoteReader
from commonbeat.domains.hub.stamping import bump
from commonbeat.domains.hub.words import code_row

PURPOSES = ("who is involved", "plan the visit")


@action(Right.READ_NOTES)
def open_note(
    *,
    situation_key: str,
    identifiers: Identifiers,
    basis: str,
    purpose: str,
    unlocked: Unlocked,
    by: Actor,
) -> Opened:
    """Seal who it is about for those entitled now. A note that is open already is replaced.

    `basis` is a code of the lists and `purpose` one of PURPOSES. A replacement lasts no longer
    than what it replaces. Raises NoSuchSituation, NotTheirs, NoNoteHere (also when nobody could
    read it), NotComplete or Locked.
    """
    refuse_another_key(unlocked, by)
    situation = _situation(situation_key, by)
    if situation.originator is None or situation.originator.code != agency_of(by):
        raise NotTheirs
    refuse_where_none_may_be(situation)
    _refuse_incomplete(identifiers, basis, purpose)
    readers = _with_keys(readers_now(situation, by, EYES), by)
    if not readers:
        raise NoNoteHere
    until = _until(situation)
    destroy(notes_of(situation.key))
    _seal(_blank(situation, basis, purpose, until, by), identifiers, readers)
    _ask_whether_discussed_before(situation, identifiers, by)
    said = {"basis": basis, "purpose": purpose, "agency": agency_of(by)}
    note(**where(situation), **said, n_readers=len(readers))
    bump(situation.table_id)
    return Opened(situation.subject, len(readers))


@action(Right.READ_NOTES)
def share_note(*, situation_key: str, unlocked: Unlocked, by: Actor) -> Opened:
    """Let those read who are entitled now and cannot yet.

    For the agency that opened it: somebody came later, an agency is in whose discussant was not at
    the meeting, or one that had lost it (undecided at the close, lapsed, out by a slip) is in by
    now. Raises as `read_note`, and NotTheirs.
    """
    refuse_another_key(unlocked, by)
    _who, row, situation = opened(situation_key, unlocked, by)
    if row.agency.code != agency_of(by):
        raise NotTheirs
    reader = NoteReader.objects.seen_by(by).get(note=row)
    half = unwrap(unlocked, reader.wrapped, context=row.subject)
    have = set(readers_of(row).filter(lost_at=None).values_list("staff_key", flat=True))
    entitled = readers_now(situation, by, EYES).items()
    fresh = _with_keys({key: agency for key, agency in entitled if key not in have}, by)
    readers_of(row).filter(staff_key__in=fresh).delete()  # how they had lost it is in the ledger
    _wrap(row, half, fresh)
    note(**where(situation), n_readers=len(fresh))
    bump(situation.table_id)
    return Opened(situation.subject, len(fresh))


def _situation(key: str, by: Actor) -> Situation:
    rows = Situation.objects.seen_by(by).select_related("policy", "originator", "table")
    situation = rows.select_for_update(of=("self",)).filter(key=key).first()
    if situation is None:
        raise NoSuchSituation
    return situation


def _refuse_incomplete(who: Identifiers, basis: str, purpose: str) -> None:
    missing = who.faults()
    if purpose not in PURPOSES:
        missing.append("purpose")
    if missing:
        raise NotComplete(missing)
    code_row(CodeKind.BASIS, basis, "basis")


def _with_keys(entitled: Mapping[str, int], by: Actor) -> dict[str, tuple[int, bytes]]:
    """Of the entitled those who have a personal key: staff key → agency id and public key."""
    return {key: (entitled[key], public) for key, public in public_keys(by, entitled).items()}


def _until(situation: Situation) -> dt.datetime:
    """The end of a note opened now; never later than that of the note it replaces."""
    ends = clock.now() + dt.timedelta(days=situation.policy.note_days)
    return min([ends, *(row.expires_at for row in notes_of(situation.key))])


def _blank(
    situation: Situation, basis: str, purpose: str, until: dt.datetime, by: Actor
) -> IdentityNote:
    return IdentityNote(
        key=new_key(),
        situation_key=situation.key,
        table_key=situation.table.key,
        agency=situation.originator,
        basis=basis,
        purpose=purpose,
        opened_at=clock.now(),
        opened_by=by.name,
        expires_at=until,
    )


def _seal(row: IdentityNote, who: Identifiers, readers: Mapping[str, tuple[int, bytes]]) -> None:
    (row.key_ref,), ring = sealed.make_keys(1)
    half = new_half()
    row.sealed = lock(who, half=half, ring=ring, ref=row.key_ref, context=row.subject)
    row.save(force_insert=True)
    _wrap(row, half, readers)


def _wrap(row: IdentityNote, half: bytes, readers: Mapping[str, tuple[int, bytes]]) -> None:
    NoteReader.objects.bulk_create(
        NoteReader(
            note=row,
            agency_id=agency_id,
            staff_key=key,
            wrapped=wrap_for(public, half, context=row.subject),
            entitled_at=clock.now(),
        )
        for key, (agency_id, public) in readers.items()
    )


def _ask_whether_discussed_before(situation: Situation, who: Identifiers, by: Actor) -> None:
    if situation.discussed_before is None:
        before = repeats.discussed_before(situation.table, who)
        same = Situation.objects.seen_by(by).filter(pk=situation.pk)
        same.update(discussed_before=before)
