"""Released figures."""

from __future__ import annotations

from django.db import models


class Release(models.Model):
    """A table of figures as the public sees it; a later release replaces an earlier one."""

    name = models.SlugField(max_length=60)  # 'call-follow-up'
    version = models.PositiveIntegerField()
    in_force = models.BooleanField(default=True)
    figures = models.JSONField()
    digest = models.CharField(max_length=64)
    released_at = models.DateTimeField()
    released_by = models.CharField(max_length=80)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["name", "version"], name="publishing_release_once"),
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(in_force=True),
                name="publishing_release_one_in_force",
            ),
        )

    def __str__(self) -> str:
        return f"release {self.name} {self.version}"

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"publishing.release:{self.name}-{self.version}"
