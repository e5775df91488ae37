"""Recommendations: who is asked to do what by when, and what they answered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commonbeat.core.keys import new_key
from commonbeat.domains.initiatives.models.issues import Opportunity, SystemicIssue


class State(models.TextChoices):
    """Where a recommendation stands."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    PARTLY = "partly"
    DECLINED = "declined"
    IMPLEMENTED = "implemented"
    SUPERSEDED = "superseded"


OPEN = (State.PROPOSED, State.ACCEPTED, State.PARTLY)
ANSWERS = (State.ACCEPTED, State.PARTLY, State.DECLINED)


class Level(models.TextChoices):
    """How far up the addressee is."""

    LOCAL = "local"
    REGIONAL = "regional"
    PROVINCIAL = "provincial"


class Recommendation(models.Model):
    """One thing that one organisation is asked to do. It never lacks addressee, owner, due day."""

    key = models.CharField(max_length=20, unique=True, default=new_key)
    issue = models.ForeignKey(
        SystemicIssue, on_delete=models.CASCADE, related_name="recommendations"
    )
    opportunity = models.ForeignKey(
        Opportunity, on_delete=models.SET_NULL, null=True, related_name="recommendations"
    )
    text = models.TextField(max_length=600)
    text_fr = models.TextField(max_length=600, blank=True)
    addressee = models.CharField(max_length=120)
    addressee_fr = models.CharField(max_length=120, blank=True)
    level = models.CharField(max_length=10, choices=Level.choices)
    owner = models.ForeignKey("agencies.Staff", on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.PROPOSED)
    reply = models.TextField(max_length=1200, blank=True)
    reply_fr = models.TextField(max_length=1200, blank=True)
    replied_on = models.DateField(null=True)
    reply_recorded_at = models.DateTimeField(null=True)
    reply_recorded_by = models.CharField(max_length=80, blank=True)
    superseded_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="supersedes"
    )
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ("made_at", "pk")
        constraints = (
            models.CheckConstraint(
                name="initiatives_recommendation_addressed", condition=~Q(addressee="")
            ),
            models.CheckConstraint(
                name="initiatives_recommendation_answered",
                condition=Q(state__in=["proposed", "superseded"])
                | Q(replied_on__isnull=False) & ~Q(reply=""),
            ),
            models.CheckConstraint(
                name="initiatives_recommendation_settled",
                condition=Q(state__in=["proposed", "accepted", "partly"], settled_at=None)
                | Q(state__in=["declined", "implemented", "superseded"], settled_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"recommendation {self.key}"

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"initiatives.recommendation:{self.key}"


class Progress(models.Model):
    """What was done about a recommendation, or that nothing was."""

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.CASCADE, related_name="progress"
    )
    text = models.TextField(max_length=600)
    text_fr = models.TextField(max_length=600, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=80)

    class Meta:
        ordering = ("noted_at", "pk")

    def __str__(self) -> str:
        return f"progress {self.pk}"
