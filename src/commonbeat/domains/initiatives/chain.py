"""The whole chain of an issue as it is read, at the desk and by the public."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from commonbeat.domains.initiatives.asked import RecommendationView, view_of, with_all
from commonbeat.domains.initiatives.models import (
    Evidence,
    Opportunity,
    Recommendation,
    Review,
    SystemicIssue,
)
from commonbeat.domains.initiatives.models.issues import IssueState
from commonbeat.domains.initiatives.wording import told


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """A piece of evidence as it was frozen; `headers` and `rows` are its small table."""

    key: str
    kind: str
    sentence: str
    source: str
    covers_from: dt.date | None
    covers_until: dt.date | None
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    indicator_key: str


@dataclass(frozen=True, slots=True)
class OpportunityView:
    """What could be done."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A planned look at the issue, or what one found."""

    due_on: dt.date
    said: str
    held_on: dt.date | None


@dataclass(frozen=True, slots=True)
class IssueView:
    """The whole chain of one issue. The four texts are as written, for the form."""

    key: str
    title: str
    statement: str
    title_en: str
    title_fr: str
    statement_en: str
    statement_fr: str
    affected: tuple[str, ...]
    origin: str
    state: str
    raised_on: dt.date
    published_on: dt.date | None
    closed_on: dt.date | None
    evidence: tuple[EvidenceView, ...]
    opportunities: tuple[OpportunityView, ...]
    recommendations: tuple[RecommendationView, ...]
    reviews: tuple[ReviewView, ...]

    @property
    def is_public(self) -> bool:
        """Whether it stands on the public log."""
        return self.state != IssueState.DRAFT

    @property
    def is_over(self) -> bool:
        """Whether nothing may be changed any more."""
        return self.closed_on is not None


def chain_of(row: SystemicIssue) -> IssueView:
    """The whole chain of an issue, in four further queries."""
    recommended = with_all(Recommendation.objects.filter(issue=row))
    return IssueView(
        key=row.key,
        title=told(row.title, row.title_fr),
        statement=told(row.statement, row.statement_fr),
        title_en=row.title,
        title_fr=row.title_fr,
        statement_en=row.statement,
        statement_fr=row.statement_fr,
        affected=tuple(row.affected),
        origin=row.origin,
        state=row.state,
        raised_on=_day(row.raised_at),
        published_on=_day(row.published_at) if row.published_at else None,
        closed_on=_day(row.closed_at) if row.closed_at else None,
        evidence=tuple(_evidence(one) for one in _evidence_of(row)),
        opportunities=tuple(
            OpportunityView(one.key, told(one.text, one.text_fr))
            for one in Opportunity.objects.filter(issue=row)
        ),
        recommendations=tuple(view_of(one) for one in recommended),
        reviews=tuple(_review(one) for one in row.reviews.all()),
    )


def _evidence_of(row: SystemicIssue) -> list[Evidence]:
    return list(Evidence.objects.filter(issue=row).select_related("indicator"))


def _evidence(row: Evidence) -> EvidenceView:
    table = row.table or {"headers": [], "rows": []}
    return EvidenceView(
        key=row.key,
        kind=row.kind,
        sentence=told(row.sentence, row.sentence_fr),
        source=told(row.source, row.source_fr),
        covers_from=row.covers_from,
        covers_until=row.covers_until,
        headers=tuple(table["headers"]),
        rows=tuple(tuple(str(cell) for cell in line) for line in table["rows"]),
        indicator_key=row.indicator.key if row.indicator else "",
    )


def _review(row: Review) -> ReviewView:
    held_on = _day(row.held_at) if row.held_at else None
    return ReviewView(row.due_on, told(row.said, row.said_fr), held_on)


def _day(moment: dt.datetime) -> dt.date:
    return timezone.localtime(moment).date()
