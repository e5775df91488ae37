"""An administrator with both databases and the master secret, and without a password, reads nothing."""

from __future__ import annotations

import itertools

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from commonbeat.core import sealed
from commonbeat.core.deriving import derived
from commonbeat.core.guarded import whole_table
from commonbeat.core.keyring.models import SealedKey
from commonbeat.domains.agencies.actions.personal_keys import open_personal_key
from commonbeat.domains.agencies.actions.staff import set_password
from commonbeat.domains.agencies.models import PersonalKey
from commonbeat.domains.agencies.personal_keys import (
    Pair,
    Unlocked,
    WillNotOpen,
    unwrap,
    with_password,
)
from commonbeat.domains.hub import gate, locks
from commonbeat.domains.hub.errors import NoteGone
from commonbeat.domains.hub.sealed.models import IdentityNote, NoteReader
from commonbeat.roles import Role, actor
from tests.domains.hub import walks
from tests.domains.hub.cast import Cast, give_key
from tests.domains.hub.test_gate import WHO, open_note

PASSWORD = "a long pass phrase of Bell"


@pytest.fixture
def noted(hub: Cast) -> str:
    """A note that Bell reads with a key under a password that only Bell knows."""
    hub.unlocked["bell"] = give_key(hub.staff["bell"], PASSWORD)
    key = walks.elevate(hub)
    open_note(hub, key)
    return key


def stored(hub: Cast) -> Pair:
    row = PersonalKey.objects.get(staff=hub.staff["bell"])
    return Pair(bytes(row.public_key), bytes(row.wrapped_private), bytes(row.salt))


def halves(hub: Cast, private: bytes) -> list[bytes]:
    """The halves that open with a private key, of everything that is wrapped."""
    mine = Unlocked(hub.staff["bell"].key, private)
    found = []
    for row in whole_table(NoteReader).select_related("note"):
        try:
            found.append(unwrap(mine, row.wrapped, context=row.note.subject))
        except WillNotOpen:
            continue
    return found


def test_the_outer_lock_opens_with_the_master_secret_and_shows_nothing(hub, noted):
    note = whole_table(IdentityNote).get()
    ring = sealed.ring([note.key_ref])
    inner = ring.unseal_bytes(note.key_ref, bytes(note.sealed), note.subject)
    for part in (WHO.name, "Marker", WHO.address, WHO.born_on):
        assert part.encode() not in inner
        assert part.encode() not in bytes(note.sealed)


def test_no_key_that_lies_in_the_databases_opens_the_inner_lock(hub, noted):
    note = whole_table(IdentityNote).get()
    ring = sealed.ring([note.key_ref])
    inner = ring.unseal_bytes(note.key_ref, bytes(note.sealed), note.subject)
    bell = stored(hub)
    everything = [
        bell.public_key,
        bell.salt,
        bell.wrapped_private[:32],
        bell.wrapped_private[-32:],
        derived("wrap"),
        *(bytes(row.wrapped)[i : i + 32] for row in SealedKey.objects.all() for i in (0, 12, 28)),
        *(bytes(row.wrapped)[i : i + 32] for row in whole_table(NoteReader) for i in (1, 33, 45)),
        settings.MASTER_SECRET.encode().ljust(32)[:32],
    ]
    tries = [key.ljust(32, b"\0")[:32] for key in everything]
    for key, context in itertools.product(tries, (note.subject, "")):
        with pytest.raises(InvalidTag):
            AESGCM(key).decrypt(inner[:12], inner[12:], context.encode())
    for key in tries:
        assert halves(hub, key) == []


@pytest.mark.parametrize("guess", ["", "a long pass phrase of bell", "RIV", "password1234"])
def test_without_the_password_the_private_key_does_not_open(hub, noted, guess):
    with pytest.raises(WillNotOpen):
        with_password(hub.staff["bell"].key, stored(hub), guess)


def test_with_the_password_it_does_so_these_tests_could_fail(hub, noted):
    opened = with_password(hub.staff["bell"].key, stored(hub), PASSWORD)
    (half,) = halves(hub, opened.private)
    note = whole_table(IdentityNote).get()
    who = locks.unlock(
        bytes(note.sealed),
        half=half,
        ring=sealed.ring([note.key_ref]),
        ref=note.key_ref,
        context=note.subject,
        subject="",
    )
    assert who.name == WHO.name


def test_giving_bell_a_new_password_opens_nothing_of_before(hub, noted):
    admin = actor(Role.ADMINISTRATOR, "admin")
    set_password(staff_key=hub.staff["bell"].key, password="chosen by another", by=admin)
    bell = hub.by["bell"]
    taken_over = open_personal_key(password="chosen by another", by=bell)
    with pytest.raises(NoteGone):
        gate.read_note(situation_key=noted, unlocked=taken_over, by=bell)
    assert halves(hub, taken_over.private) == []


def test_making_oneself_a_reader_in_the_database_opens_nothing(hub, noted):
    """The rows can be forged; the half cannot be wrapped by who does not have it."""
    hers = whole_table(NoteReader).get(staff_key=hub.staff["bell"].key)
    forged = whole_table(NoteReader).get(staff_key=hub.staff["ana"].key)
    whole_table(NoteReader).filter(pk=forged.pk).update(wrapped=bytes(hers.wrapped))
    with pytest.raises(NoteGone):
        gate.read_note(situation_key=noted, unlocked=hub.unlocked["ana"], by=hub.by["ana"])
