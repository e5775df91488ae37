"""Recommending, and following what becomes of it until it is settled."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from commonbeat.core import clock
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.domains.agencies.queries import staff_in_service
from commonbeat.domains.initiatives.access import Right
from commonbeat.domains.initiatives.errors import AlreadyClosed, NotAnsweredYet, NotComplete
from commonbeat.domains.initiatives.models import Progress, Recommendation
from commonbeat.domains.initiatives.models.recommendations import ANSWERS, Level, State
from commonbeat.domains.initiatives.standing import (
    any_recommendation,
    is_public,
    open_issue,
    open_recommendation,
    to_come,
    today,
)
from commonbeat.domains.initiatives.writing import Written, kept


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of whom: an organisation, never a person; `owner_key` is staff of ours."""

    text: Written
    addressee: Written
    level: str
    owner_key: str
    due_on: dt.date
    opportunity_key: str = ""


@action(Right.RECOMMEND)
def recommend(*, issue_key: str, asked: Asked, by: Actor) -> Recommendation:
    """Ask an organisation to do something by a day.

    Raises NotComplete (owner, level, opportunity), DueInThePast, NamesSomebody,
    NotInBothLanguages, NoSuchIssue, AlreadyClosed.
    """
    return _made(issue_key, asked, by)


@action(Right.RECOMMEND)
def supersede(*, key: str, asked: Asked, by: Actor) -> Recommendation:
    """Put another recommendation in the place of an open one; the old one stays on the log."""
    old = open_recommendation(key)
    new = _made(old.issue.key, asked, by)
    old.superseded_by = new
    _settle(old, State.SUPERSEDED, by)
    return new


@action(Right.RECOMMEND)
def hand_over(*, key: str, owner_key: str, by: Actor) -> Recommendation:
    """Give an open recommendation another owner."""
    found = open_recommendation(key)
    found.owner_id = _owner(owner_key, by)
    found.save()
    return found


@action(Right.RECOMMEND)
def move_due_day(*, key: str, due_on: dt.date, by: Actor) -> Recommendation:
    """Set another due day. Raises DueInThePast."""
    found = open_recommendation(key)
    note(before=found.due_on.isoformat())
    found.due_on = to_come(due_on)
    found.save()
    return found


@action(Right.RECORD_REPLIES)
def record_reply(
    *, key: str, answer: str, text: Written, replied_on: dt.date, by: Actor
) -> Recommendation:
    """Write down what the addressee answered: accepted, partly or declined.

    A newer answer takes the place of the one before; the ledger keeps that there was one.
    Raises NotComplete (another answer, a day to come), AlreadyClosed (implemented, superseded).
    """
    found = any_recommendation(key)
    if found.state in (State.IMPLEMENTED, State.SUPERSEDED):
        raise AlreadyClosed(key)
    if answer not in ANSWERS:
        raise NotComplete("answer")
    if replied_on > today():
        raise NotComplete("replied_on")
    said = kept(text, field="reply", is_public=is_public(found.issue))
    found.reply, found.reply_fr, found.replied_on = said.text, said.text_fr, replied_on
    found.reply_recorded_at, found.reply_recorded_by = clock.now(), by.name
    found.state = State(answer)
    settled = answer == State.DECLINED
    found.settled_at = clock.now() if settled else None
    found.settled_by = by.name if settled else ""
    found.save()
    note(answer=answer)
    return found


@action(Right.NOTE_PROGRESS)
def note_progress(*, key: str, text: Written, by: Actor) -> Recommendation:
    """Say what was done, or that nothing was. Raises AlreadyClosed, NamesSomebody."""
    found = open_recommendation(key)
    said = kept(text, field="progress", is_public=is_public(found.issue))
    Progress.objects.create(
        recommendation=found,
        text=said.text,
        text_fr=said.text_fr,
        noted_at=clock.now(),
        noted_by=by.name,
    )
    return found


@action(Right.RECORD_REPLIES)
def record_implemented(*, key: str, by: Actor) -> Recommendation:
    """It was done. Raises NotAnsweredYet when nobody accepted it."""
    found = open_recommendation(key)
    if found.state == State.PROPOSED:
        raise NotAnsweredYet(key)
    return _settle(found, State.IMPLEMENTED, by)


def _made(issue_key: str, asked: Asked, by: Actor) -> Recommendation:
    issue = open_issue(issue_key)
    public = is_public(issue)
    text = kept(asked.text, field="text", is_public=public)
    addressee = kept(asked.addressee, field="addressee", is_public=public, is_organisation=True)
    if asked.level not in Level.values:
        raise NotComplete("level")
    opportunity = issue.opportunities.filter(key=asked.opportunity_key).first()
    if asked.opportunity_key and opportunity is None:
        raise NotComplete("opportunity")
    made = Recommendation(
        issue=issue,
        opportunity=opportunity,
        text=text.text,
        text_fr=text.text_fr,
        addressee=addressee.text,
        addressee_fr=addressee.text_fr,
        level=asked.level,
        owner_id=_owner(asked.owner_key, by),
        due_on=to_come(asked.due_on),
        made_at=clock.now(),
        made_by=by.name,
    )
    made.save()
    return made


def _owner(key: str, by: Actor) -> int:
    found = next((one.id for one in staff_in_service(by) if one.key == key), None)
    if found is None:
        raise NotComplete("owner")
    return found


def _settle(found: Recommendation, state: State, by: Actor) -> Recommendation:
    found.state = state
    found.settled_at, found.settled_by = clock.now(), by.name
    found.save()
    return found
