"""Hub tables, their policies and who sits there."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commonbeat.core.keys import new_key, new_token
from commonbeat.domains.hub.access import SeatRole


class NoteMode(models.TextChoices):
    """When an identity note may exist: at filter 3, only for those in the plan, or never."""

    LIMITED = "limited"
    INVOLVED = "involved"
    NONE = "none"


class Consensus(models.TextChoices):
    """Whose agreement the threshold needs, of the agencies in attendance."""

    ALL = "all"
    MOST = "most"


class Sensitivity(models.TextChoices):
    """How sensitive the figures are: the smallest count shown is 11, 15 or 20."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class HubTable(models.Model):
    """One multi-agency table. `stamp` grows with each change, so that screens know to ask."""

    key = models.CharField(max_length=20, unique=True, default=new_key)
    code = models.SlugField(max_length=20, unique=True)  # begins each situation's number
    name = models.CharField(max_length=120)
    name_fr = models.CharField(max_length=120)
    live_token = models.CharField(max_length=40, unique=True, default=new_token)
    stamp = models.PositiveBigIntegerField(default=0)
    last_number = models.PositiveIntegerField(default=0)
    last_number_year = models.PositiveSmallIntegerField(default=0)
    founded_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"hub table {self.code}"

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"hub.table:{self.key}"


class TablePolicy(models.Model):
    """A table's rules from a moment on. A new version never changes what was decided before."""

    table = models.ForeignKey(HubTable, on_delete=models.PROTECT, related_name="policies")
    version = models.PositiveSmallIntegerField()
    in_force_from = models.DateTimeField()
    set_by = models.CharField(max_length=80)
    note_mode = models.CharField(max_length=10, choices=NoteMode.choices, default=NoteMode.LIMITED)
    note_days = models.PositiveSmallIntegerField(default=14)
    consensus = models.CharField(max_length=10, choices=Consensus.choices, default=Consensus.ALL)
    quorum_sectors = models.PositiveSmallIntegerField(default=3)
    visit_hours = models.PositiveSmallIntegerField(default=48)
    discussion_minutes = models.PositiveSmallIntegerField(default=4)
    cadence = models.CharField(max_length=20, default="weekly")  # weekly, twice weekly, fortnightly
    sensitivity = models.CharField(
        max_length=10, choices=Sensitivity.choices, default=Sensitivity.MEDIUM
    )
    free_text = models.BooleanField(default=False)
    repeat_check = models.BooleanField(default=False)
    sends_rows = models.BooleanField(default=False)  # a month's rows may go to the province
    assessment_ref = models.CharField(max_length=80, blank=True)  # the recorded privacy assessment
    assessed_on = models.DateField(null=True, blank=True)
    switched_off = models.JSONField(default=list)  # codes of risk factors this table does not use

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["table", "version"], name="hub_policy_version"),
            models.CheckConstraint(
                name="hub_policy_repeat_needs_assessment",
                condition=Q(repeat_check=False, sends_rows=False)
                | (~Q(assessment_ref="") & Q(assessed_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="hub_policy_note_days", condition=Q(note_days__gte=1, note_days__lte=14)
            ),
        )

    def __str__(self) -> str:
        return f"policy {self.version} of {self.table_id}"


class Seat(models.Model):
    """A person's place at a table for a time, for their agency. A person may hold several."""

    key = models.CharField(max_length=20, unique=True, default=new_key)
    table = models.ForeignKey(HubTable, on_delete=models.PROTECT, related_name="seats")
    staff = models.ForeignKey("agencies.Staff", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=[(r.value, r.value) for r in SeatRole])
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    given_by = models.CharField(max_length=80)
    ended_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["table", "staff", "role"],
                condition=Q(ends_on=None),
                name="hub_seat_once",
            ),
        )

    def __str__(self) -> str:
        return f"seat {self.key}"

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"hub.seat:{self.key}"
