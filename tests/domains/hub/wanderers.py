"""People who do anything at any time: whoever they are, wherever a situation stands.

Half of what they try would be right, done by the right person; the rest is anything by anybody,
with wrong versions, another table's keys and words that are on no list. `Town` keeps, apart from
the product, who is entitled to read what.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from commonbeat.core import clock
from commonbeat.core.actor import NOBODY, Actor
from commonbeat.domains.agencies.personal_keys import Unlocked
from commonbeat.domains.hub.access import SeatRole
from commonbeat.domains.hub.models import HubTable
from commonbeat.roles import Role, actor
from tests.domains.hub.cast import PEOPLE, Cast
from tests.domains.hub.invariants import Picture, Row

STRANGER = Unlocked("nobody", bytes(32))


@dataclass(frozen=True)
class Person:
    """Somebody: `agency` and `seats` say what they are at `table`; the key opens their notes."""

    name: str
    actor: Actor
    table: HubTable | None = None
    agency: str = ""
    seats: tuple[SeatRole, ...] = ()
    staff_key: str = ""
    unlocked: Unlocked = STRANGER

    @property
    def discusses(self) -> bool:
        """Whether they speak for their agency."""
        return SeatRole.DISCUSSANT in self.seats

    def sits(self, *roles: SeatRole) -> bool:
        """Whether they hold one of these seats."""
        return bool(set(roles) & set(self.seats))


@dataclass(repr=False)
class Town:
    """Two tables, everybody, chance, and what should be so.

    `readers`: situation key → staff keys of those who may read its note; `ends`: when each note
    ends; `named`: the name in it; `origin`: situation key → agency that brought it.
    """

    casts: tuple[Cast, Cast]
    chance: Random
    now: dt.datetime
    people: dict[str, Person] = field(default_factory=dict)
    readers: dict[str, set[str]] = field(default_factory=dict)
    ends: dict[str, dt.datetime] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)
    origin: dict[str, str] = field(default_factory=dict)
    key_refs: set[str] = field(default_factory=set)
    tried: Counter[tuple[str, str]] = field(default_factory=Counter)
    before: Picture = field(default=None)  # type: ignore[assignment]  # set before each step

    def __post_init__(self) -> None:
        for cast, prefix in zip(self.casts, ("", "sea_"), strict=True):
            for who, by in cast.by.items():
                agency, _, seats = PEOPLE[who]
                key = cast.staff[who].key
                self.people[prefix + who] = Person(
                    prefix + who, by, cast.table, agency, seats, key, cast.unlocked[who]
                )
        self.people["admin"] = Person("admin", actor(Role.ADMINISTRATOR, "admin"))
        self.people["operator"] = Person("operator", actor(Role.OPERATOR, "operator"))
        self.people["clock"] = Person("clock", actor(Role.CLOCK, "worker"))
        self.people["nobody"] = Person("nobody", NOBODY)

    def anybody(self, fits: Callable[[Person], bool] = lambda _: True) -> Person:
        """One of those who fit."""
        found = [one for one in self.people.values() if fits(one)]
        return self.chance.choice(found or list(self.people.values()))

    def at_table(self, table_id: int, fits: Callable[[Person], bool]) -> Person:
        """One of a table's people who fit."""
        return self.anybody(lambda p: p.table is not None and p.table.pk == table_id and fits(p))

    def likely(self, share: float) -> bool:
        """True that often."""
        return self.chance.random() < share

    def passes(self) -> None:
        """Time passes: minutes, at times a day, rarely a month."""
        minutes = self.chance.choice([1, 2, 3, 5, 20])
        if self.likely(0.006):
            minutes = 31 * 24 * 60
        elif self.likely(0.015):
            minutes = self.chance.choice([24, 72, 200]) * 60
        self.now += dt.timedelta(minutes=minutes)

    def open_meeting(self, table_id: int) -> Row | None:
        """The open meeting of a table."""
        for row in self.before["Meeting"].values():
            if row["table_id"] == table_id and row["opened_at"] and not row["closed_at"]:
                return row
        return None

    def there(self, table_id: int) -> list[Person]:
        """Those who discuss and are at a table's open meeting."""
        meeting = self.open_meeting(table_id)
        seats = {
            row["seat_id"]
            for row in self.before["Attendance"].values()
            if meeting and row["meeting_id"] == meeting["id"] and row["left_at"] is None
        }
        held = {r["id"]: r for r in self.before["Seat"].values()}
        ids = {held[seat]["staff_id"] for seat in seats if held[seat]["role"] == "discussant"}
        keys = {one.key for cast in self.casts for one in cast.staff.values() if one.pk in ids}
        return [one for one in self.people.values() if one.staff_key in keys]

    def said(self, key: str) -> tuple[set[str], set[str]]:
        """The codes of the agencies that said in, and of those that said out."""
        row = self.before.situation(key)
        if row is None:
            return set(), set()
        parts = self.before.parts("Involvement", row["id"])
        codes = {one.pk: code for code, one in self.casts[0].agencies.items()}
        said_in = {codes[one["agency_id"]] for one in parts if one["is_in"]}
        return said_in, {codes[one["agency_id"]] for one in parts} - said_in

    def lead(self, key: str) -> str:
        """The code of the agency that leads; '' before filter 4."""
        row = self.before.situation(key)
        codes = {one.pk: code for code, one in self.casts[0].agencies.items()}
        return codes.get(row["lead_id"], "") if row else ""

    def keeps_only(self, key: str, agencies: set[str]) -> None:
        """Whoever is of another agency may no longer read a note."""
        stay = {one.staff_key for one in self.people.values() if one.agency in agencies}
        if key in self.readers:
            self.readers[key] &= stay

    def may_read(self, person: Person, key: str) -> bool:
        """Whether somebody is entitled to a note now."""
        return person.staff_key in self.readers.get(key, set()) and self.now < self.ends[key]


def held(town: Town) -> clock.held_at:  # type: ignore[valid-type]
    """The clock stands at the town's time."""
    return clock.held_at(town.now)
