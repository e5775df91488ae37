"""The desk handles a concern: takes it, answers, hands it over, closes and opens it again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.db.models import F

from commonbeat.core import clock
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.domains.concerns.access import Right
from commonbeat.domains.concerns.errors import (
    AlreadyOver,
    ChangedMeanwhile,
    NoSuchConcern,
    NoSuchOffer,
    NotOver,
)
from commonbeat.domains.concerns.models import Concern, HandOver, Update
from commonbeat.domains.concerns.models.concerns import OVER, State

RESIDENT = "resident"  # who an update is by when the resident said it


@dataclass(frozen=True, slots=True)
class Told:
    """What the resident is to be told of a change: to which contact point, in which language."""

    key: str
    number: str
    point_id: int | None
    language: str
    state: str
    words: str

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"concerns.concern:{self.key}"


@action(Right.HANDLE)
def take_on(*, key: str, version: int, owner_id: int, by: Actor) -> Told:
    """Own a concern. Raises NoSuchConcern, AlreadyOver, ChangedMeanwhile."""
    concern = _open(key, by)
    state = State.LOOKING if concern.state == State.RECEIVED else State(concern.state)
    return _move(concern, version, state, "", by, owner_id=owner_id)


@action(Right.HANDLE)
def answer(
    *, key: str, version: int, state: str, words: str, is_public: bool = False, by: Actor
) -> Told:
    """Tell the resident where it stands; a state that is over closes it.

    `words` are written for the resident; with `is_public` everybody may read them. Raises
    NoSuchConcern, AlreadyOver, ChangedMeanwhile.
    """
    concern = _open(key, by)
    shown = {"public_words": words.strip()} if is_public and concern.is_public else {}
    return _move(concern, version, State(state), words, by, is_public=is_public, **shown)


@action(Right.HANDLE)
def join_duplicate(*, key: str, version: int, of_number: str, by: Actor) -> Told:
    """Close a concern as the same as another one. Raises NoSuchConcern for either."""
    concern = _open(key, by)
    other = Concern.objects.seen_by(by).filter(number=of_number).exclude(pk=concern.pk).first()
    if other is None:
        raise NoSuchConcern("There is no such concern to join.")
    note(of=other.key)
    return _move(concern, version, State.DUPLICATE, "", by, duplicate_of_id=other.pk)


@action(Right.HANDLE)
def hand_over(*, key: str, version: int, to_agency_id: int, by: Actor) -> Told:
    """Offer a concern to another agency. It stays ours until they accept."""
    concern = _open(key, by)
    _claim(concern, version, by)
    HandOver.objects.seen_by(by).filter(concern=concern, state="offered").update(
        state="handed back", reason="withdrawn", settled_at=clock.now(), settled_by=by.name
    )
    HandOver.objects.create(
        concern=concern,
        from_agency_id=concern.agency_id,
        to_agency_id=to_agency_id,
        offered_at=clock.now(),
        offered_by=by.name,
    )
    return _told(concern, "")


@action(Right.HANDLE)
def accept_offer(*, key: str, version: int, by: Actor) -> Told:
    """Accept what was offered: the concern is now theirs. Raises NoSuchOffer."""
    concern = _open(key, by)
    offer = _offer(concern, by)
    _settle(offer, "accepted", "", by)
    return _move(
        concern, version, State.LOOKING, "", by, agency_id=offer.to_agency_id, owner_id=None
    )


@action(Right.HANDLE)
def hand_back(*, key: str, version: int, reason: str, by: Actor) -> Told:
    """Hand back what was offered, with a reason as a code. Raises NoSuchOffer."""
    concern = _open(key, by)
    _claim(concern, version, by)
    _settle(_offer(concern, by), "handed back", reason, by)
    note(reason=reason)
    return _told(concern, "")


@action(Right.UPDATE)
def take_partner_update(
    *, number: str, app: str, update_id: str, state: str, words: str, by: Actor
) -> tuple[Told | None, str, int]:
    """What a partner's server tells of a public concern; the same `update_id` is taken once.

    Returns what to tell the resident (None for a repeat), the update's key and the concern's
    version. Raises NoSuchConcern, for a private one too.
    """
    rows = Concern.objects.seen_by(by).filter(number=number, is_public=True, kind__is_public=True)
    concern = rows.first()
    if concern is None:
        raise NoSuchConcern("There is no such concern.")
    name = _outside_name(app, update_id)
    known = Update.objects.seen_by(by).filter(concern=concern, from_outside=name).first()
    if known is not None:
        note(repeated=True)
        return None, known.key, concern.version
    told = _move(concern, concern.version, State(state), words, by, outside=name)
    made = Update.objects.seen_by(by).get(concern=concern, from_outside=name)
    return told, made.key, concern.version + 1


def _outside_name(app: str, update_id: str) -> str:
    """What an update of a partner is called here; two partners may use the same ids."""
    return hashlib.sha256(f"{app}\0{update_id}".encode()).hexdigest()[:40]


@action(Right.FOLLOW_OWN)
def add_word(*, key: str, words: str, by: Actor) -> None:
    """The resident adds something to their concern. Raises NoSuchConcern."""
    concern = _seen(key, by)
    Update.objects.create(
        concern=concern, state=concern.state, words=words.strip()[:600], at=clock.now(), by=RESIDENT
    )
    Concern.objects.seen_by(by).filter(pk=concern.pk).update(
        version=F("version") + 1, updated_at=clock.now()
    )


@action(Right.FOLLOW_OWN)
def say_not_fixed(*, key: str, by: Actor) -> Told:
    """The resident says that it is not fixed: it opens again. Raises NoSuchConcern, NotOver."""
    concern = _seen(key, by)
    if concern.state not in OVER:
        raise NotOver("It is still open.")
    return _move(
        concern,
        concern.version,
        State.RECEIVED,
        "",
        by,
        n_not_fixed=F("n_not_fixed") + 1,
        not_fixed_at=clock.now(),
        duplicate_of_id=None,
    )


def _seen(key: str, by: Actor) -> Concern:
    concern: Concern | None = Concern.objects.seen_by(by).filter(key=key).first()
    if concern is None:
        raise NoSuchConcern("There is no such concern.")
    return concern


def _open(key: str, by: Actor) -> Concern:
    concern = _seen(key, by)
    if concern.state in OVER:
        raise AlreadyOver("It is closed.")
    return concern


def _offer(concern: Concern, by: Actor) -> HandOver:
    offer: HandOver | None = (
        HandOver.objects.seen_by(by).filter(concern=concern, state="offered").first()
    )
    if offer is None:
        raise NoSuchOffer("No hand-over is waiting.")
    return offer


def _settle(offer: HandOver, state: str, reason: str, by: Actor) -> None:
    HandOver.objects.seen_by(by).filter(pk=offer.pk).update(
        state=state, reason=reason, settled_at=clock.now(), settled_by=by.name
    )


def _claim(concern: Concern, version: int, by: Actor, **changes: object) -> None:
    """Change the row only if nobody else has since the page was shown."""
    n_changed = (
        Concern.objects.seen_by(by)
        .filter(pk=concern.pk, version=version)
        .update(version=F("version") + 1, updated_at=clock.now(), **changes)
    )
    if not n_changed:
        raise ChangedMeanwhile("Somebody else changed it meanwhile.")


def _move(
    concern: Concern,
    version: int,
    state: State,
    words: str,
    by: Actor,
    *,
    is_public: bool = False,
    outside: str = "",
    **changes: object,
) -> Told:
    closed_at = clock.now() if state in OVER else None
    _claim(concern, version, by, state=state, closed_at=closed_at, **changes)
    concern.state = state
    Update.objects.create(
        concern=concern,
        state=state,
        words=words.strip(),
        is_public=is_public and concern.is_public,
        from_outside=outside,
        at=clock.now(),
        by=by.name,
    )
    note(state=state.value)
    return _told(concern, words.strip())


def _told(concern: Concern, words: str) -> Told:
    return Told(
        concern.key,
        concern.number,
        concern.contact_point_id,
        concern.language,
        str(concern.state),
        words,
    )
