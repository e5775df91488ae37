"""What became of texts: the gateway's answer at once, and its receipts later, in any order."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from enum import StrEnum

from django.db.models import Case, QuerySet, Value, When
from django.db.models.functions import Coalesce

from commonbeat.core import clock
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.domains.contact.access import Right
from commonbeat.domains.contact.actions.delivery import Carried
from commonbeat.domains.contact.actions.points import stop
from commonbeat.domains.contact.gateways.gateway import (
    LANDLINE,
    NO_SUCH_NUMBER,
    OPTED_OUT,
    HandedOver,
    Outcome,
    Rejected,
    Unknown,
)
from commonbeat.domains.contact.models import ContactPoint, Message, Reach, Receipt, State

MOST_ATTEMPTS = 8
FIRST_PAUSE = dt.timedelta(seconds=5)
LONGEST_PAUSE = dt.timedelta(minutes=15)

_LEARNT = {LANDLINE: Reach.LANDLINE, NO_SUCH_NUMBER: Reach.FAILED}


class Report(StrEnum):
    """What a receipt says. The furthest counts, in whatever order they come."""

    ACCEPTED = "accepted"
    FAILED = "failed"
    DELIVERED = "delivered"


@action(Right.CARRY_MESSAGES)
def record_outcomes(
    *, claimant: str, gateway: str, outcomes: Sequence[tuple[Carried, Outcome]], by: Actor
) -> None:
    """Write down what the gateway answered for texts whose hand-over had begun.

    A receipt may have come first; then the text keeps the state that the receipt gave it.
    """
    now = clock.now()
    handed: dict[int, str] = {}
    rejected: dict[Rejected, list[Carried]] = defaultdict(list)
    unknown: list[int] = []
    for carried, outcome in outcomes:
        match outcome:
            case HandedOver(ref):
                handed[carried.id] = ref
            case Unknown():
                unknown.append(carried.id)
            case Rejected():
                rejected[outcome].append(carried)
    _note_handed(handed, gateway, now, by)
    _mine(unknown, claimant, by).update(
        state=State.UNKNOWN,
        reason="no answer",
        gateway=gateway,
        settled_at=now,
        leased_until=None,
    )
    for rejection, several in rejected.items():
        _note_rejected(rejection, several, claimant, gateway, now, by)
    note(n_handed=len(handed), n_unknown=len(unknown), n=len(outcomes))


@action(Right.CARRY_MESSAGES)
def record_receipt(*, message_key: str, report: Report, reason: str = "", by: Actor) -> bool:
    """Take one receipt; False when the message is unknown or said so before: nothing changes.

    `reason` of a failure may be 'landline', 'no such number' or 'opted out', from which we learn.
    """
    row = Message.objects.seen_by(by).filter(key=message_key).first()
    # A receipt for what we never tried to hand over is not ours to believe.
    if row is None or row.n_attempts == 0:
        return False
    now = clock.now()
    _, is_new = Receipt.objects.get_or_create(
        message=row, report=report, defaults={"received_at": now}
    )
    if is_new:
        _advance(row, report, reason, now, by)
    note(message=message_key, report=report, reason=reason or None, is_new=is_new)
    return is_new


def _mine(ids: Sequence[int], claimant: str, by: Actor) -> QuerySet[Message]:
    return Message.objects.seen_by(by).filter(pk__in=ids, state=State.CLAIMED, claimed_by=claimant)


def _note_handed(refs: Mapping[int, str], gateway: str, now: dt.datetime, by: Actor) -> None:
    if not refs:
        return
    rows = Message.objects.seen_by(by).filter(pk__in=list(refs))
    known = {"gateway": gateway, "gateway_ref": _refs(refs), "leased_until": None}
    # Claimed is the rule; unknown or queued when the lease lapsed while the gateway was slow.
    waiting = rows.filter(state__in=(State.CLAIMED, State.UNKNOWN, State.QUEUED))
    n_noted = waiting.update(state=State.HANDED_OVER, reason="", handed_at=now, **known)
    if n_noted < len(refs):  # a receipt came first: its state stands
        rows.exclude(state=State.HANDED_OVER).update(**known)


def _refs(refs: Mapping[int, str]) -> Case | Value:
    if not any(refs.values()):  # many gateways give none; then the statement stays short
        return Value("")
    return Case(*(When(pk=pk, then=Value(ref[:80])) for pk, ref in refs.items()))


def _note_rejected(
    rejection: Rejected,
    several: Sequence[Carried],
    claimant: str,
    gateway: str,
    now: dt.datetime,
    by: Actor,
) -> None:
    ids = [carried.id for carried in several]
    final = [
        carried.id
        for carried in several
        if rejection.permanent or carried.n_attempts + 1 >= MOST_ATTEMPTS
    ]
    _mine(final, claimant, by).update(
        state=State.FAILED,
        reason=rejection.reason,
        gateway=gateway,
        settled_at=now,
        leased_until=None,
    )
    _try_later(several, set(ids) - set(final), claimant, now, by)
    _learn([carried.point_id for carried in several], rejection.reason, by)


def _try_later(
    several: Sequence[Carried], ids: set[int], claimant: str, now: dt.datetime, by: Actor
) -> None:
    by_attempts: dict[int, list[int]] = defaultdict(list)
    for carried in several:
        if carried.id in ids:
            by_attempts[carried.n_attempts].append(carried.id)
    for n_attempts, same in by_attempts.items():
        _mine(same, claimant, by).update(
            state=State.QUEUED,
            not_before=now + min(FIRST_PAUSE * 4**n_attempts, LONGEST_PAUSE),
            claimed_by="",
            leased_until=None,
            attempted_at=None,
        )


def _advance(row: Message, report: Report, reason: str, now: dt.datetime, by: Actor) -> None:
    rows = Message.objects.seen_by(by).filter(pk=row.pk)
    if report is Report.DELIVERED:
        rows.update(
            state=State.DELIVERED,
            reason="",
            settled_at=now,
            handed_at=Coalesce("handed_at", Value(now)),
            leased_until=None,
        )
        _learn([row.contact_point_id], Report.DELIVERED, by)
    elif report is Report.FAILED:
        open_states = (State.CLAIMED, State.HANDED_OVER, State.UNKNOWN)
        rows.filter(state__in=open_states).update(
            state=State.FAILED,
            reason=(reason or "not delivered")[:40],
            settled_at=now,
            handed_at=Coalesce("handed_at", Value(now)),
            leased_until=None,
        )
        _learn([row.contact_point_id], reason, by)
    else:
        rows.filter(state=State.UNKNOWN).update(state=State.HANDED_OVER, reason="")


def _learn(point_ids: Sequence[int], reason: str, by: Actor) -> None:
    """What an outcome says of the number itself."""
    rows = ContactPoint.objects.seen_by(by).filter(pk__in=point_ids)
    if reason == Report.DELIVERED:
        rows.exclude(reach=Reach.MOBILE).filter(kind="text").update(reach=Reach.MOBILE)
    elif reason in _LEARNT:
        rows.update(reach=_LEARNT[reason])
    elif reason == OPTED_OUT:
        for key in rows.values_list("key", flat=True):
            stop(point_key=key, source="gateway", by=by)
