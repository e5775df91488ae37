"""Texts for the public: searched for identifiers, and in both languages once they are public."""

from __future__ import annotations

from dataclasses import dataclass

from commonbeat.core.screening import Found, Trace, identifiers
from commonbeat.domains.initiatives.errors import NamesSomebody, NotInBothLanguages

# 'Health Unit' looks like a name, a budget year like a postal code and a by-law like a plate: a
# writer may say that they looked. Nobody may wave through a telephone number or an address.
MAY_BE_HARMLESS = frozenset({Trace.NAME, Trace.DATE, Trace.PLATE, Trace.POSTAL_CODE})


@dataclass(frozen=True, slots=True)
class Written:
    """A text in English and French; the French may wait until the issue is public.

    `has_checked`: the writer read what was found and says that it names nobody.
    """

    text: str
    text_fr: str = ""
    has_checked: bool = False

    def trimmed(self) -> Written:
        """The same without space around it."""
        return Written(self.text.strip(), self.text_fr.strip(), self.has_checked)


def kept(
    written: Written, *, field: str, is_public: bool, is_organisation: bool = False
) -> Written:
    """The text, fit to be kept; the name of an organisation may look like somebody's.

    Raises NotInBothLanguages when the issue is public and the French (or the English) is
    missing, NamesSomebody when it holds what could lead to a person.
    """
    given = written.trimmed()
    if not given.text or (is_public and not given.text_fr):
        raise NotInBothLanguages(field)
    found = _told_apart(given)
    if is_organisation:
        found = [one for one in found if one.trace is not Trace.NAME]
    serious = [one for one in found if one.trace not in MAY_BE_HARMLESS]
    if serious or (found and not given.has_checked):
        raise NamesSomebody(serious or found, may_confirm=not serious)
    return given


def _told_apart(given: Written) -> list[Found]:
    return [*identifiers(given.text), *identifiers(given.text_fr)]
