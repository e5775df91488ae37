"""Streams invented calls to a dispatch feed over HTTP, as a dispatch system would."""

from __future__ import annotations

import datetime as dt
import heapq
import itertools
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import urllib3

from commonbeat.core import clock
from commonbeat.domains.calls.events import Event
from commonbeat.simulation.calls import faster, invent_call

TICK = 0.5  # seconds between looks at what is due


@dataclass(frozen=True, slots=True)
class Feed:
    """Where events go."""

    url: str
    token: str


def as_json(event: Event) -> dict[str, object]:
    """An event in the feed's own JSON; what is not known is left out."""
    body: dict[str, object] = {
        "event_id": event.event_id,
        "call_id": event.call_id,
        "kind": str(event.kind),
        "at": event.at.isoformat(),
        "call_type": event.call_type,
        "priority": event.priority,
        "disposition": event.disposition,
        "merged_into": event.merged_into,
        "officer_initiated": event.officer_initiated,
    }
    if event.longitude is not None and event.latitude is not None:
        body["location"] = {"longitude": event.longitude, "latitude": event.latitude}
    if event.phone:
        body["caller"] = {"phone": event.phone, "language": event.language}
    return {name: value for name, value in body.items() if value not in ("", None)}


def send(pool: urllib3.PoolManager, feed: Feed, events: Iterable[Event]) -> int:
    """Send a batch; returns the HTTP status. The same events may be sent again safely."""
    response = pool.request(
        "POST",
        f"{feed.url}/machines/dispatch/events",
        json={"events": [as_json(event) for event in events]},
        headers={"Authorization": f"Bearer {feed.token}"},
        timeout=30,
        retries=urllib3.Retry(3, backoff_factor=0.5, allowed_methods=None),
    )
    return int(response.status)


def stream_for_ever(feed: Feed, *, every: float = 5.0, factor: float = 20.0) -> Iterator[str]:
    """Invent a call about every `every` seconds, its life `factor` times as quick.

    Yields a line for each batch that was sent, to show.
    """
    rng = np.random.default_rng()
    pool = urllib3.PoolManager()
    waiting: list[tuple[dt.datetime, str, Event]] = []
    numbers = itertools.count(1)
    next_call = clock.now()
    while True:
        now = clock.now()
        if now >= next_call:
            number = f"L{now:%H%M%S}-{next(numbers)}"
            call = faster(invent_call(rng, number=number, at=now), factor=factor, from_=now)
            for event in call.events:
                heapq.heappush(waiting, (event.at, event.event_id, event))
            next_call = now + dt.timedelta(seconds=float(rng.exponential(every)))
        due = []
        while waiting and waiting[0][0] <= now:
            due.append(heapq.heappop(waiting)[2])
        if due:
            status = send(pool, feed, due)
            yield f"{len(due)} events sent, answer {status}"
        time.sleep(TICK)
