"""A file of calls as the events that dispatch would have sent, in the order of their times."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import numpy as np

from commonbeat.domains.calls.importing.batches import Batch

KINDS = {
    "received_at": "received",
    "dispatched_at": "dispatched",
    "en_route_at": "en_route",
    "arrived_at": "arrived",
    "closed_at": "closed",
}
# Minutes after the step before, from and to, when progress is invented.
_INVENTED = {
    "dispatched_at": (1, 12),
    "en_route_at": (1, 3),
    "arrived_at": (3, 20),
    "closed_at": (8, 50),
}


@dataclass(frozen=True, slots=True, order=True)
class Happening:
    """One thing that happened to a call, in UTC; `index` finds the call in its batch."""

    at: dt.datetime
    step: int
    index: int
    kind: str


class Replay:
    """A batch of calls as events in the order of their times.

    Ids come from the call's number and the kind of event: what is sent again is known again. A
    call that stands in the batch twice happens once.
    """

    def __init__(self, batch: Batch, *, invent_progress: bool = False) -> None:
        self.batch = batch
        columns = {name: at.tolist() for name, at in batch.times.items()}
        if invent_progress:
            columns |= _invented(batch, columns["received_at"], columns)
        first = {call_id: i for i, call_id in reversed(list(enumerate(batch.external_ids)))}
        once = set(first.values())
        self._happenings = sorted(h for h in _happenings(columns) if h.index in once)

    def __len__(self) -> int:
        return len(self._happenings)

    def __iter__(self) -> Iterator[Happening]:
        return iter(self._happenings)

    def event(self, happening: Happening, at: dt.datetime) -> dict[str, Any]:
        """The event as our JSON feed takes it, told to have happened at `at`."""
        batch, index = self.batch, happening.index
        call_id = batch.external_ids[index]
        event: dict[str, Any] = {
            "event_id": f"{call_id}:{happening.kind}",
            "call_id": call_id,
            "kind": happening.kind,
            "at": at.isoformat(timespec="milliseconds"),
        }
        if happening.kind == "received":
            event |= self._first(index)
        if happening.kind == "closed" and batch.dispositions[index]:
            event["disposition"] = batch.dispositions[index]
        return event

    def _first(self, index: int) -> dict[str, Any]:
        batch = self.batch
        given: dict[str, Any] = {"officer_initiated": batch.officer_initiated[index]}
        if batch.call_types[index]:
            given["call_type"] = batch.call_types[index]
        if batch.priorities[index]:
            given["priority"] = batch.priorities[index]
        if not np.isnan(batch.longitudes[index]):
            longitude, latitude = batch.longitudes[index], batch.latitudes[index]
            given["location"] = {"longitude": float(longitude), "latitude": float(latitude)}
        return given


def _happenings(columns: dict[str, list[dt.datetime | None]]) -> Iterator[Happening]:
    for step, (name, kind) in enumerate(KINDS.items()):
        for index, at in enumerate(columns[name]):
            if at is not None:
                yield Happening(at.replace(tzinfo=dt.UTC), step, index, kind)


def _invented(
    batch: Batch,
    received: list[dt.datetime],
    columns: dict[str, list[dt.datetime | None]],
) -> dict[str, list[dt.datetime | None]]:
    """The missing times, made up: plausible, and the same for a call each time."""
    made: dict[str, list[dt.datetime | None]] = {name: [] for name in _INVENTED}
    for index, call_id in enumerate(batch.external_ids):
        last = received[index]
        chance = iter(blake2b(call_id.encode(), digest_size=8).digest())
        for name, (least, most) in _INVENTED.items():
            given = columns[name][index]
            minutes = least + (most - least) * next(chance) / 255
            last = max(last, given or last + dt.timedelta(minutes=minutes))
            made[name].append(given or last)
    return made
