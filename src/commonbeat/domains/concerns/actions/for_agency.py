"""A partner works on the concerns of their own agency, and answers what is offered to it.

The guard lets them see no other concern; here it is checked once more what they may do with each.
"""

from __future__ import annotations

from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.domains.concerns.access import Right, agencies_of
from commonbeat.domains.concerns.errors import NoSuchConcern, NoSuchOffer
from commonbeat.domains.concerns.models import Concern
from commonbeat.domains.concerns.moving import (
    Told,
    accepted,
    checked_state,
    checked_words,
    handed_back,
    move,
    open_concern,
)


@action(Right.WORK_FOR_AGENCY)
def accept_for_agency(*, key: str, version: int, by: Actor) -> Told:
    """Accept what one's agency is offered. Raises NoSuchConcern, NoSuchOffer, ChangedMeanwhile."""
    return accepted(_offered(key, by), version, by)


@action(Right.WORK_FOR_AGENCY)
def hand_back_for_agency(*, key: str, version: int, reason: str, by: Actor) -> Told:
    """Hand back what one's agency is offered; also NotAccepted for a reason that is none."""
    return handed_back(_offered(key, by), version, reason, by)


@action(Right.WORK_FOR_AGENCY)
def answer_for_agency(*, key: str, version: int, state: str, words: str, by: Actor) -> Told:
    """Tell the resident where a concern of one's own agency stands; some states close it.

    The words are for the resident: what everybody reads is written by the service. Raises
    NoSuchConcern (also for one that is only offered), AlreadyOver, ChangedMeanwhile, NotAccepted.
    """
    concern = _ours(key, by)
    note(agency=agencies_of(by)[0])
    return move(concern, version, checked_state(state), checked_words(words), by)


def _ours(key: str, by: Actor) -> Concern:
    concern = open_concern(key, by)
    if concern.agency is None or concern.agency.code not in agencies_of(by):
        raise NoSuchConcern("It is not your agency's.")
    return concern


def _offered(key: str, by: Actor) -> Concern:
    concern = open_concern(key, by)
    if concern.offered_to is None or concern.offered_to.code not in agencies_of(by):
        raise NoSuchOffer("No hand-over is waiting for your agency.")
    return concern
