"""Random keys: short ones that name rows to people, long ones that open a private page."""

from __future__ import annotations

import hashlib
import hmac
import secrets

# No 0/o, 1/l/i, and no vowels, so that a key cannot be misread or spell a word.
ALPHABET = "23456789bcdfghjkmnpqrstvwxzBCDFGHJKMNPQRSTVWXZ"
_LOWER = "23456789bcdfghjkmnpqrstvwxz"
KEY_LENGTH = 14  # 14 × log2(27) = 66 bits: names a row, opens nothing by itself
_LETTER_OF = bytes(ord(_LOWER[byte % 27]) for byte in range(256))
_UNEVEN = bytes(range(243, 256))
TOKEN_LENGTH = 21  # 21 × log2(46) = 116 bits: at least 112, so a plain hash may store it


def new_key() -> str:
    """A random lower-case name for a row, safe to show and to read aloud."""
    return "".join(secrets.choice(_LOWER) for _ in range(KEY_LENGTH))


def new_keys(n_keys: int) -> list[str]:
    """As many random names at once, a hundred times quicker than one by one.

    Bytes from 243 (9 × 27) up are thrown away, so that all 27 letters are equally likely.
    """
    letters = ""
    while len(letters) < n_keys * KEY_LENGTH:
        fresh = secrets.token_bytes(n_keys * KEY_LENGTH * 11 // 10 + 64)
        letters += fresh.translate(_LETTER_OF, _UNEVEN).decode("ascii")
    return [letters[i * KEY_LENGTH : (i + 1) * KEY_LENGTH] for i in range(n_keys)]


def new_token() -> str:
    """A random secret of at least 112 bits that opens a private page."""
    return "".join(secrets.choice(ALPHABET) for _ in range(TOKEN_LENGTH))


def token_from(secret: bytes, said: str) -> str:
    """The token that stands for what was said: always the same, and only ours to work out.

    HMAC-SHA256 gives 256 bits, of which the token's 116 are taken.
    """
    number = int.from_bytes(hmac.digest(secret, said.encode(), "sha256"))
    letters = []
    for _ in range(TOKEN_LENGTH):
        number, place = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters)


def token_hash(token: str) -> str:
    """What is stored of a token. Tokens of 112 bits or more need no salt (OWASP ASVS 6.5.2)."""
    return hashlib.sha256(token.encode()).hexdigest()
