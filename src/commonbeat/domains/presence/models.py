"""Follow-ups: promises to go back to somebody."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commonbeat.core.keys import new_key


class FollowUpState(models.TextChoices):
    """Where a promise stands. 'tried' still waits for another try."""

    PROMISED = "promised"
    TRIED = "tried"
    DONE = "done"
    NOT_WANTED = "not wanted"


class FollowUp(models.Model):
    """A promise to call somebody back by a time."""

    key = models.CharField(max_length=20, unique=True, default=new_key)
    contact_point = models.ForeignKey(
        "contact.ContactPoint", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    about = models.CharField(max_length=80, blank=True)
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, null=True, related_name="+")
    owner = models.ForeignKey(
        "agencies.Staff", on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason = models.CharField(
        max_length=10, choices=[("asked", "the caller asked"), ("policy", "our policy")]
    )
    state = models.CharField(
        max_length=10, choices=FollowUpState.choices, default=FollowUpState.PROMISED
    )
    promised_at = models.DateTimeField()
    promised_by = models.CharField(max_length=80)
    due_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    reminded_by = models.CharField(max_length=80, blank=True)
    first_tried_at = models.DateTimeField(null=True)
    first_tried_by = models.CharField(max_length=80, blank=True)
    n_tries = models.PositiveSmallIntegerField(default=0)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["contact_point", "about"],
                condition=Q(state__in=["promised", "tried"]),
                name="presence_follow_up_one_open",
            ),
            models.CheckConstraint(
                name="presence_follow_up_settled",
                condition=Q(state__in=["promised", "tried"], settled_at=None)
                | Q(state__in=["done", "not wanted"], settled_at__isnull=False),
            ),
        )
        indexes = (models.Index(fields=["state", "due_at"], name="presence_follow_up_due"),)

    def __str__(self) -> str:
        return f"follow-up {self.key}"

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"presence.follow_up:{self.key}"
