"""What was answered. Nothing here says who answered, about which call, or on which day.

Each answer to each question is a row by itself. A row with somebody's whole set of answers
would be a fingerprint, and which questions it answers would tell a text conversation from a
page and a half-finished one from a whole one – all of which the invitation knows as well.

An answer is first *held*: sealed under a key of its own, with a month and nothing else to read.
It is *released* as a response together with at least four others that are alike in everything
stored but the answer itself (see grouping.py), in shuffled order; its key is then destroyed.

What remains, said plainly: whoever holds the live database *and* the key ring can open what is
held just now, and whoever compares copies from before and after a release learns which
(five or more, alike) rows came with it. Page order in the file, write-ahead logs and backups
tell the same and no more, because held rows are unreadable without the key ring and rows of one
release are shuffled. When all five alike gave the same answer, that answer is known.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from commonbeat.core.keys import new_key
from commonbeat.domains.surveys.models.instruments import Instrument


class HeldAnswer(models.Model):
    """One answer to one question, sealed, that waits for enough others alike."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    content = models.BinaryField(null=True)  # question, area, group, language, value
    key_ref = models.CharField(max_length=32)

    class Meta:
        indexes = (models.Index(fields=["instrument", "month"], name="surveys_held_pool"),)

    def __str__(self) -> str:
        return "held answer"


class Response(models.Model):
    """One released answer to one question. Blank area, group or language: too few alike."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="+")
    question = models.CharField(max_length=30)  # its code
    month = models.DateField()
    area_code = models.CharField(max_length=60, blank=True)
    group = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=5, blank=True)
    value = models.PositiveSmallIntegerField()  # 1…5, or 0 and 1 for no and yes

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="surveys_response_value_on_scale", condition=Q(value__lte=5)
            ),
            models.CheckConstraint(
                name="surveys_response_month_is_a_first", condition=Q(month__day=1)
            ),
        )
        indexes = (models.Index(fields=["month", "question"], name="surveys_response_month"),)

    def __str__(self) -> str:
        return "response"


class HeldRemark(models.Model):
    """Free text, screened and sealed, that waits for other remarks."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    month = models.DateField()
    content = models.BinaryField(null=True)  # text, how much was struck out, language
    key_ref = models.CharField(max_length=32)

    def __str__(self) -> str:
        return "held remark"


class RemarkState(models.TextChoices):
    """Where a remark stands."""

    HELD = "held"
    KEPT = "kept"
    STRUCK = "struck"


class Remark(models.Model):
    """Free text, apart from the answers it came with. Screened, reviewed, and it expires."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    key = models.CharField(max_length=20, unique=True, default=new_key)
    month = models.DateField()  # of its release, which may be later than the contact
    language = models.CharField(max_length=5, blank=True)
    text = models.TextField(max_length=1000, blank=True)
    n_struck_out = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=RemarkState.choices, default=RemarkState.HELD)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.CharField(max_length=80, blank=True)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"remark {self.key}"

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"surveys.remark:{self.key}"
