"""Filter 4: the visit is planned within the table's hours, made or tried, and told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from commonbeat.core import clock
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.domains.agencies.models import Agency
from commonbeat.domains.hub.access import Right, agency_of
from commonbeat.domains.hub.cards import due_at
from commonbeat.domains.hub.errors import (
    ChangedMeanwhile,
    NoSuchSituation,
    NotComplete,
    NotTheirs,
)
from commonbeat.domains.hub.models import Involvement, Situation, Visit
from commonbeat.domains.hub.models.codes import CodeKind
from commonbeat.domains.hub.models.situations import Step
from commonbeat.domains.hub.steps import Moved, kept, taken
from commonbeat.domains.hub.words import code_row

# Why a visit is planned for later than the hours allow.
LATE_REASONS = ("person_away", "unsafe", "worker_needed", "asked_by_person", "other")
_COERCIVE = "coercive"  # the group of outcomes that end in apprehension or arrest
_AT_LEAST = 2  # agencies go together, as long as two are in


@action(Right.DISCUSS)
def plan_visit(
    *,
    situation_key: str,
    version: int,
    planned_for: dt.datetime,
    agencies: Sequence[str],
    late_reason: str = "",
    by: Actor,
) -> Moved:
    """Plan who goes and when; a plan not yet carried out is changed by planning again.

    `agencies` are codes of agencies that are in. The first visit needs a reason of LATE_REASONS
    when it is planned for after the clock's end. Raises NotTheirs, NotComplete.
    """
    situation = taken("plan_visit", situation_key, by, version=version)
    going = _going(situation, agencies, by)
    _refuse_wrong_time(situation, planned_for, late_reason)
    planned = Visit.objects.seen_by(by).filter(situation=situation, reported_at=None).first()
    visit = planned or Visit(situation=situation)
    visit.planned_for, visit.late_reason = planned_for, late_reason
    visit.planned_at, visit.planned_by = clock.now(), by.name
    visit.save()
    visit.agencies.set(going)
    situation.step = Step.PLANNED
    note(late=bool(late_reason), n=len(going))
    return kept(situation)


@action(Right.DISCUSS)
def report_visit(
    *,
    visit_key: str,
    visited_at: dt.datetime,
    outcome: str,
    consent_asked: bool,
    consent_given: bool,
    was_coercive: bool = False,
    by: Actor,
) -> Moved:
    """Report how a visit, made or tried, ended: an agency that is in, once for each visit.

    An outcome of the coercive group counts as coercive whatever is ticked.
    """
    situation, visit = _planned(visit_key, by)
    if not (situation.involved_at or visited_at) <= visited_at <= clock.now():
        raise NotComplete(["visited_at"])
    if consent_given and not consent_asked:
        raise NotComplete(["consent_asked"])
    visit.outcome = code_row(CodeKind.VISIT, outcome, "outcome")
    visit.visited_at, visit.reported_at, visit.reported_by = visited_at, clock.now(), by.name
    visit.consent_asked = consent_asked
    visit.consent_given = consent_given if consent_asked else None
    visit.was_coercive = was_coercive or visit.outcome.group == _COERCIVE
    visit.save()
    situation.step = Step.VISITED
    situation.n_visits += 1
    situation.first_visit_at = situation.first_visit_at or visited_at
    note(outcome=outcome, coercive=visit.was_coercive)
    return kept(situation)


def _planned(visit_key: str, by: Actor) -> tuple[Situation, Visit]:
    visits = Visit.objects.seen_by(by).filter(key=visit_key)
    situation_key = visits.values_list("situation__key", flat=True).first()
    if situation_key is None:
        raise NoSuchSituation
    situation = taken("report_visit", situation_key, by)
    visit = visits.filter(reported_at=None).first()  # read anew, now that nobody else changes it
    if visit is None:
        raise ChangedMeanwhile
    return situation, visit


def _going(situation: Situation, codes: Sequence[str], by: Actor) -> list[Agency]:
    said_in = Involvement.objects.seen_by(by).filter(situation=situation, is_in=True)
    agencies = {one.agency.code: one.agency for one in said_in.select_related("agency")}
    if agency_of(by) not in agencies:
        raise NotTheirs
    wanted = set(codes)
    if not wanted <= agencies.keys() or len(wanted) < min(_AT_LEAST, len(agencies)):
        raise NotComplete(["agencies"])
    return [agencies[code] for code in sorted(wanted)]


def _refuse_wrong_time(situation: Situation, planned_for: dt.datetime, reason: str) -> None:
    if situation.involved_at is None or planned_for < situation.involved_at:
        raise NotComplete(["planned_for"])
    ends = due_at(situation)
    is_late = situation.first_visit_at is None and ends is not None and planned_for > ends
    if (is_late and reason not in LATE_REASONS) or (reason and reason not in LATE_REASONS):
        raise NotComplete(["late_reason"])
