"""The system administrator with both databases, the key ring's rows and the master secret.

Every value of every table is read as a thief of the files would read it. How the two locks of a
note stand against the same thief is tried in tests/domains/hub/test_administrator.py, and a backup
put back in tests/domains/hub/test_backups.py.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from django.apps import apps

from commonbeat.core import sealed
from commonbeat.core.guarded import whole_table
from commonbeat.core.keyring.models import SealedKey
from commonbeat.domains.agencies.personal_keys import unwrap
from commonbeat.domains.hub import gate
from commonbeat.domains.hub.models import Screening, Situation, SituationCode
from commonbeat.domains.hub.sealed.models import IdentityNote, NoteReader
from tests.attackers.stage import DRAFTED_FACTOR, REJECTED_FACTOR, WHO, Stage

Blob = memoryview | bytes


def everything() -> Iterator[tuple[str, str]]:
    """Each row of each table of both databases, as text."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table == "hub_code":  # the lists themselves
            continue
        for row in whole_table(model).values_list():
            plain = [bytes(v).decode("latin-1") if isinstance(v, Blob) else v for v in row]
            yield model._meta.db_table, str(plain)


def test_both_databases_hold_nobodys_name(stage: Stage):
    rows = list(everything())
    assert len(rows) > 300
    assert not [table for table, row in rows for mark in WHO if mark in row]


def test_they_do_hold_what_is_no_secret_of_theirs_so_this_could_fail(stage: Stage):
    """Codes are in clear: whoever holds the database sees a draft's factors, and of whom never."""
    holding = {table for table, row in everything() if DRAFTED_FACTOR in row}
    assert holding == {"hub_screening"}
    assert {table for table, row in everything() if "RIV-2026-0001" in row} >= {"hub_situation"}


def test_a_rejected_situation_is_stripped_to_the_last_row(stage: Stage):
    rows = list(everything())
    assert not [table for table, row in rows if REJECTED_FACTOR in row]
    situation = whole_table(Situation).get(key=stage.rejected)
    assert not whole_table(SituationCode).filter(situation=situation).exists()
    assert situation.originator_id is None
    screening = whole_table(Screening).get(situation_key=stage.rejected)
    assert screening.carried == {}


def test_every_key_of_the_ring_and_of_three_readers_opens_a_note_only_together(stage: Stage):
    """The ring alone opens nothing; with a reader's own key it does, so this could fail."""
    note = whole_table(IdentityNote).get(situation_key=stage.noted)
    refs = list(SealedKey.objects.values_list("ref", flat=True))
    for ref in refs:
        with contextlib.suppress(sealed.KeyGone):
            inner = sealed.ring([ref]).unseal_bytes(ref, bytes(note.sealed), note.subject)
            assert not [mark for mark in WHO if mark.encode() in inner]
    reader = whole_table(NoteReader).get(note=note, staff_key=stage.riv.staff["bell"].key)
    half = unwrap(stage.riv.unlocked["bell"], reader.wrapped, context=note.subject)
    found = gate.reading.unlock(
        bytes(note.sealed),
        half=half,
        ring=sealed.ring([note.key_ref]),
        ref=note.key_ref,
        context=note.subject,
        subject="",
    )
    assert found.name == WHO[0]
