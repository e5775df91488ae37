"""Other Open311 servers, and concerns forwarded there."""

from __future__ import annotations

from django.db import models

from commonbeat.core.guarded import GuardedManager
from commonbeat.domains.concerns.access import parts_guard
from commonbeat.domains.concerns.models.concerns import Concern
from commonbeat.domains.concerns.models.kinds import ConcernKind


class OutsideServer(models.Model):
    """Another Open311 server that we forward to. Its key is sealed."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    endpoint = models.URLField()
    jurisdiction_id = models.CharField(max_length=120, blank=True)
    key_ref = models.CharField(max_length=32)
    sealed_api_key = models.BinaryField()
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=80)
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"outside server {self.code}"


class Route(models.Model):
    """Which of our kinds goes to which service of an outside server."""

    kind = models.ForeignKey(ConcernKind, on_delete=models.CASCADE, related_name="routes")
    server = models.ForeignKey(OutsideServer, on_delete=models.CASCADE, related_name="routes")
    service_code = models.CharField(max_length=120)
    sends_description = models.BooleanField(default=False)  # only where the kind is public

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["kind", "server"], name="concerns_route_once"),
        )

    def __str__(self) -> str:
        return f"route {self.pk}"


class Forwarding(models.Model):
    """One concern forwarded: queued, sent (with a token or a number), followed until closed.

    A time-out after sending is 'unknown': it is never sent a second time by itself.
    """

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="forwardings")
    server = models.ForeignKey(OutsideServer, on_delete=models.PROTECT, related_name="+")
    service_code = models.CharField(max_length=120)
    state = models.CharField(
        max_length=10,
        choices=[
            ("queued", "queued"),
            ("sending", "sending"),
            ("sent", "sent"),
            ("closed", "closed"),
            ("refused", "refused"),
            ("unknown", "unknown"),
            ("kept", "kept"),  # a person decided that it stays with us
        ],
        default="queued",
    )
    outside_number = models.CharField(max_length=120, blank=True)
    outside_token = models.CharField(max_length=120, blank=True)
    outside_status = models.CharField(max_length=40, blank=True)
    outside_version = models.CharField(max_length=40, blank=True)  # of what they last said
    last_answer = models.CharField(max_length=120, blank=True)
    queued_at = models.DateTimeField()
    queued_by = models.CharField(max_length=80)
    leased_until = models.DateTimeField(null=True)
    next_at = models.DateTimeField(db_index=True)
    n_tries = models.PositiveSmallIntegerField(default=0)

    objects: GuardedManager[Forwarding] = GuardedManager(parts_guard)  # type: ignore[assignment]

    class Meta:
        base_manager_name = "objects"
        constraints = (
            models.UniqueConstraint(fields=["concern", "server"], name="concerns_forwarded_once"),
        )

    def __str__(self) -> str:
        return f"forwarding {self.pk}"
