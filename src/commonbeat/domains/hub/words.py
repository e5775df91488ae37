"""The words of the record as they are in force on a day. They are public; who uses them is not."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from commonbeat.domains.agencies.terms import today
from commonbeat.domains.hub.models import Code


@dataclass(frozen=True, slots=True)
class CodeView:
    """One entry of a code list. `group` and `theme` are codes: groups.py has their names."""

    code: str
    label: str
    label_fr: str
    group: str
    theme: str
    is_local: bool

    def text(self, language: str) -> str:
        """Its label in a language; English for every other than French."""
        return self.label_fr if language.startswith("fr") else self.label


def codes(kind: str, on: dt.date | None = None) -> list[CodeView]:
    """The entries of a list in force on a day (today, if none is named), in the list's order."""
    day = on or today()
    lasts = Q(ends_on=None) | Q(ends_on__gt=day)
    names = ("code", "label", "label_fr", "group", "theme", "is_local")
    rows = Code.objects.filter(lasts, kind=kind, starts_on__lte=day)
    return [CodeView(*row) for row in rows.values_list(*names)]
