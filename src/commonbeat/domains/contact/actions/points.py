"""Changes of contact points: know a number, stop, start, choose a language, keep for longer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from django.conf import settings

from commonbeat.core import clock, sealed
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.domains.contact.access import Right
from commonbeat.domains.contact.drafts import ADDRESS, CONSENT
from commonbeat.domains.contact.errors import NoSuchPoint
from commonbeat.domains.contact.known import Point, index_of, seen_points
from commonbeat.domains.contact.models import (
    Consent,
    ContactPoint,
    Message,
    Reach,
    State,
    StoppedNumber,
)
from commonbeat.domains.contact.numbers import line_reach


@action(Right.KNOW_NUMBERS)
def know_numbers(
    *,
    numbers: Sequence[str],
    languages: Mapping[str, str],
    keep_until: dt.datetime,
    by: Actor,
) -> dict[str, Point]:
    """Contact points of E.164 numbers, known before or from now on.

    `languages` (number → code) counts only for numbers that are new. `keep_until` moves a known
    number's end later, never earlier. The number of queries does not depend on the batch.
    """
    return _know("text", numbers, languages, keep_until, by)


@action(Right.KNOW_NUMBERS)
def know_addresses(
    *,
    addresses: Sequence[str],
    languages: Mapping[str, str],
    keep_until: dt.datetime,
    by: Actor,
) -> dict[str, Point]:
    """As `know_numbers`, for mail addresses; they are told apart without regard to case."""
    lowered = {address: address.strip().lower() for address in addresses}
    known = _know("mail", sorted(set(lowered.values())), languages, keep_until, by)
    return {address: known[low] for address, low in lowered.items()}


@action(Right.QUEUE_MESSAGES)
def keep_points_until(*, point_ids: Sequence[int], until: dt.datetime, by: Actor) -> None:
    """Set when these contact points are forgotten, earlier or later than it was."""
    rows = ContactPoint.objects.seen_by(by).filter(pk__in=point_ids)
    note(n=rows.update(keep_until=until))


@action(Right.QUEUE_MESSAGES)
def note_surveyed(*, point_id: int, by: Actor) -> None:
    """Note that this person was asked to answer a survey just now."""
    rows = ContactPoint.objects.seen_by(by).filter(pk=point_id)
    rows.update(last_surveyed_at=clock.now())


@action(Right.CHANGE_CONSENT)
def stop(*, point_key: str, source: str, by: Actor) -> None:
    """No more texts, at once and finally; what waits is cancelled. Safe to repeat.

    The number itself is noted (blind) before its messages are touched, so that a message queued
    at the same moment is caught when a worker is about to hand it over.
    """
    point = _point(by, point_key)
    now = clock.now()
    is_new = False
    if point.index:
        _, is_new = StoppedNumber.objects.get_or_create(
            index=point.index, defaults={"stopped_at": now, "stopped_by": by.name}
        )
    waiting = Message.objects.seen_by(by).filter(
        contact_point=point.pk, attempted_at=None, state__in=(State.QUEUED, State.CLAIMED)
    )
    if not is_new:  # the confirmation of the first STOP may still wait
        waiting = waiting.exclude(purpose=CONSENT)
    n_cancelled = waiting.update(
        state=State.STOPPED, reason="stopped", settled_at=now, leased_until=None
    )
    if is_new:
        _write_consent(point, "stop", source, by)
    note(point=point_key, source=source, n_cancelled=n_cancelled)


@action(Right.CHANGE_CONSENT)
def start(*, point_key: str, source: str, by: Actor) -> None:
    """Texts again, from the next one on; what STOP cancelled stays cancelled."""
    point = _point(by, point_key)
    n_started, _ = StoppedNumber.objects.filter(index=point.index or "").delete()
    if n_started:
        _write_consent(point, "start", source, by)
    note(point=point_key, source=source)


@action(Right.CHANGE_CONSENT)
def choose_language(*, point_key: str, language: str, source: str, by: Actor) -> None:
    """The language in which this person wants to be told, from the next text on.

    Raises ValueError for a language that the product does not speak.
    """
    if language not in dict(settings.LANGUAGES):
        raise ValueError("This language is not spoken here.")
    point = _point(by, point_key)
    if point.language != language:
        ContactPoint.objects.seen_by(by).filter(pk=point.pk).update(language=language)
        _write_consent(point, "language", source, by)
    note(point=point_key, source=source, language=language)


def _know(
    kind: str,
    addresses: Sequence[str],
    languages: Mapping[str, str],
    keep_until: dt.datetime,
    by: Actor,
) -> dict[str, Point]:
    indexes = {address: index_of(address) for address in addresses}
    known = _rows(by, indexes.values())
    new = [address for address in indexes if indexes[address] not in known]
    if new:
        _insert(kind, {address: indexes[address] for address in new}, languages, keep_until)
        known = _rows(by, indexes.values())
    _keep_later(by, known.values(), keep_until)
    note(n=len(indexes), n_new=len(new))
    by_id = {point.id: point for point in seen_points(known.values())}
    return {address: by_id[known[index].pk] for address, index in indexes.items()}


def _rows(by: Actor, indexes: Iterable[str]) -> dict[str, ContactPoint]:
    rows = ContactPoint.objects.seen_by(by).filter(index__in=list(indexes))
    return {row.index: row for row in rows if row.index}


def _insert(
    kind: str, indexes: Mapping[str, str], languages: Mapping[str, str], until: dt.datetime
) -> None:
    # The keys are committed in their own database before anything is sealed under them.
    refs, ring = sealed.make_keys(len(indexes))
    now = clock.now()
    ContactPoint.objects.bulk_create(
        (
            ContactPoint(
                kind=kind,
                index=index,
                address=ring.seal(ref, address, ADDRESS),
                key_ref=ref,
                language=languages.get(address) or settings.LANGUAGE_CODE,
                reach=line_reach(address) if kind == "text" else Reach.UNKNOWN,
                known_at=now,
                keep_until=until,
            )
            for (address, index), ref in zip(indexes.items(), refs, strict=True)
        ),
        # Somebody else may have come to know the number in the meantime: theirs stays.
        ignore_conflicts=True,
    )


def _keep_later(by: Actor, rows: Iterable[ContactPoint], until: dt.datetime) -> None:
    earlier = [row.pk for row in rows if row.keep_until < until]
    if earlier:
        behind = ContactPoint.objects.seen_by(by).filter(pk__in=earlier)
        behind.filter(keep_until__lt=until).update(keep_until=until)


def _point(by: Actor, key: str) -> ContactPoint:
    point = ContactPoint.objects.seen_by(by).filter(key=key).first()
    if point is None:
        raise NoSuchPoint
    return point


def _write_consent(point: ContactPoint, change: str, source: str, by: Actor) -> None:
    Consent.objects.create(
        contact_point=point,
        change=change,
        source=source,
        changed_at=clock.now(),
        changed_by=by.name,
    )
