"""Messages that went wrong, for those who look after the outbox. Their texts are not here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from commonbeat.core import clock
from commonbeat.core.actor import Actor
from commonbeat.domains.contact.models import Message, State

LOOK_BACK = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Trouble:
    """A message that failed, or of which nobody knows whether it was sent."""

    key: str
    point_id: int
    purpose: str
    about: str
    state: str
    reason: str
    gateway: str
    n_attempts: int
    at: dt.datetime


def troubled_messages(viewer: Actor, *, limit: int = 100) -> list[Trouble]:
    """The failed and unknown ones of the last seven days, newest first. One query."""
    rows = Message.objects.seen_by(viewer).filter(
        state__in=(State.FAILED, State.UNKNOWN), queued_at__gte=clock.now() - LOOK_BACK
    )
    return [
        Trouble(
            row.key,
            row.contact_point_id,
            row.purpose,
            row.about,
            row.state,
            row.reason,
            row.gateway,
            row.n_attempts,
            row.settled_at or row.handed_at or row.queued_at,
        )
        for row in rows.order_by("-queued_at", "-pk")[:limit]
    ]
