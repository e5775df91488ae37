"""Whether a report or a tip by text waits for an answer: for the router of texts."""

from __future__ import annotations

from commonbeat.core import clock
from commonbeat.core.actor import Actor
from commonbeat.domains.concerns.access import Right
from commonbeat.domains.concerns.models import Concern, TextReport


def has_open_report(viewer: Actor, point_id: int) -> bool:
    """Whether a report by text waits for an answer of this contact point."""
    if not viewer.may(Right.RAISE):
        return False
    rows = TextReport.objects.filter(contact_point_id=point_id, expires_at__gt=clock.now())
    return rows.exists()


def has_lapsed_report(viewer: Actor, point_id: int) -> bool:
    """Whether a report by text was begun and not finished in time."""
    if not viewer.may(Right.RAISE):
        return False
    rows = TextReport.objects.filter(contact_point_id=point_id, expires_at__lte=clock.now())
    return rows.exists()


def concern_told_of(viewer: Actor, subject: str) -> str | None:
    """The key of the concern that a message was about ('concerns.concern:KEY'), or None."""
    if not viewer.may(Right.RAISE):
        return None
    key = subject.removeprefix("concerns.concern:")
    holder = Actor(viewer.name, frozenset({Right.COUNT}))
    return key if Concern.objects.seen_by(holder).filter(key=key).exists() else None
