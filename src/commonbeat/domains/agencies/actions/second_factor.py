"""The second factor at sign-in: a six-digit code from a telephone (TOTP, RFC 6238)."""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.conf import settings
from django_otp.plugins.otp_totp.models import TOTPDevice

from commonbeat.core.action import action
from commonbeat.core.actor import Actor
from commonbeat.domains.agencies import errors
from commonbeat.domains.agencies.access import Right, own_key
from commonbeat.domains.agencies.actions.staff import in_service
from commonbeat.domains.agencies.models import Staff


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


@action(Right.KEEP_OWN_ACCOUNT)
def confirm_second_factor(*, secret: str, code: str, by: Actor) -> TOTPDevice:
    """Make the secret one's own second factor once a code shows that the telephone has it.

    Replaces an earlier one. Raises WrongCode.
    """
    staff: Staff = in_service(own_key(by))
    TOTPDevice.objects.filter(user=staff).delete()
    device = TOTPDevice(user=staff, name="telephone", key=secret, confirmed=True)
    device.save()
    if not device.verify_token(code):
        raise errors.WrongCode
    return device


@action(Right.KEEP_OWN_ACCOUNT)
def pass_second_factor(*, by: Actor) -> Staff:
    """Note that a second factor was shown. Done as NOBODY, it notes that one was refused."""
    return in_service(own_key(by))
