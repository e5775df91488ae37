"""The areas of the town."""

from __future__ import annotations

from django.db import models


class Area(models.Model):
    """A part of the town that residents know by name, with its boundary."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    name_fr = models.CharField(max_length=120, blank=True)
    boundary = models.JSONField(null=True)  # GeoJSON geometry, WGS 84 longitude, latitude
    population = models.PositiveIntegerField(null=True)
    retired_at = models.DateTimeField(null=True)
    retired_by = models.CharField(max_length=80, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=80)

    class Meta:
        ordering = ("name",)
        # The locator asks for the newest change before each look-up: the index answers it.
        indexes = (models.Index(fields=["changed_at"], name="places_area_changed"),)

    def __str__(self) -> str:
        return f"area {self.code}"

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"places.area:{self.code}"
