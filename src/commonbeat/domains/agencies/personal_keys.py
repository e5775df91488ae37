"""Personal keys: what is wrapped for a person opens only in a session begun with their password.

Each person has a pair of X25519 keys. The private one is stored under a key made of their
password (scrypt) and never otherwise, so that whoever holds both databases and the master secret
still opens nothing without the password. While they are signed in it travels, sealed, in a
cookie of their own browser. Who gets a new password from an administrator gets a new pair:
what was wrapped for the old one stays shut, and that is on purpose.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.conf import settings

from commonbeat.core import clock
from commonbeat.core.actor import Actor
from commonbeat.domains.agencies.access import Right
from commonbeat.domains.agencies.models import PersonalKey

COOKIE = "commonbeat_key"
COOKIE_PATH = "/partners/"
LASTS = dt.timedelta(hours=12)  # as long as a session, at most
_NONCE, _KEY, _SALT, _TIME = 12, 32, 16, 8
_VERSION = b"\x01"  # of what wrap_for makes


class WillNotOpen(Exception):
    """It was not wrapped for this key, or in this context, or somebody changed it."""


@dataclass(frozen=True, slots=True)
class Unlocked:
    """A person's private key, opened for the length of one piece of work and never stored."""

    staff_key: str
    private: bytes = field(repr=False)

    @property
    def subject(self) -> str:
        """How the ledger names whose it is."""
        return f"agencies.staff:{self.staff_key}"


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair as it is stored: the private key is wrapped under the password."""

    public_key: bytes
    wrapped_private: bytes = field(repr=False)
    salt: bytes = field(repr=False)


def new_pair(staff_key: str, password: str) -> tuple[Unlocked, Pair]:
    """A fresh pair, opened and as it is stored."""
    unlocked = Unlocked(staff_key, X25519PrivateKey.generate().private_bytes_raw())
    return unlocked, under_password(unlocked, password)


def under_password(unlocked: Unlocked, password: str) -> Pair:
    """The pair as it is stored under a password."""
    salt = secrets.token_bytes(_SALT)
    key = _from_password(password, salt)
    public = X25519PrivateKey.from_private_bytes(unlocked.private).public_key()
    wrapped = _lock(key, unlocked.private, f"password:{unlocked.staff_key}")
    return Pair(public.public_bytes_raw(), wrapped, salt)


def with_password(staff_key: str, pair: Pair, password: str) -> Unlocked:
    """The stored pair, opened; raises WillNotOpen under any other password."""
    key = _from_password(password, pair.salt)
    return Unlocked(staff_key, _unlock(key, pair.wrapped_private, f"password:{staff_key}"))


def wrap_for(public_key: bytes, secret: bytes, *, context: str = "") -> bytes:
    """Wrap a secret so that only the owner of the public key opens it, in the same context.

    A key made for this once (X25519, HKDF-SHA256) encrypts it under AES-256-GCM.
    """
    once = X25519PrivateKey.generate()
    shared = once.exchange(X25519PublicKey.from_public_bytes(public_key))
    once_public = once.public_key().public_bytes_raw()
    key = _agreed(shared, once_public, public_key)
    return _VERSION + once_public + _lock(key, secret, f"wrapped:{context}")


def unwrap(unlocked: Unlocked, blob: bytes | memoryview, *, context: str = "") -> bytes:
    """Open what `wrap_for` closed for this person; raises WillNotOpen."""
    sealed = bytes(blob)
    once_public, locked = sealed[1 : 1 + _KEY], sealed[1 + _KEY :]
    if sealed[:1] != _VERSION or len(once_public) != _KEY:
        raise WillNotOpen
    private = X25519PrivateKey.from_private_bytes(unlocked.private)
    try:
        shared = private.exchange(X25519PublicKey.from_public_bytes(once_public))
    except ValueError:  # a point that gives no secret
        raise WillNotOpen from None
    key = _agreed(shared, once_public, private.public_key().public_bytes_raw())
    return _unlock(key, locked, f"wrapped:{context}")


def public_keys(viewer: Actor, staff_keys: Iterable[str]) -> dict[str, bytes]:
    """The public keys of those in service who have one, by staff key."""
    if not viewer.may(Right.KEEP_OWN_ACCOUNT):
        return {}
    rows = PersonalKey.objects.filter(staff__key__in=set(staff_keys), staff__ended_at=None)
    return {key: bytes(public) for key, public in rows.values_list("staff__key", "public_key")}


def lock_into_cookie(unlocked: Unlocked) -> str:
    """The opened key as the text of a cookie, sealed for this person and for twelve hours."""
    at = int(clock.now().timestamp()).to_bytes(_TIME, "big")
    locked = _lock(_of_master("cookie"), at + unlocked.private, f"cookie:{unlocked.staff_key}")
    return base64.urlsafe_b64encode(locked).decode("ascii")


def from_cookie(text: str, staff_key: str) -> Unlocked | None:
    """The key that a cookie holds; None when it is absent, changed, too old, or another's."""
    try:
        locked = base64.b64decode(text.encode("ascii"), altchars=b"-_", validate=True)
        opened = _unlock(_of_master("cookie"), locked, f"cookie:{staff_key}")
    except (WillNotOpen, binascii.Error, UnicodeEncodeError):
        return None
    made_at = dt.datetime.fromtimestamp(int.from_bytes(opened[:_TIME], "big"), dt.UTC)
    if clock.now() - made_at >= LASTS:
        return None
    return Unlocked(staff_key, opened[_TIME:])


def _from_password(password: str, salt: bytes) -> bytes:
    # About 45 ms and 16 MB on one core of 2020: each guess costs that, and needs the master
    # secret besides. The parameters are those OWASP lists for scrypt with 16 MiB.
    stretched = Scrypt(salt=salt, length=_KEY, n=2**14, r=8, p=1).derive(password.encode())
    info = b"commonbeat:personal-key:password"
    kdf = HKDF(algorithm=SHA256(), length=_KEY, salt=_of_master("password"), info=info)
    return kdf.derive(stretched)


def _agreed(shared: bytes, once_public: bytes, public_key: bytes) -> bytes:
    info = b"commonbeat:personal-key:wrap" + once_public + public_key
    return HKDF(algorithm=SHA256(), length=_KEY, salt=None, info=info).derive(shared)


def _of_master(purpose: str) -> bytes:
    info = f"commonbeat:personal-key:{purpose}".encode()
    kdf = HKDF(algorithm=SHA256(), length=_KEY, salt=None, info=info)
    return kdf.derive(settings.MASTER_SECRET.encode())


def _lock(key: bytes, plain: bytes, context: str) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, context.encode())


def _unlock(key: bytes, locked: bytes, context: str) -> bytes:
    try:
        return AESGCM(key).decrypt(locked[:_NONCE], locked[_NONCE:], context.encode())
    except (InvalidTag, ValueError):
        raise WillNotOpen from None
