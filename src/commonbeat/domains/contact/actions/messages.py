"""Changes of the outbox: queue texts, and take back those that did not leave."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from commonbeat.core import clock, sealed
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.domains.contact.access import Right
from commonbeat.domains.contact.drafts import BODY, CONSENT, Draft
from commonbeat.domains.contact.known import stopped_among
from commonbeat.domains.contact.models import ContactPoint, Message, Reach, State
from commonbeat.domains.contact.segments import segments

_OUT_OF_REACH = {Reach.LANDLINE: "landline", Reach.FAILED: "no such number"}


@action(Right.QUEUE_MESSAGES)
def queue_messages(*, drafts: Sequence[Draft], by: Actor) -> dict[str, str]:
    """Put texts into the outbox; returns topic → message key.

    A topic that is there already keeps its old message. What must not be sent is recorded with
    its reason and without its text: after STOP as 'stopped', to a landline or a number that
    failed as 'failed'. The number of queries does not depend on the batch.
    """
    by_topic: dict[str, Draft] = {}
    for draft in drafts:
        by_topic.setdefault(draft.topic, draft)
    keys = _keys_of(list(by_topic), by)
    new = [draft for topic, draft in by_topic.items() if topic not in keys]
    if new:
        rows = _rows(new, by)
        Message.objects.bulk_create(rows, ignore_conflicts=True)
        keys |= _keys_of([draft.topic for draft in new], by)
    note(n=len(new), n_known=len(by_topic) - len(new))
    return keys


@action(Right.QUEUE_MESSAGES)
def cancel_messages(*, topics: Sequence[str] = (), about: str = "", reason: str, by: Actor) -> int:
    """Take back what is not on its way yet, by topic or by subject; returns how many.

    What a worker holds but did not begin to hand over is taken from it.
    """
    if not topics and not about:
        return 0
    rows = Message.objects.seen_by(by).filter(
        state__in=(State.QUEUED, State.CLAIMED), attempted_at=None
    )
    rows = rows.filter(topic__in=topics) if topics else rows
    rows = rows.filter(about=about) if about else rows
    n_cancelled = rows.update(
        state=State.CANCELLED, reason=reason, settled_at=clock.now(), leased_until=None
    )
    note(about=about or None, reason=reason, n=n_cancelled)
    return n_cancelled


def _keys_of(topics: Sequence[str], by: Actor) -> dict[str, str]:
    rows = Message.objects.seen_by(by).filter(topic__in=topics)
    return dict(rows.values_list("topic", "key"))


def _rows(drafts: Sequence[Draft], by: Actor) -> list[Message]:
    ids = {draft.point_id for draft in drafts}
    points = ContactPoint.objects.seen_by(by).in_bulk(ids)
    stopped = stopped_among([point.index for point in points.values() if point.index])
    ring = sealed.ring(point.key_ref for point in points.values() if point.key_ref)
    now = clock.now()
    rows = []
    for draft in drafts:
        point = points.get(draft.point_id)
        if point is None:  # deleted meanwhile, or not the doer's to text
            continue
        rows.append(_row(draft, point, _unsendable(draft, point, stopped), ring, now, by))
    return rows


def _unsendable(
    draft: Draft, point: ContactPoint, stopped: frozenset[str]
) -> tuple[State, str] | None:
    if point.index is None:
        return State.FAILED, "forgotten"
    if point.index in stopped and draft.purpose != CONSENT:
        return State.STOPPED, "stopped"
    reason = _OUT_OF_REACH.get(Reach(point.reach))
    return (State.FAILED, reason) if reason else None


def _row(
    draft: Draft,
    point: ContactPoint,
    unsendable: tuple[State, str] | None,
    ring: sealed.KeyRing,
    now: dt.datetime,
    by: Actor,
) -> Message:
    row = Message(
        contact_point=point,
        purpose=draft.purpose,
        topic=draft.topic,
        about=draft.about,
        language=draft.language,
        queued_at=now,
        queued_by=by.name,
        not_before=draft.not_before,
        expires_at=draft.expires_at,
        n_segments=segments(draft.text).n_segments,
    )
    if unsendable is None:
        try:
            row.body = ring.seal(point.key_ref, draft.text, BODY)
        except sealed.KeyGone:  # forgotten between our two reads
            unsendable = State.FAILED, "forgotten"
    if unsendable is not None:
        row.state, row.reason = unsendable
        row.settled_at = now
    return row
