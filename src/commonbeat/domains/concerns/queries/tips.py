"""Reading tips: with the receipt, and by those who answer them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from commonbeat.core import clock, sealed
from commonbeat.core.actor import Actor
from commonbeat.domains.concerns import receipts
from commonbeat.domains.concerns.access import Right
from commonbeat.domains.concerns.actions.tips import ALIAS, FILE, MESSAGE
from commonbeat.domains.concerns.models import Tip, TipAlias, TipFile, TipMessage


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a thread."""

    words: str
    is_ours: bool
    said_on: dt.date


@dataclass(frozen=True, slots=True)
class Thread:
    """A tip with its thread."""

    key: str
    topic: str
    area_id: int | None
    language: str
    came_by: str
    state: str
    received_on: dt.date
    expires_on: dt.date
    receipt_confirmed: bool
    messages: tuple[Said, ...]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TipLine:
    """A tip in the list of those who answer: no words."""

    key: str
    topic: str
    area_id: int | None
    language: str
    came_by: str
    state: str
    received_on: dt.date
    expires_on: dt.date
    n_messages: int
    waits_for_us: bool


def key_of_receipt(token: str) -> str | None:
    """The key of the tip that a receipt, as typed, opens today, or None.

    A miss takes as long as a hit.
    """
    receipt = receipts.normal(token)
    holder = Actor("concerns:receipts", frozenset({Right.KEEP_TIME}))
    rows = Tip.objects.seen_by(holder).filter(expires_on__gt=clock.now().date())
    row = rows.filter(finder=receipts.finder(receipt)).first() if receipt else None
    if row is None:
        receipts.waste_a_check(receipt or "none")
        return None
    return row.key if receipts.fits(receipt, row.receipt_hash) else None


def thread(viewer: Actor, key: str) -> Thread | None:
    """A tip with its messages opened, or None when absent, hidden or expired."""
    rows = Tip.objects.seen_by(viewer).filter(key=key, expires_on__gt=clock.now().date())
    row = rows.first()
    if row is None:
        return None
    ring = sealed.ring([row.key_ref])
    messages = TipMessage.objects.seen_by(viewer).filter(tip=row).order_by("position")
    files = TipFile.objects.seen_by(viewer).filter(tip=row).order_by("pk")
    return Thread(
        key=row.key,
        topic=row.topic,
        area_id=row.area_id,
        language=row.language,
        came_by=row.came_by,
        state=row.state,
        received_on=row.received_on,
        expires_on=row.expires_on,
        receipt_confirmed=row.receipt_confirmed,
        messages=tuple(
            Said(ring.unseal(row.key_ref, m.sealed, MESSAGE), m.is_ours, m.said_on)
            for m in messages
        ),
        files=tuple(files.values_list("key", flat=True)),
    )


def alias_of(viewer: Actor, key: str) -> str | None:
    """The contact point's key to which an answer to a tip by text goes; None when there is none.

    Only for those who answer tips, and only to hand it to the outbox: it is shown to nobody.
    """
    if not viewer.may(Right.READ_TIPS):
        return None
    row = TipAlias.objects.seen_by(viewer).filter(tip__key=key).first()
    if row is None:
        return None
    try:
        return sealed.ring([row.key_ref]).unseal(row.key_ref, row.sealed_point, ALIAS)
    except sealed.KeyGone:
        return None


def tip_file(viewer: Actor, key: str) -> bytes | None:
    """The JPEG bytes of a file of a tip, or None."""
    row = TipFile.objects.seen_by(viewer).select_related("tip").filter(key=key).first()
    if row is None:
        return None
    ref = row.tip.key_ref
    return sealed.ring([ref]).unseal_bytes(ref, row.sealed, FILE)


def tips(viewer: Actor) -> list[TipLine]:
    """Every tip that has not expired, those that wait for us first."""
    if not viewer.may(Right.READ_TIPS):
        return []
    rows = Tip.objects.seen_by(viewer).filter(expires_on__gt=clock.now().date())
    said = TipMessage.objects.seen_by(viewer).filter(tip__in=rows).order_by("position")
    last: dict[int, bool] = {}
    count: dict[int, int] = {}
    for tip_id, is_ours in said.values_list("tip_id", "is_ours"):
        last[tip_id], count[tip_id] = is_ours, count.get(tip_id, 0) + 1
    lines = [
        TipLine(
            row.key,
            row.topic,
            row.area_id,
            row.language,
            row.came_by,
            row.state,
            row.received_on,
            row.expires_on,
            count.get(row.pk, 0),
            not last.get(row.pk, False),
        )
        for row in rows.order_by("-received_on", "-pk")
    ]
    return sorted(lines, key=lambda line: not line.waits_for_us)
