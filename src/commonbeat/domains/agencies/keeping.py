"""What the actions on staff share: who is in service, passwords, keys, sessions, lockouts."""

from __future__ import annotations

from axes.utils import reset
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError

from commonbeat.core import clock
from commonbeat.domains.agencies import errors, personal_keys
from commonbeat.domains.agencies.blind import blind_name
from commonbeat.domains.agencies.models import PersonalKey, Staff
from commonbeat.domains.agencies.personal_keys import Pair, WillNotOpen


def in_service(staff_key: str) -> Staff:
    """The member of staff in service, locked for a change; raises NoSuchStaff."""
    staff = Staff.objects.select_for_update().filter(key=staff_key, ended_at__isnull=True).first()
    if staff is None:
        raise errors.NoSuchStaff
    return staff


def give_password(staff: Staff, password: str) -> None:
    """Set a password that keeps the rules; raises WeakPassword with the rules it breaks."""
    try:
        validate_password(password, staff)
    except ValidationError as error:
        raise errors.WeakPassword(error.messages) from None
    staff.set_password(password)


def stored_pair(staff: Staff) -> Pair | None:
    """The personal key of somebody as it is stored."""
    row = PersonalKey.objects.filter(staff=staff).first()
    return Pair(bytes(row.public_key), bytes(row.wrapped_private), bytes(row.salt)) if row else None


def store_pair(staff: Staff, pair: Pair) -> None:
    """Store a personal key in the place of any older one."""
    PersonalKey.objects.update_or_create(
        staff=staff,
        defaults={
            "public_key": pair.public_key,
            "wrapped_private": pair.wrapped_private,
            "salt": pair.salt,
            "made_at": clock.now(),
        },
    )


def put_key_under(staff: Staff, *, present: str, password: str) -> None:
    """Keep the same personal key under a new password.

    A key that the present password does not open stays; the next sign-in makes a new pair.
    """
    stored = stored_pair(staff)
    if stored is None:
        return
    try:
        opened = personal_keys.with_password(staff.key, stored, present)
    except WillNotOpen:
        return
    store_pair(staff, personal_keys.under_password(opened, password))


def end_sessions(staff: Staff) -> None:
    """Delete every session of this person."""
    for session in Session.objects.filter(expire_date__gt=clock.now()).iterator():
        if session.get_decoded().get("_auth_user_id") == str(staff.pk):
            session.delete()


def forget_tries(sign_in_name: str) -> None:
    """Forget failed sign-ins by this name, so that a lockout is over."""
    reset(username=blind_name(None, {"sign_in_name": sign_in_name}))
