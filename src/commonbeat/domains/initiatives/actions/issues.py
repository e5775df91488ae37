"""Raising issues, publishing them, looking at them again, and closing them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from commonbeat.core import clock
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.domains.initiatives.access import Right
from commonbeat.domains.initiatives.affected import GROUPS
from commonbeat.domains.initiatives.errors import (
    AlreadyPublished,
    NoEvidence,
    NoReviewPlanned,
    NotComplete,
    NotInBothLanguages,
    StillOpen,
)
from commonbeat.domains.initiatives.models import Review, SystemicIssue
from commonbeat.domains.initiatives.models.issues import IssueState, Origin
from commonbeat.domains.initiatives.models.recommendations import OPEN, State
from commonbeat.domains.initiatives.standing import is_public, open_issue, to_come
from commonbeat.domains.initiatives.writing import Written, kept


@action(Right.RAISE_ISSUES)
def raise_issue(
    *, title: Written, statement: Written, affected: Sequence[str], origin: str, by: Actor
) -> SystemicIssue:
    """Write an issue down as a draft. Raises NotComplete, NamesSomebody, NotInBothLanguages."""
    issue = SystemicIssue(origin=_origin(origin), raised_at=clock.now(), raised_by=by.name)
    _write(issue, title, statement, affected)
    issue.save()
    return issue


@action(Right.RAISE_ISSUES)
def change_issue(
    *, key: str, title: Written, statement: Written, affected: Sequence[str], by: Actor
) -> SystemicIssue:
    """Word an open issue anew. Raises as raise_issue, NoSuchIssue, AlreadyClosed."""
    issue = open_issue(key)
    _write(issue, title, statement, affected)
    issue.save()
    return issue


@action(Right.PUBLISH_LOG)
def publish_issue(*, key: str, by: Actor) -> SystemicIssue:
    """Put an issue with all that hangs on it on the public log. It cannot be taken off again.

    Raises NoSuchIssue, AlreadyPublished, NoEvidence, NotInBothLanguages.
    """
    issue = open_issue(key)
    if is_public(issue):
        raise AlreadyPublished(key)
    if not issue.evidence.exists():
        raise NoEvidence(key)
    _refuse_one_language(issue)
    issue.state = IssueState.OPEN
    issue.published_at, issue.published_by = clock.now(), by.name
    issue.save()
    return issue


@action(Right.PUBLISH_LOG)
def close_issue(*, key: str, was_resolved: bool, by: Actor) -> SystemicIssue:
    """Resolved, or set aside. Raises NoSuchIssue, AlreadyClosed, StillOpen (a draft, too)."""
    issue = open_issue(key)
    if not is_public(issue):
        raise StillOpen(key)
    states = set(issue.recommendations.values_list("state", flat=True))
    if states & set(OPEN) or (was_resolved and State.IMPLEMENTED not in states):
        raise StillOpen(key)
    issue.state = IssueState.RESOLVED if was_resolved else IssueState.SET_ASIDE
    issue.closed_at, issue.closed_by = clock.now(), by.name
    issue.save()
    note(resolved=was_resolved)
    return issue


@action(Right.RAISE_ISSUES)
def plan_review(*, key: str, due_on: dt.date, by: Actor) -> SystemicIssue:
    """Set the day to look again; one not yet held is moved. Raises DueInThePast."""
    issue = open_issue(key)
    planned = issue.reviews.filter(held_at=None).first() or Review(issue=issue)
    planned.due_on = to_come(due_on)
    planned.planned_at, planned.planned_by = clock.now(), by.name
    planned.save()
    return issue


@action(Right.RAISE_ISSUES)
def hold_review(*, key: str, said: Written, by: Actor) -> SystemicIssue:
    """Write down what the review found. Raises NoReviewPlanned, NamesSomebody."""
    issue = open_issue(key)
    planned = issue.reviews.select_for_update().filter(held_at=None).first()
    if planned is None:
        raise NoReviewPlanned(key)
    text = kept(said, field="said", is_public=is_public(issue))
    planned.said, planned.said_fr = text.text, text.text_fr
    planned.held_at, planned.held_by = clock.now(), by.name
    planned.save()
    return issue


def _write(
    issue: SystemicIssue, title: Written, statement: Written, affected: Sequence[str]
) -> None:
    public = issue.state != IssueState.DRAFT
    head = kept(title, field="title", is_public=public)
    body = kept(statement, field="statement", is_public=public)
    unknown = set(affected) - set(GROUPS)
    if unknown or not affected:
        raise NotComplete("affected")
    issue.title, issue.title_fr = head.text, head.text_fr
    issue.statement, issue.statement_fr = body.text, body.text_fr
    issue.affected = [group for group in GROUPS if group in set(affected)]


def _origin(code: str) -> str:
    if code not in Origin.values:
        raise NotComplete("origin")
    return code


def _refuse_one_language(issue: SystemicIssue) -> None:
    """Everything that becomes public at once must stand in both languages."""
    recommended = issue.recommendations.all()
    texts = {
        "title": [issue.title_fr],
        "statement": [issue.statement_fr],
        "evidence": [
            text for one in issue.evidence.all() for text in (one.sentence_fr, one.source_fr)
        ],
        "opportunity": [one.text_fr for one in issue.opportunities.all()],
        "recommendation": [t for one in recommended for t in (one.text_fr, one.addressee_fr)],
        "reply": [one.reply_fr for one in recommended if one.reply],
        "progress": [p.text_fr for one in recommended for p in one.progress.all()],
        "review": [one.said_fr for one in issue.reviews.exclude(held_at=None)],
    }
    missing = next((field for field, given in texts.items() if not all(given)), "")
    if missing:
        raise NotInBothLanguages(missing)
