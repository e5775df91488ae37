"""Calls as the desk sees them: the live list, and one call with what its callers were told."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from commonbeat.core.actor import Actor
from commonbeat.domains.calls.access import Right, may_see_call
from commonbeat.domains.calls.models import Call, Caller, CallType, Status, Telling

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to; None and '' leave it wide. `told` is 'told' or 'not told'."""

    area_id: int | None = None
    call_type: str = ""
    status: str = ""
    told: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What one caller was told of one milestone, or why not."""

    point_id: int
    milestone: str
    told: bool
    reason: str
    message_key: str
    decided_at: dt.datetime


@dataclass(frozen=True, slots=True)
class CallRow:
    """A line of the list."""

    id: int
    key: str
    number: str
    call_type: str
    type_label: str
    type_label_fr: str
    is_sensitive: bool
    priority: str
    area_name: str
    status: str
    received_at: dt.datetime
    arrived_at: dt.datetime | None
    closed_at: dt.datetime | None
    officer_initiated: bool
    n_callers: int
    tellings: tuple[Told, ...]
    area_id: int | None


@dataclass(frozen=True, slots=True)
class CallList:
    """A page of the list. `has_more` says whether another page follows."""

    rows: tuple[CallRow, ...]
    page: int
    has_more: bool


@dataclass(frozen=True, slots=True)
class CallDetail:
    """One call at the desk."""

    row: CallRow
    subject: str
    source: str
    dispatched_at: dt.datetime | None
    en_route_at: dt.datetime | None
    disposition: str
    merged_into: str
    area_id: int | None
    callers: tuple[int, ...]


def calls_for(viewer: Actor, filters: Filters, *, page: int = 1) -> CallList:
    """The newest calls first. Four queries, however long the page."""
    if not viewer.may(Right.SEE_CALLS):
        return CallList((), 1, has_more=False)
    start = (max(page, 1) - 1) * PAGE_SIZE
    rows = _filtered(filters).select_related("area").order_by("-received_at", "-pk")
    found = list(rows[start : start + PAGE_SIZE + 1])
    return CallList(_rows(found[:PAGE_SIZE]), max(page, 1), has_more=len(found) > PAGE_SIZE)


def call_for_desk(viewer: Actor, key: str) -> CallDetail | None:
    """One call, or None when it is absent or hidden."""
    call = Call.objects.select_related("area").filter(key=key).first()
    if call is None or not may_see_call(viewer, call.subject):
        return None
    callers = Caller.objects.filter(call=call).order_by("called_at", "pk")
    return CallDetail(
        row=_rows([call])[0],
        subject=call.subject,
        source=call.source,
        dispatched_at=call.dispatched_at,
        en_route_at=call.en_route_at,
        disposition=call.disposition,
        merged_into=call.merged_into,
        area_id=call.area_id,
        callers=tuple(callers.values_list("contact_point_id", flat=True)),
    )


def open_calls_waiting(viewer: Actor, *, received_before: dt.datetime) -> int:
    """How many live calls wait without an officer since before a moment."""
    if not viewer.may(Right.SEE_CALLS):
        return 0
    return (
        Call.objects.exclude(status=Status.CLOSED)
        .filter(
            received_at__lt=received_before,
            received_at__gte=received_before - dt.timedelta(days=1),
            arrived_at=None,
            merged_into="",
        )
        .count()
    )


def _filtered(filters: Filters) -> QuerySet[Call]:
    rows = Call.objects.all()
    if filters.area_id is not None:
        rows = rows.filter(area=filters.area_id)
    if filters.call_type:
        rows = rows.filter(call_type=filters.call_type)
    if filters.status:
        rows = rows.filter(status=filters.status)
    if filters.told:
        told = Telling.objects.filter(call=OuterRef("pk"), told=True)
        rows = rows.filter(Exists(told) if filters.told == "told" else ~Exists(told))
    return rows


def _rows(calls: list[Call]) -> tuple[CallRow, ...]:
    ids = [call.pk for call in calls]
    tellings, callers = _tellings(ids), _n_callers(ids)
    types = CallType.objects.in_bulk([call.call_type for call in calls], field_name="code")
    return tuple(
        _row(call, types.get(call.call_type), tellings[call.pk], callers[call.pk]) for call in calls
    )


def _row(call: Call, kind: CallType | None, tellings: list[Told], n_callers: int) -> CallRow:
    return CallRow(
        id=call.pk,
        key=call.key,
        number=call.external_id,
        call_type=call.call_type,
        type_label=kind.label if kind else call.call_type,
        type_label_fr=(kind.label_fr or kind.label) if kind else call.call_type,
        is_sensitive=call.was_sensitive or (kind is not None and kind.is_sensitive),
        priority=call.priority,
        area_name=call.area.name if call.area else "",
        status=call.status,
        received_at=call.received_at,
        arrived_at=call.arrived_at,
        closed_at=call.closed_at,
        officer_initiated=call.officer_initiated,
        n_callers=n_callers,
        tellings=tuple(tellings),
        area_id=call.area_id,
    )


def _tellings(call_ids: Iterable[int]) -> dict[int, list[Told]]:
    found: dict[int, list[Told]] = defaultdict(list)
    rows = Telling.objects.filter(call__in=list(call_ids)).order_by("decided_at", "pk")
    for row in rows:
        found[row.call_id].append(
            Told(
                row.contact_point_id,
                row.milestone,
                row.told,
                row.reason,
                row.message_key,
                row.decided_at,
            )
        )
    return found


def _n_callers(call_ids: Iterable[int]) -> dict[int, int]:
    counts: dict[int, int] = defaultdict(int)
    for call_id in Caller.objects.filter(call__in=list(call_ids)).values_list("call_id", flat=True):
        counts[call_id] += 1
    return counts
