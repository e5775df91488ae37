"""The one place that tells the time, so that a test can hold it still and move it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_held: ContextVar[dt.datetime | None] = ContextVar("held", default=None)


def now() -> dt.datetime:
    """The current instant, aware, in UTC."""
    return _held.get() or dt.datetime.now(dt.UTC)


@contextmanager
def held_at(instant: dt.datetime) -> Iterator[None]:
    """Hold the clock at an aware instant, for tests and for replaying the past."""
    if instant.tzinfo is None:
        raise ValueError("The held instant needs a time zone.")
    token = _held.set(instant.astimezone(dt.UTC))
    try:
        yield
    finally:
        _held.reset(token)


@contextmanager
def moved_by(delta: dt.timedelta) -> Iterator[None]:
    """Hold the clock `delta` later than it stands now."""
    with held_at(now() + delta):
        yield
