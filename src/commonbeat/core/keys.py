"""Random keys: short ones that name rows to people, long ones that open a private page."""

from __future__ import annotations

import hashlib
import secrets

# No 0/o, 1/l/i, and no vowels, so that a key cannot be misread or spell a word.
ALPHABET = "23456789bcdfghjkmnpqrstvwxzBCDFGHJKMNPQRSTVWXZ"
_LOWER = "23456789bcdfghjkmnpqrstvwxz"
KEY_LENGTH = 14  # 14 × log2(27) = 66 bits: names a row, opens nothing by itself
TOKEN_LENGTH = 21  # 21 × log2(46) = 116 bits: at least 112, so a plain hash may store it


def new_key() -> str:
    """A random lower-case name for a row, safe to show and to read aloud."""
    return "".join(secrets.choice(_LOWER) for _ in range(KEY_LENGTH))


def new_token() -> str:
    """A random secret of at least 112 bits that opens a private page."""
    return "".join(secrets.choice(ALPHABET) for _ in range(TOKEN_LENGTH))


def token_hash(token: str) -> str:
    """What is stored of a token. Tokens of 112 bits or more need no salt (OWASP ASVS 6.5.2)."""
    return hashlib.sha256(token.encode()).hexdigest()
