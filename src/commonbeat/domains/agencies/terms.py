"""When something signed holds, and how long it still does. The last day is a good day."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from django.db.models import Q
from django.utils import timezone

from commonbeat.core import clock

REMIND_DAYS = (60, 30, 7)  # days before the last one on which the desk is reminded, ever louder


class Term(StrEnum):
    """How something signed stands on a day."""

    TO_COME = "to come"
    HOLDS = "holds"
    RUNS_OUT = "runs out"  # holds, and its last day is within REMIND_DAYS
    LAPSED = "lapsed"
    ENDED = "ended"  # early, by somebody


def today() -> dt.date:
    """The day it is now in the town."""
    return timezone.localtime(clock.now()).date()


def holds(on: dt.date, prefix: str = "") -> Q:
    """The condition that something signed holds on a day.

    `prefix` is the path to it, such as 'agreement__'. On the day that somebody ends it, it
    does not hold any more.
    """
    begun = {f"{prefix}signed_on__lte": on, f"{prefix}valid_until__gte": on}
    return Q(**begun) & (Q(**{f"{prefix}ended_on": None}) | Q(**{f"{prefix}ended_on__gt": on}))


def term(
    *, signed_on: dt.date, valid_until: dt.date, ended_on: dt.date | None, on: dt.date
) -> Term:
    """How it stands on a day."""
    if ended_on is not None and ended_on <= on:
        return Term.ENDED
    if on > valid_until:
        return Term.LAPSED
    if on < signed_on:
        return Term.TO_COME
    return Term.RUNS_OUT if (valid_until - on).days <= max(REMIND_DAYS) else Term.HOLDS
