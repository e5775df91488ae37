"""What residents wrote, for the coordinator who reviews it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from commonbeat.core import clock
from commonbeat.core.actor import Actor
from commonbeat.domains.surveys.access import Right
from commonbeat.domains.surveys.models import Remark, RemarkState


@dataclass(frozen=True, slots=True)
class RemarkView:
    """A remark as the coordinator reads it."""

    key: str
    month: dt.date
    language: str
    text: str
    n_struck_out: int
    state: str
    expires_at: dt.datetime


def remarks(viewer: Actor, *, only_unread: bool = False) -> list[RemarkView]:
    """What residents wrote, unread first; never struck or expired ones. [] if you may not."""
    if not viewer.may(Right.REVIEW_REMARKS):
        return []
    rows = Remark.objects.filter(expires_at__gt=clock.now()).exclude(state=RemarkState.STRUCK)
    if only_unread:
        rows = rows.filter(state=RemarkState.HELD)
    fields = ("key", "month", "language", "text", "n_struck_out", "state", "expires_at")
    return [RemarkView(*row) for row in rows.order_by("state", "-month").values_list(*fields)]
