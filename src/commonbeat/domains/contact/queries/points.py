"""Reads of contact points. Nothing here but `masked` opens a sealed number."""

from __future__ import annotations

from collections.abc import Sequence

from commonbeat.core import sealed
from commonbeat.core.actor import Actor
from commonbeat.core.rows import first_row
from commonbeat.core.wall.viewing import seen_as
from commonbeat.domains.contact.access import Right
from commonbeat.domains.contact.drafts import ADDRESS
from commonbeat.domains.contact.known import Point, index_of, seen_points
from commonbeat.domains.contact.models import ContactPoint
from commonbeat.domains.contact.numbers import masked_address, masked_number


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
    with seen_as(viewer):
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
