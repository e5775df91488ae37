"""Moving a town to another database: every row, and the proof that every row arrived.

What is read and what arrived are counted and summed (SHA-256 of each row, added up, so that the
order in which two databases sort does not matter). All of it happens in one transaction, or none.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connections, models, transaction

from commonbeat.core.guarded import GuardedQuerySet, whole_table
from commonbeat.core.wall.viewing import KEEPER, seen_as

Model = type[models.Model]
BATCH = 1_000
KEYRING = "keyring"
# Django writes these by itself into every new database; ours come in their place.
MADE_BY_DJANGO = ("contenttypes.ContentType", "auth.Permission")


class NotEmpty(Exception):
    """The target holds rows already, and not those of the source."""


class NotTheSame(Exception):
    """What arrived is not what was read. Nothing was kept."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One table: how many rows, and the sum of them."""

    table: str
    n_rows: int
    digest: str


def tables_of(alias: str) -> list[Model]:
    """The tables of the data, or of the key ring for the alias 'keys'."""
    every = apps.get_models(include_auto_created=True)
    ours = [m for m in every if m._meta.managed and not m._meta.proxy]
    return [m for m in ours if (m._meta.app_label == KEYRING) == (alias == "keys")]


def move(source: str, target: str, *, each: Callable[[Moved], None]) -> list[Moved]:
    """Copy every table from one alias to another and prove it; a copy made before is proved again.

    Nobody else writes to SQLite meanwhile: the transaction holds its only place to write.
    `target` is an alias of the same tables, migrated and empty. Raises NotEmpty, NotTheSame.
    """
    tables = tables_of(source)
    with transaction.atomic(using=source), transaction.atomic(using=target):
        if _is_filled(tables, target):
            return [_proved(model, source, target, each, NotEmpty) for model in tables]
        for model in reversed([m for m in tables if m._meta.label in MADE_BY_DJANGO]):
            whole_table(model).using(target).delete()
        for model in tables:
            _copy(model, source, target)
        _set_sequences(tables, target)
        return [_proved(model, source, target, each, NotTheSame) for model in tables]


def _is_filled(tables: list[Model], target: str) -> bool:
    ours = [model for model in tables if model._meta.label not in MADE_BY_DJANGO]
    return any(whole_table(model).using(target).exists() for model in ours)


def _copy(model: Model, source: str, target: str) -> None:
    rows = _rows(model, source)
    fields = model._meta.concrete_fields
    into: Any = GuardedQuerySet(model, using=target)
    while batch := list(islice(rows, BATCH)):
        # Raw: a field that stamps the time of saving keeps the time it has.
        into._insert(batch, fields=fields, raw=True, using=target)


def _proved(
    model: Model,
    source: str,
    target: str,
    each: Callable[[Moved], None],
    otherwise: type[Exception],
) -> Moved:
    there, here = _summed(model, source), _summed(model, target)
    if there != here:
        raise otherwise(f"{model._meta.db_table}: {there.n_rows} rows here, {here.n_rows} there")
    each(here)
    return here


def _summed(model: Model, alias: str) -> Moved:
    n_rows, total = 0, 0
    for row in _rows(model, alias):
        values = [_plain(field.value_from_object(row)) for field in model._meta.concrete_fields]
        text = json.dumps(values, sort_keys=True).encode()
        total = (total + int.from_bytes(hashlib.sha256(text).digest())) % (1 << 256)
        n_rows += 1
    return Moved(model._meta.db_table, n_rows, f"{total:064x}")


def _rows(model: Model, alias: str) -> Iterator[models.Model]:
    rows = whole_table(model).using(alias).order_by("pk")
    last: Any = None
    while batch := list(rows.filter(pk__gt=last)[:BATCH] if last is not None else rows[:BATCH]):
        yield from batch
        last = batch[-1].pk


def _plain(value: object) -> object:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).hex()
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    return str(value)


def _set_sequences(tables: list[Model], target: str) -> None:
    connection = connections[target]
    with seen_as(KEEPER), connection.cursor() as cursor:  # each looks for the highest key
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)
