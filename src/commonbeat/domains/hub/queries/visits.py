"""Filter 4 and after: plans and visits of one's agency, what is late, what is asked later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from commonbeat.core import clock
from commonbeat.core.actor import Actor
from commonbeat.domains.hub import cards
from commonbeat.domains.hub.access import Right, agency_of
from commonbeat.domains.hub.models import LaterCheck, ServiceMobilised, Visit
from commonbeat.domains.hub.models.situations import Situation, Step
from commonbeat.domains.hub.reading import AgencyName, Card, Word, agency_name, word
from commonbeat.domains.hub.words import today

_SOON = dt.timedelta(hours=12)
_AT_WORK = (Step.INVOLVED, Step.PLANNED, Step.VISITED)


@dataclass(frozen=True, slots=True)
class VisitView:
    """A visit: planned while `reported_at` is None, else made or tried, with how it ended."""

    key: str
    planned_for: dt.datetime
    late_reason: str
    agencies: tuple[AgencyName, ...]
    visited_at: dt.datetime | None
    reported_at: dt.datetime | None
    outcome: Word | None
    consent_asked: bool | None
    consent_given: bool | None
    was_coercive: bool


@dataclass(frozen=True, slots=True)
class ServiceView:
    """A kind of service at the conclusion. `how`: a value of Mobilisation."""

    service: Word
    how: str
    agency: AgencyName | None


@dataclass(frozen=True, slots=True)
class LaterCheckView:
    """Thirty or ninety days later: a code once the lead has answered, else what is asked."""

    situation_key: str
    number: str
    days: int
    due_on: dt.date
    answer: Word | None
    is_due: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """What the agencies that are in see of a situation at filter 4, and after its close."""

    card: Card
    visits: tuple[VisitView, ...]
    services: tuple[ServiceView, ...]
    later_checks: tuple[LaterCheckView, ...]
    next_visit: VisitView | None


@dataclass(frozen=True, slots=True)
class Due:
    """A situation of one's agency whose clock runs or has run out; `planned_for` may be None.

    `is_late`: no visit by `due_at`, which the lead sees first. `is_soon`: it ends within twelve
    hours. `awaits_report`: the planned time has passed and nobody has reported.
    """

    situation_key: str
    number: str
    step: str
    due_at: dt.datetime
    planned_for: dt.datetime | None
    is_late: bool
    is_soon: bool
    awaits_report: bool
    is_lead: bool


def plan(viewer: Actor, situation_key: str) -> Plan | None:
    """The plan of a situation that one's agency is in; None for hidden and for absent."""
    if not viewer.may(Right.DISCUSS):
        return None
    row = cards.seen(viewer).filter(key=situation_key, is_elevated=True).first()
    shown = cards.cards(viewer, [row])[0] if row else None
    if row is None or shown is None or not (shown.is_in or shown.is_lead):
        return None
    visits = tuple(_visits(viewer, row))
    later = LaterCheck.objects.seen_by(viewer).filter(situation=row).select_related("answer")
    return Plan(
        card=shown,
        visits=visits,
        services=tuple(_services(viewer, row)),
        later_checks=tuple(_later(one, row) for one in later.order_by("days")),
        next_visit=next((one for one in visits if one.reported_at is None), None),
    )


def due(viewer: Actor) -> list[Due]:
    """The situations that one's agency leads or assists in, the most urgent first."""
    if not viewer.may(Right.DISCUSS):
        return []
    rows = cards.seen(viewer).filter(
        step__in=_AT_WORK,
        involvements__agency__code=agency_of(viewer),
        involvements__is_in=True,
    )
    found = list(rows)
    waiting = Visit.objects.seen_by(viewer).filter(situation__in=found, reported_at=None)
    planned = dict(waiting.values_list("situation_id", "planned_for"))
    listed = [_due(row, planned.get(row.pk), agency_of(viewer)) for row in found]
    return sorted(listed, key=lambda one: (not one.is_late, one.due_at, one.number))


def later_checks_due(viewer: Actor) -> list[LaterCheckView]:
    """What one's agency, as lead, is asked today about situations that are closed."""
    if not viewer.may(Right.DISCUSS):
        return []
    rows = LaterCheck.objects.seen_by(viewer).filter(
        answered_at=None, due_on__lte=today(), situation__lead__code=agency_of(viewer)
    )
    rows = rows.select_related("situation", "answer").order_by("due_on", "situation__number")
    return [_later(row, row.situation) for row in rows]


def _visits(viewer: Actor, situation: Situation) -> Iterable[VisitView]:
    rows = Visit.objects.seen_by(viewer).filter(situation=situation).select_related("outcome")
    for row in rows.prefetch_related("agencies").order_by("planned_at", "pk"):
        yield VisitView(
            key=row.key,
            planned_for=row.planned_for,
            late_reason=row.late_reason,
            agencies=tuple(sorted(map(agency_name, row.agencies.all()), key=_code)),
            visited_at=row.visited_at,
            reported_at=row.reported_at,
            outcome=word(row.outcome) if row.outcome else None,
            consent_asked=row.consent_asked,
            consent_given=row.consent_given,
            was_coercive=row.was_coercive,
        )


def _code(agency: AgencyName) -> str:
    return agency.code


def _services(viewer: Actor, situation: Situation) -> Iterable[ServiceView]:
    rows = ServiceMobilised.objects.seen_by(viewer).filter(situation=situation)
    for row in rows.select_related("service", "agency").order_by("service__position", "pk"):
        yield ServiceView(
            word(row.service), row.how, agency_name(row.agency) if row.agency else None
        )


def _later(row: LaterCheck, situation: Situation) -> LaterCheckView:
    return LaterCheckView(
        situation_key=situation.key,
        number=situation.number,
        days=row.days,
        due_on=row.due_on,
        answer=word(row.answer) if row.answer else None,
        is_due=row.answered_at is None and row.due_on <= today(),
    )


def _due(row: Situation, planned_for: dt.datetime | None, mine: str) -> Due:
    ends, now = cards.due_at(row), clock.now()
    if ends is None:  # the database holds that filter 4 has a beginning
        raise ValueError(row.number)
    not_yet = row.first_visit_at is None
    return Due(
        situation_key=row.key,
        number=row.number,
        step=row.step,
        due_at=ends,
        planned_for=planned_for,
        is_late=not_yet and now > ends,
        is_soon=not_yet and now <= ends <= now + _SOON,
        awaits_report=planned_for is not None and planned_for < now,
        is_lead=row.lead is not None and row.lead.code == mine,
    )
