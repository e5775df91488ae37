"""Filters 2 and 3: the card, the threshold by consensus, who is in, and the way to filter 4.

Agencies say agreed, in and out at the same time from many screens: what they say is kept beside
the card and leaves its version as it is. The decision looks at what stands when it is made.
"""

from __future__ import annotations

from commonbeat.core import clock
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.domains.agencies.models import Agency
from commonbeat.domains.hub import gate
from commonbeat.domains.hub.access import Right, agency_of
from commonbeat.domains.hub.carried import Carried, chosen, put_on
from commonbeat.domains.hub.errors import FilterSkipped, NotComplete, NotTheirs
from commonbeat.domains.hub.models import Accord, Involvement, Situation, Visit
from commonbeat.domains.hub.models.codes import CodeKind
from commonbeat.domains.hub.models.situations import Step
from commonbeat.domains.hub.quorum import (
    discussing,
    meeting_now,
    refuse_without_accord,
    refuse_without_quorum,
)
from commonbeat.domains.hub.reading import Tests
from commonbeat.domains.hub.seating import own_agency
from commonbeat.domains.hub.steps import FILTER_4, Moved, kept, off_the_table, strip, taken, told
from commonbeat.domains.hub.words import code_row

PARTS = ("informed", "consulted", "engaged")


@action(Right.SEE_TABLE)
def fill_card(*, situation_key: str, version: int, carried: Carried, by: Actor) -> Moved:
    """Write the de-identified card anew: the data clerk, or a discussant of who brought it."""
    situation = taken("fill_card", situation_key, by, version=version)
    if not (by.may(Right.KEEP_RECORD) or (by.may(Right.DISCUSS) and _brought(situation, by))):
        raise NotTheirs
    put_on(situation, chosen(carried, situation.policy), by)
    return kept(situation)


@action(Right.DISCUSS)
def say_agreed(*, situation_key: str, agrees: bool, by: Actor) -> Moved:
    """Say for one's agency whether the risk is acutely elevated. It must be at the meeting."""
    situation = taken("say_agreed", situation_key, by)
    agency = own_agency(by)
    meeting = meeting_now(situation.table_id)
    if agency.pk not in discussing(meeting.pk):
        raise NotTheirs
    if meeting.presenting_key != situation.key:
        raise FilterSkipped
    said = Accord.objects.seen_by(by).filter(situation=situation, agency=agency).first()
    said = said or Accord(situation=situation, agency=agency)
    said.agrees, said.said_at, said.said_by = agrees, clock.now(), by.name
    said.save()
    note(agrees=agrees)
    return told(situation)


@action(Right.CHAIR)
def decide_threshold(
    *,
    situation_key: str,
    version: int,
    is_elevated: bool,
    tests: Tests,
    reason: str = "",
    by: Actor,
) -> Moved:
    """Write down what the table decided about what is on the table; never a score.

    Yes needs all four tests and the consensus of the agencies there (NotComplete, NoAccord).
    No needs a reason of the list of rejections; it ends the situation and strips it.
    """
    situation = taken("decide_threshold", situation_key, by, version=version)
    meeting = meeting_now(situation.table_id)
    if meeting.presenting_key != situation.key:
        raise FilterSkipped
    agencies = discussing(meeting.pk)
    refuse_without_quorum(agencies, situation.policy)
    note(elevated=is_elevated)
    if not is_elevated:
        return strip(situation, Step.REJECTED, code_row(CodeKind.REJECTION, reason, "reason"), by)
    if tests.failed():
        raise NotComplete(tests.failed())
    refuse_without_accord(agencies, _agreed(situation, by), situation.policy.consensus)
    return _elevated(situation, by)


@action(Right.DISCUSS)
def withdraw(*, situation_key: str, version: int, reason: str, by: Actor) -> Moved:
    """Take back what one's agency brought, before filter 4: stripped like a rejection."""
    situation = taken("withdraw", situation_key, by, version=version)
    if not _brought(situation, by):
        raise NotTheirs
    return strip(situation, Step.WITHDRAWN, code_row(CodeKind.REJECTION, reason, "reason"), by)


@action(Right.CHAIR)
def end_before_plan(*, situation_key: str, version: int, reason: str, by: Actor) -> Moved:
    """End it at filter 3, when nobody else is needed or the risk is seen to: stripped."""
    situation = taken("end_before_plan", situation_key, by, version=version)
    return strip(situation, Step.REJECTED, code_row(CodeKind.REJECTION, reason, "reason"), by)


@action(Right.DISCUSS)
def say_in(*, situation_key: str, part: str, by: Actor) -> Moved:
    """Say for one's agency that it is in: to be informed, to be consulted, or to be engaged."""
    if part not in PARTS:
        raise NotComplete(["part"])
    situation = taken("say_in", situation_key, by)
    _say(situation, own_agency(by), by, part=part)
    note(part=part)
    return told(situation)


@action(Right.DISCUSS)
def say_out(*, situation_key: str, by: Actor) -> Moved:
    """Say for one's agency that it is out: it may no longer read who it is about, from now on.

    Until filter 4 anybody may; then an agency that assists. The lead concludes instead, or hands
    the lead on first.
    """
    situation = taken("say_out", situation_key, by)
    agency = own_agency(by)
    if situation.step in FILTER_4:
        _leave_plan(situation, agency, by)
    _say(situation, agency, by)
    moved = told(situation)
    gate.lose_note(situation_key=situation.key, agency_codes=[agency.code], by=by)
    return moved


@action(Right.CHAIR)
def begin_plan(*, situation_key: str, version: int, lead: str, by: Actor) -> Moved:
    """Begin filter 4: a lead and at least one other agency are in, the visit clock runs.

    Whoever is not in may no longer read who it is about.
    """
    situation = taken("begin_plan", situation_key, by, version=version)
    agencies = _in(situation, by)
    if lead not in agencies:
        raise NotComplete(["lead"])
    if len(agencies) < 2:
        raise NotComplete(["assisting"])
    _lead(situation, agencies[lead])
    situation.step, situation.involved_at = Step.INVOLVED, clock.now()
    off_the_table(situation)
    note(n=len(agencies))
    moved = kept(situation)
    gate.lose_note(situation_key=situation.key, keep_only=sorted(agencies), by=by)
    return moved


@action(Right.CHAIR)
def change_lead(*, situation_key: str, version: int, lead: str, by: Actor) -> Moved:
    """Hand the lead to another agency that is in, when the one that led cannot go on.

    That one stays in until it says out. The visit's clock runs on. Raises NotComplete.
    """
    situation = taken("change_lead", situation_key, by, version=version)
    agencies = _in(situation, by)
    if lead not in agencies or agencies[lead].is_lead:
        raise NotComplete(["lead"])
    for one in agencies.values():
        if one.is_lead:
            one.is_lead = False
            one.save()
    _lead(situation, agencies[lead])
    note(lead=lead)
    return kept(situation)


def _in(situation: Situation, by: Actor) -> dict[str, Involvement]:
    said_in = Involvement.objects.seen_by(by).filter(situation=situation, is_in=True)
    return {one.agency.code: one for one in said_in.select_related("agency")}


def _lead(situation: Situation, new: Involvement) -> None:
    new.is_lead, situation.lead = True, new.agency
    new.save()


def _brought(situation: Situation, by: Actor) -> bool:
    return situation.originator is not None and situation.originator.code == agency_of(by)


def _agreed(situation: Situation, by: Actor) -> list[int]:
    said = Accord.objects.seen_by(by).filter(situation=situation, agrees=True)
    return list(said.values_list("agency_id", flat=True))


def _elevated(situation: Situation, by: Actor) -> Moved:
    situation.test_interest = situation.test_probability = True
    situation.test_severity = situation.test_many_agencies = True
    situation.is_elevated, situation.step = True, Step.ELEVATED
    situation.decided_at, situation.decided_by = clock.now(), by.name
    return kept(situation)


def _say(situation: Situation, agency: Agency, by: Actor, *, part: str = "") -> None:
    rows = Involvement.objects.seen_by(by).filter(situation=situation, agency=agency)
    said = rows.first() or Involvement(situation=situation, agency=agency)
    said.is_in, said.part = bool(part), part
    said.said_at, said.said_by = clock.now(), by.name
    said.save()


def _leave_plan(situation: Situation, agency: Agency, by: Actor) -> None:
    if situation.lead_id == agency.pk:
        raise NotTheirs
    for visit in Visit.objects.seen_by(by).filter(situation=situation, reported_at=None):
        visit.agencies.remove(agency)
