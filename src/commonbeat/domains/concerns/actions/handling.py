"""The desk handles a concern: takes it, answers, hands it over, closes and opens it again."""

from __future__ import annotations

import hashlib

from django.db.models import F

from commonbeat.core import clock
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.domains.concerns.access import Right
from commonbeat.domains.concerns.errors import Fault, NoSuchConcern, NotAccepted, NotOver
from commonbeat.domains.concerns.models import Concern, Photo, Update
from commonbeat.domains.concerns.models.concerns import OVER, State
from commonbeat.domains.concerns.moving import (
    LONGEST_WORDS,
    RESIDENT,
    Told,
    accepted,
    checked_state,
    checked_words,
    claim,
    handed_back,
    looked_at,
    move,
    offer_to,
    open_concern,
    seen_concern,
    told_of,
)
from commonbeat.domains.concerns.reports import LONGEST, MISSING, TOO_LONG


@action(Right.HANDLE)
def take_on(*, key: str, version: int, owner_id: int, by: Actor) -> Told:
    """Own a concern. Raises NoSuchConcern, AlreadyOver, ChangedMeanwhile."""
    concern = open_concern(key, by)
    return move(concern, version, looked_at(concern), "", by, owner_id=owner_id)


@action(Right.HANDLE)
def answer(
    *, key: str, version: int, state: str, words: str, is_public: bool = False, by: Actor
) -> Told:
    """Tell the resident where it stands; a state that is over closes it.

    `words` are written for the resident; with `is_public` everybody may read them. Raises
    NoSuchConcern, AlreadyOver, ChangedMeanwhile, and NotAccepted (another state, too long).
    """
    concern = open_concern(key, by)
    words = checked_words(words)
    shown = {"public_words": words} if is_public and concern.is_public else {}
    return move(concern, version, checked_state(state), words, by, is_public=is_public, **shown)


@action(Right.HANDLE)
def join_duplicate(*, key: str, version: int, of_number: str, by: Actor) -> Told:
    """Close a concern as the same as another one. Raises NoSuchConcern for either."""
    concern = open_concern(key, by)
    other = Concern.objects.seen_by(by).filter(number=of_number).exclude(pk=concern.pk).first()
    if other is None:
        raise NoSuchConcern("There is no such concern to join.")
    note(of=other.key)
    return move(concern, version, State.DUPLICATE, "", by, duplicate_of_id=other.pk)


@action(Right.HANDLE)
def hand_over(*, key: str, version: int, to: str, by: Actor) -> Told:
    """Offer a concern to another agency, by its code. It stays ours until they accept.

    Raises NoSuchConcern, AlreadyOver, ChangedMeanwhile, NoSuchAgency.
    """
    concern = open_concern(key, by)
    made = offer_to(concern, to, by)
    note(to=to)
    claim(concern, version, by, offered_to_id=made.to_agency_id)
    return told_of(concern, "", version + 1, is_news=False)


@action(Right.HANDLE)
def accept_offer(*, key: str, version: int, by: Actor) -> Told:
    """Note that an agency accepts what it was offered: it is theirs. Raises NoSuchOffer."""
    return accepted(open_concern(key, by), version, by)


@action(Right.HANDLE)
def hand_back(*, key: str, version: int, reason: str, by: Actor) -> Told:
    """Note that an agency hands back what it was offered, with a reason as a code.

    Raises NoSuchOffer, ChangedMeanwhile, and NotAccepted for a reason that is none of REASONS.
    """
    return handed_back(open_concern(key, by), version, reason, by)


@action(Right.HANDLE)
def publish_words(*, key: str, version: int, words: str, by: Actor) -> Told:
    """Set what everybody may read of a concern; '' takes it back. Also of one that is closed.

    Raises NoSuchConcern (for a private one too), ChangedMeanwhile, NotAccepted.
    """
    concern = seen_concern(key, by)
    if not concern.is_public:
        raise NoSuchConcern("It is not shown outside.")
    claim(concern, version, by, public_words=checked_words(words))
    return told_of(concern, "", version + 1, is_news=False)


@action(Right.HANDLE)
def publish_photo(*, key: str, is_public: bool, by: Actor) -> None:
    """Let everybody see a photo that somebody looked at, or nobody outside any more.

    Who follows public concerns hears that this one changed. Raises NoSuchConcern, for a photo of
    a concern that is not shown outside too.
    """
    rows = Photo.objects.seen_by(by).filter(key=key)
    if is_public:
        rows = rows.filter(concern__is_public=True, concern__kind__is_public=True)
    photo = rows.select_related("concern").first()
    if photo is None:
        raise NoSuchConcern("There is no such photo, or its concern is not shown outside.")
    note(photo=key, is_public=is_public)
    if photo.is_public == is_public:
        return
    Photo.objects.seen_by(by).filter(pk=photo.pk).update(is_public=is_public)
    Concern.objects.seen_by(by).filter(pk=photo.concern_id).update(updated_at=clock.now())


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
    told = move(concern, concern.version, State(state), words, by, outside=name)
    made = Update.objects.seen_by(by).get(concern=concern, from_outside=name)
    return told, made.key, concern.version + 1


def _outside_name(app: str, update_id: str) -> str:
    """What an update of a partner is called here; two partners may use the same ids."""
    return hashlib.sha256(f"{app}\0{update_id}".encode()).hexdigest()[:40]


@action(Right.FOLLOW_OWN)
def add_word(*, key: str, words: str, by: Actor) -> None:
    """The resident adds something to their concern, in parts where it is long.

    Raises NoSuchConcern, and NotAccepted for no words or more than 4,000 characters.
    """
    concern = seen_concern(key, by)
    said = words.strip()
    if not said or len(said) > LONGEST:
        raise NotAccepted([Fault("words", TOO_LONG if said else MISSING)])
    Update.objects.bulk_create(
        Update(
            concern=concern,
            state=concern.state,
            words=said[start : start + LONGEST_WORDS],
            at=clock.now(),
            by=RESIDENT,
        )
        for start in range(0, len(said), LONGEST_WORDS)
    )
    Concern.objects.seen_by(by).filter(pk=concern.pk).update(
        version=F("version") + 1, updated_at=clock.now()
    )


@action(Right.FOLLOW_OWN)
def say_not_fixed(*, key: str, by: Actor) -> Told:
    """The resident says that it is not fixed: it opens again. Raises NoSuchConcern, NotOver."""
    concern = seen_concern(key, by)
    if concern.state not in OVER:
        raise NotOver("It is still open.")
    return move(
        concern,
        concern.version,
        State.RECEIVED,
        "",
        by,
        n_not_fixed=F("n_not_fixed") + 1,
        not_fixed_at=clock.now(),
        duplicate_of_id=None,
    )
