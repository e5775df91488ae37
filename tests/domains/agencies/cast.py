"""Staff for tests, engaged through the front door."""

from __future__ import annotations

import datetime as dt

from commonbeat.core import clock
from commonbeat.domains.agencies.actions import agreements, staff
from commonbeat.domains.agencies.models import Agreement, Staff, Undertaking
from commonbeat.domains.places.models import Area
from commonbeat.roles import Role, actor

PASSWORD = "a lighthouse keeps 12 lamps"
OPERATOR = actor(Role.OPERATOR, "tests")
SIGNED = dt.date(2026, 1, 5)
SHARING, SEAT = "information sharing", "seat in service"


def engage(name: str, role: Role, password: str = PASSWORD) -> Staff:
    """Engage somebody with the police of the town."""
    staff.found_agency(code="police", name="Riverbend Police", is_police=True, by=OPERATOR)
    return staff.engage_staff(
        sign_in_name=name,
        display_name=name.title(),
        agency_code="police",
        role=role.value,
        password=password,
        by=OPERATOR,
    )


def area(code: str = "old-mill", name: str = "Old Mill", name_fr: str = "Vieux-Moulin") -> Area:
    """An area without a boundary."""
    return Area.objects.create(
        code=code, name=name, name_fr=name_fr, changed_at=clock.now(), changed_by="tests"
    )


def partner(name: str = "diaz", agency: str = "health") -> Staff:
    """Engage a partner with an agency for mental health."""
    staff.found_agency(code=agency, name=agency.title(), sector="mental_health", by=OPERATOR)
    return staff.engage_staff(
        sign_in_name=name,
        display_name=name.title(),
        agency_code=agency,
        role=Role.PARTNER.value,
        password=PASSWORD,
        by=OPERATOR,
    )


def signs(agency: str, kind: str, *, until: dt.date, on: dt.date = SIGNED) -> Agreement:
    """An agency signs an agreement."""
    return agreements.record_agreement(
        agency_code=agency, kind=kind, signed_on=on, valid_until=until, by=OPERATOR
    )


def promises(person: Staff, *, until: dt.date, on: dt.date = SIGNED) -> Undertaking:
    """A person promises confidentiality."""
    return agreements.record_undertaking(
        staff_key=person.key, signed_on=on, valid_until=until, by=OPERATOR
    )
