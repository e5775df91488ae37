"""Recommendations as the desk reads them: those that went quiet come first."""

from __future__ import annotations

import datetime as dt

from commonbeat.core.actor import Actor
from commonbeat.domains.initiatives.access import Right
from commonbeat.domains.initiatives.asked import (
    ProgressView,
    RecommendationView,
    view_of,
    with_all,
)
from commonbeat.domains.initiatives.models import Recommendation
from commonbeat.domains.initiatives.models.recommendations import OPEN

__all__ = ["ProgressView", "RecommendationView", "n_stale", "recommendation", "recommendations"]


def recommendations(viewer: Actor, *, only_open: bool = False) -> list[RecommendationView]:
    """Every recommendation: stale ones first, then open ones by due day, then settled ones."""
    if not viewer.may(Right.SEE_INITIATIVES):
        return []
    rows = with_all(Recommendation.objects.all())
    if only_open:
        rows = rows.filter(state__in=OPEN)
    return sorted((view_of(row) for row in rows), key=_urgency)


def recommendation(viewer: Actor, key: str) -> RecommendationView | None:
    """One recommendation; None when absent or hidden."""
    if not viewer.may(Right.SEE_INITIATIVES):
        return None
    row = with_all(Recommendation.objects.filter(key=key)).first()
    return view_of(row) if row else None


def n_stale(viewer: Actor) -> int:
    """How many open recommendations went quiet or are past due."""
    return sum(bool(one.stale) for one in recommendations(viewer, only_open=True))


def _urgency(one: RecommendationView) -> tuple[bool, bool, dt.date]:
    return not one.stale, not one.is_open, one.due_on
