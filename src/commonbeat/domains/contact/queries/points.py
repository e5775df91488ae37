"""Reads of contact points. Nothing here but `masked` opens a sealed number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from commonbeat.core import sealed
from commonbeat.core.actor import Actor
from commonbeat.core.rows import first_row
from commonbeat.domains.contact.access import Right
from commonbeat.domains.contact.drafts import ADDRESS
from commonbeat.domains.contact.models import ContactPoint, StoppedNumber
from commonbeat.domains.contact.numbers import masked_address, masked_number

INDEX_PURPOSE = "contact point"


@dataclass(frozen=True, slots=True)
class Point:
    """A contact point without its number. `key_ref` names the key that seals what is its."""

    id: int
    key: str
    language: str
    reach: str
    is_stopped: bool
    key_ref: str
    last_surveyed_at: dt.datetime | None
    is_forgotten: bool = False

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"contact.point:{self.key}"


def index_of(address: str) -> str:
    """The blind index of an E.164 number or a mail address."""
    return sealed.blind_index(address, INDEX_PURPOSE)


def point_of_number(viewer: Actor, number: str) -> Point | None:
    """The contact point of an E.164 number (or mail address), if we know it."""
    rows = ContactPoint.objects.seen_by(viewer).filter(index=index_of(number))
    return next(iter(seen_points(rows)), None)


def points_by_id(viewer: Actor, ids: Sequence[int]) -> dict[int, Point]:
    """The contact points of these primary keys that the viewer may see. Two queries."""
    rows = ContactPoint.objects.seen_by(viewer).filter(pk__in=ids)
    return {point.id: point for point in seen_points(rows)}


def points_by_key(viewer: Actor, keys: Sequence[str]) -> dict[str, Point]:
    """The contact points of these keys that the viewer may see. Two queries."""
    rows = ContactPoint.objects.seen_by(viewer).filter(key__in=keys)
    return {point.key: point for point in seen_points(rows)}


# Written out for the caller's page; see calls/queries/caller.py.
_HELD = """
    SELECT p.id, p.key, p.language, p.reach, p.key_ref, p.last_surveyed_at,
           p.index IS NULL AS is_forgotten, s.index IS NOT NULL AS is_stopped
    FROM contact_contactpoint p LEFT JOIN contact_stoppednumber s ON s.index = p.index
    WHERE p.key = %s"""


def held_point(viewer: Actor, key: str) -> Point | None:
    """The contact point that the viewer holds themselves. One quick query."""
    if f"contact.point:{key}" not in viewer.holds:
        return None
    row = first_row(_HELD.replace("index", '"index"'), [key])
    if row is None:
        return None
    # SQLite answers such questions with 0 and 1.
    flags = {name: bool(row[name]) for name in ("is_stopped", "is_forgotten")}
    return Point(**(row | flags))


def masked(viewer: Actor, point_ids: Sequence[int]) -> dict[int, str]:
    """Numbers as '+1 ••• ••• ••01', for those who may see them so. Two queries.

    A number that is forgotten is missing from the answer.
    """
    if not viewer.may(Right.SEE_MASKED):
        return {}
    rows = list(
        ContactPoint.objects.seen_by(viewer)
        .filter(pk__in=point_ids, address__isnull=False)
        .values_list("pk", "kind", "address", "key_ref")
    )
    ring = sealed.ring(ref for *_, ref in rows)
    shown = {}
    for pk, kind, address, ref in rows:
        try:
            text = ring.unseal(ref, address or b"", ADDRESS)
        except sealed.KeyGone:
            continue
        shown[pk] = masked_number(text) if kind == "text" else masked_address(text)
    return shown


def number_of(viewer: Actor, point_id: int) -> str | None:
    """The number itself, for those who carry messages to it; None when hidden or forgotten."""
    if not viewer.may(Right.CARRY_MESSAGES):
        return None
    row = ContactPoint.objects.seen_by(viewer).filter(pk=point_id, address__isnull=False).first()
    if row is None:
        return None
    try:
        return sealed.ring([row.key_ref]).unseal(row.key_ref, row.address or b"", ADDRESS)
    except sealed.KeyGone:
        return None


def seen_points(rows: Iterable[ContactPoint]) -> list[Point]:
    """Rows (already scoped to a viewer) as points; one query more, for who has stopped."""
    points = list(rows)
    stopped = stopped_among([row.index for row in points if row.index])
    return [
        Point(
            row.pk,
            row.key,
            row.language,
            row.reach,
            row.index in stopped,
            row.key_ref,
            row.last_surveyed_at,
            is_forgotten=row.index is None,
        )
        for row in points
    ]


def stopped_among(indexes: Sequence[str]) -> frozenset[str]:
    """Which of these blind indexes said STOP."""
    found = StoppedNumber.objects.filter(index__in=indexes).values_list("index", flat=True)
    return frozenset(found) if indexes else frozenset()
