"""What a caller sees of their own call, opened by the private link in their hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from commonbeat.core import clock
from commonbeat.core.keys import token_hash
from commonbeat.domains.calls.models import Call, PrivateLink

_FIELDS = (
    "call_id",
    "contact_point_id",
    "contact_point__key",
    "call__key",
    "call__source",
    "call__external_id",
    "call__merged_into",
    "call__area_id",
    "call__area__name",
    "call__area__name_fr",
    "call__received_at",
    "call__dispatched_at",
    "call__en_route_at",
    "call__arrived_at",
    "call__closed_at",
    "call__disposition",
    "call__changed_at",
    "call__was_sensitive",
)


@dataclass(frozen=True, slots=True)
class CallerPage:
    """A call as its caller sees it: no address, no name, no type of a sensitive matter."""

    call_id: int
    point_id: int
    point_key: str
    call_key: str
    number: str
    area_id: int | None
    area_name: str
    area_name_fr: str
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
    row = (
        PrivateLink.objects.filter(
            token_hash=token_hash(token), closed_at=None, expires_at__gt=clock.now()
        )
        .values(*_FIELDS)
        .first()
    )
    if row is None or row["call__was_sensitive"]:
        return None
    call = {name.removeprefix("call__"): value for name, value in row.items()}
    other = _survivor(call["source"], call["merged_into"]) if call["merged_into"] else None
    if other is not None:
        if other.was_sensitive:
            return None
        for name in ("dispatched_at", "en_route_at", "arrived_at", "closed_at", "disposition"):
            call[name] = getattr(other, name)
        call["changed_at"] = max(call["changed_at"], other.changed_at)
    return CallerPage(
        call_id=call["call_id"],
        point_id=call["contact_point_id"],
        point_key=call["contact_point__key"],
        call_key=call["key"],
        number=call["external_id"],
        area_id=call["area_id"],
        area_name=call["area__name"] or "",
        area_name_fr=call["area__name_fr"] or "",
        received_at=call["received_at"],
        dispatched_at=call["dispatched_at"],
        en_route_at=call["en_route_at"],
        arrived_at=call["arrived_at"],
        closed_at=call["closed_at"],
        disposition=call["disposition"],
        changed_at=call["changed_at"],
        goes_on_as=other.external_id if other else "",
    )


def _survivor(source: str, number: str) -> Call | None:
    """The call at the end of a chain of mergers; None when it is not known yet."""
    seen: set[str] = set()
    call = None
    while number and number not in seen:
        seen.add(number)
        call = Call.objects.filter(source=source, external_id=number).first()
        number = call.merged_into if call else ""
    return call
