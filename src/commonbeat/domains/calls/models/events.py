"""Dispatch feeds and their events."""

from __future__ import annotations

from django.db import models

from commonbeat.core.keys import new_key
from commonbeat.domains.calls.models.calls import Call


class Kind(models.TextChoices):
    """What happened. 'updated' changes only the fields that the event gives."""

    RECEIVED = "received"
    UPDATED = "updated"
    DISPATCHED = "dispatched"
    EN_ROUTE = "en_route"
    ARRIVED = "arrived"
    CLOSED = "closed"
    REOPENED = "reopened"
    MERGED = "merged"


class Feed(models.Model):
    """A dispatch system that sends events, known by a token of which only the hash is kept."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    token_hash = models.CharField(max_length=64, unique=True)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=80)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return f"feed {self.code}"

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"calls.feed:{self.code}"


class DispatchEvent(models.Model):
    """One event as dispatch sent it, kept once by its id. Unset fields were not given."""

    key = models.CharField(max_length=20, unique=True, default=new_key)
    feed = models.ForeignKey(  # found by the index with event_id
        Feed, on_delete=models.PROTECT, related_name="events", db_index=False
    )
    event_id = models.CharField(max_length=120)
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    at = models.DateTimeField()
    call_type = models.CharField(max_length=60, blank=True)
    priority = models.CharField(max_length=20, blank=True)
    longitude = models.FloatField(null=True)
    latitude = models.FloatField(null=True)
    disposition = models.CharField(max_length=20, blank=True)
    merged_into = models.CharField(max_length=80, blank=True)
    officer_initiated = models.BooleanField(null=True)
    contact_point = models.ForeignKey(
        "contact.ContactPoint", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    received_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["feed", "event_id"], name="calls_event_once"),
        )

    def __str__(self) -> str:
        return f"event {self.key}"
