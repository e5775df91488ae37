"""Meetings of a table and who was there, by seat."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commonbeat.core.keys import new_key
from commonbeat.domains.hub.models.tables import HubTable, Seat


class Meeting(models.Model):
    """One meeting: planned, open, closed. At most one is open at a table."""

    key = models.CharField(max_length=20, unique=True, default=new_key)
    table = models.ForeignKey(HubTable, on_delete=models.PROTECT, related_name="meetings")
    kind = models.CharField(
        max_length=10, choices=[("regular", "regular"), ("emergency", "emergency")]
    )
    planned_for = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    opened_by = models.CharField(max_length=80, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=80, blank=True)
    # The situation now on the table, and since when: the timer of every screen counts from it.
    presenting_key = models.CharField(max_length=20, blank=True)
    presenting_since = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["table"],
                condition=Q(opened_at__isnull=False, closed_at=None),
                name="hub_meeting_one_open",
            ),
        )

    def __str__(self) -> str:
        return f"meeting {self.key}"

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"hub.meeting:{self.key}"


class Attendance(models.Model):
    """A seat at a meeting, in the room or from afar."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendance")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=10, choices=[("room", "room"), ("remote", "remote")])
    came_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["meeting", "seat"], name="hub_attendance_once"),
        )

    def __str__(self) -> str:
        return f"attendance {self.pk}"
