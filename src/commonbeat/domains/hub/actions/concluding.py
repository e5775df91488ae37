"""The end: concluded with a reason and the services mobilised, or a new plan; asked later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from commonbeat.core import clock
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.domains.agencies.models import Agency
from commonbeat.domains.hub import gate
from commonbeat.domains.hub.access import Right, agency_of
from commonbeat.domains.hub.errors import (
    ChangedMeanwhile,
    FilterSkipped,
    NoSuchSituation,
    NotComplete,
    NotTheirs,
    TooEarly,
)
from commonbeat.domains.hub.models import (
    Code,
    LaterCheck,
    ServiceMobilised,
    Situation,
    SituationRemark,
    Visit,
)
from commonbeat.domains.hub.models.codes import CodeKind
from commonbeat.domains.hub.models.situations import Step
from commonbeat.domains.hub.models.visits import Mobilisation
from commonbeat.domains.hub.steps import Moved, kept, off_the_table, taken
from commonbeat.domains.hub.words import code_row, code_rows, today

LATER = (30, 90)  # days after the conclusion
WITHOUT_VISIT = "other"  # the group of reasons that may come before a visit: moved, not found, …
# These say what no service did: no list of services has to be given with them.
_NO_SERVICES = frozenset({"without_table"})
_LACKING = "systemic"  # the reason that must name the service that there is not


@dataclass(frozen=True, slots=True)
class Mobilised:
    """A kind of service, how it was mobilised (a value of Mobilisation), and perhaps by whom."""

    service: str
    how: str
    agency: str = ""


@action(Right.DISCUSS)
def conclude(
    *, situation_key: str, version: int, reason: str, services: Sequence[Mobilised], by: Actor
) -> Moved:
    """Close it: the lead says why and which services were mobilised, and how.

    Before any visit only reasons of the group 'other' fit (FilterSkipped). The identity note is
    destroyed with it, and the two later checks are set.
    """
    situation = _led("conclude", situation_key, version, by)
    why = code_row(CodeKind.CONCLUSION, reason, "reason")
    if situation.step != Step.VISITED and why.group != WITHOUT_VISIT:
        raise FilterSkipped
    _mobilise(situation, why, services)
    Visit.objects.seen_by(by).filter(situation=situation, reported_at=None).delete()
    SituationRemark.objects.seen_by(by).filter(situation=situation).delete()
    situation.step, situation.is_open, situation.reason = Step.CLOSED, False, why
    situation.concluded_at, situation.concluded_by = clock.now(), by.name
    _ask_later(situation)
    off_the_table(situation)
    note(reason=reason, n=len(services))
    moved = kept(situation)
    gate.destroy_note(situation_key=situation.key, by=by)
    return moved


@action(Right.DISCUSS)
def still_elevated(*, situation_key: str, version: int, by: Actor) -> Moved:
    """The risk is still acutely elevated after a visit: the lead asks for a new plan."""
    situation = _led("still_elevated", situation_key, version, by)
    situation.step = Step.INVOLVED
    return kept(situation)


@action(Right.DISCUSS)
def record_later_check(*, situation_key: str, days: int, answer: str, by: Actor) -> Moved:
    """Say how it stands thirty or ninety days later: the lead, a code only, once."""
    situation = _led("record_later_check", situation_key, None, by)
    check = LaterCheck.objects.seen_by(by).filter(situation=situation, days=days).first()
    if check is None:
        raise NoSuchSituation
    if check.answered_at is not None:
        raise ChangedMeanwhile
    if check.due_on > today():
        raise TooEarly
    check.answer = code_row(CodeKind.LATER, answer, "answer")
    check.answered_at, check.answered_by = clock.now(), by.name
    check.save()
    note(days=days, answer=answer)
    return kept(situation)


def _led(verb: str, key: str, version: int | None, by: Actor) -> Situation:
    situation = taken(verb, key, by, version=version)
    if situation.lead is None or situation.lead.code != agency_of(by):
        raise NotTheirs
    return situation


def _mobilise(situation: Situation, why: Code, services: Sequence[Mobilised]) -> None:
    kinds = code_rows(CodeKind.SERVICE, (one.service for one in services), "services")
    hows = [one.how for one in services]
    if len(kinds) != len(services) or not set(hows) <= set(Mobilisation.values):
        raise NotComplete(["services"])
    if not services and why.group != WITHOUT_VISIT and why.code not in _NO_SERVICES:
        raise NotComplete(["services"])
    if why.code == _LACKING and Mobilisation.NONE not in hows:
        raise NotComplete(["services"])
    agencies = _agencies(services)
    ServiceMobilised.objects.bulk_create(
        ServiceMobilised(
            situation=situation, service=kind, how=one.how, agency=agencies.get(one.agency)
        )
        for kind, one in zip(kinds, services, strict=True)
    )


def _agencies(services: Sequence[Mobilised]) -> dict[str, Agency]:
    codes = {one.agency for one in services if one.agency}
    found = {agency.code: agency for agency in Agency.objects.filter(code__in=codes)}
    lacking = any(one.agency and one.how == Mobilisation.NONE for one in services)
    if found.keys() != codes or lacking:  # what there is not, no agency gives
        raise NotComplete(["services"])
    return found


def _ask_later(situation: Situation) -> None:
    LaterCheck.objects.bulk_create(
        LaterCheck(situation=situation, days=days, due_on=today() + dt.timedelta(days=days))
        for days in LATER
    )
