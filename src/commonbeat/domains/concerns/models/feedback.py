"""Complaints and commendations, and the independent bodies that residents may turn to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commonbeat.core.guarded import GuardedManager
from commonbeat.core.keys import new_key
from commonbeat.domains.concerns.access import complaints_guard, stages_guard, thanks_guard


class OversightBody(models.Model):
    """An independent body: what it takes, and how to reach it. Shown before our own form."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=160)
    name_fr = models.CharField(max_length=160)
    takes = models.CharField(max_length=300)
    takes_fr = models.CharField(max_length=300)
    web = models.URLField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    post = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("position", "code")

    def __str__(self) -> str:
        return f"oversight body {self.code}"


class Commendation(models.Model):
    """Thanks. It reaches the officer and the leader; it is never counted by officer or ranked."""

    key = models.CharField(max_length=20, unique=True, default=new_key)
    token_hash = models.CharField(max_length=64, unique=True)
    about = models.CharField(max_length=120, blank=True)  # who or what is thanked, as written
    officer = models.ForeignKey(
        "agencies.Staff", on_delete=models.PROTECT, null=True, related_name="+"
    )
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, null=True, related_name="+")
    words = models.CharField(max_length=1000)
    may_be_told = models.BooleanField(default=False)  # the resident allows the words to be shared
    language = models.CharField(max_length=5, default="en")
    received_at = models.DateTimeField()
    passed_on_at = models.DateTimeField(null=True)
    passed_on_by = models.CharField(max_length=80, blank=True)
    seen_at = models.DateTimeField(null=True)  # by the officer
    expires_at = models.DateTimeField(db_index=True)

    objects: GuardedManager[Commendation] = GuardedManager(thanks_guard)  # type: ignore[assignment]

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"commendation {self.key}"

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"concerns.commendation:{self.key}"


class Stage(models.TextChoices):
    """Where a complaint of the service stands."""

    RECEIVED = "received"
    SCREENED = "screened"
    LOCAL = "local response"  # 30 days
    INVESTIGATED = "investigated"  # 120 days
    PASSED_ON = "passed on"  # to an independent body
    ENDED = "ended"


class Complaint(models.Model):
    """A complaint about the service, with its clocks and an outcome that the resident can follow.

    Who it is about is not a field. The words are sealed under the complaint's own key.
    """

    key = models.CharField(max_length=20, unique=True, default=new_key)
    number = models.CharField(max_length=20, unique=True)
    token_hash = models.CharField(max_length=64, unique=True)
    category = models.CharField(max_length=40)  # a code of the shipped list
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, null=True, related_name="+")
    key_ref = models.CharField(max_length=32)
    sealed_words = models.BinaryField()
    contact_point = models.ForeignKey(
        "contact.ContactPoint", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    language = models.CharField(max_length=5, default="en")
    knows_independent_route = models.BooleanField()  # it was shown first, and they went on
    stage = models.CharField(max_length=20, choices=Stage.choices, default=Stage.RECEIVED)
    version = models.PositiveIntegerField(default=1)
    owner = models.ForeignKey(
        "agencies.Staff", on_delete=models.PROTECT, null=True, related_name="+"
    )
    due_at = models.DateTimeField(null=True)  # of the stage it is in
    outcome = models.CharField(max_length=40, blank=True)  # a code: upheld, partly, not upheld, …
    outcome_words = models.CharField(max_length=600, blank=True)
    received_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True, db_index=True)

    objects: GuardedManager[Complaint] = GuardedManager(complaints_guard)  # type: ignore[assignment]

    class Meta:
        base_manager_name = "objects"
        constraints = (
            models.CheckConstraint(
                name="concerns_complaint_ended_with_outcome",
                condition=Q(ended_at=None) | ~Q(outcome=""),
            ),
        )

    def __str__(self) -> str:
        return f"complaint {self.number}"

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"concerns.complaint:{self.key}"


class ComplaintStage(models.Model):
    """One stage a complaint went through: its beginning, its limit and its end."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="stages")
    stage = models.CharField(max_length=20, choices=Stage.choices)
    began_at = models.DateTimeField()
    began_by = models.CharField(max_length=80)
    due_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects: GuardedManager[ComplaintStage] = GuardedManager(stages_guard)  # type: ignore[assignment]

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"stage {self.stage} of {self.complaint_id}"
