"""Partners' seats inside the service: who holds one, what it opens, and what was opened."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q, QuerySet

from commonbeat.core import ledger
from commonbeat.core.actor import Actor
from commonbeat.domains.agencies.access import PARTNER, SEAT, Right, is_own
from commonbeat.domains.agencies.models import ServiceSeat, Undertaking
from commonbeat.domains.agencies.names import name_of
from commonbeat.domains.agencies.terms import holds

NOTE_READING = "agencies.note_reading"


class SeatState(StrEnum):
    """How a seat stands on a day."""

    TO_COME = "to come"
    OPEN = "open"
    SHUT = "shut"  # within its term, but the agreement or the promise behind it does not hold
    OVER = "over"


@dataclass(frozen=True, slots=True)
class SeatView:
    """A seat, with codes of rights; `ends_on` is the last day of its term."""

    key: str
    staff_key: str
    person: str
    agency: str
    rights: tuple[str, ...]
    starts_on: dt.date
    ends_on: dt.date
    ended_at: dt.datetime | None
    state: SeatState

    @property
    def subject(self) -> str:
        """What the actor in the seat holds."""
        return f"{SEAT}{self.key}"


@dataclass(frozen=True, slots=True)
class Reading:
    """One page that was opened from a seat; `record` is the key of what it showed, or ''."""

    position: int
    at: dt.datetime
    page: str
    record: str


def current_seat(viewer: Actor, staff_key: str, *, on: dt.date) -> SeatView | None:
    """The seat that lets a partner in on a day, all conditions met: one's own, or to oversee."""
    if not (is_own(viewer, staff_key) or viewer.may(Right.SEE_SEATS)):
        return None
    rows = _seats(on).filter(staff__key=staff_key, starts_on__lte=on, ends_on__gte=on)
    found = (_view(row, on) for row in rows.order_by("-starts_on", "-pk"))
    return next((one for one in found if one.state is SeatState.OPEN), None)


def seats(viewer: Actor, *, on: dt.date) -> list[SeatView]:
    """Every seat, the latest first."""
    if not viewer.may(Right.SEE_SEATS):
        return []
    return [_view(row, on) for row in _seats(on).order_by("-ends_on", "-pk")]


def seat(viewer: Actor, key: str, *, on: dt.date) -> SeatView | None:
    """One seat."""
    row = _seats(on).filter(key=key).first() if viewer.may(Right.SEE_SEATS) else None
    return _view(row, on) if row else None


def readings(viewer: Actor, key: str, *, before: int = 0, n: int = 100) -> list[Reading]:
    """What was opened from a seat, the newest first, or just before a place in the ledger."""
    if not viewer.may(Right.SEE_READINGS):
        return []
    found = ledger.latest(before=before, n=n, verb=NOTE_READING, subject=f"{SEAT}{key}")
    return [
        Reading(
            entry.position,
            entry.at,
            str(entry.codes.get("page") or ""),
            str(entry.codes.get("record") or ""),
        )
        for entry in found
    ]


def _seats(on: dt.date) -> QuerySet[ServiceSeat]:
    promise = Undertaking.objects.filter(holds(on), staff=OuterRef("staff"))
    stands = Q(
        holds(on, "agreement__"),
        Exists(promise),
        starts_on__lte=on,
        ends_on__gte=on,
        ended_at=None,
        staff__is_active=True,
        staff__ended_at=None,
        staff__role=PARTNER,
    )
    rows = ServiceSeat.objects.select_related("staff__agency")
    return rows.annotate(is_open=Exists(ServiceSeat.objects.filter(stands, pk=OuterRef("pk"))))


def _view(row: ServiceSeat, on: dt.date) -> SeatView:
    return SeatView(
        row.key,
        row.staff.key,
        row.staff.display_name,
        name_of(row.staff.agency),
        tuple(row.rights),
        row.starts_on,
        row.ends_on,
        row.ended_at,
        _state(row, on),
    )


def _state(row: ServiceSeat, on: dt.date) -> SeatState:
    if row.ended_at is not None or on > row.ends_on or row.staff.ended_at is not None:
        return SeatState.OVER
    if on < row.starts_on:
        return SeatState.TO_COME
    return SeatState.OPEN if getattr(row, "is_open", False) else SeatState.SHUT
