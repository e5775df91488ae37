"""The secret of a second factor, before it is anybody's."""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Candidate:
    """A secret that is not yet anybody's second factor: as typed, and as the picture's text."""

    secret: str
    uri: str


def new_secret() -> str:
    """160 random bits, in hexadecimal, as RFC 4226 recommends."""
    return secrets.token_hex(20)


def candidate(secret: str, *, label: str) -> Candidate:
    """The secret as an authenticator app reads it; `label` is what the app shows."""
    typed = base64.b32encode(bytes.fromhex(secret)).decode()
    issuer = settings.OTP_TOTP_ISSUER
    query = urlencode({"secret": typed, "issuer": issuer}, quote_via=quote)
    return Candidate(typed, f"otpauth://totp/{quote(issuer)}:{quote(label)}?{query}")
