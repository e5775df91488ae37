"""The meeting's screen: who is there, what waits, what is on the table."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from commonbeat.core import clock
from commonbeat.core.actor import Actor
from commonbeat.domains.hub import cards
from commonbeat.domains.hub.access import Right, staff_of, tables_of
from commonbeat.domains.hub.agenda import open_and_to_come, was_missed
from commonbeat.domains.hub.models import HubTable, Meeting, TablePolicy
from commonbeat.domains.hub.models.situations import Step
from commonbeat.domains.hub.quorum import Attending, attending
from commonbeat.domains.hub.reading import AgencyName, Card, agency_name
from commonbeat.domains.hub.seating import policy_of

QUEUE = (Step.QUEUED, Step.PRESENTED, Step.ELEVATED)
UNDER_WAY = (Step.INVOLVED, Step.PLANNED, Step.VISITED)


@dataclass(frozen=True, slots=True)
class TableName:
    """The table of this screen; `live_token` names its stream of changes."""

    key: str
    code: str
    name: str
    name_fr: str
    live_token: str

    def text(self, language: str) -> str:
        """Its name in a language."""
        return (self.name_fr or self.name) if language.startswith("fr") else self.name


@dataclass(frozen=True, slots=True)
class MeetingView:
    """A meeting: planned (not opened), open, or closed. `kind`: 'regular' or 'emergency'.

    `was_missed`: its day went by and nobody opened it.
    """

    key: str
    kind: str
    planned_for: dt.datetime | None
    opened_at: dt.datetime | None
    closed_at: dt.datetime | None
    was_missed: bool

    @property
    def is_open(self) -> bool:
        """Whether the table meets now."""
        return self.opened_at is not None and self.closed_at is None


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody at the meeting. `roles` are values of SeatRole; `how`: 'room' or 'remote'."""

    staff_key: str
    person: str
    agency: AgencyName
    roles: tuple[str, ...]
    how: str
    is_me: bool


@dataclass(frozen=True, slots=True)
class Live:
    """Everything that a meeting's screen shows, as one viewer sees it.

    `planned`: the meetings to come, the next first. `attendance`: who is there now. `sectors`: the
    sectors of the agencies that discuss and are there; `n_sectors_needed` make the quorum.
    `agencies`: those whose word the threshold counts. `queue`: waiting, discussed or at filter 3,
    in order; `under_way`: at filter 4. `presenting`: the card on the table, which stands in `queue`
    or `under_way` as well, since `presenting_since`; the table gives each about `minutes`. `stamp`
    grows with each change.
    """

    table: TableName
    meeting: MeetingView | None
    planned: tuple[MeetingView, ...]
    attendance: tuple[Present, ...]
    agencies: tuple[AgencyName, ...]
    sectors: tuple[str, ...]
    n_sectors_needed: int
    is_quorate: bool
    am_there: bool
    queue: tuple[Card, ...]
    under_way: tuple[Card, ...]
    presenting: Card | None
    presenting_since: dt.datetime | None
    minutes: int
    consensus: str
    now: dt.datetime
    stamp: int


def live(viewer: Actor) -> Live | None:
    """The screen of the viewer's table; None without a seat that sees the table."""
    table = _table(viewer)
    if table is None:
        return None
    policy = policy_of(table)
    meeting, to_come = open_and_to_come(table.pk)
    planned = tuple(map(_meeting, to_come))
    there = attending(meeting.pk) if meeting else []
    rows = cards.seen(viewer).filter(table=table, is_open=True).order_by("position", "pk")
    return _live(viewer, table, policy, meeting, planned, there, cards.cards(viewer, list(rows)))


def card(viewer: Actor, key: str) -> Card | None:
    """One situation, open or over; None for hidden and for absent."""
    row = cards.seen(viewer).filter(key=key).first()
    return cards.cards(viewer, [row])[0] if row else None


def meetings(viewer: Actor, *, n: int = 20) -> list[MeetingView]:
    """The table's meetings, those to come first and then the latest."""
    if not (viewer.may(Right.SEE_TABLE) or viewer.may(Right.OVERSEE)):
        return []
    rows = Meeting.objects.filter(table__key__in=tables_of(viewer))
    return [_meeting(row) for row in rows.order_by("-planned_for", "-pk")[:n]]


def record(viewer: Actor, *, since: dt.date, n: int = 200) -> list[Card]:
    """What is over, latest first: for those who keep the record, else what one's agency led."""
    rows = cards.seen(viewer).filter(is_open=False, opened_on__gte=since)
    return cards.cards(viewer, list(rows.order_by("-concluded_at", "-pk")[:n]))


def _table(viewer: Actor) -> HubTable | None:
    if not viewer.may(Right.SEE_TABLE):
        return None
    return HubTable.objects.filter(key__in=tables_of(viewer)).first()


def _live(
    viewer: Actor,
    table: HubTable,
    policy: TablePolicy,
    meeting: Meeting | None,
    planned: tuple[MeetingView, ...],
    there: list[Attending],
    shown: list[Card],
) -> Live:
    discussing = {one.agency.code: one.agency for one in there if one.discusses}
    sectors = tuple(sorted({agency.sector for agency in discussing.values()}))
    presenting = meeting.presenting_key if meeting else ""
    return Live(
        table=TableName(table.key, table.code, table.name, table.name_fr, table.live_token),
        meeting=_meeting(meeting) if meeting else None,
        planned=planned,
        attendance=_people(there, staff_of(viewer)),
        agencies=tuple(agency_name(one) for _, one in sorted(discussing.items())),
        sectors=sectors,
        n_sectors_needed=policy.quorum_sectors,
        is_quorate=len(sectors) >= policy.quorum_sectors,
        am_there=any(one.staff_key == staff_of(viewer) for one in there),
        queue=tuple(one for one in shown if one.step in QUEUE),
        under_way=tuple(one for one in shown if one.step in UNDER_WAY),
        presenting=next((one for one in shown if one.key == presenting), None),
        presenting_since=meeting.presenting_since if meeting and presenting else None,
        minutes=policy.discussion_minutes,
        consensus=policy.consensus,
        now=clock.now(),
        stamp=table.stamp,
    )


def _people(there: list[Attending], me: str) -> tuple[Present, ...]:
    by_person: dict[str, list[Attending]] = {}
    for one in there:
        by_person.setdefault(one.staff_key, []).append(one)
    return tuple(
        Present(
            staff_key=key,
            person=seats[0].person,
            agency=agency_name(seats[0].agency),
            roles=tuple(seat.role for seat in seats),
            how=seats[0].how,
            is_me=key == me,
        )
        for key, seats in by_person.items()
    )


def _meeting(row: Meeting) -> MeetingView:
    return MeetingView(
        row.key, row.kind, row.planned_for, row.opened_at, row.closed_at, was_missed(row)
    )
