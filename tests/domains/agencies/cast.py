"""Staff for tests, engaged through the front door."""

from __future__ import annotations

from commonbeat.core import clock
from commonbeat.domains.agencies.actions import staff
from commonbeat.domains.agencies.models import Staff
from commonbeat.domains.places.models import Area
from commonbeat.roles import Role, actor

PASSWORD = "a lighthouse keeps 12 lamps"
OPERATOR = actor(Role.OPERATOR, "tests")


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
