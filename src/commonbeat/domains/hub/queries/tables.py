"""Tables, their rules, their seats and their words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from commonbeat.core import clock
from commonbeat.core.actor import Actor
from commonbeat.domains.hub.access import Right, tables_of
from commonbeat.domains.hub.models import HubTable, Seat, TablePolicy
from commonbeat.domains.hub.reading import AgencyName, agency_name
from commonbeat.domains.hub.words import CodeView, codes

__all__ = [
    "CodeView",
    "PolicyView",
    "SeatView",
    "TableView",
    "all_tables",
    "codes",
    "policies",
    "policy",
    "seats",
    "seats_at",
    "seats_of",
    "table",
    "table_set_up",
    "tables_for",
]


@dataclass(frozen=True, slots=True)
class TableView:
    """A table; `seats` are the roles that the viewer holds there on the day."""

    key: str
    code: str
    name: str
    name_fr: str
    live_token: str
    stamp: int
    founded_on: dt.date
    ended_on: dt.date | None
    seats: tuple[str, ...] = ()

    def text(self, language: str) -> str:
        """Its name in a language; English where it has no French one."""
        return (self.name_fr or self.name) if language.startswith("fr") else self.name


@dataclass(frozen=True, slots=True)
class PolicyView:
    """One version of a table's rules, under the names of `Rules`."""

    version: int
    in_force_from: dt.datetime
    note_mode: str
    note_days: int
    consensus: str
    quorum_sectors: int
    visit_hours: int
    discussion_minutes: int
    cadence: str
    sensitivity: str
    free_text: bool
    repeat_check: bool
    sends_rows: bool
    assessment_ref: str
    assessed_on: dt.date | None
    switched_off: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeatView:
    """A person's place at a table. `ends_on` is the first day without it."""

    key: str
    table_key: str
    staff_key: str
    person: str
    agency: AgencyName
    role: str
    starts_on: dt.date
    ends_on: dt.date | None


def seats_of(viewer: str, on: dt.date) -> list[SeatView]:
    """The seats that the person with this key holds on a day, at living tables."""
    rows = _seats(on).filter(staff__key=viewer, staff__ended_at=None, table__ended_on=None)
    return [_seat_view(row) for row in rows]


def tables_for(viewer: str, on: dt.date) -> list[TableView]:
    """The living tables where the person with this key has a seat on a day, by name."""
    roles: dict[str, list[str]] = {}
    for seat in seats_of(viewer, on):
        roles.setdefault(seat.table_key, []).append(seat.role)
    rows = HubTable.objects.filter(key__in=roles).order_by("name")
    return [_table_view(row, tuple(roles[row.key])) for row in rows]


def table(viewer: Actor) -> TableView | None:
    """The table at which the viewer sits in this request."""
    row = HubTable.objects.filter(key__in=tables_of(viewer), ended_on=None).first()
    return _table_view(row) if row else None


def policy(viewer: Actor) -> PolicyView | None:
    """The rules now in force at the viewer's table."""
    rows = TablePolicy.objects.filter(
        table__key__in=tables_of(viewer), in_force_from__lte=clock.now()
    )
    row = rows.order_by("-version").first()
    return _policy_view(row) if row else None


def seats(viewer: Actor, on: dt.date) -> list[SeatView]:
    """Who sits at the viewer's table on a day, by agency and name."""
    rows = _seats(on).filter(table__key__in=tables_of(viewer))
    return [_seat_view(row) for row in rows]


def all_tables(viewer: Actor) -> list[TableView]:
    """Every table, for those who set them up: names and rules, never what is on the table."""
    if not viewer.may(Right.SET_UP):
        return []
    return [_table_view(row) for row in HubTable.objects.order_by("ended_on", "name")]


def table_set_up(viewer: Actor, key: str) -> TableView | None:
    """One table, for those who set them up."""
    return next((one for one in all_tables(viewer) if one.key == key), None)


def policies(viewer: Actor, table_key: str) -> list[PolicyView]:
    """Every version of a table's rules, the newest first, for those who set them up."""
    if not viewer.may(Right.SET_UP):
        return []
    rows = TablePolicy.objects.filter(table__key=table_key).order_by("-version")
    return [_policy_view(row) for row in rows]


def seats_at(viewer: Actor, table_key: str, on: dt.date) -> list[SeatView]:
    """Who sits at a table on a day, for those who set tables up."""
    if not viewer.may(Right.SET_UP):
        return []
    return [_seat_view(row) for row in _seats(on).filter(table__key=table_key)]


def _seats(on: dt.date) -> QuerySet[Seat]:
    lasts = Q(ends_on=None) | Q(ends_on__gt=on)
    rows = Seat.objects.filter(lasts, starts_on__lte=on).select_related("staff", "agency", "table")
    return rows.order_by("agency__name", "staff__display_name", "role")


def _table_view(row: HubTable, roles: tuple[str, ...] = ()) -> TableView:
    return TableView(
        row.key,
        row.code,
        row.name,
        row.name_fr,
        row.live_token,
        row.stamp,
        row.founded_on,
        row.ended_on,
        roles,
    )


def _policy_view(row: TablePolicy) -> PolicyView:
    names = [name for name in PolicyView.__slots__ if name != "switched_off"]
    return PolicyView(
        **{name: getattr(row, name) for name in names}, switched_off=tuple(row.switched_off)
    )


def _seat_view(row: Seat) -> SeatView:
    return SeatView(
        row.key,
        row.table.key,
        row.staff.key,
        row.staff.display_name,
        agency_name(row.agency),
        row.role,
        row.starts_on,
        row.ends_on,
    )
