"""The outbox, delivery receipts and inbound texts."""

from __future__ import annotations

from django.db import models

from commonbeat.core.guarded import GuardedManager
from commonbeat.core.keys import new_key
from commonbeat.domains.contact.access import messages_guard
from commonbeat.domains.contact.models.points import ContactPoint


class State(models.TextChoices):
    """Where a message stands. Everything from 'delivered' on is final."""

    QUEUED = "queued"
    CLAIMED = "claimed"  # a worker holds it, under a lease
    HANDED_OVER = "handed over"  # the gateway has it
    UNKNOWN = "unknown"  # the gateway did not answer in time: perhaps sent
    DELIVERED = "delivered"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    STOPPED = "stopped"  # the person said STOP


class Message(models.Model):
    """A text or mail on its way to one contact point."""

    key = models.CharField(max_length=20, unique=True, default=new_key)
    contact_point = models.ForeignKey(
        ContactPoint, on_delete=models.CASCADE, related_name="messages"
    )
    purpose = models.CharField(max_length=20)  # update, survey, reminder, answer, consent
    topic = models.CharField(max_length=120, unique=True)  # the same topic is never told twice
    about = models.CharField(max_length=80, blank=True, db_index=True)  # 'calls.call:KEY'
    language = models.CharField(max_length=5)
    body = models.BinaryField(null=True)  # sealed under the contact point's key
    n_segments = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED)
    reason = models.CharField(max_length=40, blank=True)
    queued_at = models.DateTimeField()
    queued_by = models.CharField(max_length=80)
    not_before = models.DateTimeField()
    expires_at = models.DateTimeField()
    claimed_by = models.CharField(max_length=20, blank=True)  # one worker process
    leased_until = models.DateTimeField(null=True)
    # Set just before a hand-over begins: a worker that dies after it leaves an 'unknown'.
    attempted_at = models.DateTimeField(null=True)
    n_attempts = models.PositiveSmallIntegerField(default=0)
    gateway = models.CharField(max_length=20, blank=True)
    gateway_ref = models.CharField(max_length=80, blank=True)
    handed_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    objects: GuardedManager[Message] = GuardedManager(messages_guard)  # type: ignore[assignment]

    class Meta:
        base_manager_name = "objects"
        # Not a partial index: SQLite does not use one when the state comes as a parameter.
        indexes = (models.Index(fields=["state", "not_before"], name="contact_message_waiting"),)

    def __str__(self) -> str:
        return f"message {self.key}"

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"contact.message:{self.key}"


class Receipt(models.Model):
    """What a gateway reported of a message; a repeated report is kept once."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="receipts")
    report = models.CharField(max_length=20)
    received_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["message", "report"], name="contact_receipt_once"),
        )

    def __str__(self) -> str:
        return f"receipt {self.pk}"


class Inbound(models.Model):
    """A text that a person sent to us."""

    key = models.CharField(max_length=20, unique=True, default=new_key)
    gateway = models.CharField(max_length=20)
    gateway_ref = models.CharField(max_length=80)
    contact_point = models.ForeignKey(
        ContactPoint, on_delete=models.CASCADE, related_name="inbound"
    )
    body = models.BinaryField(null=True)
    received_at = models.DateTimeField()
    understood_as = models.CharField(max_length=20, blank=True)

    objects: GuardedManager[Inbound] = GuardedManager(messages_guard)  # type: ignore[assignment]

    class Meta:
        base_manager_name = "objects"
        constraints = (
            models.UniqueConstraint(fields=["gateway", "gateway_ref"], name="contact_inbound_once"),
        )
        indexes = (
            models.Index(fields=["understood_as", "received_at"], name="contact_inbound_kind"),
        )

    def __str__(self) -> str:
        return f"inbound {self.key}"

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"contact.inbound:{self.key}"
