"""Whom we asked. Nothing here says what anybody answered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commonbeat.core.keys import new_key
from commonbeat.domains.surveys.models.instruments import Instrument


class InvitationState(models.TextChoices):
    """Where an invitation stands."""

    WAITING = "waiting"  # its time has not come
    ASKED = "asked"
    ANSWERED = "answered"
    PARTLY = "partly"  # stopped half-way; what was answered counts
    DECLINED = "declined"
    EXPIRED = "expired"
    NOT_ASKED = "not asked"  # could not or must not be asked; `reason` says why


class Invitation(models.Model):
    """One person was (or could not be) asked about one contact with the service."""

    key = models.CharField(max_length=20, unique=True, default=new_key)
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="+")
    contact_point = models.ForeignKey(
        "contact.ContactPoint", on_delete=models.CASCADE, null=True, related_name="+"
    )
    about = models.CharField(max_length=80, blank=True)  # 'calls.call:KEY', blanked in time
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, null=True, related_name="+")
    group = models.CharField(max_length=40, blank=True)
    month = models.DateField()
    language = models.CharField(max_length=5, blank=True)  # it was asked in
    state = models.CharField(max_length=10, choices=InvitationState.choices)
    reason = models.CharField(max_length=40, blank=True)
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    token_hash = models.CharField(max_length=64, blank=True, db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["contact_point", "about"],
                condition=~Q(about=""),
                name="surveys_invitation_once",
            ),
            models.UniqueConstraint(
                fields=["about"],
                condition=Q(contact_point=None) & ~Q(about=""),
                name="surveys_invitation_nobody_once",
            ),
        )
        indexes = (models.Index(fields=["state", "due_at"], name="surveys_invitation_due"),)

    def __str__(self) -> str:
        return f"invitation {self.key}"

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"surveys.invitation:{self.key}"


class Conversation(models.Model):
    """Where somebody stands in a survey by text. The answers so far are sealed, then wiped."""

    invitation = models.OneToOneField(
        Invitation, on_delete=models.CASCADE, related_name="conversation"
    )
    next_position = models.PositiveSmallIntegerField(null=True)  # None: it is over
    was_asked_again = models.BooleanField(default=False)
    answers = models.BinaryField(null=True)  # sealed under `key_ref`, wiped when over
    key_ref = models.CharField(max_length=32, blank=True)
    heard_at = models.DateTimeField(null=True)  # the last answer came

    class Meta:
        indexes = (models.Index(fields=["heard_at"], name="surveys_conversation_heard"),)

    def __str__(self) -> str:
        return f"conversation {self.pk}"
