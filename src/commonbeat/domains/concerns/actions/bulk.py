"""Several concerns at once, and back again: for a quarter of an hour a bulk change can be undone.

What has changed since the list was shown is left alone and named. The texts about a bulk change
wait as long as it can be undone (see workflows/concern_bulk.py), so that an undo is never news.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from commonbeat.core import clock
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.domains.concerns.access import Right
from commonbeat.domains.concerns.errors import (
    AlreadyOver,
    ChangedMeanwhile,
    NoSuchAgency,
    NoSuchConcern,
    TooLateToUndo,
)
from commonbeat.domains.concerns.models import (
    BulkChange,
    Concern,
    HandOver,
    ReplyTemplate,
    Update,
)
from commonbeat.domains.concerns.moving import (
    UNDO_FOR,
    Told,
    checked_state,
    claim,
    looked_at,
    move,
    offer_to,
    refuse_over,
    seen_concern,
    settle,
    told_of,
    waiting_offer,
)

MOST = 200  # at once
_COLUMNS = ("state", "agency_id", "offered_to_id", "owner_id", "closed_at", "duplicate_of_id")
_LEFT_ALONE = (NoSuchConcern, AlreadyOver, ChangedMeanwhile, NoSuchAgency)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A concern ticked in a list, as the list showed it."""

    key: str
    version: int


@dataclass(frozen=True, slots=True)
class Bulk:
    """What a bulk action did: `key` undoes it ('' when it did nothing), `left` it left alone."""

    key: str
    told: tuple[Told, ...]
    left: tuple[str, ...]  # numbers; '?' for one that may not be seen

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"concerns.bulk:{self.key}" if self.key else ""


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo restored, as (key, version that the bulk change gave it), and what it left."""

    restored: tuple[Chosen, ...]
    left: tuple[str, ...]


@action(Right.HANDLE)
def take_on_many(*, chosen: Sequence[Chosen], owner_id: int, by: Actor) -> Bulk:
    """Own several concerns; those that changed meanwhile or are over are left alone."""

    def one(concern: Concern, version: int) -> Told:
        return move(concern, version, looked_at(concern), "", by, owner_id=owner_id)

    return _each("take_on", chosen, one, by)


@action(Right.HANDLE)
def hand_over_many(*, chosen: Sequence[Chosen], to: str, by: Actor) -> Bulk:
    """Offer several concerns to another agency, by its code."""

    def one(concern: Concern, version: int) -> Told:
        made = offer_to(concern, to, by)
        claim(concern, version, by, offered_to_id=made.to_agency_id)
        return told_of(concern, "", version + 1, is_news=False)

    return _each("hand_over", chosen, one, by)


@action(Right.HANDLE)
def answer_many(*, chosen: Sequence[Chosen], state: str, template: str = "", by: Actor) -> Bulk:
    """Tell several residents where it stands, with a template in the language of each.

    Raises NotAccepted for a state that is none. Without a template, or one that is not there,
    no words go out.
    """
    into = checked_state(state)
    row = ReplyTemplate.objects.filter(key=template).first() if template else None

    def one(concern: Concern, version: int) -> Told:
        words = _words(row, concern.language)
        return move(concern, version, into, words, by)

    return _each("answer", chosen, one, by)


@action(Right.HANDLE)
def undo_bulk(*, key: str, by: Actor) -> Undone:
    """Put back what one's own bulk change of the last 15 minutes changed and nobody has since.

    Raises TooLateToUndo when it is older, was undone, or all of it has moved on.
    """
    since = clock.now() - UNDO_FOR
    mine = BulkChange.objects.filter(key=key, by=by.name, undone_at=None, at__gt=since)
    change = mine.first()
    # Two presses at once: one of them finds it undone.
    if change is None or not mine.update(undone_at=clock.now()):
        raise TooLateToUndo("It can no longer be undone.")
    restored, left = [], []
    for entry in change.before:
        if _restored(entry, by):
            restored.append(Chosen(entry["key"], entry["version"]))
        else:
            left.append(entry["number"])
    if not restored:
        raise TooLateToUndo("All of it has moved on.")
    note(n=len(restored), n_left=len(left))
    return Undone(tuple(restored), tuple(left))


def _words(row: ReplyTemplate | None, language: str) -> str:
    if row is None:
        return ""
    return row.words_fr if language.startswith("fr") else row.words


def _each(
    verb: str, chosen: Sequence[Chosen], one: Callable[[Concern, int], Told], by: Actor
) -> Bulk:
    entries, told, left = [], [], []
    for pick in chosen[:MOST]:
        number = "?"
        try:
            with transaction.atomic():  # what is left alone is left whole
                concern = seen_concern(pick.key, by)
                number = concern.number
                refuse_over(concern)
                entry = _as_it_was(concern, by)
                told.append(one(concern, pick.version))
        except _LEFT_ALONE:
            left.append(number)
        else:
            entries.append(entry | _as_it_is(concern, told[-1], by))
    key = _kept(verb, entries, by) if entries else ""
    note(n=len(entries), n_left=len(left), n_asked=len(chosen))
    return Bulk(key, tuple(told), tuple(left))


def _as_it_was(concern: Concern, by: Actor) -> dict[str, object]:
    offer = waiting_offer(concern, by)
    was = {name: getattr(concern, name) for name in _COLUMNS}
    was["closed_at"] = None  # only what is open is changed in bulk
    return {
        "key": concern.key,
        "number": concern.number,
        "was": was,
        "withdrawn": offer.key if offer else "",
    }


def _as_it_is(concern: Concern, told: Told, by: Actor) -> dict[str, object]:
    offer = waiting_offer(concern, by)
    return {"version": told.version, "update": told.update, "offer": offer.key if offer else ""}


def _kept(verb: str, entries: list[dict[str, object]], by: Actor) -> str:
    return BulkChange.objects.create(verb=verb, before=entries, at=clock.now(), by=by.name).key


def _restored(entry: Mapping[str, object], by: Actor) -> bool:
    """Put one concern back if nobody changed it since."""
    was = entry["was"]
    if not isinstance(was, Mapping):
        return False
    n_changed = (
        Concern.objects.seen_by(by)
        .filter(key=str(entry["key"]), version=int(str(entry["version"])))
        .update(version=F("version") + 1, updated_at=clock.now(), **was)
    )
    if not n_changed:
        return False
    if entry["update"]:  # nobody was told yet, and it holds no longer
        Update.objects.seen_by(by).filter(key=entry["update"]).delete()
    if entry["offer"] != entry["withdrawn"]:
        _offers_back(str(entry["offer"]), str(entry["withdrawn"]), by)
    return True


def _offers_back(made: str, withdrawn: str, by: Actor) -> None:
    rows = HandOver.objects.seen_by(by)
    for offer in rows.filter(key=made, state="offered") if made else ():
        settle(offer, "handed back", "withdrawn", by)
    if withdrawn:
        rows.filter(key=withdrawn).update(
            state="offered", reason="", settled_at=None, settled_by=""
        )
