"""What waits for the clock."""

from __future__ import annotations

from dataclasses import dataclass

from commonbeat.core import clock
from commonbeat.core.actor import Actor
from commonbeat.domains.surveys.access import Right
from commonbeat.domains.surveys.conversing import SILENCE
from commonbeat.domains.surveys.models import (
    Conversation,
    HeldAnswer,
    HeldRemark,
    Invitation,
    InvitationState,
)


@dataclass(frozen=True, slots=True)
class Work:
    """What waits for the clock."""

    has_due: bool
    has_silent: bool
    has_expired: bool
    has_held_answers: bool
    has_held_remarks: bool
    has_keys_to_sweep: bool


NO_WORK = Work(
    has_due=False,
    has_silent=False,
    has_expired=False,
    has_held_answers=False,
    has_held_remarks=False,
    has_keys_to_sweep=False,
)


def is_to_be_asked(viewer: Actor, about: str) -> bool:
    """Whether somebody waits to be asked about this; for whoever invites."""
    if not viewer.may(Right.INVITE):
        return False
    return Invitation.objects.filter(about=about, state=InvitationState.WAITING).exists()


def work(viewer: Actor) -> Work:
    """What waits for the clock; nothing for anybody else."""
    if not viewer.may(Right.RELEASE_ANSWERS):
        return NO_WORK
    now = clock.now()
    waiting = Invitation.objects.filter(state=InvitationState.WAITING)
    asked = Invitation.objects.filter(state=InvitationState.ASKED, expires_at__lte=now)
    talks = Conversation.objects.filter(next_position__isnull=False)
    held = HeldAnswer.objects.all()
    held_remarks = HeldRemark.objects.all()
    return Work(
        has_due=waiting.filter(due_at__lte=now, contact_point__isnull=False).exists(),
        has_silent=talks.filter(heard_at__lte=now - SILENCE).exists(),
        has_expired=waiting.filter(expires_at__lte=now).exists()
        or asked.filter(conversation__heard_at=None).exists(),
        has_held_answers=held.exclude(content=None).exists(),
        has_held_remarks=held_remarks.exclude(content=None).exists(),
        has_keys_to_sweep=Conversation.objects.filter(next_position=None).exists()
        or held.filter(content=None).exists()
        or held_remarks.filter(content=None).exists(),
    )
