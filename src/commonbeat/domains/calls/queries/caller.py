"""What a caller sees of their own call, opened by the private link in their hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from commonbeat.core import clock
from commonbeat.core.actor import Actor
from commonbeat.core.keys import token_hash
from commonbeat.core.rows import first_row
from commonbeat.core.wall.viewing import seen_as
from commonbeat.domains.calls.models import Call
from commonbeat.domains.contact.access import Right as Contact

# Whose link it is can only be seen by somebody who may see contact points: for this one look-up.
_DOOR = Actor(name="door:link", rights=frozenset({Contact.SEE_MASKED}))

# Written out, because this page is asked for far more often than any other and composing the
# query by the ORM costs six times what running it does (benchmarks/bench_page.py).
_PAGE = """
    SELECT c.id AS call_id, l.contact_point_id AS point_id, p.key AS point_key,
           c.key AS call_key, c.source, c.external_id AS number, c.merged_into, c.area_id,
           c.received_at, c.dispatched_at, c.en_route_at, c.arrived_at, c.closed_at,
           c.disposition, c.changed_at, c.was_sensitive
    FROM calls_privatelink l
    JOIN calls_call c ON c.id = l.call_id
    JOIN contact_contactpoint p ON p.id = l.contact_point_id
    WHERE l.token_hash = %s AND l.closed_at IS NULL AND l.expires_at > %s"""


@dataclass(frozen=True, slots=True)
class CallerPage:
    """A call as its caller sees it: no address, no name, no type of a sensitive matter."""

    call_id: int
    point_id: int
    point_key: str
    call_key: str
    number: str
    area_id: int | None
    received_at: dt.datetime
    dispatched_at: dt.datetime | None
    en_route_at: dt.datetime | None
    arrived_at: dt.datetime | None
    closed_at: dt.datetime | None
    disposition: str
    changed_at: dt.datetime
    goes_on_as: str  # dispatch's number of the call that this one was merged into

    @property
    def held(self) -> frozenset[str]:
        """What the link's holder holds: this call, and their own contact point."""
        return frozenset({self.subject, f"contact.point:{self.point_key}"})

    @property
    def subject(self) -> str:
        """The subject that the link opens."""
        return f"calls.call:{self.call_key}"


def page_of(token: str) -> CallerPage | None:
    """The page that a link opens; None when it never did, has ended, or was closed.

    The token is the proof and the only viewer there is.
    """
    with seen_as(_DOOR):
        call = first_row(_PAGE, [token_hash(token), clock.now()])
    if call is None or call.pop("was_sensitive"):
        return None
    source, merged_into = call.pop("source"), call.pop("merged_into")
    other = _survivor(source, merged_into) if merged_into else None
    if other is not None:
        if other.was_sensitive:
            return None
        for name in ("dispatched_at", "en_route_at", "arrived_at", "closed_at", "disposition"):
            call[name] = getattr(other, name)
        call["changed_at"] = max(call["changed_at"], other.changed_at)
    return CallerPage(**call, goes_on_as=other.external_id if other else "")


def _survivor(source: str, number: str) -> Call | None:
    """The call at the end of a chain of mergers; None when it is not known yet."""
    seen: set[str] = set()
    call = None
    while number and number not in seen:
        seen.add(number)
        call = Call.objects.filter(source=source, external_id=number).first()
        number = call.merged_into if call else ""
    return call
