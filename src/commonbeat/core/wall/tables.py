"""Which tables are guarded: found by looking, so that a new one cannot be forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import cast

from django.apps import apps
from django.db import models

from commonbeat.core.guarded import Guard, GuardedManager

Model = type[models.Model]


def guarded_models() -> Iterator[Model]:
    """Every guarded model."""
    return (model for model in apps.get_models() if guard_of(model) is not None)


def guarded_pairs() -> Iterator[tuple[Model, Model, str]]:
    """Tables of pairs (many to many) of a guarded model; the model, and their column for it."""
    for model in apps.get_models(include_auto_created=True):
        # A manager is not made for a table of pairs, so it is guarded with the one it belongs to.
        owner = cast("Model | None", model._meta.auto_created or None)
        if owner is not None and guard_of(owner) is not None:
            for field in model._meta.concrete_fields:
                if field.related_model is owner:
                    yield model, owner, str(field.column)
                    break


@lru_cache(maxsize=1)
def guarded_tables() -> frozenset[str]:
    """The names of the guarded tables."""
    models = [*guarded_models(), *(pairs for pairs, _, _ in guarded_pairs())]
    return frozenset(model._meta.db_table for model in models)


def guard_of(model: Model) -> Guard | None:
    """The guard of a model, if it has one."""
    manager = model._base_manager
    return manager.guard if isinstance(manager, GuardedManager) else None
