"""A resident reports a concern, and hears of it until it is closed: concerns joined to contact."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence

from commonbeat.core import clock
from commonbeat.core.action import story
from commonbeat.core.actor import Actor
from commonbeat.domains.concerns.actions import handling, raising
from commonbeat.domains.concerns.actions.raising import LINK_LASTS, Raised
from commonbeat.domains.concerns.moving import Told
from commonbeat.domains.concerns.photos import Clean
from commonbeat.domains.concerns.reports import Report
from commonbeat.domains.contact.actions import messages, points
from commonbeat.domains.contact.drafts import Draft
from commonbeat.domains.contact.queries import messages_about, points_by_id
from commonbeat.roles import Role, actor
from commonbeat.workflows import concern_asking, concern_words

PURPOSE = "concern"
NEWS_LIVES = dt.timedelta(days=2)
OVERTAKES = 5  # versions back that news may still wait
DESK = actor(Role.INTAKE, "concerns")


def take_report(
    *, report: Report, number: str = "", mail: str = "", photos: Sequence[Clean] = (), by: Actor
) -> Raised:
    """Take a report in and tell the resident its number and private page, if they want to hear.

    `number` is E.164, `mail` an address; both may be empty. A retry tells nothing twice.
    """
    with story():
        if number or mail:
            point_id = known_point(report.language, number, mail)
            report = dataclasses.replace(report, point_id=point_id)
        raised = raising.raise_concern(report=report, photos=photos, by=by)
        if raised.is_new and report.point_id is not None:
            words = concern_words.received(report.language, raised.number, raised.token)
            _tell(report.point_id, raised.subject, "received", report.language, words)
    return raised


def tell(told: Told, version: int) -> None:
    """Tell the resident what changed, when they left a way to reach them.

    News of a bulk change that still waits is overtaken by this. After a closing they may be
    asked how it went.
    """
    concern_asking.after_change(told.key)
    if told.point_id is None:
        return
    before = range(max(1, version - OVERTAKES), version)
    topics = [news_topic(told.subject, earlier) for earlier in before]
    if _waits(told.subject):
        messages.cancel_messages(topics=topics, reason="overtaken", by=DESK)
    _queue(_news_of([dataclasses.replace(told, version=version)], dt.timedelta(0)))


def tell_all(several: Sequence[Told], *, wait: dt.timedelta) -> None:
    """Tell several residents after a while, in one go: `wait` is how long it can be undone."""
    for told in several:
        concern_asking.after_change(told.key)
    _queue(_news_of(several, wait))


def news_topic(about: str, version: int) -> str:
    """The topic of the news that brought a concern to a version."""
    return f"{about}:{version}"


def answer(
    *, key: str, version: int, state: str, words: str, is_public: bool = False, by: Actor
) -> Told:
    """Answer a concern and tell the resident, in one transaction."""
    with story():
        told = handling.answer(
            key=key, version=version, state=state, words=words, is_public=is_public, by=by
        )
        tell(told, version + 1)
    return told


def say_not_fixed(*, key: str, by: Actor) -> Told:
    """The resident says that it is not fixed: it opens again, and asks nothing yet."""
    with story():
        told = handling.say_not_fixed(key=key, by=by)
        concern_asking.after_change(key)
    return told


def take_partner_update(
    *, number: str, app: str, update_id: str, state: str, words: str, by: Actor
) -> str:
    """Take a partner's update once and tell the resident; returns the update's key."""
    with story():
        told, key, version = handling.take_partner_update(
            number=number, app=app, update_id=update_id, state=state, words=words, by=by
        )
        if told is not None:
            tell(told, version)
    return key


def known_point(language: str, number: str, mail: str) -> int | None:
    """The contact point of whoever wants to hear more; None when they left nothing."""
    until = clock.now() + LINK_LASTS
    if number:
        known = points.know_numbers(
            numbers=[number], languages={number: language}, keep_until=until, by=DESK
        )
        return known[number].id
    if not mail:
        return None
    known = points.know_addresses(
        addresses=[mail], languages={mail: language}, keep_until=until, by=DESK
    )
    return known[mail].id


def _tell(point_id: int, about: str, what: str, language: str, words: str) -> None:
    _queue([_draft(point_id, about, f"{about}:{what}", language, words, clock.now())])


def _waits(about: str) -> bool:
    """Whether news of a bulk change waits until it can no longer be undone."""
    return any(
        one.state == "queued" and one.not_before > clock.now()
        for one in messages_about(DESK, about)
    )


def _news_of(several: Sequence[Told], wait: dt.timedelta) -> list[Draft]:
    reached = [told for told in several if told.point_id is not None]
    known = points_by_id(DESK, [told.point_id for told in reached if told.point_id is not None])
    phones = {point.id for point in known.values() if not point.is_mail}
    return [_news(told, wait, may_text=told.point_id in phones) for told in reached]


def _news(told: Told, wait: dt.timedelta, *, may_text: bool) -> Draft:
    words = concern_words.where_it_stands(
        told.language, told.number, told.state, told.words, may_text=may_text
    )
    topic = news_topic(told.subject, told.version)
    return _draft(told.point_id or 0, told.subject, topic, told.language, words, clock.now() + wait)


def _draft(
    point_id: int, about: str, topic: str, language: str, words: str, not_before: dt.datetime
) -> Draft:
    return Draft(
        point_id=point_id,
        purpose=PURPOSE,
        topic=topic,
        about=about,
        language=language,
        text=words,
        not_before=not_before,
        expires_at=not_before + NEWS_LIVES,
    )


def _queue(drafts: Sequence[Draft]) -> None:
    if drafts:
        messages.queue_messages(drafts=drafts, by=DESK)
