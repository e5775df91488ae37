"""The rows that an action changes, locked; absent and settled ones are refused."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from commonbeat.core import clock
from commonbeat.domains.initiatives.errors import (
    AlreadyClosed,
    DueInThePast,
    NoSuchIndicator,
    NoSuchIssue,
    NoSuchRecommendation,
)
from commonbeat.domains.initiatives.models import Indicator, Recommendation, SystemicIssue
from commonbeat.domains.initiatives.models.issues import IssueState
from commonbeat.domains.initiatives.models.recommendations import OPEN


def today() -> dt.date:
    """The day in the town."""
    return timezone.localtime(clock.now()).date()


def open_issue(key: str) -> SystemicIssue:
    """A draft or open issue. Raises NoSuchIssue, AlreadyClosed."""
    issue = SystemicIssue.objects.select_for_update().filter(key=key).first()
    if issue is None:
        raise NoSuchIssue(key)
    if issue.state not in (IssueState.DRAFT, IssueState.OPEN):
        raise AlreadyClosed(key)
    return issue


def is_public(issue: SystemicIssue) -> bool:
    """Whether anybody may read it."""
    return issue.state != IssueState.DRAFT


def any_recommendation(key: str) -> Recommendation:
    """A recommendation whatever its state. Raises NoSuchRecommendation."""
    rows = Recommendation.objects.select_for_update(of=("self",)).select_related("issue")
    found = rows.filter(key=key).first()
    if found is None:
        raise NoSuchRecommendation(key)
    return found


def open_recommendation(key: str) -> Recommendation:
    """One that is not settled. Raises NoSuchRecommendation, AlreadyClosed."""
    found = any_recommendation(key)
    if found.state not in OPEN:
        raise AlreadyClosed(key)
    return found


def known_indicator(key: str) -> Indicator:
    """Raises NoSuchIndicator."""
    found = Indicator.objects.filter(key=key).first()
    if found is None:
        raise NoSuchIndicator(key)
    return found


def to_come(day: dt.date) -> dt.date:
    """A day that has not passed. Raises DueInThePast."""
    if day < today():
        raise DueInThePast(day.isoformat())
    return day
