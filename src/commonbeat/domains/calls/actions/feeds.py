"""Opening and closing the connections by which dispatch sends its events."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.text import slugify

from commonbeat.core import clock
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.core.keys import new_token, token_hash
from commonbeat.domains.calls.access import Right
from commonbeat.domains.calls.errors import FeedExists, NoSuchFeed
from commonbeat.domains.calls.models import Feed


@dataclass(frozen=True, slots=True)
class OpenedFeed:
    """A feed and its token, which is shown this once and not kept."""

    code: str
    name: str
    subject: str
    token: str = field(repr=False)


@action(Right.OPEN_FEEDS)
def open_feed(*, name: str, code: str = "", by: Actor) -> OpenedFeed:
    """Open a feed; its code is made from the name unless given.

    Raises FeedExists, or ValidationError when the name makes no code.

    A code is never used twice, because the calls that came through it are named by it.
    """
    code = slugify(code or name)[:40]
    if Feed.objects.filter(code=code).exists():
        raise FeedExists(f"There is, or was, a feed {code}.")
    token = new_token()
    feed = Feed(
        code=code,
        name=name.strip(),
        token_hash=token_hash(token),
        opened_at=clock.now(),
        opened_by=by.name,
    )
    feed.full_clean(exclude=["closed_at"])
    feed.save()
    note(feed=code)
    return OpenedFeed(code, feed.name, feed.subject, token)


@action(Right.OPEN_FEEDS)
def renew_feed(*, code: str, by: Actor) -> OpenedFeed:
    """Give an open feed a new token; the old one ends at once. Raises NoSuchFeed."""
    feed = _open_feed(code)
    token = new_token()
    feed.token_hash = token_hash(token)
    feed.save(update_fields=["token_hash"])
    note(feed=code)
    return OpenedFeed(code, feed.name, feed.subject, token)


@action(Right.OPEN_FEEDS)
def close_feed(*, code: str, by: Actor) -> None:
    """End a feed: its token opens nothing from now on. Raises NoSuchFeed."""
    feed = _open_feed(code)
    feed.closed_at, feed.closed_by = clock.now(), by.name
    feed.save(update_fields=["closed_at", "closed_by"])
    note(feed=code)


def _open_feed(code: str) -> Feed:
    feed = Feed.objects.select_for_update().filter(code=code, closed_at=None).first()
    if feed is None:
        raise NoSuchFeed(f"There is no open feed {code}.")
    return feed
