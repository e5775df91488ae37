"""Granting a partner a seat inside the service, ending it, and noting what is opened from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from commonbeat.core import clock
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.domains.agencies import errors
from commonbeat.domains.agencies.access import PARTNER, Right, own_key, seat_key
from commonbeat.domains.agencies.keeping import in_service
from commonbeat.domains.agencies.models import Agreement, AgreementKind, ServiceSeat, Staff
from commonbeat.domains.agencies.seats import SEAT_RIGHTS


@action(Right.GRANT_SEATS)
def grant_seat(
    *,
    staff_key: str,
    rights: Iterable[str],
    starts_on: dt.date,
    ends_on: dt.date,
    by: Actor,
) -> ServiceSeat:
    """Let a partner see some of the desk, from a first day to a last one.

    Their agency's agreement about a seat must hold for the whole term. Raises NoSuchStaff,
    NotAPartner, NothingGranted, EndsBeforeStart, SeatTaken or NoAgreement.
    """
    staff = in_service(staff_key)
    granted = sorted(set(rights))
    if staff.role != PARTNER:
        raise errors.NotAPartner
    if not granted or not set(granted) <= set(SEAT_RIGHTS):
        raise errors.NothingGranted
    if ends_on < starts_on:
        raise errors.EndsBeforeStart
    _refuse_taken(staff, starts_on, ends_on)
    seat = ServiceSeat(
        staff=staff,
        agreement=_agreement(staff, starts_on, ends_on),
        rights=granted,
        starts_on=starts_on,
        ends_on=ends_on,
        granted_at=clock.now(),
        granted_by=by.name,
    )
    seat.full_clean()
    seat.save()
    note(rights=" ".join(granted), until=ends_on.isoformat())
    return seat


@action(Right.GRANT_SEATS)
def end_seat(*, seat_key: str, by: Actor) -> ServiceSeat:
    """End a seat now; the next page that the partner asks for is shut. Raises NoSuchSeat."""
    seat = ServiceSeat.objects.select_for_update().filter(key=seat_key, ended_at=None).first()
    if seat is None:
        raise errors.NoSuchSeat
    seat.ended_at, seat.ended_by = clock.now(), by.name
    seat.save(update_fields=["ended_at", "ended_by"])
    return seat


@action(Right.READ_FROM_SEAT)
def note_reading(*, page: str, record: str = "", by: Actor) -> ServiceSeat:
    """Write down that the partner in a seat opened a page of the desk.

    `page` is the name of the page, `record` the random key of what it showed; never more.
    Raises NoSuchSeat when the actor sits in none.
    """
    rows = ServiceSeat.objects.filter(key=seat_key(by), staff__key=own_key(by), ended_at=None)
    seat = rows.first()
    if seat is None:
        raise errors.NoSuchSeat
    note(page=page, record=record)
    return seat


def _refuse_taken(staff: Staff, starts_on: dt.date, ends_on: dt.date) -> None:
    others = ServiceSeat.objects.filter(staff=staff, ended_at=None)
    if others.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).exists():
        raise errors.SeatTaken


def _agreement(staff: Staff, starts_on: dt.date, ends_on: dt.date) -> Agreement:
    covering = Agreement.objects.filter(
        agency=staff.agency,
        kind=AgreementKind.SEAT_IN_SERVICE,
        ended_on=None,
        signed_on__lte=starts_on,
        valid_until__gte=ends_on,
    )
    found = covering.order_by("-valid_until", "-pk").first()
    if found is None:
        raise errors.NoAgreement
    return found
