"""How the stories speak of calls: short words for what dispatch sends and what a caller reads."""

from __future__ import annotations

import datetime as dt

from commonbeat.core import sealed
from commonbeat.core.actor import Actor
from commonbeat.domains.calls.events import Event, Kind
from commonbeat.domains.contact.drafts import BODY
from commonbeat.domains.contact.models import Message
from commonbeat.domains.contact.queries import point_of_number
from commonbeat.roles import Role, actor
from commonbeat.workflows.call_followup import take_events

ANA = "+15145550101"
DISPATCH = actor(Role.FEED, "main")
READER = actor(Role.GATEWAY, "console")


def event(call: str, kind: str, at: dt.datetime, **given: object) -> Event:
    """One event; its id says what it is, so that sending it twice is sending the same."""
    return Event(
        event_id=f"{call}-{kind}-{at:%H%M%S}", call_id=call, kind=Kind(kind), at=at, **given
    )


def send(*events: Event, by: Actor = DISPATCH) -> None:
    """Dispatch sends events in one batch."""
    take_events(feed_code="main", events=list(events), by=by)


def texts_to(number: str = ANA) -> list[tuple[str, str]]:
    """Every text to a number, sent or not, as (state, words), in the order of their time."""
    point = point_of_number(READER, number)
    if point is None:
        return []
    ring = sealed.ring([point.key_ref])
    rows = Message.objects.seen_by(READER).filter(contact_point=point.id)
    return [
        (row.state, ring.unseal(point.key_ref, row.body, BODY) if row.body else "")
        for row in rows.order_by("not_before", "pk")
    ]


def words_to(number: str = ANA, *, state: str = "queued") -> list[str]:
    """The words of the texts in one state."""
    return [words for one, words in texts_to(number) if one == state]
