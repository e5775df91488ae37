"""Taking events from dispatch: each is kept once, and every call they touch is folded again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from django.db import connection

from commonbeat.core import clock
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.domains.calls import catalogue
from commonbeat.domains.calls.access import Right
from commonbeat.domains.calls.errors import NoSuchFeed
from commonbeat.domains.calls.events import Event
from commonbeat.domains.calls.fold import Fact, Standing, fold
from commonbeat.domains.calls.followed import Followed, Taken, followed
from commonbeat.domains.calls.models import Call, Caller, DispatchEvent
from commonbeat.domains.places import locator

__all__ = ["Taken", "take_from_dispatch"]

_KEPT = ("key", "call_id", *Fact._fields)  # what is read back of an event
_FOLDED = tuple(name for name in Standing.__slots__ if name != "callers")
_WRITTEN = (*_FOLDED, "area", "changed_at")


@action(Right.TAKE_EVENTS)
def take_from_dispatch(
    *, feed_code: str, events: Sequence[Event], points: Mapping[str, int], by: Actor
) -> Taken:
    """Keep the events that are new and bring their calls up to date.

    `points` maps each phone in E.164 to its contact point id. An event whose id was taken
    before changes nothing. The number of queries does not grow with the number of events.
    Raises NoSuchFeed when no open feed has this code.

    Several processes may do this at once: calls and events are inserted unless they exist, in
    the order of dispatch's own numbers; the calls are then held in the order of their keys, and
    folded from all that is stored once they are held. So nobody folds without another's events.
    """
    feed_id = _open_feed(feed_code)
    if not events:
        return Taken(0, 0, ())
    made, calls = _hold_calls(feed_code, events)
    rows = _insert_events(feed_id, events, calls, points)
    stored = _stored_events(feed_id, calls, rows)
    new = {row.key for row in rows} & stored.keys()
    moved = _moved(calls, stored, new, made)
    changed = _bring_up_to_date(moved, stored, new)
    _drop_empty(calls, stored, made)
    note(feed=feed_code, n_new=len(new), n_repeated=len(events) - len(new))
    conflicting = _conflicting(rows, stored, new)
    return Taken(len(new), len(events) - len(new), changed, conflicting)


def _open_feed(code: str) -> int:
    with connection.cursor() as cursor:  # plain, because it is asked at every request
        cursor.execute("SELECT id FROM calls_feed WHERE code = %s AND closed_at IS NULL", [code])
        row = cursor.fetchone()
    if row is None:
        raise NoSuchFeed(f"There is no open feed {code}.")
    return int(row[0])


def _hold_calls(source: str, events: Sequence[Event]) -> tuple[set[str], dict[str, Call]]:
    """The calls, made where missing and held until the story ends; with the keys proposed."""
    now = clock.now()
    at = {event.call_id: event.at for event in events}  # any: the fold sets the true time
    proposed = [
        Call(source=source, external_id=number, received_at=at[number], changed_at=now)
        for number in sorted(at)
    ]
    Call.objects.bulk_create(proposed, ignore_conflicts=True)
    held = Call.objects.select_for_update().filter(source=source, external_id__in=list(at))
    calls = {call.external_id: call for call in held.order_by("pk")}
    return {call.key for call in proposed}, calls


def _insert_events(
    feed_id: int, events: Sequence[Event], calls: Mapping[str, Call], points: Mapping[str, int]
) -> list[DispatchEvent]:
    """A row for each event, inserted unless its id is there; the rows as they were proposed."""
    now = clock.now()
    rows = [
        DispatchEvent(
            feed_id=feed_id,
            event_id=event.event_id,
            call_id=calls[event.call_id].pk,
            kind=event.kind,
            at=event.at,
            call_type=event.call_type,
            priority=event.priority,
            longitude=event.longitude,
            latitude=event.latitude,
            disposition=event.disposition,
            merged_into=event.merged_into,
            officer_initiated=event.officer_initiated,
            contact_point_id=points.get(event.phone) if event.phone else None,
            received_at=now,
        )
        for event in events
    ]
    DispatchEvent.objects.bulk_create(
        sorted(rows, key=lambda row: row.event_id), ignore_conflicts=True
    )
    return rows


def _stored_events(
    feed_id: int, calls: Mapping[str, Call], rows: Sequence[DispatchEvent]
) -> dict[str, tuple[int, Fact]]:
    """The events of the calls, and others that hold one of our ids: key → call and fact."""
    kept = DispatchEvent.objects.order_by().values_list(*_KEPT)
    found = list(kept.filter(call__in=[call.pk for call in calls.values()]))
    elsewhere = {row.event_id for row in rows} - {row[_KEPT.index("event_id")] for row in found}
    if elsewhere:  # an id that was used before for a call that is not among these
        found += kept.filter(feed=feed_id, event_id__in=elsewhere)
    return {row[0]: (row[1], Fact._make(row[2:])) for row in found}


def _moved(
    calls: Mapping[str, Call],
    stored: Mapping[str, tuple[int, Fact]],
    new: set[str],
    made: set[str],
) -> list[Call]:
    """The calls with a new event whose history is whole.

    A call known from before of which no earlier event is left was forgotten by retention: one
    late event is not its history, so its row stays as it is.
    """
    with_new = {stored[key][0] for key in new}
    with_old = {call_id for key, (call_id, _) in stored.items() if key not in new}
    return [
        call
        for call in calls.values()
        if call.pk in with_new and (call.key in made or call.pk in with_old)
    ]


def _bring_up_to_date(
    calls: Sequence[Call], stored: Mapping[str, tuple[int, Fact]], new: set[str]
) -> tuple[Followed, ...]:
    facts: dict[int, list[Fact]] = defaultdict(list)
    for call_id, fact in stored.values():
        facts[call_id].append(fact)
    sensitive = {code.casefold() for code in catalogue.in_force().sensitive}
    standings = [(call, fold(facts[call.pk], sensitive)) for call in calls]
    _write_calls(_restated(standings))
    _write_callers(standings, {stored[key][1].contact_point_id for key in new})
    return tuple(followed(call, tuple(standing.callers)) for call, standing in standings)


def _restated(standings: Sequence[tuple[Call, Standing]]) -> list[Call]:
    """Put each standing into its call's row; the rows that this changed."""
    changed, moved = [], []
    for call, standing in standings:
        if (call.longitude, call.latitude) != (standing.longitude, standing.latitude):
            moved.append(call)
        if any(getattr(call, name) != getattr(standing, name) for name in _FOLDED):
            changed.append(call)
        for name in _FOLDED:
            setattr(call, name, getattr(standing, name))
    _locate(moved)
    return changed


def _locate(calls: Sequence[Call]) -> None:
    """Set the area of each call from its point: one look at the map for all of them."""
    if not calls:
        return
    points = np.array([(call.longitude, call.latitude) for call in calls], dtype=np.float64)
    for call, area in zip(calls, locator.areas_of(points[:, 0], points[:, 1]), strict=True):
        call.area_id = None if area == locator.NOWHERE else int(area)


def _write_calls(calls: Sequence[Call]) -> None:
    """One statement for all rows, without the CASE for each field that bulk_update makes."""
    if not calls:
        return
    now = clock.now()
    fields = [field for field in Call._meta.concrete_fields if field.name in _WRITTEN]
    columns = ", ".join(f"{connection.ops.quote_name(str(f.column))} = %s" for f in fields)
    rows = []
    for call in calls:
        call.changed_at = now
        values = [
            field.get_db_prep_save(getattr(call, field.attname), connection) for field in fields
        ]
        rows.append([*values, call.pk])
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(Call._meta.db_table)
        cursor.executemany(f"UPDATE {table} SET {columns} WHERE id = %s", rows)  # noqa: S608


def _write_callers(standings: Sequence[tuple[Call, Standing]], new_points: set[int | None]) -> None:
    rows = [
        Caller(call=call, contact_point_id=point, called_at=called_at)
        for call, standing in standings
        for point, called_at in standing.callers.items()
        if point in new_points
    ]
    if rows:
        Caller.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["call", "contact_point"],
            update_fields=["called_at"],
        )


def _drop_empty(
    calls: Mapping[str, Call], stored: Mapping[str, tuple[int, Fact]], made: set[str]
) -> None:
    """Take away a call made just now whose only event turned out to carry a used id."""
    with_events = {call_id for call_id, _ in stored.values()}
    empty = [c.pk for c in calls.values() if c.key in made and c.pk not in with_events]
    if empty:
        Call.objects.filter(pk__in=empty).delete()


def _conflicting(
    rows: Sequence[DispatchEvent], stored: Mapping[str, tuple[int, Fact]], new: set[str]
) -> tuple[str, ...]:
    """The ids of repeated events whose content is not what was first sent under them."""
    repeated = [row for row in rows if row.key not in new]
    wanted = {row.event_id for row in repeated}
    first = {fact.event_id: (pk, fact) for pk, fact in stored.values() if fact.event_id in wanted}
    return tuple(
        dict.fromkeys(row.event_id for row in repeated if _differs(row, *first[row.event_id]))
    )


def _differs(row: DispatchEvent, call_id: int, first: Fact) -> bool:
    # A contact point that was erased since is no difference.
    sent = Fact._make(getattr(row, name) for name in Fact._fields)
    if first.contact_point_id is None or sent.contact_point_id is None:
        sent = sent._replace(contact_point_id=first.contact_point_id)
    return row.call_id != call_id or sent != first
