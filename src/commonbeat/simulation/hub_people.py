"""Who sits at the demonstration's Hub table, with what they signed and their keys opened."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from commonbeat.core.actor import Actor
from commonbeat.domains.agencies.actions.agreements import record_agreement, record_undertaking
from commonbeat.domains.agencies.actions.personal_keys import open_personal_key
from commonbeat.domains.agencies.actions.staff import engage_staff
from commonbeat.domains.agencies.personal_keys import Unlocked
from commonbeat.domains.agencies.terms import today
from commonbeat.domains.hub.access import SeatRole
from commonbeat.domains.hub.actions.tables import give_seat
from commonbeat.portals.demo.accounts import PASSWORD
from commonbeat.roles import Role, actor, seated
from commonbeat.simulation.hub_years import BY, CODES

LAPSES_SOON = "housing"  # this agency's agreement has to be renewed within a month
# Sign-in name: agency, what they are called, and the seat. Speakers come first.
PEOPLE = {
    "hub-police": ("police", "Police worker", SeatRole.DISCUSSANT),
    "hub-health": ("health", "Mental health worker", SeatRole.DISCUSSANT),
    "hub-school": ("school", "School worker", SeatRole.DISCUSSANT),
    "hub-housing": ("housing", "Housing worker", SeatRole.DISCUSSANT),
    "hub-children": ("children", "Child protection worker", SeatRole.DISCUSSANT),
    "hub-police-lead": ("police", "Police supervisor", SeatRole.APPROVER),
    "hub-supervisor": ("health", "Mental health supervisor", SeatRole.APPROVER),
    "hub-chair": ("school", "Chair", SeatRole.CHAIR),
    "hub-clerk": ("addictions", "Data clerk", SeatRole.DATA_CLERK),
    "hub-privacy": ("housing", "Privacy lead", SeatRole.PRIVACY_LEAD),
}
SPEAKERS = tuple(PEOPLE)[:5]


@dataclass(frozen=True)
class Seated:
    """The people of a table: their actors there by sign-in name, and the speakers' opened keys."""

    by: dict[str, Actor] = field(default_factory=dict)
    unlocked: dict[str, Unlocked] = field(default_factory=dict)

    def of(self, agency: str) -> Actor:
        """Who speaks for an agency."""
        return self.by[f"hub-{agency}"]


def seat_people(table_key: str) -> Seated:
    """Engage everybody, let them sign and sit down; speakers have keys, for identity notes."""
    on, everybody = today(), Seated()
    for agency in CODES:
        days = 20 if agency == LAPSES_SOON else 400
        record_agreement(
            agency_code=agency,
            kind="information sharing",
            signed_on=on - dt.timedelta(days=345),
            valid_until=on + dt.timedelta(days=days),
            by=BY,
        )
    for name in PEOPLE:
        _seat(everybody, name, table_key, on)
    return everybody


def _seat(everybody: Seated, name: str, table_key: str, on: dt.date) -> None:
    agency, called, seat = PEOPLE[name]
    staff = engage_staff(
        sign_in_name=name,
        display_name=called,
        agency_code=agency,
        role=Role.PARTNER,
        password=PASSWORD,
        by=BY,
    )
    started_on = on - dt.timedelta(days=300)
    record_undertaking(
        staff_key=staff.key,
        signed_on=started_on,
        valid_until=on + dt.timedelta(days=65),
        by=BY,
    )
    give_seat(table_key=table_key, staff_key=staff.key, role=seat, starts_on=started_on, by=BY)
    everybody.by[name] = seated(
        Role.PARTNER, staff.key, table_key=table_key, agency_code=agency, seats=[seat]
    )
    if seat == SeatRole.DISCUSSANT:
        own = actor(Role.PARTNER, staff.key)
        everybody.unlocked[name] = open_personal_key(password=PASSWORD, by=own)
