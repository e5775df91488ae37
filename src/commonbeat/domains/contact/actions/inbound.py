"""Texts that people send to us: each is taken once, and understood as far as a word goes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings

from commonbeat.core import clock, sealed
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.domains.contact.access import Right
from commonbeat.domains.contact.actions.points import know_numbers
from commonbeat.domains.contact.drafts import INBOUND
from commonbeat.domains.contact.keywords import PERHAPS_STOP, Understood, understood
from commonbeat.domains.contact.known import Point
from commonbeat.domains.contact.models import ContactPoint, Inbound, Reach

LONGEST = 1_600  # characters; ten parts of a text, more than any network joins


@dataclass(frozen=True, slots=True)
class InboundText:
    """A text that somebody sent to us just now. Its repr shows the key alone."""

    key: str
    point: Point
    text: str
    understood: Understood

    def __repr__(self) -> str:
        return f"InboundText({self.key})"

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"contact.inbound:{self.key}"


@action(Right.KNOW_NUMBERS)
def record_inbound(
    *, gateway: str, gateway_ref: str, number: str, text: str, by: Actor
) -> InboundText | None:
    """Take a text from an E.164 number; None when this gateway brought it before.

    Whoever texts us is known from then on, for as long as numbers are kept, and can be texted.
    """
    now = clock.now()
    until = now + dt.timedelta(days=settings.KEEP_NUMBERS_DAYS)
    point = know_numbers(numbers=[number], languages={}, keep_until=until, by=by)[number]
    words = text[:LONGEST]
    meant = understood(words)
    row, is_new = Inbound.objects.seen_by(by).get_or_create(
        gateway=gateway,
        gateway_ref=gateway_ref[:80],
        defaults={
            "contact_point_id": point.id,
            "body": _sealed(point, words),
            "received_at": now,
            "understood_as": PERHAPS_STOP if meant.perhaps_stop else meant.keyword.value,
        },
    )
    note(gateway=gateway, is_new=is_new, understood_as=row.understood_as or None)
    if not is_new:
        return None
    reachable = ContactPoint.objects.seen_by(by).filter(pk=point.id, kind="text")
    reachable.exclude(reach=Reach.MOBILE).update(reach=Reach.MOBILE)
    return InboundText(row.key, point, words, meant)


@action(Right.CARRY_MESSAGES)
def forget_words(*, key: str, by: Actor) -> None:
    """Wipe what a text said, because it was taken for something that must not be kept here."""
    Inbound.objects.seen_by(by).filter(key=key).update(body=None)
    note(inbound=key)


def _sealed(point: Point, text: str) -> bytes | None:
    try:
        return sealed.ring([point.key_ref]).seal(point.key_ref, text, INBOUND)
    except sealed.KeyGone:  # forgotten at this very moment
        return None
