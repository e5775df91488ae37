"""Recommendations as they are read, at the desk and by the public."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max, QuerySet
from django.utils import timezone

from commonbeat.domains.initiatives.models import Recommendation
from commonbeat.domains.initiatives.models.recommendations import OPEN
from commonbeat.domains.initiatives.staleness import Staleness, why_stale
from commonbeat.domains.initiatives.standing import today
from commonbeat.domains.initiatives.wording import told


@dataclass(frozen=True, slots=True)
class ProgressView:
    """What was done, and when it was noted."""

    text: str
    noted_at: dt.datetime


@dataclass(frozen=True, slots=True)
class RecommendationView:
    """A recommendation in the reader's language; `last_sign_on` is its last reply or progress."""

    key: str
    issue_key: str
    issue_title: str
    opportunity_key: str
    text: str
    addressee: str
    level: str
    owner_key: str
    owner_name: str
    due_on: dt.date
    state: str
    reply: str
    replied_on: dt.date | None
    made_on: dt.date
    last_sign_on: dt.date
    settled_on: dt.date | None
    superseded_by: str
    progress: tuple[ProgressView, ...]
    stale: tuple[Staleness, ...]

    @property
    def is_open(self) -> bool:
        """Whether it still waits for something."""
        return self.state in OPEN


def with_all(rows: QuerySet[Recommendation]) -> QuerySet[Recommendation]:
    """With everything a view needs, in a constant number of queries."""
    joined = rows.select_related("issue", "opportunity", "owner", "superseded_by")
    return joined.prefetch_related("progress").annotate(moved_at=Max("progress__noted_at"))


def view_of(row: Recommendation) -> RecommendationView:
    """The view of a row read by `with_all`."""
    made_on = _day(row.made_at)
    moved_at: dt.datetime | None = row.moved_at  # type: ignore[attr-defined]  # annotated
    signs = [made_on, row.replied_on, _day(moved_at) if moved_at else None]
    last_sign_on = max(day for day in signs if day is not None)
    return RecommendationView(
        key=row.key,
        issue_key=row.issue.key,
        issue_title=told(row.issue.title, row.issue.title_fr),
        opportunity_key=row.opportunity.key if row.opportunity else "",
        text=told(row.text, row.text_fr),
        addressee=told(row.addressee, row.addressee_fr),
        level=row.level,
        owner_key=row.owner.key,
        owner_name=row.owner.display_name,
        due_on=row.due_on,
        state=row.state,
        reply=told(row.reply, row.reply_fr),
        replied_on=row.replied_on,
        made_on=made_on,
        last_sign_on=last_sign_on,
        settled_on=_day(row.settled_at) if row.settled_at else None,
        superseded_by=row.superseded_by.key if row.superseded_by else "",
        progress=tuple(
            ProgressView(told(one.text, one.text_fr), one.noted_at) for one in row.progress.all()
        ),
        stale=why_stale(
            state=row.state, due_on=row.due_on, last_sign_on=last_sign_on, today=today()
        ),
    )


def _day(moment: dt.datetime) -> dt.date:
    return timezone.localtime(moment).date()
