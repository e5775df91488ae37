"""Filter 1: an agency's own screening. Nobody outside the agency can tell that it exists."""

from __future__ import annotations

from django.db import models

from commonbeat.core.guarded import GuardedManager
from commonbeat.core.keys import new_key
from commonbeat.domains.hub.access import screenings_guard
from commonbeat.domains.hub.models.tables import HubTable


class ScreeningState(models.TextChoices):
    """Where a screening stands inside the agency."""

    DRAFT = "draft"
    APPROVED = "approved"
    SUBMITTED = "submitted"
    DROPPED = "dropped"


class Screening(models.Model):
    """What an agency answered before it came to the table: codes only, never who or where.

    `answers` maps the codes of the ten questions to 'yes', 'no' or 'partly'. `carried` is the
    de-identified card as drafted: {"type", "age_band", "sex", "risks", "protective", "flags"}.
    """

    key = models.CharField(max_length=20, unique=True, default=new_key)
    table = models.ForeignKey(HubTable, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10, choices=ScreeningState.choices, default=ScreeningState.DRAFT
    )
    version = models.PositiveIntegerField(default=1)
    answers = models.JSONField(default=dict)
    carried = models.JSONField(default=dict)
    basis = models.CharField(max_length=60, blank=True)
    consent_asked = models.CharField(max_length=10, blank=True)  # given, refused, not asked
    drafted_at = models.DateTimeField()
    drafted_by = models.CharField(max_length=80)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.CharField(max_length=80, blank=True)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.CharField(max_length=80, blank=True)
    situation_key = models.CharField(max_length=20, blank=True)
    keep_until = models.DateTimeField(db_index=True)  # 30 days after the last change

    objects: GuardedManager[Screening] = GuardedManager(screenings_guard)  # type: ignore[assignment]

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"screening {self.key}"

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"hub.screening:{self.key}"
