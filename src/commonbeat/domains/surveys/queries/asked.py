"""What somebody is being asked just now: by text, or on a private page."""

from __future__ import annotations

from dataclasses import dataclass

from commonbeat.core import clock
from commonbeat.core.actor import Actor
from commonbeat.core.keys import token_hash
from commonbeat.domains.surveys.access import Right
from commonbeat.domains.surveys.conversing import IS_OVER, MAY_ANSWER
from commonbeat.domains.surveys.models import (
    Conversation,
    Invitation,
    InvitationState,
    Question,
    Scale,
)
from commonbeat.domains.surveys.tokens import token_of
from commonbeat.domains.surveys.understanding import Meaning, understand

# Sealed fields of ours that a person may see, and the context that each is sealed in.
SEALED_IN = {"surveys.Conversation.answers": "surveys.conversation.answers"}


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """The question that a person was asked last and has not answered."""

    subject: str
    code: str
    scale: str


def has_open_question(viewer: Actor, point_id: int) -> OpenQuestion | None:
    """The open question of this contact point, for whoever routes its texts."""
    if not viewer.may(Right.ANSWER) or viewer.holds:  # a caller with a link routes nothing
        return None
    talk = (
        Conversation.objects.select_related("invitation")
        .filter(
            invitation__contact_point=point_id,
            invitation__state=InvitationState.ASKED,
            invitation__expires_at__gt=clock.now(),
            next_position__isnull=False,
        )
        .order_by("-invitation__due_at")
        .first()
    )
    if talk is None or talk.next_position is None:
        return None
    question = Question.objects.get(
        instrument=talk.invitation.instrument_id, position=talk.next_position
    )
    return OpenQuestion(talk.invitation.subject, question.code, question.scale)


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """One question as the page shows it."""

    code: str
    scale: str
    text: str
    text_fr: str


@dataclass(frozen=True, slots=True)
class SurveyPage:
    """What a private survey link opens."""

    is_over: bool
    language: str  # it was asked in; '' when it was not asked by text
    questionnaire: str
    questions: tuple[AskedQuestion, ...]


def survey_page(viewer: Actor, token: str) -> SurveyPage | None:
    """The page behind a token; None for an unknown, withdrawn or expired one."""
    if not viewer.may(Right.ANSWER):
        return None
    known = Invitation.objects.select_related("instrument")
    found = known.filter(token_hash=token_hash(token), expires_at__gt=clock.now()).first()
    if found is None or found.state in (InvitationState.NOT_ASKED, InvitationState.EXPIRED):
        return None
    rows = Question.objects.filter(instrument=found.instrument_id)
    return SurveyPage(
        is_over=found.state not in MAY_ANSWER,
        language=found.language,
        questionnaire=found.instrument.code,
        questions=tuple(AskedQuestion(q.code, q.scale, q.text, q.text_fr) for q in rows),
    )


def page_token(viewer: Actor, about: str, point_id: int | None = None) -> str | None:
    """The token of the survey page about what this viewer holds; None when there is none.

    Of a call several callers may be asked: `point_id` says which. Given only while it can be
    answered, so a link shown with it leads somewhere.
    """
    if about not in viewer.holds:
        return None
    rows = Invitation.objects.filter(
        about=about, state__in=MAY_ANSWER, expires_at__gt=clock.now()
    ).exclude(token_hash="")
    found = (rows.filter(contact_point=point_id) if point_id is not None else rows).first()
    return token_of(found.key) if found else None


def may_be_answering(viewer: Actor, point_id: int, text: str) -> bool:
    """Whether this text looks like an answer to what this person was asked, or was asked before.

    For the router of texts: it spares every other text an action and its line in the ledger.
    """
    question = has_open_question(viewer, point_id)
    if question is not None:
        return understand(text, question.scale).meaning is not Meaning.NO_ANSWER
    if not viewer.may(Right.ANSWER) or viewer.holds:
        return False
    if understand(text, Scale.AGREE).meaning is not Meaning.VALUE:
        return False
    return Invitation.objects.filter(
        contact_point=point_id, state__in=IS_OVER, expires_at__gt=clock.now()
    ).exists()
