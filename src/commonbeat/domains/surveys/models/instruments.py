"""What is asked."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Scale(models.TextChoices):
    """How a question is answered."""

    AGREE = "agree"  # 1 strongly disagree … 5 strongly agree
    SATISFIED = "satisfied"  # 1 very dissatisfied … 5 very satisfied
    YES_NO = "yes_no"
    TEXT = "text"


class Instrument(models.Model):
    """A version of a questionnaire. Versions never change: a change is a new version."""

    code = models.SlugField(max_length=40)
    version = models.PositiveIntegerField()
    in_force = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["code", "version"], name="surveys_instrument_version_once"
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(in_force=True),
                name="surveys_instrument_one_in_force",
            ),
        )

    def __str__(self) -> str:
        return f"instrument {self.code} {self.version}"

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"surveys.instrument:{self.code}-{self.version}"


class Question(models.Model):
    """One question, in English and French. `by_text` ones are asked in a text conversation."""

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=30)  # voice, respect, explanation, trust, overall, again
    scale = models.CharField(max_length=10, choices=Scale.choices)
    text = models.CharField(max_length=200)
    text_fr = models.CharField(max_length=200)
    by_text = models.BooleanField(default=False)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(
                fields=["instrument", "code"], name="surveys_question_code_once"
            ),
            models.UniqueConstraint(
                fields=["instrument", "position"], name="surveys_question_position_once"
            ),
        )

    def __str__(self) -> str:
        return f"question {self.code}"
