"""Who serves the town: agencies, staff, one's own account, and postings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django_otp.plugins.otp_totp.models import TOTPDevice

from commonbeat.core.actor import Actor
from commonbeat.domains.agencies.access import Right, own_key
from commonbeat.domains.agencies.models import Agency, Posting, Staff
from commonbeat.domains.agencies.names import name_of


@dataclass(frozen=True, slots=True)
class AgencyView:
    """An agency, named in the reader's language."""

    code: str
    name: str
    is_police: bool
    sector: str = ""
    name_en: str = ""
    name_fr: str = ""


@dataclass(frozen=True, slots=True)
class StaffView:
    """A member of staff. The sign-in name is '' for those who do not engage staff."""

    id: int
    key: str
    display_name: str
    role: str
    agency: str
    sign_in_name: str
    engaged_at: dt.datetime
    ended_at: dt.datetime | None
    has_second_factor: bool


@dataclass(frozen=True, slots=True)
class Account:
    """One's own account."""

    id: int
    key: str
    display_name: str
    sign_in_name: str
    role: str
    agency: str
    language: str
    has_second_factor: bool


@dataclass(frozen=True, slots=True)
class PostingView:
    """A posting as the desk sees it."""

    key: str
    area_id: int
    area_name: str
    officer: str
    public_name: str
    public_phone: str
    public_email: str
    hours: str
    hours_fr: str
    languages: str
    substitute: str
    starts_on: dt.date
    ends_on: dt.date | None


def agencies(viewer: Actor) -> list[AgencyView]:
    """Every agency, by name."""
    if not viewer.may(Right.SEE_STAFF):
        return []
    rows = Agency.objects.order_by("name")
    return [_agency_view(row) for row in rows]


def agency(viewer: Actor, code: str) -> AgencyView | None:
    """One agency."""
    row = Agency.objects.filter(code=code).first() if viewer.may(Right.SEE_STAFF) else None
    return _agency_view(row) if row else None


def staff_in_service(viewer: Actor) -> list[StaffView]:
    """Everybody in service, by name."""
    return [_staff_view(row, viewer) for row in _staff(viewer).filter(ended_at=None)]


def former_staff(viewer: Actor) -> list[StaffView]:
    """Those whose service ended, latest first, without their names."""
    if not viewer.may(Right.ENGAGE_STAFF):
        return []
    rows = _staff(viewer).exclude(ended_at=None).order_by("-ended_at")
    return [_staff_view(row, viewer) for row in rows]


def staff_member(viewer: Actor, key: str) -> StaffView | None:
    """One member of staff."""
    row = _staff(viewer).filter(key=key).first()
    return _staff_view(row, viewer) if row else None


def staff_names(viewer: Actor, ids: Iterable[int]) -> dict[int, str]:
    """Names by primary key, for lists that say who looks after something."""
    rows = _staff(viewer).filter(pk__in=set(ids)).values_list("pk", "display_name")
    return dict(rows)


def doers(viewer: Actor, names: Iterable[str]) -> dict[str, str]:
    """Who stands behind actors' names such as 'coordinator:KEY'; machines are left out."""
    keys = {name.partition(":")[2]: name for name in names}
    rows = _staff(viewer).filter(key__in=keys).values_list("key", "display_name")
    return {keys[key]: name for key, name in rows}


def own_account(viewer: Actor) -> Account | None:
    """The account of the member of staff who is looking."""
    if not viewer.may(Right.KEEP_OWN_ACCOUNT):
        return None
    row = _with_second_factor().filter(key=own_key(viewer), ended_at=None).first()
    if row is None:
        return None
    return Account(
        row.pk,
        row.key,
        row.display_name,
        row.sign_in_name,
        row.role,
        name_of(row.agency),
        row.language,
        bool(getattr(row, "has_second_factor", False)),
    )


def own_agency(viewer: Actor) -> str:
    """The code of the agency that the member of staff who is looking serves; '' for nobody."""
    rows = Staff.objects.filter(key=own_key(viewer), ended_at=None)
    return rows.values_list("agency__code", flat=True).first() or "" if own_key(viewer) else ""


def staff_of_area(viewer: Actor, area_id: int | None, on: dt.date) -> int | None:
    """The id of the officer posted to an area on a day, so that a promise has an owner."""
    del viewer  # who is posted where is public; only the id is internal
    if area_id is None:
        return None
    rows = Posting.objects.filter(area_id=area_id, starts_on__lte=on, staff__is_active=True)
    rows = rows.filter(Q(ends_on=None) | Q(ends_on__gte=on)).order_by("-starts_on", "-pk")
    return rows.values_list("staff_id", flat=True).first()


def postings(viewer: Actor, *, on: dt.date) -> list[PostingView]:
    """Postings that hold on a day or begin later, by area and first day."""
    rows = _postings(viewer).exclude(ends_on__lt=on)
    return [_posting_view(row) for row in rows]


def ended_postings(viewer: Actor, *, on: dt.date) -> list[PostingView]:
    """Postings that were over before a day, latest first."""
    rows = _postings(viewer).filter(ends_on__lt=on).order_by("-ends_on")
    return [_posting_view(row) for row in rows]


def posting(viewer: Actor, key: str) -> PostingView | None:
    """One posting."""
    row = _postings(viewer).filter(key=key).first()
    return _posting_view(row) if row else None


def _with_second_factor() -> QuerySet[Staff]:
    devices = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
    return Staff.objects.select_related("agency").annotate(has_second_factor=Exists(devices))


def _staff(viewer: Actor) -> QuerySet[Staff]:
    rows = _with_second_factor().order_by("display_name", "pk")
    return rows if viewer.may(Right.SEE_STAFF) else rows.none()


def _agency_view(row: Agency) -> AgencyView:
    return AgencyView(row.code, name_of(row), row.is_police, row.sector, row.name, row.name_fr)


def _staff_view(row: Staff, viewer: Actor) -> StaffView:
    engages = viewer.may(Right.ENGAGE_STAFF)
    return StaffView(
        row.pk,
        row.key,
        row.display_name,
        row.role,
        name_of(row.agency),
        row.sign_in_name if engages else "",
        row.engaged_at,
        row.ended_at,
        engages and bool(getattr(row, "has_second_factor", False)),
    )


def _postings(viewer: Actor) -> QuerySet[Posting]:
    rows = Posting.objects.select_related("area", "staff", "substitute")
    if not viewer.may(Right.SEE_STAFF):
        return rows.none()
    return rows.filter(staff__is_active=True).order_by("area__name", "starts_on", "pk")


def _posting_view(row: Posting) -> PostingView:
    return PostingView(
        row.key,
        row.area_id,
        name_of(row.area),
        row.staff.display_name,
        row.public_name,
        row.public_phone,
        row.public_email,
        row.hours,
        row.hours_fr,
        row.languages,
        row.substitute.display_name if row.substitute else "",
        row.starts_on,
        row.ends_on,
    )
