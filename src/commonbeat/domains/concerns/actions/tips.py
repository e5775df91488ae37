"""An anonymous tip is left, followed with its receipt, answered, passed on and ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Max

from commonbeat.core import clock, sealed
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.domains.concerns import receipts
from commonbeat.domains.concerns.access import Right
from commonbeat.domains.concerns.errors import Fault, NoSuchTip, NotAccepted, ThreadFull
from commonbeat.domains.concerns.models import Tip, TipAlias, TipFile, TipMessage
from commonbeat.domains.concerns.photos import Clean
from commonbeat.domains.concerns.topics import TOPICS

LONGEST = 4000
MOST_MESSAGES = 60
MESSAGE = "concerns.tip.message"
FILE = "concerns.tip.file"
ALIAS = "concerns.tip.alias"


@dataclass(frozen=True, slots=True)
class Left:
    """A tip just left. The receipt is shown to the tipster and stored nowhere."""

    key: str
    receipt: str
    expires_on: dt.date

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"concerns.tip:{self.key}"


@action(Right.LEAVE_TIP)
def leave_tip(
    *,
    topic: str,
    words: str,
    area_id: int | None,
    language: str,
    came_by: str = "page",
    photos: Sequence[Clean] = (),
    by: Actor,
) -> Left:
    """Take a tip in whole. Raises NotAccepted. Nothing says who left it, nor at what hour."""
    faults = [Fault("topic", "not one of the choices")] if topic not in TOPICS else []
    if faults or (faults := _faulty(words)):
        raise NotAccepted(faults)
    receipt = _free_receipt(by)
    [ref], ring = sealed.make_keys(1)
    today = clock.now().date()
    tip = Tip.objects.create(
        finder=receipts.finder(receipt),
        receipt_hash=receipts.hashed(receipt),
        key_ref=ref,
        topic=topic,
        area_id=area_id,
        language=language,
        came_by=came_by,
        received_on=today,
        expires_on=today + dt.timedelta(days=settings.KEEP_TIPS_DAYS),
    )
    _say(tip, words, ring, is_ours=False, position=1)
    TipFile.objects.bulk_create(
        TipFile(tip=tip, sealed=ring.seal_bytes(ref, p.jpeg, FILE), n_bytes=len(p.jpeg))
        for p in photos
    )
    note(topic=topic)
    return Left(tip.key, receipt, tip.expires_on)


@action(Right.LEAVE_TIP)
def leave_tip_by_text(*, words: str, point_key: str, language: str, by: Actor) -> str:
    """Take a tip that came by text, or add to the one that this phone has open.

    Returns 'new', 'added', 'empty' or 'full': somebody waits for a reply in any case. The phone
    is kept only as an alias: a keyed index, and the contact point sealed under a key of its own,
    until the tip expires or the phone says STOP.
    """
    if _faulty(words):
        return "empty"
    index = sealed.blind_index(point_key, "concerns.alias")
    today = clock.now().date()
    known = TipAlias.objects.seen_by(_FINDING).filter(index=index, expires_on__gt=today)
    alias = known.select_related("tip").first()
    if alias is not None:
        if _is_full(alias.tip, _FINDING):
            return "full"
        _add(alias.tip, words, _FINDING, is_ours=False)
        return "added"
    TipAlias.objects.seen_by(_FINDING).filter(index=index).delete()
    left = leave_tip(
        topic="other", words=words, area_id=None, language=language, came_by="text", by=by
    )
    [ref], ring = sealed.make_keys(1)
    TipAlias.objects.create(
        tip=Tip.objects.seen_by(_FINDING).get(key=left.key),
        index=index,
        key_ref=ref,
        sealed_point=ring.seal(ref, point_key, ALIAS),
        expires_on=left.expires_on,
    )
    return "new"


@action(Right.LEAVE_TIP)
def end_alias(*, point_key: str, by: Actor) -> None:
    """The phone said STOP: nobody can answer its tip any more. The tip itself stays."""
    index = sealed.blind_index(point_key, "concerns.alias")
    rows = TipAlias.objects.seen_by(_FINDING).filter(index=index)
    sealed.destroy_keys(rows.values_list("key_ref", flat=True))
    rows.delete()


@action(Right.FOLLOW_TIP)
def add_words(*, key: str, words: str, by: Actor) -> None:
    """The tipster says more. Raises NoSuchTip, NotAccepted, ThreadFull."""
    _add(_open(key, by), words, by, is_ours=False)


@action(Right.FOLLOW_TIP)
def confirm_receipt(*, key: str, by: Actor) -> None:
    """The tipster has written the receipt down: it is not shown again."""
    Tip.objects.seen_by(by).filter(pk=_open(key, by).pk).update(receipt_confirmed=True)


@action(Right.READ_TIPS)
def answer_tip(*, key: str, words: str, by: Actor) -> None:
    """Those who answer tips ask or tell something; a new tip is then 'read'.

    Raises NoSuchTip, NotAccepted, ThreadFull.
    """
    tip = _open(key, by)
    _add(tip, words, by, is_ours=True)
    _read(tip, by)


@action(Right.READ_TIPS)
def pass_on(*, key: str, to: str, by: Actor) -> None:
    """Note that a tip went to those who act on it; `to` is a code, never a person."""
    Tip.objects.seen_by(by).filter(pk=_open(key, by).pk).update(state="passed on")
    note(to=to)


@action(Right.READ_TIPS)
def end_tip(*, key: str, by: Actor) -> None:
    """End a tip before its time: its words and files are gone at once, with their key."""
    tip = _open(key, by)
    sealed.destroy_keys([tip.key_ref])
    Tip.objects.seen_by(by).filter(pk=tip.pk).delete()


@action(Right.READ_TIPS)
def open_tip(*, key: str, by: Actor) -> None:
    """Write down that a tip was read, before it is shown; a new one is then 'read'."""
    _read(_open(key, by), by)


def _read(tip: Tip, by: Actor) -> None:
    if tip.state == "new":
        Tip.objects.seen_by(by).filter(pk=tip.pk).update(state="read")


def _open(key: str, by: Actor) -> Tip:
    rows = Tip.objects.seen_by(by).filter(key=key, expires_on__gt=clock.now().date())
    tip: Tip | None = rows.exclude(state="ended").first()
    if tip is None:
        raise NoSuchTip("There is no such tip.")
    return tip


def _add(tip: Tip, words: str, by: Actor, *, is_ours: bool) -> None:
    if faults := _faulty(words):
        raise NotAccepted(faults)
    if _is_full(tip, by):
        raise ThreadFull("The thread is full.")
    position = _last(tip, by) + 1
    _say(tip, words, sealed.ring([tip.key_ref]), is_ours=is_ours, position=position)


def _last(tip: Tip, by: Actor) -> int:
    thread = TipMessage.objects.seen_by(by).filter(tip=tip)
    return int(thread.aggregate(last=Max("position"))["last"] or 0)


def _is_full(tip: Tip, by: Actor) -> bool:
    return _last(tip, by) >= MOST_MESSAGES


def _say(tip: Tip, words: str, ring: sealed.KeyRing, *, is_ours: bool, position: int) -> None:
    TipMessage.objects.create(
        tip=tip,
        position=position,
        is_ours=is_ours,
        sealed=ring.seal(tip.key_ref, words.strip(), MESSAGE),
        said_on=clock.now().date(),
    )


def _faulty(words: str) -> list[Fault]:
    if not words.strip():
        return [Fault("words", "missing")]
    return [Fault("words", "too long")] if len(words) > LONGEST else []


def _free_receipt(by: Actor) -> str:
    """A receipt whose first two words no other tip has."""
    for _ in range(50):
        receipt = receipts.new_receipt()
        if not Tip.objects.seen_by(_FINDING).filter(finder=receipts.finder(receipt)).exists():
            return receipt
    raise ThreadFull("No receipt is free.")


# Only to see whether two words are taken.
_FINDING = Actor("concerns:receipts", frozenset({Right.KEEP_TIME}))
