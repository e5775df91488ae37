"""Whom we asked. Nothing here says what anybody answered."""

from __future__ import annotations

from django.db import models

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
    about = models.CharField(max_length=80)  # 'calls.call:KEY'; blanked with the number
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, null=True, related_name="+")
    group = models.CharField(max_length=40, blank=True)
    month = models.DateField()
    state = models.CharField(max_length=10, choices=InvitationState.choices)
    reason = models.CharField(max_length=40, blank=True)
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    token_hash = models.CharField(max_length=64, blank=True, db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["contact_point", "about"], name="surveys_invitation_once"
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
    next_position = models.PositiveSmallIntegerField(null=True)  # None: nothing more to ask
    language = models.CharField(max_length=5)
    answers = models.BinaryField(null=True)  # sealed under `key_ref`, wiped when finished
    key_ref = models.CharField(max_length=32, blank=True)
    asked_on = models.DateField()

    def __str__(self) -> str:
        return f"conversation {self.pk}"
