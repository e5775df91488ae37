"""A kind as it is in force, with its questions."""

from __future__ import annotations

from commonbeat.domains.concerns.errors import NoSuchKind
from commonbeat.domains.concerns.models import ConcernKind
from commonbeat.domains.concerns.reports import Asked


def kind_asked(code: str) -> tuple[ConcernKind, list[Asked]]:
    """The kind and its questions in order. Raises NoSuchKind when absent or retired."""
    kind = ConcernKind.objects.filter(code=code, retired_at=None).first()
    if kind is None:
        raise NoSuchKind("There is no such kind of concern.")
    return kind, [
        Asked(
            id=row.pk,
            code=row.code,
            asks=row.asks,
            datatype=row.datatype,
            is_required=row.is_required,
            choices=tuple(choice["key"] for choice in row.choices),
        )
        for row in kind.questions.filter(closed_at=None)
    ]
