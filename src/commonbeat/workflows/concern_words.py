"""The words of a concern's texts and mails."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

STATES = ("received", "looking", "planned", "done", "not ours", "nothing", "duplicate")


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


def where_it_stands(language: str, number: str, state: str, words: str) -> str:
    """That something happened, and the words that staff wrote."""
    with override(language):
        said = {
            "received": _("it is open again"),
            "looking": _("we are looking into it"),
            "planned": _("something will be done"),
            "done": _("it is done"),
            "not ours": _("it is for somebody else to do"),
            "nothing": _("we can do nothing more"),
            "duplicate": _("it is the same as a report we already have"),
        }[state]
        told = _("%(service)s, report %(number)s: %(state)s.") % {
            "service": settings.SERVICE_NAME,
            "number": number,
            "state": said,
        }
    return f"{told} {words}".strip()
