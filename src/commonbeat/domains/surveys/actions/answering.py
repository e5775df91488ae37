"""Answers come in: by text, one question at a time, or on the page, all at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from commonbeat.core import clock
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.core.keys import token_hash
from commonbeat.core.screening import screen
from commonbeat.domains.contact.queries import points_by_id
from commonbeat.domains.surveys import conversing
from commonbeat.domains.surveys.access import Right
from commonbeat.domains.surveys.errors import AlreadyAnswered, NoSuchSurvey, NotAnAnswer
from commonbeat.domains.surveys.holding import hold_remark
from commonbeat.domains.surveys.instruments import SCALES
from commonbeat.domains.surveys.models import (
    Conversation,
    Invitation,
    InvitationState,
    Question,
    Scale,
)
from commonbeat.domains.surveys.understanding import Meaning, understand
from commonbeat.domains.surveys.wording import question_text, texts_in

REMARK_LENGTH = 1_000


@dataclass(frozen=True, slots=True)
class Say:
    """A text to send back; the same topic is never sent twice."""

    topic: str
    text: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What to send back to an answer, about what and until when. It says nothing of the answer."""

    subject: str
    about: str
    language: str
    texts: tuple[Say, ...]
    expires_at: dt.datetime
    is_finished: bool


@action(Right.ANSWER)
def take_text_answer(*, point_id: int, text: str, by: Actor) -> Reply | None:
    """Take a text as the answer to the question that this person was asked last.

    None when the text is no answer, or the person was asked nothing: it is then about something
    else and must go on to whoever reads it. An answer that the question does not offer is asked
    again, once. The ledger learns that somebody answered, never what.
    """
    point = points_by_id(by, [point_id]).get(point_id)
    if point is None or point.is_stopped:
        return None
    talk = _open_conversation(point_id)
    if talk is None:
        return _too_late(point_id, text, point.language)
    asked = list(talk.invitation.instrument.questions.filter(by_text=True))
    question = next(q for q in asked if q.position == talk.next_position)
    meant = understand(text, question.scale)
    if meant.meaning is Meaning.NO_ANSWER:
        return None
    if meant.meaning is Meaning.OFF_SCALE:
        return _ask_again(talk, question, asked, point.language)
    answers = conversing.answers_so_far(talk)
    if meant.value is not None:
        answers[question.code] = meant.value
    return _go_on(talk, question, asked, answers, point.language)


def _open_conversation(point_id: int) -> Conversation | None:
    return (
        Conversation.objects.select_for_update(of=("self",))
        .select_related("invitation__instrument", "invitation__area")
        .filter(
            invitation__contact_point=point_id,
            invitation__state=InvitationState.ASKED,
            invitation__expires_at__gt=clock.now(),
            next_position__isnull=False,
        )
        .order_by("-invitation__due_at")
        .first()
    )


def _go_on(
    talk: Conversation,
    question: Question,
    asked: Sequence[Question],
    answers: dict[str, int],
    language: str,
) -> Reply:
    coming = conversing.following(asked, question.position)
    if coming is None:
        conversing.finish(talk, answers, InvitationState.ANSWERED, language)
        say = Say(f"survey:{talk.invitation.key}:thanks", texts_in(language).thanks)
        return _reply(talk.invitation, language, say, is_finished=True)
    talk.next_position = coming.position
    conversing.write_down(talk, answers)
    text = _worded(coming, asked, language)
    return _reply(
        talk.invitation, language, Say(f"survey:{talk.invitation.key}:{coming.position}", text)
    )


def _ask_again(
    talk: Conversation, question: Question, asked: Sequence[Question], language: str
) -> Reply:
    if talk.was_asked_again:
        return _reply(talk.invitation, language)
    talk.was_asked_again = True
    talk.save(update_fields=["was_asked_again"])
    topic = f"survey:{talk.invitation.key}:{question.position}:again"
    text = f"{texts_in(language).again} {_worded(question, asked, language)}"
    return _reply(talk.invitation, language, Say(topic, text))


def _worded(question: Question, asked: Sequence[Question], language: str) -> str:
    return question_text(question, language, list(asked).index(question) + 1, len(asked))


def _reply(invitation: Invitation, language: str, *texts: Say, is_finished: bool = False) -> Reply:
    until = clock.now() + conversing.SILENCE
    return Reply(
        invitation.subject, invitation.about, language, texts, until, is_finished=is_finished
    )


def _too_late(point_id: int, text: str, language: str) -> Reply | None:
    """An answer after the end is told so, once, so that nobody wonders where it went."""
    over = (
        Invitation.objects.filter(
            contact_point=point_id, state__in=conversing.IS_OVER, expires_at__gt=clock.now()
        )
        .order_by("-due_at")
        .first()
    )
    if over is None or understand(text, Scale.AGREE).meaning is not Meaning.VALUE:
        return None
    say = Say(f"survey:{over.key}:closed", texts_in(language).closed)
    return _reply(over, language, say, is_finished=True)


@dataclass(frozen=True, slots=True)
class Taken:
    """That a page was sent in. Nothing of what it said."""

    subject: str
    about: str


@action(Right.ANSWER)
def answer_on_page(
    *, token: str, answers: Mapping[str, int], remark: str, by: Actor, language: str = "en"
) -> Taken:
    """Take a whole page of answers (question code → value) and a remark, once.

    Raises NoSuchSurvey (unknown or over), AlreadyAnswered (the first counts), NotAnAnswer (a
    value that is not offered, or nothing at all).
    """
    invitation = _invitation_of(token)
    offered = {q.code: q for q in invitation.instrument.questions.all()}
    for code, value in answers.items():
        if code not in offered or not _is_offered(offered[code], value):
            raise NotAnAnswer
    remark = remark.strip()[:REMARK_LENGTH]
    if not answers and not remark:
        raise NotAnAnswer
    if not conversing.conclude(invitation, answers, InvitationState.ANSWERED, language):
        raise AlreadyAnswered
    if remark:
        hold_remark(invitation.month, *screen(remark), language)
    _end_conversation(invitation)
    return Taken(invitation.subject, invitation.about)


def _is_offered(question: Question, value: int) -> bool:
    low, high = SCALES.get(question.scale, (1, 0))
    return low <= value <= high


@action(Right.ANSWER)
def decline_on_page(*, token: str, by: Actor) -> Taken:
    """The person does not want to answer, and is not asked again about this."""
    invitation = _invitation_of(token)
    conversing.conclude(invitation, {}, InvitationState.DECLINED, invitation.language)
    _end_conversation(invitation)
    return Taken(invitation.subject, invitation.about)


def _invitation_of(token: str) -> Invitation:
    found = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("instrument", "area")
        .filter(token_hash=token_hash(token), expires_at__gt=clock.now())
        .first()
    )
    if found is None or found.state not in (*conversing.MAY_ANSWER, *conversing.IS_OVER):
        raise NoSuchSurvey
    if found.state in conversing.IS_OVER:
        raise AlreadyAnswered
    return found


def _end_conversation(invitation: Invitation) -> None:
    talk = Conversation.objects.filter(invitation=invitation).first()
    if talk is not None:
        conversing.wipe(talk)


@action(Right.RELEASE_ANSWERS)
def time_out_conversations(*, by: Actor) -> int:
    """After a day of silence what was answered counts, and the conversation ends; how many."""
    silent = list(
        Conversation.objects.select_for_update(of=("self",))
        .select_related("invitation__area")
        .filter(next_position__isnull=False, heard_at__lte=clock.now() - conversing.SILENCE)
    )
    for talk in silent:
        answers = conversing.answers_so_far(talk)
        conversing.finish(talk, answers, InvitationState.PARTLY, talk.invitation.language)
    note(n_ended=len(silent))
    return len(silent)
