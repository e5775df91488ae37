"""The desk and partner agencies handle concerns, and each resident hears what is news to them.

Texts about a bulk change wait for as long as it can be undone; an undo takes them back. Whoever
changes one of those concerns meanwhile overtakes its text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from commonbeat.core.action import story
from commonbeat.core.actor import Actor
from commonbeat.domains.concerns.actions import bulk, for_agency, handling
from commonbeat.domains.concerns.actions.bulk import Bulk, Chosen, Undone
from commonbeat.domains.concerns.moving import UNDO_FOR, Told
from commonbeat.domains.contact.actions import messages
from commonbeat.workflows import concern_asking, concern_intake

Change = Callable[[], Told]
BulkChange = Callable[[], Bulk]


def take_on(*, key: str, version: int, owner_id: int, by: Actor) -> Told:
    """Own a concern; the resident hears that it is looked into."""
    return _and_tell(lambda: handling.take_on(key=key, version=version, owner_id=owner_id, by=by))


def answer(
    *, key: str, version: int, state: str, words: str, is_public: bool = False, by: Actor
) -> Told:
    """Answer or close a concern."""
    return _and_tell(
        lambda: handling.answer(
            key=key, version=version, state=state, words=words, is_public=is_public, by=by
        )
    )


def join_duplicate(*, key: str, version: int, of_number: str, by: Actor) -> Told:
    """Close a concern as the same as another one."""
    return _and_tell(
        lambda: handling.join_duplicate(key=key, version=version, of_number=of_number, by=by)
    )


def accept_offer(*, key: str, version: int, by: Actor) -> Told:
    """Note at the desk that an agency accepts."""
    return _and_tell(lambda: handling.accept_offer(key=key, version=version, by=by))


def accept_for_agency(*, key: str, version: int, by: Actor) -> Told:
    """A partner accepts what their agency is offered."""
    return _and_tell(lambda: for_agency.accept_for_agency(key=key, version=version, by=by))


def answer_for_agency(*, key: str, version: int, state: str, words: str, by: Actor) -> Told:
    """A partner answers or closes a concern of their agency."""
    return _and_tell(
        lambda: for_agency.answer_for_agency(
            key=key, version=version, state=state, words=words, by=by
        )
    )


def take_on_many(*, chosen: Sequence[Chosen], owner_id: int, by: Actor) -> Bulk:
    """Own several concerns."""
    return _and_tell_later(lambda: bulk.take_on_many(chosen=chosen, owner_id=owner_id, by=by))


def answer_many(*, chosen: Sequence[Chosen], state: str, template: str, by: Actor) -> Bulk:
    """Answer or close several concerns with a template, each in the resident's language."""
    return _and_tell_later(
        lambda: bulk.answer_many(chosen=chosen, state=state, template=template, by=by)
    )


def undo_bulk(*, key: str, by: Actor) -> Undone:
    """Undo a bulk change, and take back the texts about what it restored."""
    with story():
        undone = bulk.undo_bulk(key=key, by=by)
        topics = [
            concern_intake.news_topic(f"concerns.concern:{one.key}", one.version)
            for one in undone.restored
        ]
        messages.cancel_messages(topics=topics, reason="undone", by=concern_intake.DESK)
        for one in undone.restored:
            concern_asking.after_change(one.key)
    return undone


def _and_tell(change: Change) -> Told:
    with story():
        told = change()
        if told.is_news:
            concern_intake.tell(told, told.version)
    return told


def _and_tell_later(change: BulkChange) -> Bulk:
    with story():
        done = change()
        concern_intake.tell_all([told for told in done.told if told.is_news], wait=UNDO_FOR)
    return done
