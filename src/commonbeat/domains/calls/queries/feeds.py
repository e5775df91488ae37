"""The feeds of dispatch, and which of them a token belongs to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from commonbeat.core.actor import Actor
from commonbeat.core.keys import token_hash
from commonbeat.domains.calls.access import Right
from commonbeat.domains.calls.models import Feed


@dataclass(frozen=True, slots=True)
class FeedView:
    """A feed as those who open feeds see it."""

    code: str
    name: str
    opened_at: dt.datetime
    closed_at: dt.datetime | None


def feeds(viewer: Actor) -> list[FeedView]:
    """Every feed, open ones first, then by code."""
    if not viewer.may(Right.OPEN_FEEDS):
        return []
    rows = Feed.objects.order_by("code").values_list("code", "name", "opened_at", "closed_at")
    views = [FeedView(*row) for row in rows]
    return sorted(views, key=lambda view: view.closed_at is not None)


def feed_of_token(token: str) -> str | None:
    """The code of the open feed that this token belongs to. The token is the proof.

    It is looked up by its hash, so the time that this takes tells nothing about the token.
    """
    row = Feed.objects.filter(token_hash=token_hash(token), closed_at=None)
    return row.values_list("code", flat=True).first()
