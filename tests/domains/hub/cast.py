"""A table and its people. No password is set here: their keys are opened from the start."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from commonbeat.core import clock
from commonbeat.core.actor import Actor
from commonbeat.domains.agencies.actions.agreements import record_agreement, record_undertaking
from commonbeat.domains.agencies.models import Agency, AgreementKind, PersonalKey, Staff
from commonbeat.domains.agencies.personal_keys import Pair, Unlocked, new_pair
from commonbeat.domains.agencies.terms import today
from commonbeat.domains.hub.access import SeatRole
from commonbeat.domains.hub.actions.tables import Rules, found_table, give_seat
from commonbeat.domains.hub.models import HubTable, Seat
from commonbeat.roles import Role, actor, seated

SECTORS = {
    "police": "police_municipal",
    "school": "school_public",
    "health": "mental_health",
    "housing": "housing",
    "children": "child_protection",
}
D, A, C, K, P = (
    SeatRole.DISCUSSANT,
    SeatRole.APPROVER,
    SeatRole.CHAIR,
    SeatRole.DATA_CLERK,
    SeatRole.PRIVACY_LEAD,
)
# Who: (agency, name, seats). The first five speak for their agency.
PEOPLE = {
    "ana": ("police", "Ana", (D,)),
    "bell": ("school", "Bell", (D,)),
    "cho": ("health", "Cho", (D,)),
    "diaz": ("housing", "Diaz", (D,)),
    "eve": ("children", "Eve", (D,)),
    "police_approver": ("police", "Approver of the police", (A,)),
    "school_approver": ("school", "Approver of the school board", (A,)),
    "health_approver": ("health", "Approver of mental health", (A,)),
    "housing_approver": ("housing", "Approver of housing", (A,)),
    "children_approver": ("children", "Approver of child protection", (A,)),
    "chair": ("health", "Chair", (C,)),
    "clerk": ("school", "Clerk", (K,)),
    "lead": ("housing", "Privacy lead", (P,)),
}
SPEAKERS = tuple(PEOPLE)[:5]


@dataclass
class Cast:
    """One table. `by['ana']` is her actor there, `seats['ana']` her first seat, and so on."""

    table: HubTable
    agencies: dict[str, Agency] = field(default_factory=dict)
    staff: dict[str, Staff] = field(default_factory=dict)
    by: dict[str, Actor] = field(default_factory=dict)
    seats: dict[str, Seat] = field(default_factory=dict)
    unlocked: dict[str, Unlocked] = field(default_factory=dict)

    def approver_of(self, who: str) -> Actor:
        """The approver of somebody's agency."""
        return self.by[f"{self.staff[who].agency.code}_approver"]


def seat_people(
    *, code: str = "RIV", rules: Rules | None = None, people: Sequence[str] = tuple(PEOPLE)
) -> Cast:
    """Found a table with five agencies of five sectors, all agreements and promises in force."""
    operator = actor(Role.OPERATOR, "tests")
    table = found_table(
        code=code, name=f"Table {code}", name_fr=f"Table {code}", rules=rules, by=operator
    )
    cast = Cast(table)
    for name in {PEOPLE[who][0] for who in people}:
        cast.agencies[name] = _agency(name, operator)
    for who in people:
        _seat(cast, who, operator)
    return cast


def _agency(name: str, operator: Actor) -> Agency:
    agency, is_new = Agency.objects.get_or_create(
        code=name, defaults={"name": name.title(), "sector": SECTORS[name]}
    )
    if is_new:
        record_agreement(
            agency_code=name,
            kind=AgreementKind.INFORMATION_SHARING,
            signed_on=today(),
            valid_until=today() + dt.timedelta(days=365),
            by=operator,
        )
    return agency


def _seat(cast: Cast, who: str, operator: Actor) -> None:
    agency, name, roles = PEOPLE[who]
    staff = Staff.objects.create(
        sign_in_name=f"{who}.{cast.table.code}".lower(),
        display_name=name,
        agency=cast.agencies[agency],
        role=Role.PARTNER,
        engaged_at=clock.now(),
        engaged_by="tests",
    )
    cast.staff[who] = staff
    cast.unlocked[who] = give_key(staff)
    record_undertaking(
        staff_key=staff.key,
        signed_on=today(),
        valid_until=today() + dt.timedelta(days=365),
        by=operator,
    )
    given = [
        give_seat(table_key=cast.table.key, staff_key=staff.key, role=role, by=operator)
        for role in roles
    ]
    cast.seats[who] = given[0]
    cast.by[who] = seated(
        Role.PARTNER, staff.key, table_key=cast.table.key, agency_code=agency, seats=roles
    )


def give_key(staff: Staff, password: str = "") -> Unlocked:
    """A personal key, opened. Without a password nothing else opens it, and it is quick to make."""
    if password:
        unlocked, pair = new_pair(staff.key, password)
    else:
        private = X25519PrivateKey.generate()
        unlocked = Unlocked(staff.key, private.private_bytes_raw())
        pair = Pair(private.public_key().public_bytes_raw(), b"", b"")
    PersonalKey.objects.update_or_create(
        staff=staff,
        defaults={
            "public_key": pair.public_key,
            "wrapped_private": pair.wrapped_private,
            "salt": pair.salt,
            "made_at": clock.now(),
        },
    )
    return unlocked
