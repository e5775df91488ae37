"""Why a caller was told nothing, in plain words. The codes are those of the released table."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

_WORDS = {
    "sensitive type": gettext_noop("It was a matter that we never text about, to keep people safe"),
    "unknown type": gettext_noop("We could not tell what kind of call it was"),
    "type not on the allow list": gettext_noop("We do not text about this kind of call yet"),
    "officer initiated": gettext_noop("An officer had begun the call"),
    "merged into another call": gettext_noop("Someone else had called about the same thing"),
    "said STOP": gettext_noop("The person had told us to stop"),
    "landline": gettext_noop("The number cannot receive texts"),
    "too late": gettext_noop("Our text would have come too late to be of use"),
}
_OTHER = gettext_noop("Another reason")


def in_words(reason: str) -> str:
    """The reason as a reader understands it."""
    return _(_WORDS.get(reason, _OTHER))
