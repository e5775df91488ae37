"""What the clock does: functions with a period, claimed by one worker at a time."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from django.db import IntegrityError
from django.db.models import Q

from commonbeat.core import clock
from commonbeat.core.actor import Actor
from commonbeat.core.models import Round

log = logging.getLogger(__name__)
LEASE = dt.timedelta(minutes=10)


class Task(Protocol):
    """Idempotent work: it may run twice, and stopping half-way loses nothing."""

    def __call__(self, *, by: Actor) -> object:
        """Do what is due, as the clock."""


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A task, its name and how often it is due."""

    name: str
    every: dt.timedelta
    task: Task


SCHEDULE: dict[str, Scheduled] = {}


def every(period: dt.timedelta) -> Callable[[Task], Task]:
    """Put a function of a `schedule.py` on the clock."""

    def register(task: Task) -> Task:
        module = getattr(task, "__module__", "").rsplit(".", 2)[-2]
        name = f"{module}.{getattr(task, '__name__', 'task')}"
        SCHEDULE[name] = Scheduled(name, period, task)
        return task

    return register


def run_due(*, by: Actor) -> int:
    """Run every scheduled task that is due and not held by another worker; count them."""
    n_run = 0
    for scheduled in SCHEDULE.values():
        if _claim(scheduled):
            _run(scheduled, by)
            n_run += 1
    return n_run


def _claim(scheduled: Scheduled) -> bool:
    now = clock.now()
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    waiting = Round.objects.filter(free, name=scheduled.name, next_at__lte=now)
    if waiting.update(leased_until=now + LEASE) == 1:
        return True
    if Round.objects.filter(name=scheduled.name).exists():
        return False
    return _first_claim(scheduled, now)


def _first_claim(scheduled: Scheduled, now: dt.datetime) -> bool:
    try:
        Round.objects.create(name=scheduled.name, next_at=now, leased_until=now + LEASE)
    except IntegrityError:  # another worker was first
        return False
    return True


def _run(scheduled: Scheduled, by: Actor) -> None:
    n_failures = 0
    try:
        scheduled.task(by=by)
    except Exception as error:
        # The text of an error may name a person; its kind may not.
        log.error("scheduled work failed name=%s error=%s", scheduled.name, type(error).__name__)  # noqa: TRY400
        n_failures = 1
    now = clock.now()
    Round.objects.filter(name=scheduled.name).update(
        next_at=now + scheduled.every,
        leased_until=None,
        last_finished_at=now,
        n_failures=n_failures,
    )
