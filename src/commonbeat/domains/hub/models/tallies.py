"""Closed months as counts: what remains when situations are long deleted."""

from __future__ import annotations

from django.db import models

from commonbeat.core.guarded import GuardedManager
from commonbeat.domains.hub.access import tallies_guard
from commonbeat.domains.hub.models.tables import HubTable


class MonthTally(models.Model):
    """One month of one table, counted once and never again.

    `counts` holds small counts by name and code. `arrays` is a compressed archive of whole
    numbers: how often factors, categories and themes came up, alone, in pairs, and by how many
    a situation had. These are counts before the disclosure rule: workflows/hub_figures.py alone
    may read them.
    """

    table = models.ForeignKey(HubTable, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()  # its first day
    counts = models.JSONField(default=dict)
    arrays = models.BinaryField(default=bytes)
    counted_at = models.DateTimeField()
    counted_by = models.CharField(max_length=80)

    objects: GuardedManager[MonthTally] = GuardedManager(tallies_guard)  # type: ignore[assignment]

    class Meta:
        base_manager_name = "objects"
        constraints = (models.UniqueConstraint(fields=["table", "month"], name="hub_tally_once"),)

    def __str__(self) -> str:
        return f"tally of {self.table_id} for {self.month}"
