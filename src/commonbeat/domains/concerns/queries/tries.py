"""Whether an app has sent the same report before, and nobody knows whether it heard the answer."""

from __future__ import annotations

import datetime as dt

from commonbeat.core.actor import Actor
from commonbeat.domains.concerns.access import Right
from commonbeat.domains.concerns.models import Concern

_FINDING = Actor("concerns:tries", frozenset({Right.COUNT}))


def was_sent(viewer: Actor, app: str, asked_as: str, *, since: dt.datetime) -> bool:
    """Whether this app has sent this try since then; False for who may not report."""
    if not viewer.may(Right.RAISE):
        return False
    rows = Concern.objects.seen_by(_FINDING).filter(app=app, asked_as=asked_as)
    # SQLite takes the index of tries only when its condition is said too; else it reads all rows.
    return rows.exclude(asked_as="").filter(received_at__gt=since).exists()
