"""The list of public concerns for many askers: one query, written out, and bare rows.

Building the query anew for each asker took longer than answering it, and so did making times of
what is written down again as text. The first index of a concern, (is_public, received_at), gives
the rows in their order.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db import connection

from commonbeat.core import clock
from commonbeat.core.actor import Actor
from commonbeat.core.wall.viewing import seen_as
from commonbeat.domains.concerns.access import Right
from commonbeat.domains.concerns.public import Search

# number, state, kind and its two names, public words, agency, area, received, updated, due,
# closed, latitude, longitude, the key of the first published photo
Row = tuple[
    str, str, str, str, str, str, str | None, str | None, str, str, str, str | None,
    float | None, float | None, str | None,
]  # fmt: skip
_ANYBODY = Actor("concerns:public", frozenset({Right.COUNT}))
_SELECT = """SELECT c.number, c.state, k.code, k.name, k.name_fr, c.public_words, a.name, p.name,
CAST(c.received_at AS TEXT), CAST(c.updated_at AS TEXT), CAST(c.due_at AS TEXT),
CAST(c.closed_at AS TEXT), c.blurred_latitude, c.blurred_longitude,
(SELECT f.key FROM concerns_photo f WHERE f.concern_id = c.id AND f.is_public
AND f.expires_at > %s ORDER BY f.id LIMIT 1)
FROM concerns_concern c JOIN concerns_concernkind k ON k.id = c.kind_id
LEFT JOIN agencies_agency a ON a.id = c.agency_id LEFT JOIN places_area p ON p.id = c.area_id
WHERE c.is_public = TRUE AND k.is_public = TRUE"""
_ORDER = " ORDER BY c.received_at DESC, c.id DESC LIMIT %s OFFSET %s"


@dataclass(frozen=True, slots=True)
class Shown:
    """A public concern as everybody sees it; degrees are blurred."""

    number: str
    state: str
    kind: str
    kind_name: str
    kind_name_fr: str
    words: str
    agency: str
    area: str
    received_at: dt.datetime
    updated_at: dt.datetime
    due_at: dt.datetime
    closed_at: dt.datetime | None
    latitude: float | None
    longitude: float | None
    photo: str  # the key of the first published photo, '' for none


def shown(search: Search) -> list[Shown]:
    """Public concerns for a page, newest first. A private one is simply not there. One query."""
    return [_shown(row) for row in rows_shown(search)]


def rows_shown(search: Search) -> list[Row]:
    """As `shown`, in bare rows. Times are UTC ('2026-05-12 16:00:00…')."""
    where, values = _narrowed(search)
    with seen_as(_ANYBODY), connection.cursor() as cursor:
        now = connection.ops.adapt_datetimefield_value(clock.now())
        cursor.execute(_SELECT + where + _ORDER, [now, *values, search.size, search.first])
        return cast("list[Row]", cursor.fetchall())


def _narrowed(search: Search) -> tuple[str, list[Any]]:
    """What narrows the list, as SQL whose every value is a parameter."""
    if search.numbers:
        return _among("c.number", search.numbers)
    where, values = "", []
    listed = ("k.code", search.kinds), ("c.state", search.states), ("p.code", search.areas)
    for column, some in listed:
        if some:
            more, given = _among(column, some)
            where += more
            values += given
    for limit, at in (
        ("c.received_at >= %s", search.since),
        ("c.received_at <= %s", search.until),
        ("c.updated_at >= %s", search.updated_since),
        ("c.updated_at <= %s", search.updated_until),
    ):
        if at:
            where += f" AND {limit}"
            values.append(connection.ops.adapt_datetimefield_value(at))
    if search.near:
        longitude, latitude, around = search.near
        where += (
            " AND c.blurred_longitude BETWEEN %s AND %s AND c.blurred_latitude BETWEEN %s AND %s"
        )
        values += [longitude - around, longitude + around, latitude - around, latitude + around]
    return where, values


def _shown(row: Row) -> Shown:
    received, updated, due, closed = row[8:12]
    return Shown(
        *row[:6],
        row[6] or "",
        row[7] or "",
        _at(received),
        _at(updated),
        _at(due),
        _at(closed) if closed else None,
        row[12],
        row[13],
        row[14] or "",
    )


def _at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text[:19]).replace(tzinfo=dt.UTC)


def _among(column: str, some: Sequence[str]) -> tuple[str, list[Any]]:
    return f" AND {column} IN ({', '.join(['%s'] * len(some))})", list(some)
