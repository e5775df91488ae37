"""A resident reports, adds to a report, or leaves a tip by text; each gets its reply.

Which of several open conversations a text belongs to is decided by what we asked last, so that
a survey answer, a step of a report and a word about an old report are never taken for each other.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from commonbeat.core import clock
from commonbeat.core.action import story
from commonbeat.core.actor import Actor
from commonbeat.domains.concerns.actions import handling, texting, tips
from commonbeat.domains.concerns.actions.raising import LINK_LASTS
from commonbeat.domains.concerns.actions.texting import Asks
from commonbeat.domains.concerns.queries import texting as open_reports
from commonbeat.domains.concerns.queries.concerns import Followed, followed
from commonbeat.domains.concerns.talking import Begins, begun, says_not_fixed
from commonbeat.domains.contact.actions import inbound as texts
from commonbeat.domains.contact.actions import points
from commonbeat.domains.contact.actions.inbound import InboundText
from commonbeat.domains.contact.queries.messages import last_said_to
from commonbeat.roles import Role, actor
from commonbeat.workflows import concern_intake, concern_words

REPORT = "report"  # the purpose of what we ask in a report by text
TIP = "tip"
SPOKEN_FOR = dt.timedelta(days=7)  # a text after news of a report is about that report


def begin_by_text(*, inbound: InboundText, by: Actor) -> str | None:
    """Begin what the first word of the text begins; the reply, or None when it begins nothing."""
    meant = begun(inbound.text)
    if meant is None:
        return None
    language = _language_of(meant.language, inbound, by)
    if meant.what is Begins.TIP:
        return _tip(inbound, meant.rest, language, by)
    with story():
        asks = texting.begin_text_report(
            point_id=inbound.point.id, rest=meant.rest, language=language, by=by
        )
    return _ask(asks, language)


def _language_of(word: str, inbound: InboundText, by: Actor) -> str:
    """Whoever begins in French goes on in French, and hears of it in French."""
    if word == "fr" and inbound.point.language != "fr":
        points.choose_language(point_key=inbound.point.key, language=word, source="text", by=by)
        return word
    return inbound.point.language


def is_reporting(viewer: Actor, point_id: int) -> bool:
    """Whether a report by text waits for an answer of this contact point."""
    return open_reports.has_open_report(viewer, point_id)


def report_asked_last(viewer: Actor, point_id: int) -> bool:
    """Whether what we asked last was of a report, not of a survey."""
    since = clock.now() - SPOKEN_FOR
    said = last_said_to(viewer, point_id, (REPORT, "survey"), since=since)
    return said is not None and said[0] == REPORT


def answer_by_text(*, inbound: InboundText, by: Actor) -> str | None:
    """Take the text as the answer to what the report asked; None when no report is open."""
    language = inbound.point.language
    asks = texting.answer_text_report(
        point_id=inbound.point.id, text=inbound.text, language=language, by=by
    )
    if asks is None:
        return None
    if asks.report is None:
        return _ask(asks, language)
    concern_intake.take_report(report=asks.report, by=by)
    return ""  # the news that it arrived, with its number and link, is the reply


def say_lapsed(*, inbound: InboundText, by: Actor) -> str | None:
    """Say that the report they go on with was not finished in time; None when there is none."""
    point_id = inbound.point.id
    if not open_reports.has_lapsed_report(by, point_id) or not report_asked_last(by, point_id):
        return None
    texting.forget_text_report(point_id=point_id, by=by)
    with override(inbound.point.language):
        said = _("%(service)s: too much time went by, and your report was not sent. Text REPORT.")
        return said % {"service": settings.SERVICE_NAME}


def add_to_concern(*, inbound: InboundText, by: Actor) -> str | None:
    """Add the text to the report that we last told this person about; None when there is none.

    NOT FIXED opens it again, also where we have asked or told something else since.
    """
    is_not_fixed = says_not_fixed(inbound.text)
    told = _last_told(inbound, by, is_meant=is_not_fixed)
    if told is None:
        return None
    opens_again = is_not_fixed and told.is_over
    holder = actor(Role.CALLER, "text", holds=frozenset({told.subject}))
    if opens_again:
        concern_intake.say_not_fixed(key=told.key, by=holder)
    else:
        handling.add_word(key=told.key, words=inbound.text, by=holder)
    with override(inbound.point.language):
        return _added(told, opens_again=opens_again)


def _added(told: Followed, *, opens_again: bool) -> str:
    if opens_again:
        said = _("%(service)s: thank you. Report %(number)s is open again, and we look once more.")
    elif told.is_over:
        said = _("%(service)s: we added this to report %(number)s. Not fixed? Text NOT FIXED.")
    else:
        said = _("%(service)s: we added this to your report.")
    return said % {"service": settings.SERVICE_NAME, "number": told.number}


def where_it_stands(*, inbound: InboundText, by: Actor) -> str | None:
    """What STATUS answers about the report that we last told of; None when there is none."""
    told = _last_told(inbound, by, is_meant=True)
    if told is None:
        return None
    return concern_words.status(inbound.point.language, told.number, told.state)


def _last_told(inbound: InboundText, by: Actor, *, is_meant: bool) -> Followed | None:
    """The report that we last told of; unless one `is_meant`, only if we said nothing since."""
    since = clock.now() - (LINK_LASTS if is_meant else SPOKEN_FOR)
    others = () if is_meant else ("survey", "update")
    said = last_said_to(by, inbound.point.id, (concern_intake.PURPOSE, *others), since=since)
    if said is None or said[0] != concern_intake.PURPOSE:
        return None
    key = open_reports.concern_told_of(by, said[1])
    return followed(actor(Role.CALLER, "text", holds=frozenset({said[1]})), key) if key else None


def end_alias(*, inbound: InboundText, by: Actor) -> None:
    """The phone said STOP: its tip can no longer be answered by text."""
    tips.end_alias(point_key=inbound.point.key, by=by)


def _tip(inbound: InboundText, words: str, language: str, by: Actor) -> str:
    # What was said stands in the tip alone: the list of texts knows the phone.
    texts.forget_words(key=inbound.key, by=by)
    became = tips.leave_tip_by_text(
        words=words, point_key=inbound.point.key, language=language, by=by
    )
    with override(language):
        if became == "empty":
            return _("Text TIP and then what you know. Your phone company knows you texted us.")
        if became == "full":
            return _("We can take no more on this tip. Please call us at %(number)s.") % {
                "number": settings.NON_EMERGENCY_NUMBER
            }
        return _(
            "We have your tip. We hide your number, but your phone company knows it texted us. "
            "To add more, begin with TIP. STOP ends it."
        )


def _ask(asks: Asks, language: str) -> str:
    french = language.startswith("fr")
    choices = " ".join(
        f"{number} {words[french]}" for number, words in enumerate(asks.choices, start=1)
    )
    with override(language):
        again = _("Sorry, we did not understand.") + " " if asks.is_again else ""
        if asks.step == texting.KIND:
            return again + _("What is it about? Answer with a number: %(choices)s") % {
                "choices": choices
            }
        if asks.step == texting.WHERE:
            return again + _("Where is it? A street and a crossing, or a place that people know.")
        if asks.step == texting.WHAT:
            return again + _("What else should we know? Text NO if that is all.")
        if asks.step == texting.GIVEN_UP:
            return _("Fine, we kept nothing. Emergency? Call %(emergency)s.") % {
                "emergency": settings.EMERGENCY_NUMBER
            }
        hint = _("Answer like this: 2026-05-31 16:00.") if asks.datatype == "datetime" else ""
    return f"{again}{asks.words[french]} {choices or hint}".strip()
