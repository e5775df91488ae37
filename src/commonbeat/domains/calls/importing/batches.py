"""A batch: some good calls as columns, ready for the database or for a replay."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from commonbeat.domains.calls.importing.times import Times

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class FoundType:
    """A call type as a file names it."""

    code: str
    label: str
    group: str
    is_sensitive: bool


@dataclass(slots=True)
class Batch:
    """Calls as columns of one length. Times are UTC, NaT where unknown; points NaN where none.

    `area_names` are what the file calls the area, '' where it says nothing.
    """

    source: str
    finished: bool
    external_ids: list[str]
    call_types: list[str]
    priorities: list[str]
    dispositions: list[str]
    area_names: list[str]
    officer_initiated: list[bool]
    longitudes: Floats
    latitudes: Floats
    times: dict[str, Times]
    types: dict[str, FoundType] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.external_ids)


def joined(batches: list[Batch], limit: int | None = None) -> Batch:
    """Batches of one file as one, cut to `limit` calls. At least one batch is needed."""
    first = batches[0]
    return Batch(
        source=first.source,
        finished=first.finished,
        **{name: [v for b in batches for v in getattr(b, name)][:limit] for name in _LISTS},
        longitudes=np.concatenate([b.longitudes for b in batches])[:limit],
        latitudes=np.concatenate([b.latitudes for b in batches])[:limit],
        times={
            name: np.concatenate([b.times[name] for b in batches])[:limit] for name in first.times
        },
        types={code: found for b in batches for code, found in b.types.items()},
    )


_LISTS = (
    "external_ids",
    "call_types",
    "priorities",
    "dispositions",
    "area_names",
    "officer_initiated",
)
