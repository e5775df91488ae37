"""What callers were told, or why not, and the private links they hold."""

from __future__ import annotations

from django.db import models

from commonbeat.domains.calls.models.calls import Call


class Telling(models.Model):
    """One decision: this caller was (or was not) told of this milestone, and why."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="tellings")
    contact_point = models.ForeignKey(
        "contact.ContactPoint", on_delete=models.CASCADE, related_name="+"
    )
    milestone = models.CharField(max_length=20)
    told = models.BooleanField()
    reason = models.CharField(max_length=40, blank=True)  # why not: a code of Unsaid
    message_key = models.CharField(max_length=20, blank=True)
    decided_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["call", "contact_point", "milestone"], name="calls_telling_once"
            ),
        )

    def __str__(self) -> str:
        return f"telling {self.pk}"


class PrivateLink(models.Model):
    """A caller's link to their call's page. Only the token's hash is kept."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="links")
    contact_point = models.ForeignKey(
        "contact.ContactPoint", on_delete=models.CASCADE, related_name="+"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return f"link {self.pk}"
