"""Rows of a query that is written out, for the few places where composing it costs too much."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import connection


def first_row(query: str, parameters: Sequence[str | int | dt.datetime]) -> dict[str, Any] | None:
    """The first row as a dict, every instant aware and in UTC; None when there is none."""
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        row = cursor.fetchone()
        if row is None:
            return None
        return {c[0]: _aware(value) for c, value in zip(cursor.description, row, strict=True)}


def _aware(value: object) -> object:
    # SQLite keeps instants in UTC without saying so.
    if isinstance(value, dt.datetime) and value.tzinfo is None:
        return value.replace(tzinfo=dt.UTC)
    return value
