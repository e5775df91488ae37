"""Which role holds which right: the whole power of the system on one page.

People sign in with one role. Machines, the clock, a caller with a private link and the operator
at the command line are roles too. A right that stands in no role cannot be used by anybody; a
law checks that each right of each domain stands here.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from commonbeat.core.actor import Actor
from commonbeat.domains.agencies.access import Right as Agencies
from commonbeat.domains.agencies.seats import SEAT_RIGHTS
from commonbeat.domains.calls.access import Right as Calls
from commonbeat.domains.concerns.access import Right as Concerns
from commonbeat.domains.contact.access import Right as Contact
from commonbeat.domains.hub.access import Right as Hub
from commonbeat.domains.hub.access import SeatRole
from commonbeat.domains.initiatives.access import Right as Initiatives
from commonbeat.domains.places.access import Right as Places
from commonbeat.domains.presence.access import Right as Presence
from commonbeat.domains.publishing.access import Right as Publishing
from commonbeat.domains.surveys.access import Right as Surveys


class Role(StrEnum):
    """Everybody and everything that acts."""

    # People who sign in.
    OFFICER = "officer"
    COORDINATOR = "coordinator"
    ANALYST = "analyst"
    LEADER = "leader"
    PRIVACY_OFFICER = "privacy officer"
    ADMINISTRATOR = "administrator"
    PARTNER = "partner"  # of another agency; in a seat inside the service also the next
    SEATED_PARTNER = "seated partner"
    # Residents, with a link or a phone in their hand.
    CALLER = "caller"
    # Machines and the people at the machine.
    FEED = "feed"
    GATEWAY = "gateway"
    ANYBODY = "anybody"  # a resident who says nothing of who they are
    INTAKE = "intake"  # takes reports in and tells residents what becomes of them
    APP = "app"  # another city's Open311 app, with a key
    CLOCK = "clock"
    OPERATOR = "operator"
    HUB_FIGURES = "hub figures"  # counts for the disclosure rule, on an analyst's behalf


SIGNS_IN = (
    Role.OFFICER,
    Role.COORDINATOR,
    Role.ANALYST,
    Role.LEADER,
    Role.PRIVACY_OFFICER,
    Role.ADMINISTRATOR,
    Role.PARTNER,
)

_EVERY_STAFF = {
    Agencies.KEEP_OWN_ACCOUNT,
    Agencies.WORK_AT_DESK,
    Agencies.SEE_STAFF,
    Calls.SEE_POLICIES,
}
# The most that a partner's seat inside the service may hold: reading, and nothing sensitive.
SEAT_MAY_HOLD: frozenset[str] = frozenset(SEAT_RIGHTS)

RIGHTS: dict[Role, frozenset[str]] = {
    Role.OFFICER: frozenset(
        _EVERY_STAFF
        | {
            Concerns.SEE_CONCERNS,
            Concerns.HANDLE,
            Concerns.SEE_OWN_THANKS,
            Calls.SEE_CALLS,
            Contact.SEE_MASKED,
            Contact.READ_MESSAGES,
            Contact.CALL_BACK,
            Presence.SEE_PROMISES,
            Presence.KEEP_PROMISES,
            Presence.PROMISE,
        }
    ),
    Role.COORDINATOR: frozenset(
        _EVERY_STAFF
        | {
            Initiatives.SEE_INITIATIVES,
            Initiatives.RAISE_ISSUES,
            Initiatives.RECOMMEND,
            Initiatives.NOTE_PROGRESS,
            Initiatives.RECORD_REPLIES,
            Concerns.SEE_CONCERNS,
            Concerns.HANDLE,
            Concerns.FORWARD,
            Concerns.READ_TIPS,
            Concerns.SET_KINDS,
            Concerns.HANDLE_COMPLAINTS,
            Concerns.PASS_ON_THANKS,
            Concerns.COUNT,
            Calls.SEE_CALLS,
            Calls.SET_POLICIES,
            Calls.COUNT_CALLS,
            Contact.SEE_MASKED,
            Contact.READ_MESSAGES,
            Contact.CHANGE_CONSENT,
            Contact.CALL_BACK,
            Agencies.POST_OFFICERS,
            Agencies.KEEP_AGREEMENTS,
            Agencies.SEE_STANDINGS,
            Presence.SEE_PROMISES,
            Presence.KEEP_PROMISES,
            Presence.PROMISE,
            Surveys.SEE_RESULTS,
            Surveys.REVIEW_REMARKS,
            Surveys.SET_INSTRUMENTS,
        }
    ),
    Role.ANALYST: frozenset(
        _EVERY_STAFF
        | {
            Initiatives.SEE_INITIATIVES,
            Initiatives.RAISE_ISSUES,
            Initiatives.RECOMMEND,
            Initiatives.NOTE_PROGRESS,
            Concerns.COUNT,
            Calls.COUNT_CALLS,
            Hub.SEE_FIGURES,
            Presence.SEE_PROMISES,
            Surveys.SEE_RESULTS,
        }
    ),
    Role.LEADER: frozenset(
        _EVERY_STAFF
        | {
            Initiatives.SEE_INITIATIVES,
            Initiatives.RECOMMEND,
            Initiatives.NOTE_PROGRESS,
            Initiatives.RECORD_REPLIES,
            Initiatives.PUBLISH_LOG,
            Concerns.SEE_CONCERNS,
            Concerns.HANDLE_COMPLAINTS,
            Concerns.PASS_ON_THANKS,
            Concerns.COUNT,
            Calls.SEE_CALLS,
            Calls.COUNT_CALLS,
            Hub.SEE_FIGURES,
            Presence.SEE_PROMISES,
            Surveys.SEE_RESULTS,
            Publishing.RELEASE_FIGURES,
        }
    ),
    Role.PRIVACY_OFFICER: frozenset(
        _EVERY_STAFF
        | {
            Initiatives.SEE_INITIATIVES,
            Agencies.KEEP_AGREEMENTS,
            Agencies.SEE_STANDINGS,
            Agencies.SEE_SEATS,
            Agencies.SEE_READINGS,
            Contact.ANSWER_SUBJECT,
            Contact.SEE_MASKED,
            Surveys.SEE_RESULTS,
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        _EVERY_STAFF
        | {
            Concerns.SET_KINDS,
            Concerns.SET_ROUTES,
            Agencies.ENGAGE_STAFF,
            Agencies.KEEP_AGREEMENTS,
            Agencies.SEE_STANDINGS,
            Agencies.SEE_SEATS,
            Agencies.GRANT_SEATS,
            Agencies.POST_OFFICERS,
            Calls.OPEN_FEEDS,
            Contact.SEE_MASKED,
            Hub.SET_UP,
            Places.DRAW_AREAS,
        }
    ),
    Role.PARTNER: frozenset({Agencies.KEEP_OWN_ACCOUNT, Concerns.WORK_FOR_AGENCY}),
    Role.SEATED_PARTNER: frozenset(
        {Agencies.KEEP_OWN_ACCOUNT, Agencies.WORK_AT_DESK, Agencies.READ_FROM_SEAT}
    ),
    Role.CALLER: frozenset(
        {
            Concerns.FOLLOW_OWN,
            Concerns.FOLLOW_TIP,
            Concerns.FOLLOW_COMPLAINT,
            Contact.CHANGE_CONSENT,
            Presence.ASK_FOR_CALL,
            Surveys.ANSWER,
        }
    ),
    Role.FEED: frozenset(
        {
            Calls.TAKE_EVENTS,
            Calls.TELL_CALLERS,
            Contact.KNOW_NUMBERS,
            Contact.QUEUE_MESSAGES,
            Presence.PROMISE,
            Surveys.INVITE,
        }
    ),
    Role.GATEWAY: frozenset(
        {
            Concerns.RAISE,
            Concerns.FOLLOW_OWN,
            Concerns.LEAVE_TIP,
            Concerns.FOLLOW_TIP,
            Contact.CARRY_MESSAGES,
            Contact.KNOW_NUMBERS,
            Contact.CHANGE_CONSENT,
            Contact.QUEUE_MESSAGES,
            Calls.TELL_CALLERS,
            Presence.ASK_FOR_CALL,
            Surveys.ANSWER,
        }
    ),
    Role.CLOCK: frozenset(
        {
            Concerns.KEEP_TIME,
            Concerns.FORWARD,
            Calls.TELL_CALLERS,
            Calls.COUNT_CALLS,
            Contact.CARRY_MESSAGES,
            Contact.QUEUE_MESSAGES,
            Hub.KEEP_TIME,
            Presence.REMIND,
            Presence.SEE_PROMISES,
            Publishing.RELEASE_FIGURES,
            Surveys.INVITE,
            Surveys.RELEASE_ANSWERS,
            Surveys.SEE_RESULTS,
        }
    ),
    Role.OPERATOR: frozenset(
        {
            Concerns.SET_KINDS,
            Concerns.SET_ROUTES,
            Agencies.ENGAGE_STAFF,
            Agencies.KEEP_AGREEMENTS,
            Agencies.GRANT_SEATS,
            Agencies.POST_OFFICERS,
            Calls.COUNT_CALLS,
            Calls.IMPORT_CALLS,
            Calls.OPEN_FEEDS,
            Calls.SET_POLICIES,
            Contact.ANSWER_SUBJECT,
            Hub.SET_UP,
            Places.DRAW_AREAS,
            Presence.SEE_PROMISES,
            Publishing.RELEASE_FIGURES,
            Surveys.SET_INSTRUMENTS,
        }
    ),
    Role.ANYBODY: frozenset({Concerns.RAISE, Concerns.LEAVE_TIP, Concerns.SAY}),
    Role.INTAKE: frozenset(
        {Concerns.RAISE, Contact.KNOW_NUMBERS, Contact.QUEUE_MESSAGES, Surveys.INVITE}
    ),
    Role.APP: frozenset({Concerns.RAISE, Concerns.UPDATE, Concerns.COUNT}),
    Role.HUB_FIGURES: frozenset({Hub.COUNT}),
}


# What a seat at a Hub table adds, at that table alone and while agreement and undertaking last.
SEATS: dict[SeatRole, frozenset[str]] = {
    SeatRole.DISCUSSANT: frozenset({Hub.SCREEN, Hub.SEE_TABLE, Hub.DISCUSS, Hub.READ_NOTES}),
    SeatRole.APPROVER: frozenset({Hub.APPROVE}),
    SeatRole.CHAIR: frozenset({Hub.SEE_TABLE, Hub.CHAIR, Hub.SEE_RECORD, Hub.SEND_RECORD}),
    SeatRole.DATA_CLERK: frozenset(
        {Hub.SEE_TABLE, Hub.KEEP_RECORD, Hub.SEE_RECORD, Hub.SEND_RECORD}
    ),
    SeatRole.PRIVACY_LEAD: frozenset({Hub.OVERSEE}),
}


def actor(role: Role, name: str, *, holds: frozenset[str] = frozenset()) -> Actor:
    """An actor of a role; `name` is a random key or a code, never a person's name."""
    return Actor(name=f"{role}:{name}", rights=RIGHTS[role], holds=holds)


def seated(
    role: Role, staff_key: str, *, table_key: str, agency_code: str, seats: Iterable[SeatRole]
) -> Actor:
    """A person at one Hub table: what their seats add there, and whom they act for."""
    rights = RIGHTS[role].union(*(SEATS[seat] for seat in seats))
    holds = (f"hub.table:{table_key}", f"agencies.agency:{agency_code}")
    return Actor(f"{role}:{staff_key}", rights, frozenset({*holds, f"agencies.staff:{staff_key}"}))


def seated_in_service(name: str, *, seat: str, granted: Iterable[str]) -> Actor:
    """A partner in a seat inside the service: what was granted, and never more than a seat may.

    `seat` is the seat's subject, under which each page that they open is written down.
    """
    rights = RIGHTS[Role.SEATED_PARTNER] | (frozenset(granted) & SEAT_MAY_HOLD)
    return Actor(name=f"{Role.PARTNER}:{name}", rights=rights, holds=frozenset({seat}))
