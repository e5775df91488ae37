"""A batch goes into the table of calls by the database's bulk road.

The ORM's bulk road reaches about a third of what SQLite and PostgreSQL can do, so this one place
speaks SQL. Calls that are known already, by their source and dispatch's number, stay as they are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import repeat
from typing import Any

import numpy as np
from django.db import connection

from commonbeat.core.keys import new_keys
from commonbeat.domains.calls.importing.batches import Batch
from commonbeat.domains.calls.importing.mapping import TIMES
from commonbeat.domains.calls.importing.times import Times
from commonbeat.domains.calls.models import Call, Status

_FILLED = (
    "key",
    "source",
    "external_id",
    "call_type",
    "priority",
    "area_id",
    "longitude",
    "latitude",
    "status",
    *TIMES,
    "disposition",
    "officer_initiated",
    "was_sensitive",
    "changed_at",
)
# What no file says has the model's own default, so that a new column needs no change here.
_DEFAULTS = {
    field.column: field.get_default()
    for field in Call._meta.concrete_fields
    if field.column not in _FILLED and not field.primary_key
}
COLUMNS = (*_FILLED, *_DEFAULTS)
_NAMES = ", ".join(f'"{name}"' for name in COLUMNS)
_ONCE = 'ON CONFLICT ("source", "external_id") DO NOTHING'
_CACHE_KIB = 64 * 1024
_REACHED = (
    (Status.DISPATCHED, "dispatched_at"),
    (Status.EN_ROUTE, "en_route_at"),
    (Status.ARRIVED, "arrived_at"),
    (Status.CLOSED, "closed_at"),
)
Row = tuple[Any, ...]


def store(
    batch: Batch, area_ids: Sequence[int | None], sensitive: frozenset[str], now: dt.datetime
) -> int:
    """Insert the calls that are not known yet; returns how many. Call it in a transaction."""
    if connection.vendor == "postgresql":
        return _copy(_rows(batch, area_ids, sensitive, now, zone="+00"))
    return _insert(_rows(batch, area_ids, sensitive, now, zone=""))


@contextmanager
def room_for_indexes() -> Iterator[None]:
    """Let SQLite keep its indexes in memory (64 MiB) while much is inserted at random places."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA cache_size").fetchone()[0]
        cursor.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA cache_size = {int(before)}")


def _rows(
    batch: Batch,
    area_ids: Sequence[int | None],
    sensitive: frozenset[str],
    now: dt.datetime,
    zone: str,
) -> Iterable[Row]:
    texts = {name: _texts(batch.times[name], zone) for name in TIMES}
    changed_at = now.astimezone(dt.UTC).replace(tzinfo=None).isoformat(" ") + zone
    return zip(
        new_keys(len(batch)),
        repeat(batch.source),
        batch.external_ids,
        batch.call_types,
        batch.priorities,
        area_ids,
        _or_none(batch.longitudes),
        _or_none(batch.latitudes),
        _statuses(batch),
        *(texts[name] for name in TIMES),
        batch.dispositions,
        batch.officer_initiated,
        [code in sensitive for code in batch.call_types] if sensitive else repeat(False),
        repeat(changed_at),
        *map(repeat, _DEFAULTS.values()),
        strict=False,  # the repeats have no end
    )


def _texts(times: Times, zone: str) -> Sequence[str | None]:
    """Times as the database writes them: 'YYYY-MM-DD HH:MM:SS', with microseconds if any."""
    missing = np.isnat(times)
    if missing.all():
        return [None] * len(times)
    whole = bool((times == times.astype("datetime64[s]"))[~missing].all())
    letters = np.datetime_as_string(times, unit="s" if whole else "us")
    letters.view("U1").reshape(len(times), -1)[:, 10] = " "
    texts = [text + zone for text in letters.tolist()] if zone else letters.tolist()
    if not missing.any():
        return texts
    return [None if gone else text for text, gone in zip(texts, missing.tolist(), strict=True)]


def _or_none(numbers: np.ndarray) -> list[float | None]:
    if np.isnan(numbers).any():
        return [None if x != x else x for x in numbers.tolist()]  # NaN is not itself
    plain: list[float | None] = numbers.tolist()
    return plain


def _statuses(batch: Batch) -> list[str]:
    if batch.finished:
        return [Status.CLOSED.value] * len(batch)
    reached = np.full(len(batch), Status.RECEIVED.value, dtype="U12")
    for status, name in _REACHED:
        reached[~np.isnat(batch.times[name])] = status.value
    return [str(status) for status in reached]


def _insert(rows: Iterable[Row]) -> int:
    marks = ", ".join(["%s"] * len(COLUMNS))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO calls_call ({_NAMES}) VALUES ({marks}) {_ONCE}",  # noqa: S608
            rows,  # type: ignore[arg-type]  # an iterator does, and needs less memory
        )
        return max(0, int(cursor.rowcount))


def _copy(rows: Iterable[Row]) -> int:
    with connection.cursor() as cursor:
        shape = f"SELECT {_NAMES} FROM calls_call WITH NO DATA"  # noqa: S608
        cursor.execute(f"CREATE TEMPORARY TABLE calls_importing ON COMMIT DROP AS {shape}")
        with cursor.copy(f"COPY calls_importing ({_NAMES}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(
            f"INSERT INTO calls_call ({_NAMES}) "  # noqa: S608
            f"SELECT {_NAMES} FROM calls_importing {_ONCE}"
        )
        n_new = int(cursor.rowcount)
        cursor.execute("DROP TABLE calls_importing")
        return n_new
