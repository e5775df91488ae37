"""Finding codes of the record's lists by their code string, as they are in force on a day."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from commonbeat.domains.agencies.terms import today
from commonbeat.domains.hub.errors import NotComplete
from commonbeat.domains.hub.models import Code
from commonbeat.domains.hub.models.codes import CodeKind


def in_force(kind: CodeKind, codes: Iterable[str], *, missing: str) -> list[Code]:
    """The entries of a list in force today, in the order asked for; each once.

    Raises NotComplete([missing]) when one of them is unknown or has ended.
    """
    wanted = list(dict.fromkeys(codes))
    on = today()
    rows = Code.objects.filter(kind=kind, code__in=wanted, starts_on__lte=on)
    found = {row.code: row for row in rows.filter(Q(ends_on=None) | Q(ends_on__gt=on))}
    if set(found) != set(wanted):
        raise NotComplete([missing])
    return [found[code] for code in wanted]


def one_in_force(kind: CodeKind, code: str, *, missing: str) -> Code:
    """One entry; raises NotComplete([missing]) when it is unknown, ended or not given."""
    return in_force(kind, [code], missing=missing)[0]
