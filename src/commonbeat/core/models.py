"""The tables of core: the ledger, the rounds of the clock and the heartbeats of processes."""

from __future__ import annotations

from django.db import models


class LedgerEntry(models.Model):
    """One line of the ledger. A trigger in the database refuses to change or delete it."""

    position = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    verb = models.CharField(max_length=80)
    by = models.CharField(max_length=80)
    right = models.CharField(max_length=60)
    outcome = models.CharField(max_length=10)
    subject = models.CharField(max_length=80, blank=True)
    codes = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"ledger {self.position}"


class Round(models.Model):
    """A piece of scheduled work: when it is due next, and who holds it now."""

    name = models.CharField(max_length=80, primary_key=True)
    next_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    last_finished_at = models.DateTimeField(null=True)
    n_failures = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class Heartbeat(models.Model):
    """The last sign of life of a process or an outside connection (a feed, a gateway)."""

    name = models.CharField(max_length=80, primary_key=True)
    at = models.DateTimeField()
    n_failures = models.PositiveIntegerField(default=0)
    last_failed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class FloodSalt(models.Model):
    """The random salt of one hour. Once it is deleted the counts under it say nothing."""

    ends_at = models.DateTimeField(primary_key=True)
    salt = models.BinaryField()

    def __str__(self) -> str:
        return "flood salt"


class FloodCount(models.Model):
    """How many things of one kind came from one place in an hour; the place is a salted hash."""

    index = models.CharField(max_length=40, primary_key=True)
    n = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return "flood count"
