"""Issues as the desk reads them, each with its whole chain."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from commonbeat.core.actor import Actor
from commonbeat.domains.initiatives.access import Right
from commonbeat.domains.initiatives.asked import RecommendationView
from commonbeat.domains.initiatives.chain import (
    EvidenceView,
    IssueView,
    OpportunityView,
    ReviewView,
    chain_of,
)
from commonbeat.domains.initiatives.models import SystemicIssue
from commonbeat.domains.initiatives.queries.recommendations import recommendations
from commonbeat.domains.initiatives.standing import today
from commonbeat.domains.initiatives.wording import told

__all__ = [
    "EvidenceView",
    "IssueLine",
    "IssueView",
    "OpportunityView",
    "ReviewView",
    "issue",
    "issues",
]
ORDER = {state: place for place, state in enumerate(("open", "draft", "resolved", "set aside"))}


@dataclass(frozen=True, slots=True)
class IssueLine:
    """An issue in a list, with what needs attention."""

    key: str
    title: str
    state: str
    origin: str
    n_evidence: int
    n_recommendations: int
    n_open: int
    n_stale: int
    next_due_on: dt.date | None
    review_due_on: dt.date | None
    is_review_late: bool


def issues(viewer: Actor) -> list[IssueLine]:
    """Every issue: those with stale recommendations first, then by the next due day."""
    if not viewer.may(Right.SEE_INITIATIVES):
        return []
    by_issue: dict[str, list[RecommendationView]] = {}
    for one in recommendations(viewer):
        by_issue.setdefault(one.issue_key, []).append(one)
    rows = SystemicIssue.objects.prefetch_related("evidence", "reviews")
    return sorted((_line(row, by_issue.get(row.key, [])) for row in rows), key=_urgency)


def issue(viewer: Actor, key: str) -> IssueView | None:
    """One issue with its chain; None when absent or hidden."""
    if not viewer.may(Right.SEE_INITIATIVES):
        return None
    row = SystemicIssue.objects.filter(key=key).first()
    return chain_of(row) if row else None


def _line(row: SystemicIssue, recommended: list[RecommendationView]) -> IssueLine:
    waiting = [one for one in recommended if one.is_open]
    planned = next((one.due_on for one in row.reviews.all() if one.held_at is None), None)
    return IssueLine(
        key=row.key,
        title=told(row.title, row.title_fr),
        state=row.state,
        origin=row.origin,
        n_evidence=len(row.evidence.all()),
        n_recommendations=len(recommended),
        n_open=len(waiting),
        n_stale=sum(bool(one.stale) for one in waiting),
        next_due_on=min((one.due_on for one in waiting), default=None),
        review_due_on=planned,
        is_review_late=planned is not None and planned < today(),
    )


def _urgency(line: IssueLine) -> tuple[int, int, dt.date, str]:
    return -line.n_stale, ORDER[line.state], line.next_due_on or dt.date.max, line.title
