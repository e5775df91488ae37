"""Showing a number to the officer who promised to call it; each showing is in the ledger."""

from __future__ import annotations

from commonbeat.core import sealed
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.domains.contact.access import Right
from commonbeat.domains.contact.drafts import CONTEXTS
from commonbeat.domains.contact.models import ContactPoint


@action(Right.CALL_BACK)
def reveal_number(*, point_id: int, reason: str, by: Actor) -> str | None:
    """The number in E.164; None when it is forgotten. `reason` is a subject, as of a promise."""
    point = ContactPoint.objects.seen_by(by).filter(pk=point_id).first()
    if point is None or not point.address:
        return None
    note(point=point.key, reason=reason)
    try:
        ring = sealed.ring([point.key_ref])
        return ring.unseal(point.key_ref, point.address, CONTEXTS["contact.ContactPoint.address"])
    except sealed.KeyGone:
        return None
