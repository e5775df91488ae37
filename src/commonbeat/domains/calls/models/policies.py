"""Call types, what their callers are told, and in which words."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Milestone(models.TextChoices):
    """The points of a call that a caller can be told of."""

    RECEIVED = "received"
    DELAYED = "delayed"
    EN_ROUTE = "en_route"
    ARRIVED = "arrived"
    CLOSED = "closed"


class CallType(models.Model):
    """A type of call as dispatch names it. A sensitive type can never be told of."""

    code = models.CharField(max_length=60, unique=True)
    label = models.CharField(max_length=120)
    label_fr = models.CharField(max_length=120, blank=True)
    group = models.CharField(max_length=40)  # for figures: traffic, property, noise, …
    is_sensitive = models.BooleanField(default=False)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return f"call type {self.code}"

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"calls.type:{self.code}"


class TellingPolicy(models.Model):
    """One version of what callers of a type are told. Only one version is in force."""

    call_type = models.ForeignKey(CallType, on_delete=models.CASCADE, related_name="policies")
    version = models.PositiveIntegerField()
    in_force = models.BooleanField(default=True)
    tells = models.BooleanField(default=False)
    milestones = models.JSONField(default=dict, blank=True)  # Milestone → seconds' wait
    delay_after = models.DurationField()
    quiet_from = models.TimeField()
    quiet_until = models.TimeField()
    surveys = models.BooleanField(default=False)
    survey_after = models.DurationField()
    follows_up = models.BooleanField(default=False)
    follow_up_within = models.DurationField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["call_type", "version"], name="calls_policy_version_once"
            ),
            models.UniqueConstraint(
                fields=["call_type"], condition=Q(in_force=True), name="calls_policy_one_in_force"
            ),
        )

    def __str__(self) -> str:
        return f"policy {self.pk}"

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"calls.policy:{self.pk}"


class Wording(models.Model):
    """One version of a milestone's text in one language. Only one version is in force."""

    milestone = models.CharField(max_length=20)  # a Milestone, or another named text
    language = models.CharField(max_length=5)
    version = models.PositiveIntegerField()
    in_force = models.BooleanField(default=True)
    text = models.TextField(max_length=640)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["milestone", "language", "version"], name="calls_wording_version_once"
            ),
            models.UniqueConstraint(
                fields=["milestone", "language"],
                condition=Q(in_force=True),
                name="calls_wording_one_in_force",
            ),
        )

    def __str__(self) -> str:
        return f"wording {self.pk}"

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"calls.wording:{self.pk}"
