"""How a concern ended, for whoever may ask the resident how it went."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Min

from commonbeat.core.actor import Actor
from commonbeat.domains.concerns.models import Concern, Update
from commonbeat.domains.concerns.models.concerns import OVER, State

ENDED = tuple(state for state in OVER if state != State.DUPLICATE)  # the other report goes on


@dataclass(frozen=True, slots=True)
class Closing:
    """A concern that is closed; `may_ask` is False for kinds that nobody is asked about."""

    subject: str
    kind: str
    point_id: int | None
    area_id: int | None
    came_by_page: bool
    may_ask: bool
    closed_at: dt.datetime
    first_closed_at: dt.datetime


def closing_of(viewer: Actor, key: str) -> Closing | None:
    """How it ended; None when it is open, goes on as another one, or is hidden. Two queries."""
    rows = Concern.objects.seen_by(viewer).filter(key=key, state__in=ENDED)
    row = rows.select_related("kind").first()
    if row is None or row.closed_at is None:
        return None
    ended = Update.objects.seen_by(viewer).filter(concern=row, state__in=ENDED)
    first = ended.aggregate(first=Min("at"))["first"]
    kind = row.kind
    return Closing(
        subject=row.subject,
        kind=kind.code,
        point_id=row.contact_point_id,
        area_id=row.area_id,
        came_by_page=row.source == "page",
        may_ask=kind.asks_after and kind.is_public and row.is_public and not kind.describes_people,
        closed_at=row.closed_at,
        first_closed_at=min(first or row.closed_at, row.closed_at),
    )
