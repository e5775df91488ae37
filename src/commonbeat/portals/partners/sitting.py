"""At which tables a person sits today, and the actor they are at each.

A seat counts from its first day to its last, and only while the agency's information-sharing
agreement and the person's own undertaking hold: a lapse takes it away on that very day.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from commonbeat.core import clock
from commonbeat.core.actor import Actor
from commonbeat.domains.agencies.queries import Standing, own_agency, standing
from commonbeat.domains.hub.access import SeatRole
from commonbeat.domains.hub.queries.tables import SeatView, seats_of
from commonbeat.portals.doors import Person
from commonbeat.roles import Role, actor, seated


@dataclass(frozen=True, slots=True)
class Place:
    """One table where a person sits, and who they are there."""

    table_key: str
    roles: tuple[SeatRole, ...]
    actor: Actor


def itself(person: Person) -> Actor:
    """The person as their role alone, at no table; a partner works for their agency there too."""
    role = Role(person.role)
    if role != Role.PARTNER:
        return actor(role, person.key)
    code = own_agency(actor(role, person.key))
    held = {f"agencies.staff:{person.key}", *([f"agencies.agency:{code}"] if code else ())}
    return actor(role, person.key, holds=frozenset(held))


def standing_of(person: Person) -> Standing | None:
    """What the person and their agency signed, as it holds today."""
    alone = actor(Role(person.role), person.key, holds=frozenset({f"agencies.staff:{person.key}"}))
    return standing(alone, person.key, on=today())


def seats_today(person: Person) -> list[SeatView]:
    """The seats that somebody gave the person, whether or not what they signed still holds."""
    return seats_of(person.key, today())


def places_of(person: Person) -> list[Place]:
    """Every table at which the person may sit down today."""
    stands = standing_of(person)
    if stands is None or not stands.is_good:
        return []
    mine = [seat for seat in seats_today(person) if seat.agency.code == stands.agency_code]
    by_table: dict[str, list[SeatRole]] = {}
    for seat in mine:
        by_table.setdefault(seat.table_key, []).append(SeatRole(seat.role))
    return [_place(person, key, roles, stands.agency_code) for key, roles in by_table.items()]


def place_at(person: Person, table_key: str) -> Place | None:
    """The person's place at one table; None when they have none there today."""
    return next((p for p in places_of(person) if p.table_key == table_key), None)


def _place(person: Person, table_key: str, roles: list[SeatRole], agency_code: str) -> Place:
    whole = tuple(sorted(set(roles)))
    one = seated(
        Role(person.role), person.key, table_key=table_key, agency_code=agency_code, seats=whole
    )
    return Place(table_key, whole, one)


def today() -> dt.date:
    """The day it is in the town."""
    return timezone.localtime(clock.now()).date()
