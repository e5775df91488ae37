"""What agencies and people signed, how long it still holds, and whether somebody may come in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from commonbeat.core.actor import Actor
from commonbeat.domains.agencies.access import Right, is_own
from commonbeat.domains.agencies.models import Agreement, AgreementKind, Staff, Undertaking
from commonbeat.domains.agencies.names import name_of
from commonbeat.domains.agencies.terms import Term, term

DATES = ("signed_on", "valid_until", "ended_on")
PERSON = ("key", "agency__code", "is_active", "ended_at")
SHARED = ("agency__agreements__kind", *(f"agency__agreements__{name}" for name in DATES))
PROMISED = tuple(f"undertakings__{name}" for name in DATES)


@dataclass(frozen=True, slots=True)
class AgreementView:
    """What an agency signed. `days_left` counts the days after `on` on which it still holds."""

    key: str
    agency_code: str
    agency: str
    kind: str
    signed_on: dt.date
    valid_until: dt.date
    ended_on: dt.date | None
    term: Term
    days_left: int


@dataclass(frozen=True, slots=True)
class UndertakingView:
    """One person's promise of confidentiality."""

    key: str
    staff_key: str
    person: str
    agency: str
    signed_on: dt.date
    valid_until: dt.date
    ended_on: dt.date | None
    term: Term
    days_left: int


@dataclass(frozen=True, slots=True)
class Expiring:
    """The last thing of its sort that an agency or a person signed, when it ends soon or ended.

    `kind` is a kind of agreement, or 'undertaking'; `who` the agency's or the person's name.
    """

    kind: str
    who: str
    valid_until: dt.date
    term: Term
    days_left: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether, on a day, a person's agency shares under an agreement and the person promised.

    The dates are the last days of those that hold; None when none holds.
    """

    staff_key: str
    agency_code: str
    is_in_service: bool
    agreement_until: dt.date | None
    undertaking_until: dt.date | None

    @property
    def agency_has_agreement(self) -> bool:
        """Whether the agency's information-sharing agreement holds."""
        return self.agreement_until is not None

    @property
    def has_undertaking(self) -> bool:
        """Whether the person's promise of confidentiality holds."""
        return self.undertaking_until is not None

    @property
    def is_good(self) -> bool:
        """In service, under an agreement that holds, with a promise that holds."""
        return self.is_in_service and self.agency_has_agreement and self.has_undertaking


def agreements(viewer: Actor, *, on: dt.date) -> list[AgreementView]:
    """Every agreement by agency, the latest first."""
    if not viewer.may(Right.KEEP_AGREEMENTS):
        return []
    rows = Agreement.objects.select_related("agency")
    rows = rows.order_by("agency__name", "kind", "-valid_until", "-pk")
    return [_agreement_view(row, on) for row in rows]


def agreement(viewer: Actor, key: str, *, on: dt.date) -> AgreementView | None:
    """One agreement."""
    if not viewer.may(Right.KEEP_AGREEMENTS):
        return None
    row = Agreement.objects.select_related("agency").filter(key=key).first()
    return _agreement_view(row, on) if row else None


def undertakings(viewer: Actor, *, on: dt.date) -> list[UndertakingView]:
    """Every promise of those in service, by name, the latest first."""
    if not viewer.may(Right.KEEP_AGREEMENTS):
        return []
    rows = Undertaking.objects.select_related("staff__agency").filter(staff__ended_at=None)
    rows = rows.order_by("staff__display_name", "staff_id", "-valid_until", "-pk")
    return [_undertaking_view(row, on) for row in rows]


def undertaking(viewer: Actor, key: str, *, on: dt.date) -> UndertakingView | None:
    """One promise."""
    if not viewer.may(Right.KEEP_AGREEMENTS):
        return None
    rows = Undertaking.objects.select_related("staff__agency").filter(staff__ended_at=None)
    row = rows.filter(key=key).first()
    return _undertaking_view(row, on) if row else None


def running_out(viewer: Actor, *, on: dt.date) -> list[Expiring]:
    """What lapsed or ends soon and was not renewed, soonest first."""
    newest: dict[tuple[str, str], AgreementView | UndertakingView] = {}
    for one in agreements(viewer, on=on):
        _keep_later(newest, (one.kind, one.agency_code), one)
    for promise in undertakings(viewer, on=on):
        _keep_later(newest, ("undertaking", promise.staff_key), promise)
    found = [
        Expiring(
            kind,
            one.agency if isinstance(one, AgreementView) else one.person,
            one.valid_until,
            one.term,
            one.days_left,
        )
        for (kind, _who), one in newest.items()
        if one.term in {Term.RUNS_OUT, Term.LAPSED}
    ]
    return sorted(found, key=lambda one: (one.valid_until, one.kind, one.who))


def standing(viewer: Actor, staff_key: str, *, on: dt.date) -> Standing | None:
    """Whether somebody may come in on a day: one's own, or for those who may see it."""
    return standings(viewer, [staff_key], on=on).get(staff_key)


def standings(viewer: Actor, staff_keys: Iterable[str], *, on: dt.date) -> dict[str, Standing]:
    """The standings of several people by key, in one query."""
    sees_all = viewer.may(Right.SEE_STANDINGS) or viewer.may(Right.KEEP_AGREEMENTS)
    keys = {key for key in staff_keys if sees_all or is_own(viewer, key)}
    found: dict[str, Standing] = {}
    # Each agreement of a person's agency beside each promise of theirs: a row or a few.
    for row in Staff.objects.filter(key__in=keys).values_list(*PERSON, *SHARED, *PROMISED):
        key, code, is_active, ended_at, kind, *dates = row
        known = found.get(key, Standing(key, code, is_active and ended_at is None, None, None))
        is_shared = kind == AgreementKind.INFORMATION_SHARING
        found[key] = replace(
            known,
            agreement_until=_later(known.agreement_until, dates[:3] if is_shared else (), on),
            undertaking_until=_later(known.undertaking_until, dates[3:], on),
        )
    return found


def _later(known: dt.date | None, dates: Sequence[dt.date | None], on: dt.date) -> dt.date | None:
    """The last good day of what was known and of one more, when that one holds on a day."""
    signed_on, until, ended_on = dates or (None, None, None)
    if signed_on is None or until is None:
        return known
    stands = term(signed_on=signed_on, valid_until=until, ended_on=ended_on, on=on)
    return max(until, known or until) if stands in {Term.HOLDS, Term.RUNS_OUT} else known


def _keep_later(
    newest: dict[tuple[str, str], AgreementView | UndertakingView],
    owner: tuple[str, str],
    one: AgreementView | UndertakingView,
) -> None:
    # What was ended early by somebody was ended on purpose: nobody is reminded of it.
    if one.term is not Term.ENDED:
        held = newest.get(owner)
        if held is None or one.valid_until > held.valid_until:
            newest[owner] = one


def _agreement_view(row: Agreement, on: dt.date) -> AgreementView:
    return AgreementView(
        row.key,
        row.agency.code,
        name_of(row.agency),
        row.kind,
        row.signed_on,
        row.valid_until,
        row.ended_on,
        term(signed_on=row.signed_on, valid_until=row.valid_until, ended_on=row.ended_on, on=on),
        (row.valid_until - on).days,
    )


def _undertaking_view(row: Undertaking, on: dt.date) -> UndertakingView:
    return UndertakingView(
        row.key,
        row.staff.key,
        row.staff.display_name,
        name_of(row.staff.agency),
        row.signed_on,
        row.valid_until,
        row.ended_on,
        term(signed_on=row.signed_on, valid_until=row.valid_until, ended_on=row.ended_on, on=on),
        (row.valid_until - on).days,
    )
