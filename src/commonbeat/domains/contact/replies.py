"""What we answer to texted words. Each says who we are and fits one text of 160 in English."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext, override


def stopped(language: str) -> str:
    """The one confirmation of STOP."""
    with override(language):
        return _filled(
            gettext(
                "%(service)s: you will get no more texts from us. "
                "Text START if you want them again."
            )
        )


def started(language: str) -> str:
    """The confirmation of START."""
    with override(language):
        return _filled(
            gettext(
                "%(service)s: you will get our texts again. Text STOP to end them or HELP for help."
            )
        )


def help_words(language: str) -> str:
    """The answer to HELP: who texts, what one can text back, and where real help is."""
    with override(language):
        return _filled(
            gettext(
                "%(service)s texts you about your call. Text STATUS for news, CALL ME for a "
                "call, FR for French, STOP to end. Emergency? Call %(emergency)s."
            )
        )


def language_chosen(language: str) -> str:
    """The confirmation of FR or EN, in the new language."""
    with override(language):
        return _filled(gettext("%(service)s: our texts to you are now in English."))


def no_call(language: str) -> str:
    """The answer to STATUS and CALL ME when we know of no call of theirs."""
    with override(language):
        return _filled(
            gettext(
                "%(service)s: we do not see a recent call from this number. Call us at %(number)s."
            )
        )


def will_call(language: str, due_at: dt.datetime) -> str:
    """The answer to CALL ME: until when we call back, in the town's own time."""
    with override(language):
        local = due_at.astimezone(ZoneInfo(settings.TIME_ZONE))
        when = gettext("%(date)s at %(time)s") % {
            "date": date_format(local, "l j F"),
            "time": f"{local:%H:%M}",  # not "9 a.m.", which would end in two dots
        }
        return _filled(gettext("%(service)s: we will call you by %(when)s."), when=when)


def not_understood(language: str) -> str:
    """The answer to what is no keyword and no survey answer, at most once a day."""
    with override(language):
        return _filled(
            gettext(
                "%(service)s: we cannot read this text. Text HELP for help or STOP to end. "
                "Emergency? Call %(emergency)s."
            )
        )


def no_pictures(language: str) -> str:
    """The answer to a picture: we take none by text."""
    with override(language):
        said = gettext(
            "%(service)s: we cannot take pictures by text. Send them at %(link)s, or say in words "
            "what they show."
        )
        return _filled(said, link=settings.PUBLIC_URL)


def _filled(words: str, **more: str) -> str:
    return words % {
        "service": settings.SERVICE_NAME,
        "emergency": settings.EMERGENCY_NUMBER,
        "number": settings.NON_EMERGENCY_NUMBER,
        **more,
    }
