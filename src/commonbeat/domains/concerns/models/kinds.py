"""What one may report: the kinds, in Open311's words 'services', and their questions."""

from __future__ import annotations

from django.db import models


class Answering(models.TextChoices):
    """How a number is given: at once, later through a token, or never (Open311 'type')."""

    REALTIME = "realtime"
    BATCH = "batch"
    BLACKBOX = "blackbox"


class ConcernKind(models.Model):
    """A kind of concern. A kind that is not public never appears outside."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    name_fr = models.CharField(max_length=120)
    description = models.CharField(max_length=400, blank=True)
    description_fr = models.CharField(max_length=400, blank=True)
    group = models.CharField(max_length=60, blank=True)
    group_fr = models.CharField(max_length=60, blank=True)
    keywords = models.CharField(max_length=200, blank=True)  # comma-separated
    answering = models.CharField(
        max_length=10, choices=Answering.choices, default=Answering.REALTIME
    )
    is_public = models.BooleanField(default=True)
    describes_people = models.BooleanField(default=False)  # asks the questions about a person
    asks_after = models.BooleanField(default=False)  # a survey once a report of it is closed
    due_days = models.PositiveSmallIntegerField(default=7)
    agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, null=True, related_name="+"
    )
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("position", "code")

    def __str__(self) -> str:
        return f"kind {self.code}"

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"concerns.kind:{self.code}"


class Datatype(models.TextChoices):
    """Open311's data types of an answer."""

    STRING = "string"
    NUMBER = "number"
    DATETIME = "datetime"
    TEXT = "text"
    SINGLE = "singlevaluelist"
    MULTI = "multivaluelist"


class Question(models.Model):
    """A question that a kind asks (Open311 'attribute'); `asks` False is display text only.

    Its words never change, so that answers keep the question they answered: it is closed, and
    another one is added.
    """

    kind = models.ForeignKey(ConcernKind, on_delete=models.CASCADE, related_name="questions")
    code = models.SlugField(max_length=60)
    asks = models.BooleanField(default=True)
    datatype = models.CharField(max_length=20, choices=Datatype.choices)
    is_required = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=300)
    words_fr = models.CharField(max_length=300)
    hint = models.CharField(max_length=200, blank=True)
    hint_fr = models.CharField(max_length=200, blank=True)
    # [{"key": "dim", "name": "Too dim", "name_fr": "Trop faible"}] for the list types
    choices = models.JSONField(default=list)
    closed_at = models.DateTimeField(null=True)  # from then on nobody is asked

    class Meta:
        ordering = ("order",)
        constraints = (
            models.UniqueConstraint(fields=["kind", "code"], name="concerns_question_code"),
            models.UniqueConstraint(fields=["kind", "order"], name="concerns_question_order"),
        )

    def __str__(self) -> str:
        return f"question {self.code} of {self.kind_id}"


class ReplyTemplate(models.Model):
    """Words that staff may start a reply from."""

    key = models.SlugField(max_length=60, unique=True)
    kind = models.ForeignKey(ConcernKind, on_delete=models.CASCADE, null=True, related_name="+")
    words = models.CharField(max_length=600)
    words_fr = models.CharField(max_length=600)

    def __str__(self) -> str:
        return f"template {self.key}"


class AppKey(models.Model):
    """An app that may POST over Open311, by the hash of its key."""

    name = models.CharField(max_length=120, unique=True)
    key_hash = models.CharField(max_length=64, unique=True)
    may_update = models.BooleanField(default=False)  # a partner that works on concerns for us
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=80)
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"app {self.pk}"
