"""Why somebody was not asked. The share who could not be asked is a figure of its own."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Reason(StrEnum):
    """A code on the invitation. Whoever invites may give others, shown as they are."""

    NO_NUMBER = "no number"
    LANDLINE = "landline"
    STOPPED = "said STOP"
    FORGOTTEN = "forgotten"
    UNREACHED = "unreached"
    TOO_SOON = "too soon"
    TOO_LATE = "too late"


# These are about the person or the time; the others about the call, which may change again.
LASTING = frozenset(Reason)

WORDS: dict[str, str | Promise] = {
    Reason.NO_NUMBER: _("No phone number was known"),
    Reason.LANDLINE: _("The number cannot receive texts"),
    Reason.STOPPED: _("They had asked us to stop texting"),
    Reason.FORGOTTEN: _("The number was already forgotten"),
    Reason.UNREACHED: _("The text did not arrive"),
    Reason.TOO_SOON: _("They were asked not long ago"),
    Reason.TOO_LATE: _("It became too late to ask"),
    "sensitive type": _("It would not have been safe to ask"),
    "type is not surveyed": _("We do not ask about this type of call"),
    "type not on the allow list": _("We do not text about this type of call"),
    "unknown type": _("The type of call was not known"),
    "officer initiated": _("An officer started it, not a caller"),
    "merged into another call": _("It became part of another call"),
    "reopened": _("The call was opened again"),
    "report opened again": _("The report was opened again"),
    "kind is not surveyed": _("We do not ask about this kind of report"),
}


def words_for(reason: str) -> str:
    """The reason as a short sentence in the reader's language; an unknown code as it is."""
    return str(WORDS.get(reason, reason))
