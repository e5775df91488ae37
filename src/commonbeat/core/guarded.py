"""Guarded tables: a read that does not say who is looking raises.

The promise covers lists, single rows, counts, sums, sub-queries, updates, deletions and the
descent along a foreign key. Inserting is free, because it reveals nothing.

What goes around these querysets (a join from another table, a query that is written out) is
caught at the connection: see wall/telling.py. There, too, PostgreSQL is told who is looking.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from itertools import chain, islice
from typing import Any, Generic, TypeVar

from django.db import connections, models
from django.db.models import Q

from commonbeat.core.actor import Actor
from commonbeat.core.wall.viewing import KEEPER, seen_as, viewer_now, writing

M = TypeVar("M", bound=models.Model)
Guard = Callable[[Actor], Q | None]


class UnscopedRead(RuntimeError):
    """A guarded table was read without `.seen_by(viewer)`."""


class GuardedQuerySet(models.QuerySet[M], Generic[M]):
    """A queryset that answers only after `.seen_by(viewer)`."""

    guard: Guard | None = None
    viewer: Actor | None = None

    def seen_by(self, viewer: Actor) -> GuardedQuerySet[M]:
        """The rows that this viewer may see; none when the guard refuses outright."""
        if self.guard is None:
            raise UnscopedRead(f"{self.model.__name__} has no guard.")
        allowed = self.guard(viewer)
        seen = self._clone()
        seen.viewer = viewer
        return seen.none() if allowed is None else seen.filter(allowed)

    def _clone(self) -> GuardedQuerySet[M]:
        clone: GuardedQuerySet[M] = super()._clone()  # type: ignore[misc]
        clone.guard, clone.viewer = self.guard, self.viewer
        return clone

    def _seen(self) -> AbstractContextManager[None]:
        if self.viewer is None:
            raise UnscopedRead(f"{self.model.__name__} is guarded: say .seen_by(viewer).")
        return seen_as(self.viewer)

    def _writing(self) -> AbstractContextManager[None]:
        return writing(self.model._meta.db_table, self.viewer)

    def _fetch_all(self) -> None:
        with self._seen():
            super()._fetch_all()

    def iterator(self, chunk_size: int | None = None) -> Iterator[M]:
        """As Django's, once scoped. The statement runs here, not at the first row."""
        with self._seen():
            # PostgreSQL's own cursors outlive the statement in which the viewer is told.
            lazily = connections[self.db].vendor != "postgresql"
            rows = self._iterator(lazily, chunk_size)  # type: ignore[attr-defined]
            first = list(islice(rows, 1))
        return chain(first, rows)

    def count(self) -> int:
        """As Django's, once scoped."""
        with self._seen():
            return super().count()

    def exists(self) -> bool:
        """As Django's, once scoped."""
        with self._seen():
            return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """As Django's, once scoped."""
        with self._seen():
            return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        """As Django's, once scoped."""
        with self._seen(), self._writing():
            return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        """As Django's, once scoped."""
        with self._seen():
            return super().delete()

    def _insert(self, *args: Any, **kwargs: Any) -> Any:
        with self._writing():
            return super()._insert(*args, **kwargs)  # type: ignore[misc]

    def _update(self, values: Any) -> Any:
        # A row that its viewer read is saved in the eyes of the action that runs.
        if self.viewer is None and viewer_now() is None:
            raise UnscopedRead(f"{self.model.__name__} is guarded: save it inside an action.")
        with self._writing():
            return super()._update(values)  # type: ignore[misc]

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        """As a sub-query of another table's read, once scoped; that read says who looks as well."""
        self._seen()
        return super().resolve_expression(*args, **kwargs)


class GuardedManager(models.Manager[M], Generic[M]):
    """The manager of a guarded table. Name it in `Meta.base_manager_name` as well."""

    use_in_migrations = False

    def __init__(self, guard: Guard) -> None:
        super().__init__()
        self.guard = guard

    def get_queryset(self) -> GuardedQuerySet[M]:
        """A queryset that still waits to hear who is looking."""
        queryset: GuardedQuerySet[M] = GuardedQuerySet(self.model, using=self._db)
        queryset.guard = self.guard
        return queryset

    def seen_by(self, viewer: Actor) -> GuardedQuerySet[M]:
        """The rows that this viewer may see."""
        return self.get_queryset().seen_by(viewer)


def whole_table(model: type[M]) -> GuardedQuerySet[M]:
    """Every row of a table, guarded or not, also where the query joins a guarded one.

    Only core's retention and subject access use it.
    """
    queryset: GuardedQuerySet[M] = GuardedQuerySet(model)
    queryset.viewer = KEEPER
    return queryset
