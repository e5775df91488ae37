"""Each guard's twin: the same rule in SQL, in the `wall.py` beside the domain's `access.py`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module

from django.apps import apps
from django.db import models

from commonbeat.core.guarded import GuardedManager


@dataclass(frozen=True, slots=True)
class Twin:
    """Who sees a table's rows: all of them by one of some rights, or those under a condition.

    `rows` is an SQL condition on a row, '' for none. It asks `may(...)` and `held(...)`.
    """

    model: str  # 'contact.Message'
    sees_all: Sequence[str]
    rows: str = ""


def may(*rights: str) -> str:
    """SQL: whether the viewer has one of these rights. Asked once a statement, not once a row."""
    listed = ", ".join(f"'{right}'" for right in rights)
    return f"(SELECT wall.may(ARRAY[{listed}]))"


def held(prefix: str) -> str:
    """SQL: the sorted keys of what the viewer holds under a prefix such as 'contact.point:'."""
    return f"((SELECT wall.held('{prefix}'))::text[])"


def twins() -> dict[str, Twin]:
    """Every twin that a domain declares, by table."""
    found = {}
    for config in apps.get_app_configs():
        if any(_is_guarded(model) for model in config.get_models()):
            for twin in import_module(f"{config.name}.wall").TWINS:
                found[apps.get_model(twin.model)._meta.db_table] = twin
    return found


def guarded_models() -> Iterator[type[models.Model]]:
    """Every guarded model. A table of pairs (many to many) is guarded with the one it belongs to."""
    for model in apps.get_models(include_auto_created=True):
        owner = model._meta.auto_created or model
        if isinstance(owner, type) and _is_guarded(owner):
            yield model


@lru_cache(maxsize=1)
def guarded_tables() -> frozenset[str]:
    """The names of the guarded tables."""
    return frozenset(model._meta.db_table for model in guarded_models())


def _is_guarded(model: type[models.Model]) -> bool:
    return isinstance(model._base_manager, GuardedManager)
