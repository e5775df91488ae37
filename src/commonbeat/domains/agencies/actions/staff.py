"""Engaging staff, giving them a role and ending their service."""

from __future__ import annotations

from django_otp.plugins.otp_totp.models import TOTPDevice

from commonbeat.core import clock
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.domains.agencies import errors, sectors
from commonbeat.domains.agencies.access import ADMINISTRATOR, STAFF_ROLES, Right
from commonbeat.domains.agencies.blind import plain_name
from commonbeat.domains.agencies.keeping import (
    end_sessions,
    forget_tries,
    give_password,
    in_service,
)
from commonbeat.domains.agencies.models import Agency, PersonalKey, Staff

FORMER = "—"


@action(Right.ENGAGE_STAFF)
def found_agency(
    *,
    code: str,
    name: str,
    name_fr: str = "",
    is_police: bool = False,
    sector: str = "",
    by: Actor,
) -> Agency:
    """Add an agency, or return the one that has this code already.

    `sector` is a code of sectors.py; without one it is municipal police, or another sector.
    Raises NoSuchSector.
    """
    sector = sector or (sectors.TOWN_POLICE if is_police else sectors.OTHER)
    _refuse_unknown_sector(sector)
    given = {"name": name, "name_fr": name_fr, "sector": sector}
    agency, _ = Agency.objects.get_or_create(
        code=code, defaults={**given, "is_police": sectors.is_police(sector)}
    )
    return agency


@action(Right.ENGAGE_STAFF)
def describe_agency(
    *, agency_code: str, name: str, name_fr: str = "", sector: str, by: Actor
) -> Agency:
    """Give an agency another name or sector. Raises NoSuchAgency or NoSuchSector."""
    _refuse_unknown_sector(sector)
    agency = Agency.objects.select_for_update().filter(code=agency_code).first()
    if agency is None:
        raise errors.NoSuchAgency
    note(was=agency.sector, sector=sector)
    agency.name, agency.name_fr, agency.sector = name.strip(), name_fr.strip(), sector
    agency.is_police = sectors.is_police(sector)
    agency.full_clean()
    agency.save()
    return agency


@action(Right.ENGAGE_STAFF)
def engage_staff(
    *,
    sign_in_name: str,
    display_name: str,
    agency_code: str,
    role: str,
    password: str,
    by: Actor,
) -> Staff:
    """Let a person sign in, in one role.

    Raises NoSuchRole, NoSuchAgency, NameTaken or WeakPassword.
    """
    agency = Agency.objects.filter(code=agency_code).first()
    if agency is None:
        raise errors.NoSuchAgency
    _refuse_unknown_role(role)
    name = plain_name(sign_in_name)
    if not name or Staff.objects.filter(sign_in_name=name).exists():
        raise errors.NameTaken
    staff = Staff(
        sign_in_name=name,
        display_name=display_name.strip(),
        agency=agency,
        role=role,
        engaged_at=clock.now(),
        engaged_by=by.name,
    )
    give_password(staff, password)
    staff.full_clean()
    staff.save()
    note(role=role)
    return staff


@action(Right.ENGAGE_STAFF)
def change_role(*, staff_key: str, role: str, by: Actor) -> Staff:
    """Give somebody in service another role; it holds from their next page on.

    Raises NoSuchStaff, NoSuchRole or LastAdministrator.
    """
    _refuse_unknown_role(role)
    staff = in_service(staff_key)
    if role != ADMINISTRATOR:
        _refuse_last_administrator(staff)
    note(was=staff.role, role=role)
    staff.role = role
    staff.save(update_fields=["role"])
    return staff


@action(Right.ENGAGE_STAFF)
def set_password(*, staff_key: str, password: str, by: Actor) -> Staff:
    """Give somebody a new password, when they forgot theirs; it signs them out everywhere.

    Their personal key does not open under it: identity notes of before stay shut to them.
    Raises NoSuchStaff or WeakPassword.
    """
    staff = in_service(staff_key)
    give_password(staff, password)
    staff.save(update_fields=["password"])
    end_sessions(staff)
    forget_tries(staff.sign_in_name)
    return staff


@action(Right.ENGAGE_STAFF)
def remove_second_factor(*, staff_key: str, by: Actor) -> Staff:
    """Take away a second factor whose telephone is lost; it signs them out everywhere.

    Raises NoSuchStaff. They set up a new one at their next sign-in.
    """
    staff = in_service(staff_key)
    TOTPDevice.objects.filter(user=staff).delete()
    end_sessions(staff)
    return staff


@action(Right.ENGAGE_STAFF)
def end_service(*, staff_key: str, by: Actor) -> Staff:
    """End somebody's service: signed out at once, name replaced, hidden from residents.

    Raises NoSuchStaff or LastAdministrator.
    """
    staff = in_service(staff_key)
    _refuse_last_administrator(staff)
    forget_tries(staff.sign_in_name)
    staff.is_active = False
    staff.ended_at, staff.ended_by = clock.now(), by.name
    staff.sign_in_name = f"ended-{staff.key}"
    staff.display_name = FORMER
    staff.last_login = None
    staff.set_unusable_password()
    staff.save()
    TOTPDevice.objects.filter(user=staff).delete()
    PersonalKey.objects.filter(staff=staff).delete()
    end_sessions(staff)
    return staff


def _refuse_unknown_sector(sector: str) -> None:
    if sector not in sectors.SECTORS:
        raise errors.NoSuchSector


def _refuse_unknown_role(role: str) -> None:
    if role not in STAFF_ROLES:
        raise errors.NoSuchRole


def _refuse_last_administrator(staff: Staff) -> None:
    others = Staff.objects.select_for_update().filter(role=ADMINISTRATOR, ended_at__isnull=True)
    if staff.role == ADMINISTRATOR and not others.exclude(pk=staff.pk).exists():
        raise errors.LastAdministrator
