"""The words of the record as they are in force on a day. They are public; who uses them is not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from commonbeat.domains.agencies.terms import today
from commonbeat.domains.hub.errors import NotComplete
from commonbeat.domains.hub.models import Code

__all__ = ["CodeView", "code_row", "code_rows", "codes", "in_force", "today"]


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
    names = ("code", "label", "label_fr", "group", "theme", "is_local")
    return [CodeView(*row) for row in in_force(kind, on).values_list(*names)]


def in_force(kind: str, on: dt.date | None = None) -> QuerySet[Code]:
    """The rows of a list that are in force on a day (today, if none is named)."""
    day = on or today()
    lasts = Q(ends_on=None) | Q(ends_on__gt=day)
    return Code.objects.filter(lasts, kind=kind, starts_on__lte=day)


def code_row(kind: str, code: str, field: str) -> Code:
    """The row of one code in force today; raises NotComplete([field]) when there is none."""
    return code_rows(kind, [code], field)[0]


def code_rows(
    kind: str, wanted: Iterable[str], field: str, *, switched_off: Iterable[str] = ()
) -> list[Code]:
    """The rows of codes in force today, each once, in the order named.

    Raises NotComplete([field]) when one is unknown, ended or switched off.
    """
    names = list(dict.fromkeys(wanted))
    found = {row.code: row for row in in_force(kind).filter(code__in=names)}
    if not found.keys() >= set(names) or set(switched_off) & set(names):
        raise NotComplete([field])
    return [found[name] for name in names]
