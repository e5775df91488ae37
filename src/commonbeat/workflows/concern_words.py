"""The words of a concern's texts and mails."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

OVER = ("done", "not ours", "nothing")  # what a resident may say is not fixed


def page_url(token: str) -> str:
    """The address of a concern's private page."""
    return f"{settings.PUBLIC_URL}/r/{token}"


def received(language: str, number: str, token: str) -> str:
    """That a report arrived, its number and its private page."""
    with override(language):
        return _("%(service)s: we have your report %(number)s. Follow it here: %(link)s") % {
            "service": settings.SERVICE_NAME,
            "number": number,
            "link": page_url(token),
        }


def where_it_stands(
    language: str, number: str, state: str, words: str, *, may_text: bool = False
) -> str:
    """That something happened, and the words that staff wrote.

    `may_text`: it goes to a telephone, which can text back that a closed one is not fixed.
    """
    with override(language):
        told = _told(number, _said()[state])
        more = _("Not fixed? Text NOT FIXED.") if may_text and state in OVER else ""
    return " ".join(part for part in (told, words, more) if part)


def status(language: str, number: str, state: str) -> str:
    """Where a report stands, for whoever asks."""
    with override(language):
        return _told(number, _("we have it") if state == "received" else _said()[state])


def _told(number: str, said: str) -> str:
    return _("%(service)s, report %(number)s: %(state)s.") % {
        "service": settings.SERVICE_NAME,
        "number": number,
        "state": said,
    }


def _said() -> dict[str, str]:
    return {
        "received": _("it is open again"),
        "looking": _("we are looking into it"),
        "planned": _("something will be done"),
        "done": _("it is done"),
        "not ours": _("it is for somebody else to do"),
        "nothing": _("we can do nothing more"),
        "duplicate": _("it is the same as a report we already have"),
    }
