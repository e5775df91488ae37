"""A kind as it is in force, with its questions."""

from __future__ import annotations

from commonbeat.domains.concerns.errors import NoSuchKind
from commonbeat.domains.concerns.models import ConcernKind
from commonbeat.domains.concerns.reports import Asked


def kind_of(code: str) -> ConcernKind:
    """The kind, retired or not. Raises NoSuchKind."""
    kind = ConcernKind.objects.filter(code=code).first()
    if kind is None:
        raise NoSuchKind("There is no such kind of concern.")
    return kind


def kind_in_force(code: str) -> ConcernKind:
    """The kind. Raises NoSuchKind when absent or retired."""
    kind = kind_of(code)
    if kind.retired_at is not None:
        raise NoSuchKind("There is no such kind of concern.")
    return kind


def kind_asked(code: str) -> tuple[ConcernKind, list[Asked]]:
    """The kind and its questions in order. Raises NoSuchKind when absent or retired."""
    kind = kind_in_force(code)
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
