"""Calls, as folded from their events, and who called."""

from __future__ import annotations

from django.db import models

from commonbeat.core.keys import new_key


class Status(models.TextChoices):
    """Where a call stands."""

    RECEIVED = "received"
    DISPATCHED = "dispatched"
    EN_ROUTE = "en route"
    ARRIVED = "arrived"
    CLOSED = "closed"


class Call(models.Model):
    """A call for service. Every field but the keys is the fold of its events."""

    key = models.CharField(max_length=20, unique=True, default=new_key)
    source = models.CharField(max_length=40)  # the feed's code, or 'import:NAME'
    external_id = models.CharField(max_length=80)  # dispatch's own number of the call
    call_type = models.CharField(max_length=60, blank=True)
    priority = models.CharField(max_length=20, blank=True)
    area = models.ForeignKey(  # found by the index with received_at
        "places.Area", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    longitude = models.FloatField(null=True)
    latitude = models.FloatField(null=True)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.RECEIVED)
    received_at = models.DateTimeField()
    dispatched_at = models.DateTimeField(null=True)
    en_route_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    disposition = models.CharField(max_length=20, blank=True)
    officer_initiated = models.BooleanField(default=False)
    was_sensitive = models.BooleanField(default=False)  # any event ever named a sensitive type
    merged_into = models.CharField(max_length=80, blank=True)  # dispatch's number of the other
    n_reopened = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["source", "external_id"], name="calls_call_once"),
        )
        indexes = (
            models.Index(fields=["received_at"], name="calls_call_received"),
            models.Index(fields=["area", "received_at"], name="calls_call_area"),
            models.Index(
                fields=["source", "merged_into"],
                name="calls_call_merged",
                condition=~models.Q(merged_into=""),
            ),
        )

    def __str__(self) -> str:
        return f"call {self.key}"

    @property
    def subject(self) -> str:
        """How the ledger and messages name it."""
        return f"calls.call:{self.key}"


class Caller(models.Model):
    """A contact point that called about a call."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="callers")
    contact_point = models.ForeignKey(
        "contact.ContactPoint", on_delete=models.CASCADE, related_name="+"
    )
    called_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["call", "contact_point"], name="calls_caller_once"),
        )

    def __str__(self) -> str:
        return f"caller {self.pk}"
