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
from commonbeat.domains.concerns.actions.texting import Asks
from commonbeat.domains.concerns.queries import texting as open_reports
from commonbeat.domains.concerns.talking import Begins, begun
from commonbeat.domains.contact.actions import inbound as texts
from commonbeat.domains.contact.actions.inbound import InboundText
from commonbeat.domains.contact.queries.messages import last_said_to
from commonbeat.roles import Role, actor
from commonbeat.workflows import concern_intake

REPORT = "report"  # the purpose of what we ask in a report by text
TIP = "tip"
SPOKEN_FOR = dt.timedelta(days=7)  # a text after news of a report is about that report


def begin_by_text(*, inbound: InboundText, by: Actor) -> str | None:
    """Begin what the first word of the text begins; the reply, or None when it begins nothing."""
    meant = begun(inbound.text)
    if meant is None:
        return None
    language = meant.language or inbound.point.language
    if meant.what is Begins.TIP:
        return _tip(inbound, meant.rest, language, by)
    with story():
        asks = texting.begin_text_report(
            point_id=inbound.point.id, rest=meant.rest, language=language, by=by
        )
    return _ask(asks, language)


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


def add_to_concern(*, inbound: InboundText, by: Actor) -> str | None:
    """Add the text to the report that we last told this person about; None when there is none."""
    since = clock.now() - SPOKEN_FOR
    purposes = (concern_intake.PURPOSE, "survey", "update")
    said = last_said_to(by, inbound.point.id, purposes, since=since)
    if said is None or said[0] != concern_intake.PURPOSE:
        return None
    key = open_reports.concern_told_of(by, said[1])
    if key is None:
        return None
    holder = actor(Role.CALLER, "text", holds=frozenset({said[1]}))
    handling.add_word(key=key, words=inbound.text, by=holder)
    with override(inbound.point.language):
        return _("%(service)s: we added this to your report.") % {"service": settings.SERVICE_NAME}


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
    return f"{again}{asks.words[french]} {choices}".strip()
