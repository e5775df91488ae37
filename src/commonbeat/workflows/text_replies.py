"""A resident texts us: the text is taken once, and answered in the same transaction.

STOP wins always, also in the middle of a survey. After it only START and HELP are answered.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings

from commonbeat.core import clock
from commonbeat.core.action import story
from commonbeat.core.actor import Actor
from commonbeat.domains.contact import replies
from commonbeat.domains.contact.actions import inbound as texts
from commonbeat.domains.contact.actions import messages, points
from commonbeat.domains.contact.actions.inbound import InboundText
from commonbeat.domains.contact.drafts import CONSENT, Draft
from commonbeat.domains.contact.keywords import Keyword
from commonbeat.workflows import call_followup, follow_ups, survey_asking, text_reports

ANSWER = "answer"
REPLY_LIVES = dt.timedelta(hours=1)
SOURCE = "text"


def take_text(
    *,
    gateway: str,
    gateway_ref: str,
    number: str,
    text: str,
    by: Actor,
    is_answered: bool = False,
    has_picture: bool = False,
) -> bool:
    """Take a text from an E.164 number and answer it; False when it was taken before.

    `is_answered`: the network itself has already confirmed STOP, START or HELP, so we do what
    the word says and stay silent. `has_picture`: one came with it, which we do not take.
    """
    with story():
        inbound = texts.record_inbound(
            gateway=gateway, gateway_ref=gateway_ref, number=number, text=text, by=by
        )
        if inbound is None:
            return False
        if has_picture:
            _refuse_picture(inbound, by)
        if text.strip() or not has_picture:
            answer_text(inbound=inbound, by=by, is_answered=is_answered)
    return True


def answer_text(*, inbound: InboundText, by: Actor, is_answered: bool = False) -> None:
    """Do what the text asks, and queue the reply."""
    meant = inbound.understood.keyword
    if meant in _CONSENT:
        reply = _CONSENT[meant](inbound, by)
        if reply and not is_answered:
            _reply(inbound, reply, CONSENT, by)
    elif meant in _ASKING:
        _reply(inbound, _ASKING[meant](inbound, by), ANSWER, by)
    elif not inbound.point.is_stopped:
        _answer_other_words(inbound, by)


def _refuse_picture(inbound: InboundText, by: Actor) -> None:
    """Say what to do with it instead, before the text itself is answered."""
    if not inbound.point.is_stopped and inbound.understood.keyword not in _CONSENT:
        topic = f"no pictures:{inbound.key}"
        _reply(inbound, replies.no_pictures(_language(inbound)), ANSWER, by, topic=topic)


def _stop(inbound: InboundText, by: Actor) -> str:
    points.stop(point_key=inbound.point.key, source=SOURCE, by=by)
    text_reports.end_alias(inbound=inbound, by=by)
    # Exactly one confirmation: whoever has stopped already hears nothing more.
    return "" if inbound.point.is_stopped else replies.stopped(_language(inbound))


def _start(inbound: InboundText, by: Actor) -> str:
    points.start(point_key=inbound.point.key, source=SOURCE, by=by)
    return replies.started(_language(inbound))


def _help(inbound: InboundText, by: Actor) -> str:
    del by
    return replies.help_words(_language(inbound))


def _choose_language(inbound: InboundText, by: Actor) -> str:
    language = inbound.understood.language
    points.choose_language(point_key=inbound.point.key, language=language, source=SOURCE, by=by)
    return "" if inbound.point.is_stopped else replies.language_chosen(language)


def _status(inbound: InboundText, by: Actor) -> str:
    language = _language(inbound)
    told = call_followup.status_text(inbound.point.id, language, by=by)
    told = told or text_reports.where_it_stands(inbound=inbound, by=by)
    return told or replies.no_call(language)


def _call_me(inbound: InboundText, by: Actor) -> str:
    language = _language(inbound)
    due_at = follow_ups.ask_for_call(point_id=inbound.point.id, by=by)
    return replies.will_call(language, due_at) if due_at else replies.no_call(language)


def _answer_other_words(inbound: InboundText, by: Actor) -> None:
    """What begins something comes first; then what we asked last; then a word on a report."""
    reply = text_reports.begin_by_text(inbound=inbound, by=by)
    if reply is not None:
        purpose = text_reports.REPORT if text_reports.is_reporting(by, inbound.point.id) else ANSWER
        _reply(inbound, reply, purpose, by)
        return
    for takes in _in_turn(inbound, by):
        if takes(inbound, by):
            return
    today = clock.now().astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    topic = f"not understood:{inbound.point.key}:{today}"  # so at most once a day
    _reply(inbound, replies.not_understood(_language(inbound)), ANSWER, by, topic=topic)


def _in_turn(inbound: InboundText, by: Actor) -> list[Callable[[InboundText, Actor], bool]]:
    """Who may take the text, in this order: whoever asked last looks first."""
    if not text_reports.is_reporting(by, inbound.point.id):
        return [_survey, _report_lapsed, _report_told]
    asked_last = text_reports.report_asked_last(by, inbound.point.id)
    return [_report, _survey] if asked_last else [_survey, _report]


def _survey(inbound: InboundText, by: Actor) -> bool:
    return survey_asking.answer_by_text(
        point_id=inbound.point.id, text=inbound.text, by=by, inbound_key=inbound.key
    )


def _report(inbound: InboundText, by: Actor) -> bool:
    reply = text_reports.answer_by_text(inbound=inbound, by=by)
    if reply:
        _reply(inbound, reply, text_reports.REPORT, by)
    return reply is not None


def _report_lapsed(inbound: InboundText, by: Actor) -> bool:
    reply = text_reports.say_lapsed(inbound=inbound, by=by)
    if reply:
        _reply(inbound, reply, ANSWER, by)
    return reply is not None


def _report_told(inbound: InboundText, by: Actor) -> bool:
    reply = text_reports.add_to_concern(inbound=inbound, by=by)
    if reply:
        _reply(inbound, reply, ANSWER, by)
    return reply is not None


def _reply(inbound: InboundText, text: str, purpose: str, by: Actor, *, topic: str = "") -> None:
    draft = Draft(
        point_id=inbound.point.id,
        purpose=purpose,
        topic=topic or f"reply:{inbound.key}",
        about=inbound.point.subject,
        language=_language(inbound),
        text=text,
        not_before=clock.now(),
        expires_at=clock.now() + REPLY_LIVES,
    )
    messages.queue_messages(drafts=[draft], by=by)


def _language(inbound: InboundText) -> str:
    """That of the word, when it has one; else that of the person."""
    return inbound.understood.language or inbound.point.language


_Answer = Callable[[InboundText, Actor], str]

_CONSENT: dict[Keyword, _Answer] = {
    Keyword.STOP: _stop,
    Keyword.START: _start,
    Keyword.HELP: _help,
    Keyword.FRENCH: _choose_language,
    Keyword.ENGLISH: _choose_language,
}
_ASKING: dict[Keyword, _Answer] = {Keyword.STATUS: _status, Keyword.CALL_ME: _call_me}
