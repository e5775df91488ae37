"""Promising to go back to somebody, and keeping it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from commonbeat.core import clock
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.domains.presence.access import Right
from commonbeat.domains.presence.errors import AlreadySettled, NoSuchPromise
from commonbeat.domains.presence.models import FollowUp, FollowUpState

OPEN = (FollowUpState.PROMISED, FollowUpState.TRIED)


@dataclass(frozen=True, slots=True)
class Promised:
    """A promise that stands; `is_new` is false when it stood already."""

    key: str
    due_at: dt.datetime
    is_new: bool

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"presence.follow_up:{self.key}"


@action(Right.PROMISE)
def promise_follow_up(
    *,
    about: str,
    point_id: int,
    area_id: int | None,
    owner_id: int | None,
    reason: str,
    due_at: dt.datetime,
    by: Actor,
) -> Promised:
    """Promise to call somebody back. One open promise for each person and matter."""
    return _promise(about, point_id, area_id, owner_id, reason, due_at, by)


@action(Right.ASK_FOR_CALL)
def ask_for_call(
    *,
    about: str,
    point_id: int,
    area_id: int | None,
    owner_id: int | None,
    due_at: dt.datetime,
    by: Actor,
) -> Promised:
    """A resident asks to be called back, by text or on their page. Asking twice changes nothing."""
    return _promise(about, point_id, area_id, owner_id, "asked", due_at, by)


@action(Right.KEEP_PROMISES)
def record_done(*, key: str, by: Actor) -> FollowUp:
    """The person was reached."""
    return _settle(_open(key), FollowUpState.DONE, by)


@action(Right.KEEP_PROMISES)
def record_try(*, key: str, by: Actor) -> FollowUp:
    """Somebody tried and did not reach the person; the promise still stands."""
    promise = _open(key)
    now = clock.now()
    if promise.first_tried_at is None:
        promise.first_tried_at, promise.first_tried_by = now, by.name
    promise.n_tries += 1
    promise.state = FollowUpState.TRIED
    promise.save()
    return promise


@action(Right.KEEP_PROMISES)
def record_not_wanted(*, key: str, by: Actor) -> FollowUp:
    """The person no longer wants the call."""
    return _settle(_open(key), FollowUpState.NOT_WANTED, by)


@action(Right.KEEP_PROMISES)
def take_back(*, key: str, by: Actor) -> FollowUp:
    """Undo a slip of the finger: the promise stands again as it was."""
    promise = FollowUp.objects.select_for_update().filter(key=key).first()
    if promise is None:
        raise NoSuchPromise(key)
    promise.state = FollowUpState.TRIED if promise.n_tries else FollowUpState.PROMISED
    promise.settled_at, promise.settled_by = None, ""
    _refuse_second_open(promise)
    promise.save()
    return promise


@action(Right.KEEP_PROMISES)
def take_over(*, key: str, owner_id: int, by: Actor) -> FollowUp:
    """Make a member of staff the owner of the promise."""
    promise = _open(key)
    promise.owner_id = owner_id
    promise.save()
    return promise


@action(Right.REMIND)
def note_reminded(*, key: str, by: Actor) -> FollowUp:
    """The person was told again of what was promised. Once for each promise."""
    promise = _open(key)
    promise.reminded_at, promise.reminded_by = clock.now(), by.name
    promise.save()
    return promise


def _promise(
    about: str,
    point_id: int,
    area_id: int | None,
    owner_id: int | None,
    reason: str,
    due_at: dt.datetime,
    by: Actor,
) -> Promised:
    same = FollowUp.objects.filter(contact_point=point_id, about=about, state__in=OPEN)
    standing = same.first()
    if standing is not None:
        note(new=False)
        return Promised(standing.key, standing.due_at, is_new=False)
    promise = FollowUp(
        contact_point_id=point_id,
        about=about,
        area_id=area_id,
        owner_id=owner_id,
        reason=reason,
        promised_at=clock.now(),
        promised_by=by.name,
        due_at=due_at,
    )
    promise.save()
    note(new=True, reason=reason)
    return Promised(promise.key, due_at, is_new=True)


def _open(key: str) -> FollowUp:
    promise = FollowUp.objects.select_for_update().filter(key=key).first()
    if promise is None:
        raise NoSuchPromise(key)
    if promise.state not in OPEN:
        raise AlreadySettled(key)
    return promise


def _settle(promise: FollowUp, state: FollowUpState, by: Actor) -> FollowUp:
    promise.state = state
    promise.settled_at, promise.settled_by = clock.now(), by.name
    promise.save()
    return promise


def _refuse_second_open(promise: FollowUp) -> None:
    """One open promise for each person and matter: a newer one has taken this one's place."""
    same = FollowUp.objects.filter(
        contact_point=promise.contact_point_id, about=promise.about, state__in=OPEN
    )
    if promise.contact_point_id is not None and same.exclude(pk=promise.pk).exists():
        raise AlreadySettled(promise.key)
