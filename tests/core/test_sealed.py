"""What is sealed opens with its key, in its place, and never again once the key is destroyed."""

import pytest

from commonbeat.core import deriving, sealed
from commonbeat.core.keyring.models import SealedKey


def test_what_was_sealed_opens_with_its_key():
    [ref], ring = sealed.make_keys(1)
    blob = ring.seal(ref, "Ana lives here", "test.field")
    assert b"Ana" not in blob
    assert sealed.ring([ref]).unseal(ref, blob, "test.field") == "Ana lives here"


def test_it_does_not_open_in_another_field_or_with_another_key():
    (ref, other), ring = sealed.make_keys(2)
    blob = ring.seal(ref, "text", "test.field")
    with pytest.raises(sealed.KeyGone):
        ring.unseal(ref, blob, "test.other_field")
    with pytest.raises(sealed.KeyGone):
        ring.unseal(other, blob, "test.field")


def test_once_the_key_is_destroyed_a_copy_of_the_record_is_forgotten_too():
    [ref], ring = sealed.make_keys(1)
    backup = bytes(ring.seal(ref, "text", "test.field"))
    assert sealed.destroy_keys([ref]) == 1
    assert not SealedKey.objects.filter(ref=ref).exists()
    with pytest.raises(sealed.KeyGone):
        sealed.ring([ref]).unseal(ref, backup, "test.field")


def test_a_key_stored_is_wrapped_and_useless_without_the_master_secret(settings):
    [ref], _ring = sealed.make_keys(1)
    settings.MASTER_SECRET = "another master secret"
    deriving.derived.cache_clear()
    try:
        with pytest.raises(sealed.WrongMasterSecret):
            sealed.ring([ref])
    finally:
        deriving.derived.cache_clear()


def test_a_blind_index_is_the_same_for_the_same_text_and_differs_by_purpose():
    assert sealed.blind_index("+1", "a") == sealed.blind_index("+1", "a")
    assert sealed.blind_index("+1", "a") != sealed.blind_index("+1", "b")
