"""Contact points and consent."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commonbeat.core.guarded import GuardedManager
from commonbeat.core.keys import new_key
from commonbeat.domains.contact.access import points_guard


class Reach(models.TextChoices):
    """Whether a text can arrive there, as far as is known."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    UNKNOWN = "unknown"
    FAILED = "failed"


class ContactPoint(models.Model):
    """A telephone number or mail address. The text of it is sealed under its own key."""

    key = models.CharField(max_length=20, unique=True, default=new_key)
    kind = models.CharField(max_length=5, choices=[("text", "text"), ("mail", "mail")])
    index = models.CharField(max_length=40, unique=True, null=True)
    address = models.BinaryField(null=True)
    key_ref = models.CharField(max_length=32, blank=True)
    language = models.CharField(max_length=5, default="en")
    reach = models.CharField(max_length=10, choices=Reach.choices, default=Reach.UNKNOWN)
    known_at = models.DateTimeField()
    keep_until = models.DateTimeField(db_index=True)
    last_surveyed_at = models.DateTimeField(null=True)

    objects: GuardedManager[ContactPoint] = GuardedManager(points_guard)  # type: ignore[assignment]

    class Meta:
        base_manager_name = "objects"
        constraints = (
            models.CheckConstraint(
                name="contact_point_forgotten_whole",
                condition=Q(index=None, address=None) | Q(index__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"contact point {self.key}"

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"contact.point:{self.key}"


class StoppedNumber(models.Model):
    """A number that said STOP, as a blind index only, so that STOP outlives the number."""

    index = models.CharField(max_length=40, primary_key=True)
    stopped_at = models.DateTimeField()
    stopped_by = models.CharField(max_length=80)

    def __str__(self) -> str:
        return "stopped number"


class Consent(models.Model):
    """One change of what a person agreed to, with where and in which wording."""

    contact_point = models.ForeignKey(
        ContactPoint, on_delete=models.CASCADE, related_name="consents"
    )
    change = models.CharField(
        max_length=10, choices=[("stop", "stop"), ("start", "start"), ("language", "language")]
    )
    source = models.CharField(max_length=10)  # text, page or staff
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=80)

    def __str__(self) -> str:
        return f"consent {self.pk}"
