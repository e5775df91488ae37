"""What was answered. Nothing here says who answered, about which call, or on which day."""

from __future__ import annotations

import uuid

from django.db import models

from commonbeat.core.keys import new_key
from commonbeat.domains.surveys.models.instruments import Instrument


class HeldAnswer(models.Model):
    """A finished answer that waits for enough others, so that order and time tell nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    area_code = models.CharField(max_length=60, blank=True)
    group = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=5, blank=True)
    answers = models.JSONField()  # question code → 1…5, or 0/1 for no/yes

    def __str__(self) -> str:
        return "held answer"


class Response(models.Model):
    """A released answer. Blank area, group or language: too few alike to keep it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    area_code = models.CharField(max_length=60, blank=True)
    group = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=5, blank=True)
    answers = models.JSONField()

    class Meta:
        indexes = (models.Index(fields=["month"], name="surveys_response_month"),)

    def __str__(self) -> str:
        return "response"


class RemarkState(models.TextChoices):
    """Where a remark stands."""

    HELD = "held"
    KEPT = "kept"
    STRUCK = "struck"


class Remark(models.Model):
    """Free text, apart from the response it came with. Screened, reviewed, and it expires."""

    key = models.CharField(max_length=20, unique=True, default=new_key)
    month = models.DateField()
    language = models.CharField(max_length=5, blank=True)
    text = models.TextField(max_length=1000, blank=True)
    n_struck_out = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(
        max_length=10, choices=RemarkState.choices, default=RemarkState.HELD
    )
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.CharField(max_length=80, blank=True)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"remark {self.key}"

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"surveys.remark:{self.key}"
