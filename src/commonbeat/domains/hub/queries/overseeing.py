"""What is watched over: who read identity notes and on what ground, what was destroyed, what runs
out, and whether the table keeps its cadence. Never what a note says.

Readings and purges are read from the ledger, which nobody can change. The privacy lead sees them
for their own table; the chair sees what is signed, and the cadence.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from commonbeat.core import clock, ledger
from commonbeat.core.actor import Actor
from commonbeat.domains.agencies.access import Right as Agencies
from commonbeat.domains.agencies.models import Agency, Staff
from commonbeat.domains.agencies.queries.agreements import standings as agency_standings
from commonbeat.domains.agencies.terms import REMIND_DAYS, today
from commonbeat.domains.hub import gate
from commonbeat.domains.hub.access import Right, tables_of
from commonbeat.domains.hub.models import Meeting, Seat
from commonbeat.domains.hub.quorum import held_today
from commonbeat.domains.hub.reading import AgencyName, agency_name
from commonbeat.domains.hub.seating import policy_of

OPENED, READ, SHARED = "hub.open_note", "hub.read_note", "hub.share_note"
ENDED, EXPIRED, LAPSED = (
    "hub.destroy_identity_note",
    "hub.destroy_expired_at",
    "hub.end_lapsed_readings",
)
LOST = ("hub.end_readings", "hub.end_readings_of", LAPSED)
DAYS_BETWEEN: Mapping[str, int] = {"twice weekly": 4, "weekly": 7, "fortnightly": 14}
TAKEN = "hub.take_month"
_PAGE = 500


@dataclass(frozen=True, slots=True)
class Reading:
    """Somebody opened, shared or read a note. `basis` is a code, on the opening alone."""

    position: int
    at: dt.datetime
    what: str
    person: str
    agency: AgencyName | None
    number: str
    basis: str
    purpose: str
    n_readers: int


@dataclass(frozen=True, slots=True)
class Purge:
    """A note was destroyed at the end or by time, or people lost it (`n_readers`).

    `by_clock`: its time was over, or something signed had lapsed. `position` is the place in the
    ledger.
    """

    position: int
    at: dt.datetime
    what: str
    by_clock: bool
    n_notes: int
    n_readers: int


@dataclass(frozen=True, slots=True)
class Taking:
    """Somebody took a month's rows for the province. `month` is written as 2026-05."""

    at: dt.datetime
    person: str
    month: str
    n_rows: int


@dataclass(frozen=True, slots=True)
class NotesNow:
    """How many notes are open at the table, when the next one ends, and grounds so far."""

    n_open: int
    next_end_at: dt.datetime | None
    bases: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class SeatStanding:
    """A seat, and until which day what is behind it is signed; None when nothing holds."""

    seat_key: str
    person: str
    agency: AgencyName
    roles: tuple[str, ...]
    agreement_until: dt.date | None
    undertaking_until: dt.date | None
    is_good: bool

    @property
    def until(self) -> dt.date | None:
        """The last day on which the person may come in, as things are signed now."""
        days = (self.agreement_until, self.undertaking_until)
        return None if None in days else min(day for day in days if day)

    def runs_out(self, on: dt.date) -> bool:
        """Whether it holds, and its end is near enough to be reminded of."""
        return self.until is not None and (self.until - on).days <= max(REMIND_DAYS)


@dataclass(frozen=True, slots=True)
class Cadence:
    """Whether the table meets as often as its rules say.

    `days_between` is what the rules allow, `longest_gap` the most days between two meetings in
    the last ninety (with the days since the last one), `n_held` how many there were.
    """

    rule: str
    days_between: int
    n_held: int
    n_emergency: int
    longest_gap: int | None
    next_at: dt.datetime | None

    @property
    def is_kept(self) -> bool:
        """Whether no gap was longer than the rules allow."""
        return self.longest_gap is not None and self.longest_gap <= self.days_between


def readings(viewer: Actor, *, n: int = 200) -> list[Reading]:
    """Who opened, shared and read identity notes of the viewer's table, the newest first."""
    lines = _lines(viewer, (OPENED, SHARED, READ), n)
    people, agencies = _people(lines), _agencies(lines)
    return [
        Reading(
            line.position,
            line.at,
            line.verb.rpartition(".")[2],
            people.get(_staff_key(line), ""),
            agencies.get(str(line.codes.get("agency") or "")),
            str(line.codes.get("number") or ""),
            str(line.codes.get("basis") or ""),
            str(line.codes.get("purpose") or ""),
            _number(line, "n_readers"),
        )
        for line in lines
    ]


def purges(viewer: Actor, *, n: int = 200) -> list[Purge]:
    """What was destroyed and lost at the viewer's table, the newest first."""
    return [
        Purge(
            line.position,
            line.at,
            line.verb.rpartition(".")[2],
            line.verb in {EXPIRED, LAPSED},
            _number(line, "n_notes"),
            _number(line, "n_readers"),
        )
        for line in _lines(viewer, (ENDED, EXPIRED, *LOST), n)
    ]


def takings(viewer: Actor, *, n: int = 200) -> list[Taking]:
    """Who took rows of the viewer's table for the province, the newest first."""
    lines = _lines(viewer, (TAKEN,), n)
    people = _people(lines)
    return [
        Taking(
            line.at,
            people.get(_staff_key(line), ""),
            str(line.codes.get("month") or ""),
            _number(line, "n_rows"),
        )
        for line in lines
    ]


def notes_now(viewer: Actor) -> NotesNow | None:
    """How many notes are open, and on what grounds notes were opened; for the privacy lead."""
    if not viewer.may(Right.OVERSEE):
        return None
    n_open, next_end_at = gate.open_now(viewer)
    opened = _lines(viewer, (OPENED,), 10_000)
    bases = Counter(str(line.codes.get("basis")) for line in opened)
    return NotesNow(n_open, next_end_at, dict(bases.most_common()))


def standings(viewer: Actor) -> list[SeatStanding]:
    """Who sits at the viewer's table today and what is signed, what ends soonest first."""
    if not (viewer.may(Right.CHAIR) or viewer.may(Right.OVERSEE)):
        return []
    seats = Seat.objects.filter(held_today(), table__key__in=tables_of(viewer))
    by_person: dict[str, list[Seat]] = {}
    for seat in seats.select_related("staff", "agency").order_by("staff__display_name", "role"):
        by_person.setdefault(seat.staff.key, []).append(seat)
    # Those who chair or oversee see this of their own table's people, and of nobody else.
    eyes = replace(viewer, rights=viewer.rights | {Agencies.SEE_STANDINGS})
    signed = agency_standings(eyes, by_person, on=today())
    found = [
        SeatStanding(
            held[0].key,
            held[0].staff.display_name,
            agency_name(held[0].agency),
            tuple(seat.role for seat in held),
            signed[key].agreement_until,
            signed[key].undertaking_until,
            signed[key].is_good,
        )
        for key, held in by_person.items()
    ]
    return sorted(found, key=lambda one: (one.until or dt.date.min, one.person))


def cadence(viewer: Actor, *, days: int = 90) -> Cadence | None:
    """Whether the viewer's table met as often as its rules say in the last days."""
    if not (viewer.may(Right.CHAIR) or viewer.may(Right.OVERSEE)):
        return None
    meetings = Meeting.objects.filter(table__key__in=tables_of(viewer)).select_related("table")
    first = meetings.first()
    if first is None:
        return None
    since = clock.now() - dt.timedelta(days=days)
    held = list(meetings.filter(opened_at__gte=since).order_by("opened_at"))
    coming = meetings.filter(opened_at=None, closed_at=None, planned_for__gte=clock.now())
    rule = policy_of(first.table).cadence
    opened = [one.opened_at for one in held if one.opened_at]
    return Cadence(
        rule,
        DAYS_BETWEEN.get(rule, 7),
        len(held),
        sum(one.kind == "emergency" for one in held),
        _longest_gap(opened),
        coming.order_by("planned_for").values_list("planned_for", flat=True).first(),
    )


def _longest_gap(opened: list[dt.datetime]) -> int | None:
    if not opened:
        return None
    times = [*opened, clock.now()]
    return max((later - earlier).days for earlier, later in pairwise(times))


def _lines(viewer: Actor, verbs: Collection[str], n: int) -> list[ledger.Entry]:
    """The newest lines of the ledger with these verbs about the viewer's own table."""
    if not viewer.may(Right.OVERSEE):
        return []
    mine = set(tables_of(viewer))
    found: list[ledger.Entry] = []
    for verb in verbs:
        about = (line for line in _all(verb) if line.codes.get("table") in mine)
        found += [line for line, _ in zip(about, range(n), strict=False)]
    return sorted(found, key=lambda line: -line.position)[:n]


def _all(verb: str) -> Iterator[ledger.Entry]:
    before = 0
    while page := ledger.latest(verb=verb, before=before, n=_PAGE):
        yield from page
        before = page[-1].position
        if len(page) < _PAGE:
            return


def _people(lines: Collection[ledger.Entry]) -> dict[str, str]:
    rows = Staff.objects.filter(key__in={_staff_key(line) for line in lines})
    return dict(rows.values_list("key", "display_name"))


def _agencies(lines: Collection[ledger.Entry]) -> dict[str, AgencyName]:
    codes = {str(line.codes.get("agency") or "") for line in lines}
    return {row.code: agency_name(row) for row in Agency.objects.filter(code__in=codes)}


def _staff_key(line: ledger.Entry) -> str:
    return line.by.partition(":")[2]


def _number(line: ledger.Entry, name: str) -> int:
    value = line.codes.get(name)
    return value if isinstance(value, int) else 0
