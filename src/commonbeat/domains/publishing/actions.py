"""Releasing figures: the only way by which a number leaves the house."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Max

from commonbeat.core import clock
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.domains.publishing.access import Right
from commonbeat.domains.publishing.errors import UnderThreshold
from commonbeat.domains.publishing.models import Release


@action(Right.RELEASE_FIGURES)
def release_figures(
    *, name: str, figures: Mapping[str, Any], minimum_cell: int, by: Actor
) -> Release:
    """Put a table of figures in force, unless the same one is already.

    Figures come opened by evidence.disclosure. Here they are checked once more: every mapping
    that carries an `n` must reach the minimum cell or hold nothing else than None, else
    UnderThreshold is raised and nothing is released.
    """
    _refuse_small(figures, minimum_cell)
    text = json.dumps(figures, sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(text.encode()).hexdigest()
    standing = Release.objects.filter(name=name, in_force=True).first()
    if standing is not None and standing.digest == digest:
        note(new=False)
        return standing
    last = Release.objects.filter(name=name).aggregate(last=Max("version"))["last"] or 0
    Release.objects.filter(name=name, in_force=True).update(in_force=False)
    release = Release(
        name=name,
        version=last + 1,
        figures=figures,
        digest=digest,
        released_at=clock.now(),
        released_by=by.name,
    )
    release.full_clean()
    release.save()
    note(new=True, version=release.version)
    return release


def _refuse_small(figures: Any, minimum_cell: int) -> None:
    for cell in _cells(figures):
        n, others = cell.get("n"), [v for k, v in cell.items() if k not in {"n", "name", "code"}]
        small = n is None or n < minimum_cell
        if small and any(isinstance(v, int | float) for v in [*others, n] if v is not None):
            raise UnderThreshold(f"A figure rests on fewer than {minimum_cell}.")


def _cells(figures: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(figures, Mapping):
        if "n" in figures:
            yield figures
        for value in figures.values():
            yield from _cells(value)
    elif isinstance(figures, list | tuple):
        for value in figures:
            yield from _cells(value)
