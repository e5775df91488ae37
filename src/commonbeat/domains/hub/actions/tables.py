"""Founding tables, setting their rules and seating people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from commonbeat.core import clock
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.domains.agencies.access import is_own
from commonbeat.domains.agencies.models import Staff
from commonbeat.domains.agencies.terms import today
from commonbeat.domains.hub import gate
from commonbeat.domains.hub.access import Right, SeatRole
from commonbeat.domains.hub.errors import NoSuchTable, NotComplete, NotTheirs, NotTogether
from commonbeat.domains.hub.models import Code, HubTable, Seat, TablePolicy
from commonbeat.domains.hub.models.codes import CodeKind
from commonbeat.domains.hub.models.tables import Consensus, NoteMode, Sensitivity
from commonbeat.domains.hub.stamping import bump

CADENCES = ("twice weekly", "weekly", "fortnightly")
LONGEST_NOTE = 14  # days


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a table. As they stand here they are the careful ones."""

    note_mode: str = NoteMode.LIMITED
    note_days: int = LONGEST_NOTE
    consensus: str = Consensus.ALL
    quorum_sectors: int = 3
    visit_hours: int = 48
    discussion_minutes: int = 4
    cadence: str = "weekly"
    sensitivity: str = Sensitivity.MEDIUM
    free_text: bool = False
    repeat_check: bool = False
    sends_rows: bool = False
    assessment_ref: str = ""
    assessed_on: dt.date | None = None
    switched_off: tuple[str, ...] = ()

    @property
    def needs_assessment(self) -> bool:
        """Whether a privacy assessment must have been made for these rules."""
        return self.repeat_check or self.sends_rows

    def faults(self) -> list[str]:
        """The names of the rules that no table may have."""
        allowed = {
            "note_mode": self.note_mode in NoteMode.values,
            "note_days": 1 <= self.note_days <= LONGEST_NOTE,
            "consensus": self.consensus in Consensus.values,
            "quorum_sectors": 1 <= self.quorum_sectors <= 20,
            "visit_hours": 1 <= self.visit_hours <= 24 * 14,
            "discussion_minutes": 1 <= self.discussion_minutes <= 60,
            "cadence": self.cadence in CADENCES,
            "sensitivity": self.sensitivity in Sensitivity.values,
            "assessment_ref": bool(self.assessment_ref.strip()) or not self.needs_assessment,
            "assessed_on": _is_past(self.assessed_on) or not self.needs_assessment,
            "switched_off": _are_risks(self.switched_off),
        }
        return [name for name, is_allowed in allowed.items() if not is_allowed]


@action(Right.SET_UP)
def found_table(
    *, code: str, name: str, name_fr: str, rules: Rules | None = None, by: Actor
) -> HubTable:
    """Found a table with its first rules, or return the one that has this code already.

    Raises NotComplete naming the rules that no table may have.
    """
    table, is_new = HubTable.objects.get_or_create(
        code=code, defaults={"name": name, "name_fr": name_fr, "founded_on": today()}
    )
    if is_new:
        table.full_clean()
        _set_rules(table, rules or Rules(), by)
    return table


@action(Right.SET_UP)
def end_table(*, table_key: str, by: Actor) -> HubTable:
    """End a table today: nobody acts there any more. Its record stays as long as it is kept."""
    table = _table(table_key)
    table.ended_on = today()
    table.save(update_fields=["ended_on"])
    bump(table.pk)
    return table


@action(Right.SET_UP)
def set_policy(*, table_key: str, rules: Rules, by: Actor) -> TablePolicy:
    """Give a table the next version of its rules, from now on.

    A situation is decided under the version in force when it was last put on the table. Raises
    NoSuchTable, or NotComplete naming the rules that no table may have: the repeat check and
    sending rows need a privacy assessment that was made.
    Without the repeat check, its tokens are destroyed.
    """
    table = _table(table_key)
    if not rules.repeat_check:
        gate.forget_repeats(table.key)
    return _set_rules(table, rules, by)


@action(Right.SET_UP)
def give_seat(
    *, table_key: str, staff_key: str, role: str, starts_on: dt.date | None = None, by: Actor
) -> Seat:
    """Seat a person in service at a table, for their own agency; the same seat twice is one.

    Raises NoSuchTable; NotComplete for an unknown person or role; NotTheirs to seat oneself;
    NotTogether when a privacy lead would sit elsewhere at the table they watch over.
    """
    table = _table(table_key)
    staff = Staff.objects.filter(key=staff_key, ended_at=None).first()
    missing = [] if staff else ["staff"]
    if staff is None or role not in list(SeatRole):
        raise NotComplete([*missing, *([] if role in list(SeatRole) else ["role"])])
    if is_own(by, staff_key):
        raise NotTheirs
    _refuse_watching_oneself(table, staff, role)
    seat, _ = Seat.objects.get_or_create(
        table=table,
        staff=staff,
        role=role,
        ends_on=None,
        defaults={
            "agency_id": staff.agency_id,
            "starts_on": starts_on or today(),
            "given_by": by.name,
        },
    )
    note(table=table.key, role=role, staff=staff.key)
    bump(table.pk)
    return seat


@action(Right.SET_UP)
def end_seat(*, seat_key: str, by: Actor) -> Seat:
    """End a seat: from this day on the person is not there.

    Who no longer discusses loses every identity note of the table. Raises NoSuchTable.
    """
    seats = Seat.objects.select_for_update(of=("self",)).select_related("table", "staff")
    seat = seats.filter(key=seat_key, ends_on=None).first()
    if seat is None:
        raise NoSuchTable
    seat.ends_on, seat.ended_by = today(), by.name
    seat.save(update_fields=["ends_on", "ended_by"])
    if seat.role == SeatRole.DISCUSSANT:
        gate.lose_notes_of(table_key=seat.table.key, staff_key=seat.staff.key, by=by)
    bump(seat.table_id)
    return seat


def _table(key: str) -> HubTable:
    table = HubTable.objects.select_for_update().filter(key=key, ended_on=None).first()
    if table is None:
        raise NoSuchTable
    return table


def _set_rules(table: HubTable, rules: Rules, by: Actor) -> TablePolicy:
    faults = rules.faults()
    if faults:
        raise NotComplete(faults)
    given = asdict(rules) | {"switched_off": sorted(rules.switched_off)}
    policy = TablePolicy.objects.create(
        table=table,
        version=table.policies.count() + 1,
        in_force_from=clock.now(),
        set_by=by.name,
        **given,
    )
    note(
        version=policy.version,
        note_mode=policy.note_mode,
        repeat_check=policy.repeat_check,
        sends_rows=policy.sends_rows,
    )
    bump(table.pk)
    return policy


def _refuse_watching_oneself(table: HubTable, staff: Staff, role: str) -> None:
    others = Seat.objects.filter(table=table, staff=staff, ends_on=None).exclude(role=role)
    held = {role, *others.values_list("role", flat=True)}
    if SeatRole.PRIVACY_LEAD in held and len(held) > 1:
        raise NotTogether


def _is_past(day: dt.date | None) -> bool:
    return day is not None and day <= today()


def _are_risks(codes: Iterable[str]) -> bool:
    wanted = set(codes)
    known = Code.objects.filter(kind=CodeKind.RISK, code__in=wanted, ends_on=None)
    return known.count() == len(wanted)
