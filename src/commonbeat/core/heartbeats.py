"""Signs of life of the worker, the feeds and the gateways, for the front page of the desk."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import F

from commonbeat.core import clock
from commonbeat.core.models import Heartbeat


@dataclass(frozen=True, slots=True)
class Sign:
    """When something was last seen alive, and whether it failed since."""

    name: str
    at: dt.datetime
    n_failures: int
    last_failed_at: dt.datetime | None


def beat(name: str) -> None:
    """Note that `name` is alive now; earlier failures are over."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": clock.now(), "n_failures": 0})


def failed(name: str) -> None:
    """Note that `name` failed now."""
    now = clock.now()
    Heartbeat.objects.get_or_create(name=name, defaults={"at": now})
    Heartbeat.objects.filter(name=name).update(n_failures=F("n_failures") + 1, last_failed_at=now)


def signs() -> list[Sign]:
    """Every sign of life, by name."""
    rows = Heartbeat.objects.order_by("name")
    return [Sign(r.name, r.at, r.n_failures, r.last_failed_at) for r in rows]
