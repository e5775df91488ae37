"""The rows of identity notes, as only the gate handles them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from commonbeat.core import sealed
from commonbeat.core.actor import Actor
from commonbeat.core.guarded import GuardedQuerySet
from commonbeat.domains.hub.access import Right
from commonbeat.domains.hub.models import HubTable, Situation
from commonbeat.domains.hub.sealed.models import IdentityNote, NoteReader
from commonbeat.domains.hub.stamping import bump

# What ends a note is done by people who may not read it, as the clock does: in the gate's eyes.
EYES = Actor(name="hub gate", rights=frozenset({Right.KEEP_TIME}))


@dataclass(frozen=True, slots=True)
class Opened:
    """What was done to a situation's note, and for how many readers."""

    subject: str
    n_readers: int


def where(situation: Situation) -> dict[str, str]:
    """Codes for the ledger's line: which table, and the situation's number."""
    return {"table": situation.table.key, "number": situation.number}


def notes_of(situation_key: str) -> list[IdentityNote]:
    """The note of a situation, or none."""
    return list(IdentityNote.objects.seen_by(EYES).filter(situation_key=situation_key))


def readers_of(row: IdentityNote) -> GuardedQuerySet[NoteReader]:
    """Everybody who may read a note or could once."""
    return NoteReader.objects.seen_by(EYES).filter(note=row)


def destroy(rows: Collection[IdentityNote]) -> None:
    """The keys first: what is left after a crash in between is unreadable already."""
    sealed.destroy_keys([row.key_ref for row in rows])
    ids = [row.pk for row in rows]
    NoteReader.objects.seen_by(EYES).filter(note__in=ids).delete()
    IdentityNote.objects.seen_by(EYES).filter(pk__in=ids).delete()


def tell_screens(rows: Collection[IdentityNote]) -> None:
    """Grow the stamp of the tables whose notes these are."""
    keys = {row.table_key for row in rows}
    for table_id in HubTable.objects.filter(key__in=keys).values_list("pk", flat=True):
        bump(table_id)
