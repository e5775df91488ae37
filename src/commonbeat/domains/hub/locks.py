"""Two locks, one inside the other, and the token of 'discussed before?'.

Inner: AES-256-GCM under a half that is wrapped for each reader's own key. Outer: the same under
a key of the key ring (core/sealed.py). Neither half alone opens anything, and once the key in the
ring is destroyed no copy of the database does either. What is sealed is padded, so that its
length says nothing of the name inside.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import re
import secrets
import unicodedata
from dataclasses import asdict, dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from commonbeat.core.sealed import KeyGone, KeyRing

_NONCE, _PADDED = 12, 2048
LONGEST = {"name": 120, "born_on": 40, "address": 200}


@dataclass(frozen=True, slots=True)
class Identifiers:
    """Who it is about: the least that others need to say whether they know them.

    `subject` names the situation for the ledger. Nothing of it is in its repr.
    """

    name: str = field(repr=False)
    born_on: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    subject: str = ""

    def faults(self) -> list[str]:
        """The names of fields that are missing or too long."""
        given = {name: getattr(self, name).strip() for name in LONGEST}
        too_long = [name for name, most in LONGEST.items() if len(given[name]) > most]
        return too_long if given["name"] else ["name", *too_long]


def new_half() -> bytes:
    """The half of a note's key that is wrapped for its readers."""
    return AESGCM.generate_key(256)


def lock(who: Identifiers, *, half: bytes, ring: KeyRing, ref: str, context: str) -> bytes:
    """Identifiers under both locks. `context` binds them to one note."""
    plain = json.dumps(asdict(who) | {"subject": ""}).encode().ljust(_PADDED)
    nonce = secrets.token_bytes(_NONCE)
    inner = nonce + AESGCM(half).encrypt(nonce, plain, context.encode())
    return ring.seal_bytes(ref, inner, context)


def unlock(
    blob: bytes, *, half: bytes, ring: KeyRing, ref: str, context: str, subject: str
) -> Identifiers:
    """Open both locks; raises KeyGone when either key is gone or does not fit."""
    inner = ring.unseal_bytes(ref, blob, context)
    try:
        plain = AESGCM(half).decrypt(inner[:_NONCE], inner[_NONCE:], context.encode())
    except (InvalidTag, ValueError):
        raise KeyGone from None
    return Identifiers(**(json.loads(plain) | {"subject": subject}))


def repeat_token(secret: bytes, who: Identifiers) -> str:
    """A one-way token (HMAC-SHA256) of a name and a day of birth; '' without both.

    Case, accents, signs and the order of the names make no difference. The day must be a whole
    date, year first (1990-05-31): with less, two people would be taken for one.
    """
    names = sorted(re.findall(r"[^\W\d_]+", _bare(who.name)))
    day = _date(who.born_on)
    if not names or not day:
        return ""
    return hmac.new(secret, f"{' '.join(names)}|{day}".encode(), hashlib.sha256).hexdigest()


def _bare(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _date(text: str) -> str:
    try:
        return dt.date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        return ""
