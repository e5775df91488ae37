"""Situations on the table: de-identified, and stripped when the table says no."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commonbeat.core.guarded import GuardedManager
from commonbeat.core.keys import new_key
from commonbeat.domains.hub.access import parts_guard, situations_guard
from commonbeat.domains.hub.models.codes import Code
from commonbeat.domains.hub.models.tables import HubTable, TablePolicy


class Step(models.TextChoices):
    """Where a situation stands. It moves down this list and never skips a line."""

    QUEUED = "queued"  # filter 2: has a number, waits for its turn
    PRESENTED = "presented"  # filter 2: is being, or was, discussed
    ELEVATED = "elevated"  # filter 3: the table agreed; who is needed?
    INVOLVED = "involved"  # filter 4: lead and assisting are known
    PLANNED = "planned"  # filter 4: a visit is planned; may be visited more than once
    VISITED = "visited"  # awaits the report back
    CLOSED = "closed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"  # by the originator before filter 4; treated as a rejection


OVER = (Step.CLOSED, Step.REJECTED, Step.WITHDRAWN)
STRIPPED = (Step.REJECTED, Step.WITHDRAWN)


class Situation(models.Model):
    """One situation. When rejected only number, date, type, sector and reason are left."""

    key = models.CharField(max_length=20, unique=True, default=new_key)
    table = models.ForeignKey(HubTable, on_delete=models.PROTECT, related_name="+")
    policy = models.ForeignKey(TablePolicy, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=40, unique=True)  # RIV-2026-0007
    opened_on = models.DateField(db_index=True)
    kind = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="+")  # the type
    sector = models.CharField(max_length=40)  # of the originating agency
    originator = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, null=True, related_name="+"
    )
    age_band = models.ForeignKey(Code, on_delete=models.PROTECT, null=True, related_name="+")
    sex = models.ForeignKey(Code, on_delete=models.PROTECT, null=True, related_name="+")
    n_affected = models.PositiveSmallIntegerField(null=True)  # people, for a family or a dwelling
    step = models.CharField(max_length=10, choices=Step.choices, default=Step.QUEUED)
    is_open = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)
    position = models.PositiveIntegerField(default=0)  # in the queue
    is_emergency = models.BooleanField(default=False)
    was_reopened = models.BooleanField(default=False)  # a flag only: no link to the one before
    discussed_before = models.BooleanField(null=True)  # the answer of the repeat check, if asked
    presented_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)
    is_elevated = models.BooleanField(null=True)
    # The four tests of acutely elevated risk, as the table answered them.
    test_interest = models.BooleanField(null=True)
    test_probability = models.BooleanField(null=True)
    test_severity = models.BooleanField(null=True)
    test_many_agencies = models.BooleanField(null=True)
    lead = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, null=True, related_name="+"
    )
    involved_at = models.DateTimeField(null=True)  # filter 4 began: the visit clock runs from here
    first_visit_at = models.DateTimeField(null=True)
    n_visits = models.PositiveSmallIntegerField(default=0)  # made or tried, with each new plan
    reason = models.ForeignKey(Code, on_delete=models.PROTECT, null=True, related_name="+")
    concluded_at = models.DateTimeField(null=True)
    concluded_by = models.CharField(max_length=80, blank=True)

    objects: GuardedManager[Situation] = GuardedManager(situations_guard)  # type: ignore[assignment]

    class Meta:
        base_manager_name = "objects"
        indexes = (
            models.Index(fields=["table", "is_open", "position"], name="hub_situation_queue"),
            models.Index(fields=["table", "opened_on"], name="hub_situation_by_day"),
        )
        constraints = (
            models.CheckConstraint(
                name="hub_rejected_is_stripped",
                condition=~Q(step__in=["rejected", "withdrawn"])
                | Q(
                    originator=None,
                    age_band=None,
                    sex=None,
                    n_affected=None,
                    lead=None,
                    discussed_before=None,
                    presented_at=None,
                    decided_at=None,
                    decided_by="",
                    is_elevated=None,
                    involved_at=None,
                    n_visits=0,
                    concluded_by="",
                    reason__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="hub_filter_4_after_filter_3",
                condition=~Q(step__in=["involved", "planned", "visited"])
                | Q(is_elevated=True, lead__isnull=False, involved_at__isnull=False),
            ),
            models.CheckConstraint(
                name="hub_filter_3_after_filter_2",
                condition=~Q(step="elevated")
                | Q(is_elevated=True, decided_at__isnull=False, presented_at__isnull=False),
            ),
            models.CheckConstraint(
                name="hub_open_until_over",
                condition=Q(is_open=True, concluded_at=None)
                & ~Q(step__in=["closed", "rejected", "withdrawn"])
                | Q(
                    is_open=False,
                    concluded_at__isnull=False,
                    step__in=["closed", "rejected", "withdrawn"],
                ),
            ),
        )

    def __str__(self) -> str:
        return f"situation {self.number}"

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"hub.situation:{self.key}"


class SituationCode(models.Model):
    """A risk factor, protective factor or flag of a situation, in the version then in force."""

    situation = models.ForeignKey(Situation, on_delete=models.CASCADE, related_name="codes")
    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="+")

    objects: GuardedManager[SituationCode] = GuardedManager(parts_guard)  # type: ignore[assignment]

    class Meta:
        base_manager_name = "objects"
        constraints = (
            models.UniqueConstraint(fields=["situation", "code"], name="hub_situation_code_once"),
        )

    def __str__(self) -> str:
        return f"code {self.code_id} of {self.situation_id}"


class SituationRemark(models.Model):
    """A short remark, only where the table's policy allows any; screened, and it expires."""

    situation = models.OneToOneField(Situation, on_delete=models.CASCADE, related_name="remark")
    text = models.CharField(max_length=280)
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=80)
    expires_at = models.DateTimeField(db_index=True)

    objects: GuardedManager[SituationRemark] = GuardedManager(parts_guard)  # type: ignore[assignment]

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"remark of {self.situation_id}"


class Accord(models.Model):
    """What one agency said at the threshold: agreed or not. Never a score."""

    situation = models.ForeignKey(Situation, on_delete=models.CASCADE, related_name="accords")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    agrees = models.BooleanField()
    said_at = models.DateTimeField()
    said_by = models.CharField(max_length=80)

    objects: GuardedManager[Accord] = GuardedManager(parts_guard)  # type: ignore[assignment]

    class Meta:
        base_manager_name = "objects"
        constraints = (
            models.UniqueConstraint(fields=["situation", "agency"], name="hub_accord_once"),
        )

    def __str__(self) -> str:
        return f"accord {self.pk}"


class Involvement(models.Model):
    """An agency that said in or out at filter 3; in filter 4 it leads or assists."""

    situation = models.ForeignKey(Situation, on_delete=models.CASCADE, related_name="involvements")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    is_in = models.BooleanField()
    # informed, consulted or engaged: how an assisting agency takes part
    part = models.CharField(max_length=10, blank=True)
    is_lead = models.BooleanField(default=False)
    said_at = models.DateTimeField()
    said_by = models.CharField(max_length=80)

    objects: GuardedManager[Involvement] = GuardedManager(parts_guard)  # type: ignore[assignment]

    class Meta:
        base_manager_name = "objects"
        constraints = (
            models.UniqueConstraint(fields=["situation", "agency"], name="hub_involvement_once"),
            models.UniqueConstraint(
                fields=["situation"], condition=Q(is_lead=True), name="hub_one_lead"
            ),
        )

    def __str__(self) -> str:
        return f"involvement {self.pk}"
