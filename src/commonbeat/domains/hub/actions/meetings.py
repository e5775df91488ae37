"""Meetings: planned or called at once, opened, attended, closed; what is on the table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import IntegrityError, transaction

from commonbeat.core import clock
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.core.errors import NotPermitted
from commonbeat.domains.hub import gate
from commonbeat.domains.hub.access import Right, SeatRole, agency_of, staff_of, tables_of
from commonbeat.domains.hub.agenda import EMERGENCY, is_called, open_and_to_come
from commonbeat.domains.hub.errors import (
    AnotherIsOpen,
    NoMeeting,
    NoSuchMeeting,
    NoSuchSituation,
    NotComplete,
    NotTheirs,
)
from commonbeat.domains.hub.models import (
    Accord,
    Attendance,
    HubTable,
    Involvement,
    Meeting,
    Seat,
    Situation,
)
from commonbeat.domains.hub.models.situations import Step
from commonbeat.domains.hub.quorum import (
    discussing,
    held_today,
    meeting_now,
    refuse_without_quorum,
)
from commonbeat.domains.hub.seating import own_table, policy_of
from commonbeat.domains.hub.stamping import bump
from commonbeat.domains.hub.steps import Moved, kept, taken

REGULAR = "regular"
HOW = ("room", "remote")
_AT_MEETINGS = (SeatRole.DISCUSSANT, SeatRole.CHAIR, SeatRole.DATA_CLERK)
_THRESHOLD = (Step.QUEUED, Step.PRESENTED)


@action(Right.CHAIR)
def plan_meeting(*, planned_for: dt.datetime, kind: str = REGULAR, by: Actor) -> Meeting:
    """Plan the table's next meeting."""
    if kind not in {REGULAR, EMERGENCY}:
        raise NotComplete(["kind"])
    return _plan(kind, planned_for, by)


@action(Right.SEE_TABLE)
def call_emergency(*, by: Actor) -> Meeting:
    """Call an emergency meeting for now: anybody who discusses may, not the chair alone.

    Called twice, from two screens or on one day, it is one. Raises AnotherIsOpen while the table
    meets: what cannot wait is put on that table.
    """
    _refuse_unless(by, "hub.call_emergency", Right.CHAIR, Right.DISCUSS)
    table = HubTable.objects.select_for_update().get(pk=own_table(by).pk)
    is_open, to_come = open_and_to_come(table.pk)
    if is_open:
        raise AnotherIsOpen
    called = next(filter(is_called, to_come), None)
    return called or _plan(EMERGENCY, clock.now(), by)


@action(Right.CHAIR)
def open_meeting(*, key: str, by: Actor) -> Meeting:
    """Open a planned meeting; raises AnotherIsOpen while the table meets already."""
    meeting = _meeting(key, by)
    if meeting.closed_at is not None:
        raise NoMeeting
    meeting.opened_at, meeting.opened_by = clock.now(), by.name
    try:
        with transaction.atomic():
            if not Meeting.objects.filter(pk=meeting.pk, opened_at=None).update(
                opened_at=meeting.opened_at, opened_by=by.name
            ):
                raise AnotherIsOpen
    except IntegrityError:  # the database holds that one is open at a time
        raise AnotherIsOpen from None
    bump(meeting.table_id)
    return meeting


@action(Right.CHAIR)
def close_meeting(*, key: str, by: Actor) -> Meeting:
    """Close the meeting. What is open waits for the next one.

    At filter 3 those who have not said in stop hearing who it is about; the one who brought it
    keeps its own note.
    """
    meeting = _open(key, by)
    meeting.closed_at, meeting.closed_by = clock.now(), by.name
    meeting.presenting_key, meeting.presenting_since = "", None
    meeting.save()
    Attendance.objects.filter(meeting=meeting, left_at=None).update(left_at=meeting.closed_at)
    for situation in Situation.objects.seen_by(by).filter(
        table=meeting.table_id, step=Step.ELEVATED
    ):
        gate.lose_note(situation_key=situation.key, keep_only=_who_stays(situation, by), by=by)
    bump(meeting.table_id)
    return meeting


@action(Right.SEE_TABLE)
def attend(*, meeting_key: str, how: str, by: Actor) -> Meeting:
    """Come to an open meeting, in the room or from afar, in each seat that one has today."""
    if how not in HOW:
        raise NotComplete(["how"])
    meeting, now = _open(meeting_key, by), clock.now()
    seats = Seat.objects.filter(held_today(), table=meeting.table_id, staff__key=staff_of(by))
    for seat in seats.filter(role__in=_AT_MEETINGS):
        Attendance.objects.update_or_create(
            meeting=meeting,
            seat=seat,
            defaults={"how": how, "left_at": None},
            create_defaults={"how": how, "came_at": now},
        )
    bump(meeting.table_id)
    note(how=how)
    return meeting


@action(Right.SEE_TABLE)
def leave(*, meeting_key: str, by: Actor) -> Meeting:
    """Leave an open meeting."""
    meeting = _open(meeting_key, by)
    _leaves(meeting, staff_of(by))
    return meeting


@action(Right.CHAIR)
def note_gone(*, meeting_key: str, staff_key: str, by: Actor) -> Meeting:
    """Write down that somebody left an open meeting without saying so: their word is not awaited.

    They may come back by themselves. Raises NotComplete for somebody who is not there.
    """
    meeting = _open(meeting_key, by)
    if not _leaves(meeting, staff_key):
        raise NotComplete(["staff"])
    note(staff=staff_key)
    return meeting


@action(Right.CHAIR)
def order_queue(*, situation_keys: Sequence[str], by: Actor) -> None:
    """Put these first, in this order; the others follow as they were.

    An order is no change of a card: versions stand.
    """
    table = own_table(by)
    rows = Situation.objects.seen_by(by).filter(table=table, is_open=True)
    locked = {row.key: row for row in rows.select_for_update(of=("self",)).order_by("pk")}
    if not locked.keys() >= set(situation_keys):
        raise NoSuchSituation
    first = [locked.pop(key) for key in dict.fromkeys(situation_keys)]
    rest = sorted(locked.values(), key=lambda row: (row.position, row.pk))
    for position, row in enumerate([*first, *rest], start=1):
        row.position = position
        row.save(update_fields=["position"])
    note(n=len(situation_keys))
    bump(table.pk)


@action(Right.SEE_TABLE)
def present(*, situation_key: str, version: int, by: Actor) -> Moved:
    """Put a situation on the table of the open meeting: the chair, or who brought it.

    Before the threshold the rules now in force apply, and what agencies said at an earlier
    meeting is no longer said. Raises NoMeeting and NoQuorum.
    """
    _refuse_unless(by, "hub.present", Right.CHAIR, Right.DISCUSS)
    situation = taken("present", situation_key, by, version=version)
    if not by.may(Right.CHAIR) and not _brought(situation, by):
        raise NotTheirs
    meeting = meeting_now(situation.table_id)
    policy = policy_of(situation.table)
    refuse_without_quorum(discussing(meeting.pk), policy)
    now = clock.now()
    if situation.step in _THRESHOLD:
        Accord.objects.seen_by(by).filter(situation=situation).delete()
        situation.step, situation.policy, situation.presented_at = Step.PRESENTED, policy, now
    Meeting.objects.filter(pk=meeting.pk).update(presenting_key=situation.key, presenting_since=now)
    return kept(situation)


def _plan(kind: str, planned_for: dt.datetime, by: Actor) -> Meeting:
    table = own_table(by)
    meeting = Meeting.objects.create(table=table, kind=kind, planned_for=planned_for)
    bump(table.pk)
    note(kind=kind)
    return meeting


def _meeting(key: str, by: Actor) -> Meeting:
    rows = Meeting.objects.select_for_update(of=("self",))
    meeting = rows.filter(key=key, table__key__in=tables_of(by)).first()
    if meeting is None:
        raise NoSuchMeeting
    return meeting


def _open(key: str, by: Actor) -> Meeting:
    meeting = _meeting(key, by)
    if meeting.opened_at is None or meeting.closed_at is not None:
        raise NoMeeting
    return meeting


def _leaves(meeting: Meeting, staff_key: str) -> bool:
    there = Attendance.objects.filter(meeting=meeting, seat__staff__key=staff_key, left_at=None)
    n_seats = there.update(left_at=clock.now())
    bump(meeting.table_id)
    return n_seats > 0


def _who_stays(situation: Situation, by: Actor) -> list[str]:
    said_in = Involvement.objects.seen_by(by).filter(situation=situation, is_in=True)
    said_out = Involvement.objects.seen_by(by).filter(situation=situation, is_in=False)
    out = set(said_out.values_list("agency__code", flat=True))
    stays = set(said_in.values_list("agency__code", flat=True))
    if situation.originator is not None:
        stays.add(situation.originator.code)
    return sorted(stays - out)


def _brought(situation: Situation, by: Actor) -> bool:
    return situation.originator is not None and situation.originator.code == agency_of(by)


def _refuse_unless(by: Actor, verb: str, *rights: Right) -> None:
    if not any(by.may(right) for right in rights):
        refusal = NotPermitted(verb, rights[0])
        refusal.by = by.name  # type: ignore[attr-defined]  # the ledger's line of the refusal
        raise refusal
