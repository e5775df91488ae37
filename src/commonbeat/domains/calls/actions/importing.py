"""Calls from a file are kept, a batch at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from commonbeat.core import clock
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.domains.calls.access import Right
from commonbeat.domains.calls.importing.batches import Batch, FoundType
from commonbeat.domains.calls.importing.storing import store
from commonbeat.domains.calls.models import CallType
from commonbeat.domains.places import locator


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a batch. `n_repeated` calls were known already, or came twice in it."""

    n_new: int
    n_repeated: int
    n_new_types: int
    n_without_point: int
    n_without_area: int
    unknown_areas: Counter[str] = field(default_factory=Counter)


@action(Right.IMPORT_CALLS)
def import_calls(*, batch: Batch, by: Actor) -> Imported:
    """Keep the calls of a batch that are not known yet, each with its area.

    The area is where the point lies; without a border around it, the one the file names. New
    types are added without a policy, so nobody is told of them. Writes one line in the ledger.
    """
    n_new_types = _know_types(batch.types)
    area_ids, unknown = _areas(batch)
    n_new = store(batch, area_ids, _sensitive(batch.types), clock.now())
    n_repeated = len(batch) - n_new
    note(source=batch.source, n_new=n_new, n_repeated=n_repeated, n_new_types=n_new_types)
    return Imported(
        n_new=n_new,
        n_repeated=n_repeated,
        n_new_types=n_new_types,
        n_without_point=int(np.isnan(batch.latitudes).sum()),
        n_without_area=area_ids.count(None),
        unknown_areas=unknown,
    )


def _know_types(found: Mapping[str, FoundType]) -> int:
    known = set(CallType.objects.filter(code__in=found).values_list("code", flat=True))
    fresh = [
        CallType(code=t.code, label=t.label, group=t.group, is_sensitive=t.is_sensitive)
        for code, t in sorted(found.items())
        if code not in known
    ]
    CallType.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def _sensitive(found: Mapping[str, FoundType]) -> frozenset[str]:
    codes = CallType.objects.filter(code__in=found, is_sensitive=True)
    return frozenset(codes.values_list("code", flat=True))


def _areas(batch: Batch) -> tuple[list[int | None], Counter[str]]:
    ids: list[int | None]
    if locator.has_borders():
        found = locator.areas_of(batch.longitudes, batch.latitudes).tolist()
        ids = [None if number == locator.NOWHERE else number for number in found]
    else:
        ids = [None] * len(batch)
    if not any(batch.area_names):
        return ids, Counter()
    named = locator.areas_named(set(batch.area_names))
    both = zip(ids, batch.area_names, strict=True)
    ids = [named.get(name) if number is None else number for number, name in both]
    unknown = Counter(
        name for name, number in zip(batch.area_names, ids, strict=True) if number is None and name
    )
    return ids, unknown
