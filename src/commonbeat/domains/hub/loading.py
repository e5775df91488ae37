"""Writing many rows of a guarded table at once, the quickest way that each database has.

Only `actions/pasts.py` uses it. Nothing is read: the database hands back the ids that it gave.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, models
from django.db.models import NOT_PROVIDED, DateField, Field

from commonbeat.core.actor import Actor
from commonbeat.core.wall.viewing import writing

Columns = Mapping[str, Sequence[Any]]


def insert(model: type[models.Model], columns: Columns, by: Actor) -> list[int]:
    """Insert rows given as columns by attribute name; every other field takes its default.

    Returns the ids in the order of the rows. Checks nothing but what the database holds itself.
    """
    n = len(next(iter(columns.values()), ()))
    if not n:
        return []
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    times = _Times()
    values = [_column(field, columns.get(field.attname), n, times) for field in fields]
    with writing(model._meta.db_table, by):
        if connection.vendor == "postgresql":
            return _unnested(model, fields, values)
        return _one_by_one(model, fields, values)


class _Times(dict[Any, Any]):
    """Times as the database takes them, each made ready once: many columns hold the same."""

    def __missing__(self, value: Any) -> Any:
        ops = connection.ops
        is_instant = isinstance(value, dt.datetime)
        ready = ops.adapt_datetimefield_value if is_instant else ops.adapt_datefield_value
        self[value] = ready(value)
        return self[value]


def _column(
    field: Field[Any, Any], given: Sequence[Any] | None, n: int, times: _Times
) -> Sequence[Any]:
    if given is not None:
        return [times[value] for value in given] if isinstance(field, DateField) else given
    if callable(field.default) and field.default is not NOT_PROVIDED:
        return [field.get_default() for _ in range(n)]
    return [field.get_default()] * n


def _names(fields: Sequence[Field[Any, Any]]) -> str:
    return ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)


def _unnested(
    model: type[models.Model], fields: Sequence[Field[Any, Any]], values: Sequence[Sequence[Any]]
) -> list[int]:
    """Each column as one array: COPY would be quicker, but knows no row-level security."""
    arrays = ", ".join(f"%s::{field.db_type(connection)}[]" for field in fields)
    sql = (
        f"INSERT INTO {model._meta.db_table} ({_names(fields)}) "  # noqa: S608  our own names
        f"SELECT * FROM unnest({arrays}) RETURNING id"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(column) for column in values])
        return [row[0] for row in cursor.fetchall()]


def _one_by_one(
    model: type[models.Model], fields: Sequence[Field[Any, Any]], values: Sequence[Sequence[Any]]
) -> list[int]:
    """One prepared statement for all rows: SQLite numbers them one after the other."""
    marks = ", ".join(["%s"] * len(fields))
    sql = f"INSERT INTO {model._meta.db_table} ({_names(fields)}) VALUES ({marks})"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(sql, list(zip(*values, strict=True)))
        cursor.execute("SELECT last_insert_rowid()")
        last = int(cursor.fetchone()[0])
    return list(range(last - len(values[0]) + 1, last + 1))
