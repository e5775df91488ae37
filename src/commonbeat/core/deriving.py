"""Keys derived (HKDF-SHA256) from the master secret, each for one purpose."""

from __future__ import annotations

from functools import lru_cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


@lru_cache(maxsize=16)
def derived(purpose: str) -> bytes:
    """The key of 32 bytes for a purpose. No purpose's key says anything of another's."""
    secret = settings.MASTER_SECRET.encode()
    kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"commonbeat:{purpose}".encode())
    return kdf.derive(secret)
