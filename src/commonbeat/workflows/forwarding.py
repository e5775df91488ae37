"""Concerns go to other Open311 servers and come back closed; the resident hears of it.

A server is asked outside of every transaction; what was begun and what became of it are written
down before and after.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from commonbeat.core import heartbeats
from commonbeat.core.action import story
from commonbeat.core.actor import Actor
from commonbeat.domains.concerns.actions import forwarding
from commonbeat.domains.concerns.outside import client
from commonbeat.domains.concerns.outside.parcels import Later, Parcel, Sent, Unknown, Watched
from commonbeat.domains.concerns.queries import forwarding as forwarded
from commonbeat.workflows import concern_intake

LONGEST_ROUND = 240.0  # seconds; what is not begun by then waits for the next round
HANDFUL = 20


def send_waiting(*, by: Actor) -> int:
    """Send what waits, one after another; counts what was tried."""
    if forwarded.work(by).has_lapsed:
        forwarding.recover_lapsed(by=by)
    is_over, n_tried = _until(LONGEST_ROUND), 0
    while not is_over() and forwarded.work(by).has_due:
        parcel = forwarding.claim_next(by=by)
        if parcel is None:
            break
        _send(parcel, by)
        n_tried += 1
    return n_tried


def ask_what_became(*, by: Actor) -> int:
    """Ask about what was forwarded, each at most once an hour; counts what was news."""
    is_over, n_news = _until(LONGEST_ROUND), 0
    while not is_over() and forwarded.work(by).has_watched:
        for watched in forwarding.claim_watched(limit=HANDFUL, by=by):
            n_news += _ask(watched, by)
    return n_news


def _send(parcel: Parcel, by: Actor) -> None:
    outcome = client.send(parcel)
    forwarding.record_outcome(forwarding_id=parcel.id, outcome=outcome, by=by)
    name = f"open311:{parcel.server.code}"
    if isinstance(outcome, Later | Unknown):
        heartbeats.failed(name)
    elif isinstance(outcome, Sent):
        heartbeats.beat(name)


def _ask(watched: Watched, by: Actor) -> bool:
    if not watched.number:
        number = client.number_of(watched)
        if number:
            forwarding.record_number(forwarding_id=watched.id, number=number, by=by)
        return False
    standing = client.standing(watched)
    if standing is None:
        return False
    with story():
        told = forwarding.record_standing(forwarding_id=watched.id, standing=standing, by=by)
        if told is not None:
            concern_intake.tell(told, told.version)
    return told is not None


def _until(seconds: float) -> Callable[[], bool]:
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end
