"""Concerns: what a resident reported, where, and where it stands."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commonbeat.core.guarded import GuardedManager
from commonbeat.core.keys import new_key
from commonbeat.domains.concerns.access import concerns_guard, parts_guard
from commonbeat.domains.concerns.models.kinds import ConcernKind, Question


class State(models.TextChoices):
    """Where a concern stands, as residents understand it."""

    RECEIVED = "received"
    LOOKING = "looking"  # we are looking into it
    PLANNED = "planned"  # something will be done
    DONE = "done"
    NOT_OURS = "not ours"  # somebody else's to do; handed on, or told who
    NOTHING = "nothing"  # nothing more can be done
    DUPLICATE = "duplicate"


OVER = (State.DONE, State.NOT_OURS, State.NOTHING, State.DUPLICATE)


class Concern(models.Model):
    """One report. Outside only kind, state, days, blurred place and `public_words` appear."""

    key = models.CharField(max_length=20, unique=True, default=new_key)
    number = models.CharField(max_length=20, unique=True)  # 26-00001234: what people quote
    token_hash = models.CharField(max_length=64, blank=True, db_index=True)  # the private link
    token_until = models.DateTimeField(null=True)
    kind = models.ForeignKey(ConcernKind, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    version = models.PositiveIntegerField(default=1)
    source = models.CharField(
        max_length=10,
        choices=[("page", "page"), ("text", "text"), ("app", "app"), ("desk", "desk")],
    )
    app = models.CharField(max_length=120, blank=True)
    asked_as = models.CharField(max_length=40, blank=True)  # what a retry of the same POST carries
    description = models.CharField(max_length=4000, blank=True)
    address = models.CharField(max_length=200, blank=True)
    longitude = models.FloatField(null=True)
    latitude = models.FloatField(null=True)
    blurred_longitude = models.FloatField(null=True)
    blurred_latitude = models.FloatField(null=True)
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, null=True, related_name="+")
    contact_point = models.ForeignKey(
        "contact.ContactPoint", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    language = models.CharField(max_length=5, default="en")
    agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, null=True, related_name="+"
    )
    offered_to = models.ForeignKey(  # as the hand-over that waits says; the guard reads it here
        "agencies.Agency", on_delete=models.PROTECT, null=True, related_name="+"
    )
    owner = models.ForeignKey(
        "agencies.Staff", on_delete=models.PROTECT, null=True, related_name="+"
    )
    duplicate_of = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    is_public = models.BooleanField(default=True)
    public_words = models.CharField(max_length=600, blank=True)
    received_at = models.DateTimeField(db_index=True)
    updated_at = models.DateTimeField(db_index=True)
    due_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    n_not_fixed = models.PositiveSmallIntegerField(default=0)
    not_fixed_at = models.DateTimeField(null=True)
    words_expire_at = models.DateTimeField(db_index=True)

    objects: GuardedManager[Concern] = GuardedManager(concerns_guard)  # type: ignore[assignment]

    class Meta:
        base_manager_name = "objects"
        indexes = (
            models.Index(fields=["is_public", "received_at"], name="concerns_public_by_day"),
            models.Index(fields=["state", "due_at"], name="concerns_inbox"),
            models.Index(fields=["area", "kind", "state"], name="concerns_near"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["app", "asked_as"],
                condition=~Q(asked_as=""),
                name="concerns_asked_once",
            ),
            models.CheckConstraint(
                name="concerns_closed_when_over",
                condition=Q(closed_at=None, state__in=["received", "looking", "planned"])
                | Q(
                    closed_at__isnull=False,
                    state__in=["done", "not ours", "nothing", "duplicate"],
                ),
            ),
        )

    def __str__(self) -> str:
        return f"concern {self.number}"

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"concerns.concern:{self.key}"


class ConcernAnswer(models.Model):
    """The answer to one question; a multi-value answer is a list of keys."""

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    value = models.JSONField()

    objects: GuardedManager[ConcernAnswer] = GuardedManager(parts_guard)  # type: ignore[assignment]

    class Meta:
        base_manager_name = "objects"
        constraints = (
            models.UniqueConstraint(fields=["concern", "question"], name="concerns_answer_once"),
        )

    def __str__(self) -> str:
        return f"answer {self.pk}"


class Photo(models.Model):
    """A photo, re-encoded by us: nothing of the sender's file is left but what it shows."""

    key = models.CharField(max_length=20, unique=True, default=new_key)
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="photos")
    picture = models.BinaryField()  # JPEG, at most 1,600 pixels a side
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    is_public = models.BooleanField(default=False)  # only after staff looked at it
    taken_in_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    objects: GuardedManager[Photo] = GuardedManager(parts_guard)  # type: ignore[assignment]

    class Meta:
        base_manager_name = "objects"
        indexes = (
            models.Index(
                fields=["concern"], condition=Q(is_public=True), name="concerns_public_photos"
            ),
        )

    def __str__(self) -> str:
        return f"photo {self.key}"


class Update(models.Model):
    """One thing that happened and that the resident is told; `words` are written by staff."""

    key = models.CharField(max_length=20, unique=True, default=new_key)
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="updates")
    state = models.CharField(max_length=10, choices=State.choices)
    words = models.CharField(max_length=600, blank=True)
    is_public = models.BooleanField(default=False)
    from_outside = models.CharField(max_length=60, blank=True)  # the outside server's update id
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    objects: GuardedManager[Update] = GuardedManager(parts_guard)  # type: ignore[assignment]

    class Meta:
        base_manager_name = "objects"
        constraints = (
            models.UniqueConstraint(
                fields=["concern", "from_outside"],
                condition=~Q(from_outside=""),
                name="concerns_outside_update_once",
            ),
        )

    def __str__(self) -> str:
        return f"update {self.key}"


class HandOver(models.Model):
    """One agency offers a concern to another, which accepts it or hands it back with a reason."""

    key = models.CharField(max_length=20, unique=True, default=new_key)
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="hand_overs")
    from_agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, null=True, related_name="+"
    )
    to_agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=12,
        choices=[("offered", "offered"), ("accepted", "accepted"), ("handed back", "handed back")],
        default="offered",
    )
    reason = models.CharField(max_length=20, blank=True)  # a code: not ours, no means, wrong place
    offered_at = models.DateTimeField()
    offered_by = models.CharField(max_length=80)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=80, blank=True)

    objects: GuardedManager[HandOver] = GuardedManager(parts_guard)  # type: ignore[assignment]

    class Meta:
        base_manager_name = "objects"
        constraints = (
            models.UniqueConstraint(
                fields=["concern"], condition=Q(state="offered"), name="concerns_one_offer"
            ),
        )

    def __str__(self) -> str:
        return f"hand-over {self.key}"


class BulkChange(models.Model):
    """What one bulk action at the desk changed, so that it can be undone for a while."""

    key = models.CharField(max_length=20, unique=True, default=new_key)
    verb = models.CharField(max_length=20)
    # [{"key", "version", "update", "offer", "withdrawn", "was": {column: value}}] of each concern;
    # `version` is the one after the change
    before = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"bulk change {self.key}"
