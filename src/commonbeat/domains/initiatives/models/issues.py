"""Systemic issues, what shows them, and what could be done."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commonbeat.core.keys import new_key


class IssueState(models.TextChoices):
    """Where an issue stands. A draft is seen at the desk only."""

    DRAFT = "draft"
    OPEN = "open"
    RESOLVED = "resolved"
    SET_ASIDE = "set aside"


class Origin(models.TextChoices):
    """Where an issue was first seen."""

    HUB = "hub"  # a pattern in the Hub's figures
    SURVEY = "survey"
    MEETING = "meeting"
    PROBLEM = "problem"  # a problem worked through at a place


class SystemicIssue(models.Model):
    """A cause behind many cases that no single agency can change."""

    key = models.CharField(max_length=20, unique=True, default=new_key)
    title = models.CharField(max_length=120)
    title_fr = models.CharField(max_length=120, blank=True)
    statement = models.TextField(max_length=1200)
    statement_fr = models.TextField(max_length=1200, blank=True)
    affected = models.JSONField(default=list)  # codes of groups, see affected.py
    origin = models.CharField(max_length=10, choices=Origin.choices)
    state = models.CharField(max_length=10, choices=IssueState.choices, default=IssueState.DRAFT)
    raised_at = models.DateTimeField()
    raised_by = models.CharField(max_length=80)
    published_at = models.DateTimeField(null=True)
    published_by = models.CharField(max_length=80, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="initiatives_issue_published",
                condition=Q(state="draft", published_at=None)
                | ~Q(state="draft") & Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="initiatives_issue_closed",
                condition=Q(state__in=["draft", "open"], closed_at=None)
                | Q(state__in=["resolved", "set aside"], closed_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"issue {self.key}"

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"initiatives.issue:{self.key}"


class EvidenceKind(models.TextChoices):
    """What kind of evidence it is."""

    HUB_FIGURE = "hub figure"
    INDICATOR = "indicator"
    DOCUMENT = "document"


class Evidence(models.Model):
    """Something that shows the issue, frozen as it read when it was added. Never a row of data.

    `table` holds a small table as it was shown: {"headers": [...], "rows": [[...], ...]}.
    """

    key = models.CharField(max_length=20, unique=True, default=new_key)
    issue = models.ForeignKey(SystemicIssue, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=10, choices=EvidenceKind.choices)
    sentence = models.TextField(max_length=600)
    sentence_fr = models.TextField(max_length=600, blank=True)
    source = models.CharField(max_length=200)
    source_fr = models.CharField(max_length=200, blank=True)
    covers_from = models.DateField(null=True)
    covers_until = models.DateField(null=True)
    table = models.JSONField(null=True)
    indicator = models.ForeignKey(
        "initiatives.Indicator", on_delete=models.PROTECT, null=True, related_name="+"
    )
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=80)

    class Meta:
        ordering = ("added_at", "pk")
        constraints = (
            models.CheckConstraint(
                name="initiatives_evidence_period",
                condition=Q(covers_from=None)
                | Q(covers_until=None)
                | Q(covers_until__gte=models.F("covers_from")),
            ),
        )

    def __str__(self) -> str:
        return f"evidence {self.key}"

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"initiatives.evidence:{self.key}"


class Opportunity(models.Model):
    """What could be done about an issue, before anybody is asked to."""

    key = models.CharField(max_length=20, unique=True, default=new_key)
    issue = models.ForeignKey(SystemicIssue, on_delete=models.CASCADE, related_name="opportunities")
    text = models.TextField(max_length=600)
    text_fr = models.TextField(max_length=600, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=80)

    class Meta:
        ordering = ("noted_at", "pk")

    def __str__(self) -> str:
        return f"opportunity {self.key}"

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"initiatives.opportunity:{self.key}"


class Review(models.Model):
    """A day on which the issue is looked at again, and what was then said."""

    issue = models.ForeignKey(SystemicIssue, on_delete=models.CASCADE, related_name="reviews")
    due_on = models.DateField()
    planned_at = models.DateTimeField()
    planned_by = models.CharField(max_length=80)
    said = models.TextField(max_length=600, blank=True)
    said_fr = models.TextField(max_length=600, blank=True)
    held_at = models.DateTimeField(null=True)
    held_by = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ("due_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["issue"], condition=Q(held_at=None), name="initiatives_one_review_planned"
            ),
        )

    def __str__(self) -> str:
        return f"review {self.pk}"
