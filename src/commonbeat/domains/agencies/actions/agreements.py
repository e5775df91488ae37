"""Recording what agencies and people signed, and ending it early."""

from __future__ import annotations

import datetime as dt
from typing import TypeVar

from commonbeat.core import clock
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.domains.agencies import errors
from commonbeat.domains.agencies.access import Right
from commonbeat.domains.agencies.keeping import in_service
from commonbeat.domains.agencies.models import Agency, Agreement, AgreementKind, Undertaking
from commonbeat.domains.agencies.terms import today

Signed = TypeVar("Signed", Agreement, Undertaking)


@action(Right.KEEP_AGREEMENTS)
def record_agreement(
    *, agency_code: str, kind: str, signed_on: dt.date, valid_until: dt.date, by: Actor
) -> Agreement:
    """Write down what an agency signed; `valid_until` is the last day on which it holds.

    Raises NoSuchAgency, EndsBeforeStart, or ValueError for a kind that there is not.
    """
    agency = Agency.objects.filter(code=agency_code).first()
    if agency is None:
        raise errors.NoSuchAgency
    agreement = Agreement(agency=agency, kind=AgreementKind(kind))
    note(kind=kind, agency=agency.code, until=valid_until.isoformat())
    return _recorded(agreement, signed_on, valid_until, by)


@action(Right.KEEP_AGREEMENTS)
def end_agreement(*, agreement_key: str, by: Actor) -> Agreement:
    """End an agreement today: what it gave access to is shut at once.

    Raises NoSuchAgreement, also when it is over already.
    """
    agreement = Agreement.objects.select_for_update().filter(key=agreement_key).first()
    if agreement is None or agreement.ended_on is not None or agreement.valid_until < today():
        raise errors.NoSuchAgreement
    return _ended(agreement, by)


@action(Right.KEEP_AGREEMENTS)
def record_undertaking(
    *, staff_key: str, signed_on: dt.date, valid_until: dt.date, by: Actor
) -> Undertaking:
    """Write down that a person promised confidentiality until a last day.

    Raises NoSuchStaff or EndsBeforeStart.
    """
    undertaking = Undertaking(staff=in_service(staff_key))
    note(staff=staff_key, until=valid_until.isoformat())
    return _recorded(undertaking, signed_on, valid_until, by)


@action(Right.KEEP_AGREEMENTS)
def end_undertaking(*, undertaking_key: str, by: Actor) -> Undertaking:
    """End a promise today: what it gave access to is shut at once.

    Raises NoSuchUndertaking, also when it is over already.
    """
    rows = Undertaking.objects.select_for_update().filter(key=undertaking_key)
    undertaking = rows.first()
    if undertaking is None or undertaking.ended_on is not None:
        raise errors.NoSuchUndertaking
    if undertaking.valid_until < today():
        raise errors.NoSuchUndertaking
    return _ended(undertaking, by)


def _recorded(signed: Signed, signed_on: dt.date, valid_until: dt.date, by: Actor) -> Signed:
    if valid_until < signed_on:
        raise errors.EndsBeforeStart
    signed.signed_on, signed.valid_until = signed_on, valid_until
    signed.recorded_at, signed.recorded_by = clock.now(), by.name
    signed.full_clean()
    signed.save()
    return signed


def _ended(signed: Signed, by: Actor) -> Signed:
    signed.ended_on, signed.ended_by = today(), by.name
    signed.save(update_fields=["ended_on", "ended_by"])
    return signed
