"""The public log: what was found, who was asked, what they answered, and what became of it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from commonbeat.domains.initiatives.asked import (
    ProgressView,
    RecommendationView,
    view_of,
    with_all,
)
from commonbeat.domains.initiatives.chain import (
    EvidenceView,
    OpportunityView,
    ReviewView,
    chain_of,
)
from commonbeat.domains.initiatives.models import Recommendation, SystemicIssue
from commonbeat.domains.initiatives.models.issues import IssueState
from commonbeat.domains.initiatives.models.recommendations import OPEN
from commonbeat.domains.initiatives.standing import today
from commonbeat.domains.initiatives.wording import told


@dataclass(frozen=True, slots=True)
class PublicRecommendation:
    """A recommendation as anybody reads it: our own staff are not named."""

    key: str
    text: str
    addressee: str
    level: str
    state: str
    made_on: dt.date
    due_on: dt.date
    reply: str
    replied_on: dt.date | None
    settled_on: dt.date | None
    progress: tuple[ProgressView, ...]
    is_open: bool
    is_past_due: bool
    is_stale: bool
    age_days: int


@dataclass(frozen=True, slots=True)
class PublicIssue:
    """A published issue with its whole chain."""

    key: str
    title: str
    statement: str
    affected: tuple[str, ...]
    origin: str
    state: str
    published_on: dt.date | None
    closed_on: dt.date | None
    evidence: tuple[EvidenceView, ...]
    opportunities: tuple[OpportunityView, ...]
    recommendations: tuple[PublicRecommendation, ...]
    reviews: tuple[ReviewView, ...]


@dataclass(frozen=True, slots=True)
class LogLine:
    """One issue in the log, with its recommendations."""

    key: str
    title: str
    state: str
    published_on: dt.date
    recommendations: tuple[PublicRecommendation, ...]


@dataclass(frozen=True, slots=True)
class Log:
    """The whole log, newest issue first. `oldest_days` is the age of the oldest open one."""

    issues: tuple[LogLine, ...]
    n_by_state: Mapping[str, int]
    n_open: int
    n_past_due: int
    n_stale: int
    oldest_days: int | None


def log() -> Log:
    """Every published issue, good news and bad alike, in two queries and one of progress."""
    published = SystemicIssue.objects.exclude(state=IssueState.DRAFT)
    recommended: dict[str, list[PublicRecommendation]] = {}
    for row in with_all(Recommendation.objects.filter(issue__in=published)):
        recommended.setdefault(row.issue.key, []).append(_public(view_of(row)))
    lines = tuple(
        LogLine(
            key=row.key,
            title=told(row.title, row.title_fr),
            state=row.state,
            published_on=row.published_at.date() if row.published_at else today(),
            recommendations=tuple(recommended.get(row.key, ())),
        )
        for row in published.order_by("-published_at", "-pk")
    )
    every = [one for line in lines for one in line.recommendations]
    waiting = [one for one in every if one.is_open]
    return Log(
        issues=lines,
        n_by_state=Counter(one.state for one in every),
        n_open=len(waiting),
        n_past_due=sum(one.is_past_due for one in waiting),
        n_stale=sum(one.is_stale for one in waiting),
        oldest_days=max((one.age_days for one in waiting), default=None),
    )


def published_issue(key: str) -> PublicIssue | None:
    """One published issue; None when absent or still a draft."""
    row = SystemicIssue.objects.filter(key=key).exclude(state=IssueState.DRAFT).first()
    if row is None:
        return None
    chain = chain_of(row)
    return PublicIssue(
        key=chain.key,
        title=chain.title,
        statement=chain.statement,
        affected=chain.affected,
        origin=chain.origin,
        state=chain.state,
        published_on=chain.published_on,
        closed_on=chain.closed_on,
        evidence=chain.evidence,
        opportunities=chain.opportunities,
        recommendations=tuple(_public(one) for one in chain.recommendations),
        reviews=chain.reviews,
    )


def _public(one: RecommendationView) -> PublicRecommendation:
    return PublicRecommendation(
        key=one.key,
        text=one.text,
        addressee=one.addressee,
        level=one.level,
        state=one.state,
        made_on=one.made_on,
        due_on=one.due_on,
        reply=one.reply,
        replied_on=one.replied_on,
        settled_on=one.settled_on,
        progress=one.progress,
        is_open=one.state in OPEN,
        is_past_due=one.is_open and one.due_on < today(),
        is_stale=bool(one.stale),
        age_days=(today() - one.made_on).days,
    )
