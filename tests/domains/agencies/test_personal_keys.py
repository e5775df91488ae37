"""Personal keys: who has the password opens them, and nobody and nothing else does."""

import datetime as dt
import itertools

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.apps import apps
from django.conf import settings
from django.db import models

from commonbeat.core import clock, sealed
from commonbeat.core.actor import NOBODY
from commonbeat.core.errors import NotPermitted
from commonbeat.core.guarded import whole_table
from commonbeat.core.keyring.models import SealedKey
from commonbeat.core.models import LedgerEntry
from commonbeat.domains.agencies import errors, personal_keys
from commonbeat.domains.agencies.actions import account, staff
from commonbeat.domains.agencies.actions.personal_keys import open_personal_key
from commonbeat.domains.agencies.models import PersonalKey
from commonbeat.domains.agencies.personal_keys import (
    Unlocked,
    WillNotOpen,
    from_cookie,
    lock_into_cookie,
    unwrap,
    wrap_for,
)
from commonbeat.roles import Role, actor
from tests.domains.agencies.cast import OPERATOR, PASSWORD, engage, partner

SECRET = b"the key of one identity note, 32"
OTHER = "quite another 34 lamps"


def opened(person, password=PASSWORD):
    return open_personal_key(password=password, by=actor(Role(person.role), person.key))


def public_of(person):
    return personal_keys.public_keys(OPERATOR_AT_DESK, [person.key])[person.key]


OPERATOR_AT_DESK = actor(Role.OFFICER, "anybody")


def changed(blob, at):
    return blob[:at] + bytes([blob[at] ^ 1]) + blob[at + 1 :]


def test_the_same_key_opens_at_every_sign_in():
    diaz = partner()
    first, second = opened(diaz), opened(diaz)
    assert first == second
    lines = LedgerEntry.objects.filter(verb="agencies.open_personal_key")
    assert [line.codes for line in lines.order_by("position")] == [{"made": True}, {"made": False}]


def test_what_is_wrapped_for_one_person_opens_for_them_alone():
    diaz, eve = partner(), partner("eve", "school")
    his, hers = opened(diaz), opened(eve)
    wrapped = wrap_for(public_of(diaz), SECRET, context="note:1")
    assert SECRET not in wrapped
    assert unwrap(his, wrapped, context="note:1") == SECRET
    for key, context in ((hers, "note:1"), (his, "note:2"), (his, "")):
        with pytest.raises(WillNotOpen):
            unwrap(key, wrapped, context=context)


def test_the_same_secret_is_never_wrapped_the_same_way_twice():
    diaz = partner()
    opened(diaz)
    public = public_of(diaz)
    assert wrap_for(public, SECRET) != wrap_for(public, SECRET)


def test_no_changed_byte_opens():
    diaz = partner()
    key = opened(diaz)
    wrapped = wrap_for(public_of(diaz), SECRET)
    for at in range(len(wrapped)):
        with pytest.raises(WillNotOpen):
            unwrap(key, changed(wrapped, at))
    for short in (b"", wrapped[:10], wrapped[:40], b"\x01" + bytes(32) + wrapped[33:]):
        with pytest.raises(WillNotOpen):
            unwrap(key, short)


def test_a_password_given_by_the_administrator_opens_nothing_of_before():
    diaz = partner()
    before = opened(diaz)
    wrapped = wrap_for(public_of(diaz), SECRET)
    staff.set_password(staff_key=diaz.key, password=OTHER, by=OPERATOR)
    after = opened(diaz, OTHER)
    assert after != before
    assert public_of(diaz) != personal_keys.under_password(before, OTHER).public_key
    with pytest.raises(WillNotOpen):
        unwrap(after, wrapped)
    assert unwrap(after, wrap_for(public_of(diaz), SECRET)) == SECRET


def test_ones_own_new_password_opens_what_was_wrapped_before():
    diaz = partner()
    before = opened(diaz)
    wrapped = wrap_for(public_of(diaz), SECRET)
    account.change_own_password(present=PASSWORD, password=OTHER, by=actor(Role.PARTNER, diaz.key))
    assert opened(diaz, OTHER) == before
    assert unwrap(opened(diaz, OTHER), wrapped) == SECRET


def test_a_wrong_password_opens_nothing_and_spoils_nothing():
    diaz = partner()
    before = opened(diaz)
    with pytest.raises(errors.WrongPassword):
        opened(diaz, OTHER)
    assert opened(diaz) == before


def test_nobody_opens_a_key_without_being_somebody():
    with pytest.raises(NotPermitted):
        open_personal_key(password=PASSWORD, by=NOBODY)
    with pytest.raises(errors.NoSuchStaff):
        open_personal_key(password=PASSWORD, by=actor(Role.PARTNER, "unknown"))


def test_the_key_goes_when_service_ends():
    diaz = partner()
    opened(diaz)
    staff.end_service(staff_key=diaz.key, by=OPERATOR)
    assert not PersonalKey.objects.exists()
    assert personal_keys.public_keys(OPERATOR_AT_DESK, [diaz.key]) == {}


def test_public_keys_are_for_those_who_sign_in():
    diaz = partner()
    opened(diaz)
    assert personal_keys.public_keys(NOBODY, [diaz.key]) == {}
    assert list(personal_keys.public_keys(OPERATOR_AT_DESK, [diaz.key, "unknown"])) == [diaz.key]


def test_a_cookie_opens_for_its_owner_for_twelve_hours():
    diaz = partner()
    key = opened(diaz)
    with clock.held_at(dt.datetime(2026, 5, 12, 16, tzinfo=dt.UTC)):
        cookie = lock_into_cookie(key)
        assert from_cookie(cookie, diaz.key) == key
        with clock.moved_by(dt.timedelta(hours=11, minutes=59)):
            assert from_cookie(cookie, diaz.key) == key
        with clock.moved_by(dt.timedelta(hours=12)):
            assert from_cookie(cookie, diaz.key) is None


def test_a_cookie_of_another_person_or_a_changed_one_does_not_open(settings):
    diaz, eve = partner(), partner("eve", "school")
    cookie = lock_into_cookie(opened(diaz))
    assert from_cookie(cookie, eve.key) is None
    for at in range(0, len(cookie) - 2, 7):
        other = "A" if cookie[at] != "A" else "B"
        assert from_cookie(cookie[:at] + other + cookie[at + 1 :], diaz.key) is None
    for text in ("", "x", "é", cookie[:20], cookie + "=", "=" * 80):
        assert from_cookie(text, diaz.key) is None
    settings.MASTER_SECRET = "the secret of another town"
    assert from_cookie(cookie, diaz.key) is None


def test_neither_the_key_nor_what_it_is_stored_as_is_ever_shown():
    diaz = partner()
    key = opened(diaz)
    stored = personal_keys.under_password(key, PASSWORD)
    for shown in (repr(key), str(key), repr(stored), repr(PersonalKey.objects.get())):
        for hidden in (key.private, stored.wrapped_private, stored.salt):
            assert repr(hidden)[2:-1] not in shown
            assert hidden.hex() not in shown
    everything = " ".join(str(line.codes) + line.subject for line in LedgerEntry.objects.all())
    assert PASSWORD not in everything
    assert key.private.hex() not in everything


def every_stored_text():
    """Each value of each row of each table of both databases, as bytes."""
    for table in apps.get_models():
        for row in whole_table(table).values():
            for value in row.values():
                if isinstance(value, bytes | memoryview):
                    yield bytes(value)
                elif isinstance(value, str) and value:
                    yield value.encode()


def keys_that_an_administrator_can_make():
    """All they hold: stored bytes, opened keys of the ring, and what the master secret gives."""
    master = settings.MASTER_SECRET.encode()
    stored = set(every_stored_text())
    ring = sealed.ring(SealedKey.objects.values_list("ref", flat=True))
    yield from ring._keys.values()
    yield from (text for text in stored if len(text) == 32)
    yield from (text[at : at + 32] for text in stored for at in (12, 16) if len(text) >= at + 32)
    salts = [None, *(text for text in stored if len(text) == 16)]
    purposes = ("wrap", "personal-key:password", "personal-key:cookie", "personal-key:wrap")
    for secret, salt, purpose in itertools.product((master, *stored), salts, purposes):
        kdf = HKDF(algorithm=SHA256(), length=32, salt=salt, info=f"commonbeat:{purpose}".encode())
        yield kdf.derive(secret)


def opens(key, wrapped, context):
    try:
        return AESGCM(key).decrypt(wrapped[:12], wrapped[12:], context)
    except (InvalidTag, ValueError):
        return None


def test_both_databases_and_the_master_secret_do_not_give_the_key_without_the_password():
    diaz = engage("diaz", Role.OFFICER)
    key = opened(diaz)
    sealed.make_keys(2)
    stored = PersonalKey.objects.get()
    wrapped = bytes(stored.wrapped_private)
    context = f"password:{diaz.key}".encode()
    tried = [opens(guess, wrapped, context) for guess in keys_that_an_administrator_can_make()]
    assert len(tried) > 100
    assert set(tried) == {None}
    assert key.private not in b" ".join(every_stored_text())
    pair = personal_keys.Pair(bytes(stored.public_key), wrapped, bytes(stored.salt))
    for guess in ("", settings.MASTER_SECRET, diaz.password, diaz.key, "wrong"):
        with pytest.raises(WillNotOpen):
            personal_keys.with_password(diaz.key, pair, guess)
    # With the password it does open: what failed above failed for want of it.
    assert personal_keys.with_password(diaz.key, pair, PASSWORD) == key


def test_what_is_stored_under_one_name_does_not_open_under_another():
    diaz, eve = partner(), partner("eve", "school")
    opened(diaz)
    row = PersonalKey.objects.get()
    pair = personal_keys.Pair(bytes(row.public_key), bytes(row.wrapped_private), bytes(row.salt))
    with pytest.raises(WillNotOpen):
        personal_keys.with_password(eve.key, pair, PASSWORD)


def test_an_unlocked_key_is_frozen():
    key = Unlocked("diaz", b"x" * 32)
    with pytest.raises(AttributeError):
        key.private = b""
    assert not issubclass(Unlocked, models.Model)
