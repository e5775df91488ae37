"""The rights of contact, and who may see a contact point or a message."""

from __future__ import annotations

from enum import StrEnum

from django.db.models import Q

from commonbeat.core.actor import Actor


class Right(StrEnum):
    """What one may do with contact points and messages."""

    KNOW_NUMBERS = "contact.know_numbers"
    CHANGE_CONSENT = "contact.change_consent"
    QUEUE_MESSAGES = "contact.queue_messages"
    CARRY_MESSAGES = "contact.carry_messages"
    SEE_MASKED = "contact.see_masked"
    READ_MESSAGES = "contact.read_messages"
    CALL_BACK = "contact.call_back"
    ANSWER_SUBJECT = "contact.answer_subject"


_ALL = (
    Right.KNOW_NUMBERS,
    Right.QUEUE_MESSAGES,
    Right.CARRY_MESSAGES,
    Right.SEE_MASKED,
    Right.ANSWER_SUBJECT,
)


def points_guard(viewer: Actor) -> Q | None:
    """Machines, who may see masked numbers and who answers subjects see all; a holder their own."""
    return _guard(viewer, "key")


def messages_guard(viewer: Actor) -> Q | None:
    """As for contact points: the messages of a point one may see."""
    return _guard(viewer, "contact_point__key")


def _guard(viewer: Actor, path: str) -> Q | None:
    if any(viewer.may(right) for right in _ALL):
        return Q()
    prefix = "contact.point:"
    own = [held.removeprefix(prefix) for held in viewer.holds if held.startswith(prefix)]
    return Q(**{f"{path}__in": own}) if own else None
