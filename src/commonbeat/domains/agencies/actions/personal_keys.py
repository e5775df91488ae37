"""Opening one's own personal key at sign-in."""

from __future__ import annotations

from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.domains.agencies import errors, personal_keys
from commonbeat.domains.agencies.access import Right, own_key
from commonbeat.domains.agencies.keeping import in_service, store_pair, stored_pair
from commonbeat.domains.agencies.personal_keys import Unlocked, WillNotOpen


@action(Right.KEEP_OWN_ACCOUNT)
def open_personal_key(*, password: str, by: Actor) -> Unlocked:
    """Open one's own key with one's own password.

    Makes a pair when there is none, and a new one when an administrator has given a new
    password since: what was wrapped for the old pair is then unreadable for ever, by design.
    Raises WrongPassword, and then the stored pair stays as it is.
    """
    staff = in_service(own_key(by))
    stored = stored_pair(staff)
    if stored is not None:
        try:
            opened = personal_keys.with_password(staff.key, stored, password)
        except WillNotOpen:
            pass
        else:
            note(made=False)
            return opened
    if not staff.check_password(password):
        raise errors.WrongPassword
    opened, pair = personal_keys.new_pair(staff.key, password)
    store_pair(staff, pair)
    note(made=True)
    return opened
