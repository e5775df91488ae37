"""The rights of agencies, and the roles that a person can be engaged in."""

from __future__ import annotations

from enum import StrEnum

from commonbeat.core.actor import Actor


class Right(StrEnum):
    """What one may do with agencies, staff and postings."""

    ENGAGE_STAFF = "agencies.engage_staff"
    POST_OFFICERS = "agencies.post_officers"
    SEE_STAFF = "agencies.see_staff"
    KEEP_OWN_ACCOUNT = "agencies.keep_own_account"


ADMINISTRATOR = "administrator"
# The roles of people; roles.py gives them their rights. No machine's role stands here, so that
# nobody can be engaged as one.
STAFF_ROLES = ("officer", "coordinator", "analyst", "leader", "privacy officer", ADMINISTRATOR)


def own_key(viewer: Actor) -> str:
    """The key of the member of staff that the actor is; '' for a machine or nobody."""
    role, _, key = viewer.name.partition(":")
    return key if role in STAFF_ROLES else ""
