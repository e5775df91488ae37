"""Which planned meetings are still to come, and which is the next.

A meeting whose day went by without anybody opening it was not held: it is next no more.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from commonbeat.core import clock
from commonbeat.domains.hub.models import Meeting

EMERGENCY = "emergency"


def open_and_to_come(table_id: int) -> tuple[Meeting | None, list[Meeting]]:
    """The open meeting, and those that can still be opened; one called for now stands first."""
    rows = Meeting.objects.filter(table=table_id, closed_at=None).order_by("planned_for", "pk")
    found = list(rows)
    to_come = [one for one in found if not one.opened_at and not was_missed(one)]
    is_open = next((one for one in found if one.opened_at), None)
    return is_open, sorted(to_come, key=lambda one: not is_called(one))


def is_called(meeting: Meeting) -> bool:
    """Whether it is an emergency meeting for now, and not one planned for another day."""
    planned_for = meeting.planned_for
    return meeting.kind == EMERGENCY and planned_for is not None and planned_for <= clock.now()


def was_missed(meeting: Meeting) -> bool:
    """Whether its day went by without anybody opening it."""
    if meeting.opened_at or meeting.closed_at or meeting.planned_for is None:
        return False
    return meeting.planned_for < _day_begins()


def _day_begins() -> dt.datetime:
    return timezone.localtime(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
