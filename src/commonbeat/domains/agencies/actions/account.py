"""What a member of staff does with their own account, signing in among it."""

from __future__ import annotations

from django.conf import settings

from commonbeat.core.action import action
from commonbeat.core.actor import Actor
from commonbeat.domains.agencies import errors
from commonbeat.domains.agencies.access import Right, own_key
from commonbeat.domains.agencies.keeping import give_password, in_service, put_key_under
from commonbeat.domains.agencies.models import Staff


@action(Right.KEEP_OWN_ACCOUNT)
def sign_in(*, by: Actor) -> Staff:
    """Note that somebody signed in. Done as NOBODY, it notes that a sign-in was refused.

    The name that was typed is not given, so that it cannot be written down.
    """
    return in_service(own_key(by))


@action(Right.KEEP_OWN_ACCOUNT)
def choose_own_language(*, language: str, by: Actor) -> Staff:
    """Choose the language of one's own pages; raises ValueError for one the desk lacks."""
    if language not in dict(settings.LANGUAGES):
        raise ValueError("The desk does not have this language.")
    staff = in_service(own_key(by))
    staff.language = language
    staff.save(update_fields=["language"])
    return staff


@action(Right.KEEP_OWN_ACCOUNT)
def change_own_password(*, present: str, password: str, by: Actor) -> Staff:
    """Choose a new password for oneself; every other session of one's own ends.

    The personal key stays the same, under the new password.

    Raises WrongPassword or WeakPassword. The caller keeps the present session alive.
    """
    staff = in_service(own_key(by))
    if not staff.check_password(present):
        raise errors.WrongPassword
    give_password(staff, password)
    staff.save(update_fields=["password"])
    put_key_under(staff, present=present, password=password)
    return staff
