"""How a call ended, in plain words. The codes are APCO's common dispositions (1.111.2)."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

_SENTENCES = {
    "01": gettext_noop("An officer took a report."),
    "02": gettext_noop("An officer came. No report was needed."),
    "03": gettext_noop("Officers dealt with it."),
    "04": gettext_noop("Officers dealt with it."),
    "05": gettext_noop("It was settled by phone."),
    "06": gettext_noop("All officers were told to look out for it."),
    "10": gettext_noop("The call was cancelled."),
    "14": gettext_noop("Officers came and found nobody there."),
    "15": gettext_noop("A partner agency looks after it now."),
    "18": gettext_noop("An officer spoke with the people there."),
    "22": gettext_noop("It was reported by someone else too, and is handled there."),
    "32": gettext_noop("The call was cancelled before officers arrived."),
}
_OTHER = gettext_noop("Officers dealt with it.")


def in_plain_words(disposition: str, language: str) -> str:
    """One sentence on how the call ended; an arrest or fine is never told to a caller."""
    with override(language):
        return _(_SENTENCES.get(disposition, _OTHER))
