"""Guarded tables: a read that does not say who is looking raises.

The promise covers lists, single rows, counts, sums, sub-queries, updates, deletions and the
descent along a foreign key. Inserting is free, because it reveals nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

from django.db import models
from django.db.models import Q

from commonbeat.core.actor import NOBODY, Actor

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

    def _refuse_unscoped(self) -> None:
        if self.viewer is None:
            raise UnscopedRead(f"{self.model.__name__} is guarded: say .seen_by(viewer).")

    def _fetch_all(self) -> None:
        self._refuse_unscoped()
        super()._fetch_all()

    def iterator(self, chunk_size: int | None = None) -> Iterator[M]:
        """As Django's, once scoped."""
        self._refuse_unscoped()
        return super().iterator(chunk_size=chunk_size)

    def count(self) -> int:
        """As Django's, once scoped."""
        self._refuse_unscoped()
        return super().count()

    def exists(self) -> bool:
        """As Django's, once scoped."""
        self._refuse_unscoped()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """As Django's, once scoped."""
        self._refuse_unscoped()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        """As Django's, once scoped."""
        self._refuse_unscoped()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        """As Django's, once scoped."""
        self._refuse_unscoped()
        return super().delete()

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        """As a sub-query of another table's read, once scoped."""
        self._refuse_unscoped()
        return super().resolve_expression(*args, **kwargs)


class GuardedManager(models.Manager[M], Generic[M]):
    """The manager of a guarded table. Name it in `Meta.base_manager_name` as well."""

    use_in_migrations = False

    def __init__(self, guard: Guard) -> None:
        super().__init__()
        self._guard = guard

    def get_queryset(self) -> GuardedQuerySet[M]:
        """A queryset that still waits to hear who is looking."""
        queryset: GuardedQuerySet[M] = GuardedQuerySet(self.model, using=self._db)
        queryset.guard = self._guard
        return queryset

    def seen_by(self, viewer: Actor) -> GuardedQuerySet[M]:
        """The rows that this viewer may see."""
        return self.get_queryset().seen_by(viewer)


def whole_table(model: type[M]) -> models.QuerySet[M]:
    """Every row of a table, guarded or not. Only core's retention and subject access use it."""
    manager = model._base_manager
    if isinstance(manager, GuardedManager):
        queryset = manager.get_queryset()
        queryset.viewer = NOBODY
        return queryset
    return manager.all()
