"""Counting months that are over, each once."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from commonbeat.core import clock
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.domains.hub.access import Right
from commonbeat.domains.hub.models import HubTable, MonthTally
from commonbeat.domains.hub.tallying import count_month, next_month

SETTLED_AFTER = dt.timedelta(days=7)  # what is reported late still counts in its month


@action(Right.KEEP_TIME)
def tally_months(*, table_key: str = "", most: int = 24, by: Actor) -> int:
    """Count up to `most` months that are over and not counted yet, the oldest first.

    A month is never counted twice, so that what was shown of it cannot change.
    Returns how many were counted.
    """
    tables = HubTable.objects.filter(**({"key": table_key} if table_key else {}))
    n_counted = 0
    for table in tables.order_by("pk"):
        for month in _missing(table, by)[: most - n_counted]:
            _count(table, month, by)
            n_counted += 1
    note(n=n_counted)
    return n_counted


def _missing(table: HubTable, by: Actor) -> list[dt.date]:
    settled = timezone.localtime(clock.now() - SETTLED_AFTER).date().replace(day=1)
    counted = set(
        MonthTally.objects.seen_by(by).filter(table=table).values_list("month", flat=True)
    )
    month, found = table.founded_on.replace(day=1), []
    while month < settled:
        if month not in counted:
            found.append(month)
        month = next_month(month)
    return found


def _count(table: HubTable, month: dt.date, by: Actor) -> None:
    now = clock.now()
    made = count_month(table, month, now, by)
    # With its month goes how sensitive the table was: what is shown is decided by that.
    said = {"sensitivity": table.policies.latest("version").sensitivity}
    MonthTally(
        table=table,
        month=month,
        counts=made.counts | said,
        arrays=made.arrays,
        counted_at=now,
        counted_by=by.name,
    ).save(force_insert=True)
