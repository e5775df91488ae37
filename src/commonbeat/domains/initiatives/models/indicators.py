"""Indicators: a number with its source, read again and again, next to something like it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from commonbeat.core.keys import new_key


class Indicator(models.Model):
    """What is measured, by whom, in which unit, and what it is compared with."""

    key = models.CharField(max_length=20, unique=True, default=new_key)
    name = models.CharField(max_length=120)
    name_fr = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=200)
    source_fr = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=40)
    unit_fr = models.CharField(max_length=40, blank=True)
    comparison = models.CharField(max_length=120, blank=True)  # such as "the province"
    comparison_fr = models.CharField(max_length=120, blank=True)
    defined_at = models.DateTimeField()
    defined_by = models.CharField(max_length=80)

    def __str__(self) -> str:
        return f"indicator {self.key}"

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"initiatives.indicator:{self.key}"


class Reading(models.Model):
    """The value for one period, and that of the comparison."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="readings")
    covers_from = models.DateField()
    covers_until = models.DateField()
    value = models.FloatField()
    compared = models.FloatField(null=True)
    read_at = models.DateTimeField()
    read_by = models.CharField(max_length=80)

    class Meta:
        ordering = ("covers_from", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["indicator", "covers_from", "covers_until"],
                name="initiatives_reading_once",
            ),
            models.CheckConstraint(
                name="initiatives_reading_period", condition=Q(covers_until__gte=F("covers_from"))
            ),
        )

    def __str__(self) -> str:
        return f"reading {self.pk}"
