"""The second factor at sign-in: a six-digit code from a telephone (TOTP, RFC 6238)."""

from __future__ import annotations

from django_otp.plugins.otp_totp.models import TOTPDevice

from commonbeat.core.action import action
from commonbeat.core.actor import Actor
from commonbeat.domains.agencies import errors
from commonbeat.domains.agencies.access import Right, own_key
from commonbeat.domains.agencies.keeping import in_service
from commonbeat.domains.agencies.models import Staff


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
