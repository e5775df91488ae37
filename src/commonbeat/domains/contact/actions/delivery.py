"""Carrying: claim what is due, begin a hand-over, write down its outcome, take receipts.

How a text survives `kill -9`:
1. claimed under a lease: the worker holds it, nothing was tried; when the lease lapses it is
   queued again;
2. attempted: written durably just before the gateway is asked; when the lease lapses nobody
   knows whether the gateway has it, so it becomes 'unknown' — unless the gateway tells repeated
   keys apart, then it is queued again;
3. settled by the outcome, or by a receipt that came first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from commonbeat.core import clock, sealed
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.domains.contact.access import Right
from commonbeat.domains.contact.drafts import ADDRESS, BODY, CONSENT
from commonbeat.domains.contact.gateways.gateway import Outgoing
from commonbeat.domains.contact.known import stopped_among
from commonbeat.domains.contact.models import Message, State


@dataclass(frozen=True, slots=True)
class Carried:
    """A claimed message, opened for the length of its hand-over."""

    id: int
    kind: str
    point_id: int
    index: str  # blind: to see whether the number said STOP meanwhile
    is_consent: bool
    n_attempts: int
    outgoing: Outgoing


@action(Right.CARRY_MESSAGES)
def claim_messages(*, claimant: str, limit: int, lease: dt.timedelta, by: Actor) -> list[Carried]:
    """Hold up to `limit` due messages for `lease`, oldest first, opened for carrying.

    One person's texts stay in order: while somebody holds one of theirs, the next one waits.
    """
    now = clock.now()
    mine = Message.objects.seen_by(by)
    held = mine.filter(state=State.CLAIMED).values("contact_point")
    due = mine.filter(state=State.QUEUED, not_before__lte=now, expires_at__gt=now)
    ids = list(
        due.exclude(contact_point__in=held)
        .select_for_update(skip_locked=True)
        .order_by("not_before", "id")
        .values_list("pk", flat=True)[:limit]
    )
    mine.filter(pk__in=ids, state=State.QUEUED).update(
        state=State.CLAIMED,
        claimed_by=claimant,
        leased_until=now + lease,
        attempted_at=None,
    )
    carried = _opened(ids, by)
    note(n=len(ids))
    return carried


@action(Right.CARRY_MESSAGES)
def begin_hand_over(
    *, claimant: str, held: Sequence[Carried], lease: dt.timedelta, by: Actor
) -> frozenset[int]:
    """Write down that these are about to be handed over; returns those that may be.

    The last look before a text leaves: not those taken back, expired or stopped meanwhile.
    """
    now = clock.now()
    ids = frozenset(carried.id for carried in held)
    rows = Message.objects.seen_by(by).filter(pk__in=ids, state=State.CLAIMED, claimed_by=claimant)
    _settle_stopped(held, rows.filter(attempted_at=None), now)
    n_begun = rows.filter(attempted_at=None, expires_at__gt=now).update(
        attempted_at=now, leased_until=now + lease, n_attempts=F("n_attempts") + 1
    )
    begun = ids
    if n_begun < len(ids):
        begun = frozenset(rows.exclude(attempted_at=None).values_list("pk", flat=True))
    note(n=n_begun)
    return begun


@action(Right.CARRY_MESSAGES)
def put_back(*, claimant: str, by: Actor) -> int:
    """Queue again what this worker holds and did not begin to hand over."""
    held = Message.objects.seen_by(by).filter(
        state=State.CLAIMED, claimed_by=claimant, attempted_at=None
    )
    n_back = held.update(state=State.QUEUED, leased_until=None, claimed_by="")
    note(n=n_back)
    return n_back


@action(Right.CARRY_MESSAGES)
def recover_lapsed(*, may_send_again: Mapping[str, bool], by: Actor) -> int:
    """Take over from workers that died: see the module's three steps.

    `may_send_again` says for each kind of contact point ('text', 'mail') whether its gateway
    tells repeated keys apart.
    """
    now = clock.now()
    lapsed = Message.objects.seen_by(by).filter(state=State.CLAIMED, leased_until__lte=now)
    back = {"state": State.QUEUED, "leased_until": None, "claimed_by": "", "attempted_at": None}
    n_back = lapsed.filter(attempted_at=None).update(**back)
    n_unknown = 0
    for kind, again in may_send_again.items():
        begun = lapsed.filter(contact_point__kind=kind, attempted_at__isnull=False)
        if again:
            n_back += begun.update(**back)
        else:
            n_unknown += begun.update(
                state=State.UNKNOWN, reason="worker ended", leased_until=None, settled_at=now
            )
    note(n_back=n_back, n_unknown=n_unknown)
    return n_back + n_unknown


@action(Right.CARRY_MESSAGES)
def expire_messages(*, by: Actor) -> int:
    """Give up what waited too long: a late "on the way" is worse than none."""
    now = clock.now()
    stale = Message.objects.seen_by(by).filter(state=State.QUEUED, expires_at__lte=now)
    n_expired = stale.update(state=State.EXPIRED, reason="too late", settled_at=now)
    note(n=n_expired)
    return n_expired


def _settle_stopped(held: Sequence[Carried], rows: QuerySet[Message], now: dt.datetime) -> None:
    # Our own claim may have read the outbox before a STOP that was written at the same time.
    stopped = stopped_among([carried.index for carried in held if not carried.is_consent])
    ids = [c.id for c in held if c.index in stopped and not c.is_consent]
    if ids:
        rows.filter(pk__in=ids).update(
            state=State.STOPPED, reason="stopped", settled_at=now, leased_until=None
        )


def _opened(ids: Sequence[int], by: Actor) -> list[Carried]:
    rows = list(
        Message.objects.seen_by(by)
        .filter(pk__in=ids)
        .order_by("not_before", "id")
        .annotate(
            to_kind=F("contact_point__kind"),
            to_address=F("contact_point__address"),
            to_ref=F("contact_point__key_ref"),
            to_index=F("contact_point__index"),
        )
    )
    ring = sealed.ring(row.to_ref for row in rows if row.to_ref)
    carried, forgotten = [], []
    for row in rows:
        try:
            outgoing = Outgoing(
                row.key,
                ring.unseal(row.to_ref, row.to_address or b"", ADDRESS),
                ring.unseal(row.to_ref, row.body or b"", BODY),
                row.language,
            )
        except sealed.KeyGone:
            forgotten.append(row.pk)
            continue
        carried.append(
            Carried(
                row.pk,
                row.to_kind,
                row.contact_point_id,
                row.to_index or "",
                row.purpose == CONSENT,
                row.n_attempts,
                outgoing,
            )
        )
    if forgotten:
        _settle_forgotten(forgotten, by)
    return carried


def _settle_forgotten(ids: Sequence[int], by: Actor) -> None:
    now = clock.now()
    Message.objects.seen_by(by).filter(pk__in=ids).update(
        state=State.FAILED,
        reason="forgotten",
        settled_at=Coalesce("settled_at", now),
        leased_until=None,
    )
