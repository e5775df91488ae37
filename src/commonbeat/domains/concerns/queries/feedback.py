"""Reading complaints and thanks; the figures of complaints go through the disclosure rule."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from commonbeat.core import clock, sealed
from commonbeat.core.actor import Actor
from commonbeat.core.keys import token_hash
from commonbeat.domains.concerns.access import Right
from commonbeat.domains.concerns.actions.complaints import NEXT, WORDS
from commonbeat.domains.concerns.models import Commendation, Complaint, ComplaintStage
from commonbeat.domains.concerns.models.feedback import Stage


@dataclass(frozen=True, slots=True)
class StageView:
    """One stage of a complaint."""

    stage: str
    began_at: dt.datetime
    due_at: dt.datetime | None
    ended_at: dt.datetime | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class ComplaintView:
    """A complaint, as the resident with its link or those who handle it see it."""

    key: str
    number: str
    category: str
    area_id: int | None
    stage: str
    next_stages: tuple[str, ...]
    due_at: dt.datetime | None
    is_late: bool
    received_at: dt.datetime
    ended_at: dt.datetime | None
    outcome: str
    outcome_words: str
    owner_id: int | None
    version: int
    language: str
    words: str  # '' in lists, and when their key is gone
    stages: tuple[StageView, ...]


@dataclass(frozen=True, slots=True)
class ThanksView:
    """Thanks, as the officer or those who pass them on see them."""

    key: str
    about: str
    words: str
    officer_id: int | None
    area_id: int | None
    may_be_told: bool
    received_at: dt.datetime
    passed_on_at: dt.datetime | None


def complaint_of_token(token: str) -> str | None:
    """The key of the complaint that a private link opens, or None."""
    holder = Actor("concerns:link", frozenset({Right.KEEP_TIME}))
    rows = Complaint.objects.seen_by(holder).filter(token_hash=token_hash(token))
    return rows.values_list("key", flat=True).first()


def complaint(viewer: Actor, key: str) -> ComplaintView | None:
    """One complaint with its words and stages, or None when absent or hidden."""
    row = Complaint.objects.seen_by(viewer).filter(key=key).first()
    if row is None:
        return None
    stages = ComplaintStage.objects.seen_by(viewer).filter(complaint=row).order_by("began_at", "pk")
    return _view(row, words=_words(row), stages=tuple(_stage(stage) for stage in stages))


def complaints(viewer: Actor, *, ended: bool = False) -> list[ComplaintView]:
    """Complaints without their words, the most pressing first."""
    if not viewer.may(Right.HANDLE_COMPLAINTS):
        return []
    rows = Complaint.objects.seen_by(viewer).filter(ended_at__isnull=not ended)
    return [_view(row) for row in rows.order_by("due_at", "-received_at")]


def thanks(viewer: Actor) -> list[ThanksView]:
    """Thanks that the viewer may read: all, or an officer's own; newest first."""
    if not (viewer.may(Right.PASS_ON_THANKS) or viewer.may(Right.SEE_OWN_THANKS)):
        return []
    rows = Commendation.objects.seen_by(viewer).order_by("-received_at")
    return [
        ThanksView(
            row.key,
            row.about,
            row.words,
            row.officer_id,
            row.area_id,
            row.may_be_told,
            row.received_at,
            row.passed_on_at,
        )
        for row in rows
    ]


def _words(row: Complaint) -> str:
    try:
        return sealed.ring([row.key_ref]).unseal(row.key_ref, row.sealed_words, WORDS)
    except sealed.KeyGone:
        return ""


def _stage(row: ComplaintStage) -> StageView:
    ended = row.ended_at or clock.now()
    is_late = row.due_at is not None and ended > row.due_at
    return StageView(row.stage, row.began_at, row.due_at, row.ended_at, is_late)


def _view(row: Complaint, *, words: str = "", stages: tuple[StageView, ...] = ()) -> ComplaintView:
    return ComplaintView(
        key=row.key,
        number=row.number,
        category=row.category,
        area_id=row.area_id,
        stage=row.stage,
        next_stages=tuple(NEXT.get(Stage(row.stage), ())),
        due_at=row.due_at,
        is_late=row.due_at is not None and row.due_at < clock.now(),
        received_at=row.received_at,
        ended_at=row.ended_at,
        outcome=row.outcome,
        outcome_words=row.outcome_words,
        owner_id=row.owner_id,
        version=row.version,
        language=row.language,
        words=words,
        stages=stages,
    )
