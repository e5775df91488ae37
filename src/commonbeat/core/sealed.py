"""Sealing: AES-256-GCM under a key per record, so that destroying the key forgets the record.

The per-record key is wrapped under a key derived (HKDF-SHA256) from the master secret. Each
seal binds a context ('contact.point.number'), so a sealed value moved to another field or
record does not open.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from commonbeat.core import clock
from commonbeat.core.deriving import derived
from commonbeat.core.keyring.models import SealedKey

_NONCE = 12


class KeyGone(Exception):
    """The key was destroyed: what it sealed is forgotten and cannot be read again."""


class WrongMasterSecret(Exception):
    """The master secret does not fit the key ring: set the one that the keys were made under."""


class KeyRing:
    """Some keys, opened for the length of one piece of work and never kept longer."""

    def __init__(self, keys: dict[str, bytes]) -> None:
        self._keys = keys

    def seal(self, ref: str, text: str, context: str) -> bytes:
        """Seal `text` under the key `ref`; raises KeyGone when there is none."""
        return self.seal_bytes(ref, text.encode(), context)

    def seal_bytes(self, ref: str, data: bytes, context: str) -> bytes:
        """As `seal`, for a file."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + AESGCM(self._key(ref)).encrypt(nonce, data, context.encode())

    def unseal(self, ref: str, blob: bytes | memoryview, context: str) -> str:
        """Open what `seal` closed; raises KeyGone when the key is destroyed or does not fit."""
        return self.unseal_bytes(ref, blob, context).decode()

    def unseal_bytes(self, ref: str, blob: bytes | memoryview, context: str) -> bytes:
        """As `unseal`, for a file."""
        sealed = bytes(blob)
        try:
            return AESGCM(self._key(ref)).decrypt(
                sealed[:_NONCE], sealed[_NONCE:], context.encode()
            )
        except InvalidTag:
            raise KeyGone from None

    def _key(self, ref: str) -> bytes:
        if ref not in self._keys:
            raise KeyGone
        return self._keys[ref]


def make_keys(n_keys: int) -> tuple[list[str], KeyRing]:
    """Make keys and store them, wrapped; returns their references and the opened ring.

    They are committed before what they seal: an orphan key is harmless, an orphan record is not.
    """
    keys = {secrets.token_hex(16): AESGCM.generate_key(256) for _ in range(n_keys)}
    today = clock.now().date()
    SealedKey.objects.bulk_create(
        SealedKey(ref=ref, wrapped=_wrap(ref, key), made_on=today) for ref, key in keys.items()
    )
    return list(keys), KeyRing(keys)


def ring(refs: Iterable[str]) -> KeyRing:
    """Open the keys that still exist of those named."""
    rows = SealedKey.objects.filter(ref__in=set(refs)).values_list("ref", "wrapped")
    return KeyRing({ref: _unwrap(ref, bytes(wrapped)) for ref, wrapped in rows})


def destroy_keys(refs: Iterable[str]) -> int:
    """Destroy keys for good; returns how many there were."""
    n_destroyed, _ = SealedKey.objects.filter(ref__in=set(refs)).delete()
    return n_destroyed


def blind_index(text: str, purpose: str) -> str:
    """A keyed one-way index (HMAC-SHA256, 160 bits) to find a sealed value by its text."""
    key = derived(f"blind:{purpose}")
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:40]


def _wrap(ref: str, key: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(derived("wrap")).encrypt(nonce, key, ref.encode())


def _unwrap(ref: str, wrapped: bytes) -> bytes:
    nonce, key = wrapped[:_NONCE], wrapped[_NONCE:]
    try:
        return AESGCM(derived("wrap")).decrypt(nonce, key, ref.encode())
    except InvalidTag:
        raise WrongMasterSecret("The master secret does not fit the key ring.") from None
