"""Filter 4: visits, the services mobilised, and what is known thirty and ninety days later."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commonbeat.core.guarded import GuardedManager
from commonbeat.core.keys import new_key
from commonbeat.domains.hub.access import parts_guard, visits_guard
from commonbeat.domains.hub.models.codes import Code
from commonbeat.domains.hub.models.situations import Situation


class Visit(models.Model):
    """A planned visit and how it ended. Which agencies went, never whom they met or where."""

    key = models.CharField(max_length=20, unique=True, default=new_key)
    situation = models.ForeignKey(Situation, on_delete=models.CASCADE, related_name="visits")
    planned_for = models.DateTimeField()
    planned_at = models.DateTimeField()
    planned_by = models.CharField(max_length=80)
    # Why it is planned for later than the table's hours allow: a short list in the form.
    late_reason = models.CharField(max_length=20, blank=True)
    agencies = models.ManyToManyField("agencies.Agency", related_name="+")
    visited_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True)
    reported_by = models.CharField(max_length=80, blank=True)
    outcome = models.ForeignKey(Code, on_delete=models.PROTECT, null=True, related_name="+")
    consent_asked = models.BooleanField(null=True)
    consent_given = models.BooleanField(null=True)
    was_coercive = models.BooleanField(default=False)  # ended in apprehension or arrest

    objects: GuardedManager[Visit] = GuardedManager(visits_guard)  # type: ignore[assignment]

    class Meta:
        base_manager_name = "objects"
        constraints = (
            models.CheckConstraint(
                name="hub_visit_reported_whole",
                condition=Q(reported_at=None, outcome=None)
                | Q(reported_at__isnull=False, outcome__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"visit {self.key}"

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"hub.visit:{self.key}"


class Mobilisation(models.TextChoices):
    """How a service was mobilised. 'none' is the raw material of what the system lacks."""

    INFORMED = "informed"
    CONNECTED = "connected"
    ENGAGED = "engaged"
    REFUSED = "refused"
    NONE = "none"  # no such service is available


class ServiceMobilised(models.Model):
    """A kind of service at the conclusion, and how it was mobilised or that there is none."""

    situation = models.ForeignKey(Situation, on_delete=models.CASCADE, related_name="services")
    service = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=10, choices=Mobilisation.choices)
    agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects: GuardedManager[ServiceMobilised] = GuardedManager(parts_guard)  # type: ignore[assignment]

    class Meta:
        base_manager_name = "objects"
        constraints = (
            models.UniqueConstraint(fields=["situation", "service"], name="hub_service_once"),
        )

    def __str__(self) -> str:
        return f"service {self.pk}"


class LaterCheck(models.Model):
    """What the lead agency says thirty or ninety days after: a code only; unknown is an answer."""

    situation = models.ForeignKey(Situation, on_delete=models.CASCADE, related_name="later_checks")
    days = models.PositiveSmallIntegerField(choices=[(30, "30"), (90, "90")])
    due_on = models.DateField(db_index=True)
    answer = models.ForeignKey(Code, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=80, blank=True)

    objects: GuardedManager[LaterCheck] = GuardedManager(parts_guard)  # type: ignore[assignment]

    class Meta:
        base_manager_name = "objects"
        constraints = (
            models.UniqueConstraint(fields=["situation", "days"], name="hub_later_check_once"),
        )

    def __str__(self) -> str:
        return f"later check {self.pk}"
