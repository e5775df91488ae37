"""The rights of agencies, and the roles that a person can be engaged in."""

from __future__ import annotations

from enum import StrEnum

from commonbeat.core.actor import Actor


class Right(StrEnum):
    """What one may do with agencies, staff, what they signed, seats and postings."""

    ENGAGE_STAFF = "agencies.engage_staff"
    POST_OFFICERS = "agencies.post_officers"
    SEE_STAFF = "agencies.see_staff"
    KEEP_OWN_ACCOUNT = "agencies.keep_own_account"
    WORK_AT_DESK = "agencies.work_at_desk"  # the desk's first page: everybody but partners
    KEEP_AGREEMENTS = "agencies.keep_agreements"
    SEE_STANDINGS = "agencies.see_standings"  # whether somebody's agreement and promise hold
    SEE_SEATS = "agencies.see_seats"
    GRANT_SEATS = "agencies.grant_seats"
    SEE_READINGS = "agencies.see_readings"  # what was opened from a seat
    READ_FROM_SEAT = "agencies.read_from_seat"


ADMINISTRATOR = "administrator"
PARTNER = "partner"
# The roles of people; roles.py gives them their rights. No machine's role stands here, so that
# nobody can be engaged as one.
STAFF_ROLES = (
    "officer",
    "coordinator",
    "analyst",
    "leader",
    "privacy officer",
    ADMINISTRATOR,
    PARTNER,
)
SEAT = "agencies.service_seat:"


def own_key(viewer: Actor) -> str:
    """The key of the member of staff that the actor is; '' for a machine or nobody."""
    role, _, key = viewer.name.partition(":")
    return key if role in STAFF_ROLES else ""


def is_own(viewer: Actor, staff_key: str) -> bool:
    """Whether the actor is this member of staff, by their name or by what they hold."""
    own = bool(staff_key) and own_key(viewer) == staff_key
    return own or f"agencies.staff:{staff_key}" in viewer.holds


def seat_key(viewer: Actor) -> str:
    """The key of the seat inside the service that a partner reads from; '' for everybody else."""
    held = (subject.removeprefix(SEAT) for subject in viewer.holds if subject.startswith(SEAT))
    return next(held, "")
