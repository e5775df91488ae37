"""Indicators with their readings."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from commonbeat.core.actor import Actor
from commonbeat.domains.initiatives.access import Right
from commonbeat.domains.initiatives.models import Indicator, Reading
from commonbeat.domains.initiatives.wording import told


@dataclass(frozen=True, slots=True)
class ReadingView:
    """The value of a period, and the comparison's."""

    covers_from: dt.date
    covers_until: dt.date
    value: float
    compared: float | None


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """An indicator in the reader's language, its readings oldest first."""

    key: str
    name: str
    source: str
    unit: str
    comparison: str
    readings: tuple[ReadingView, ...]


def indicators(viewer: Actor) -> list[IndicatorView]:
    """Every indicator, by name."""
    if not viewer.may(Right.SEE_INITIATIVES):
        return []
    return sorted((_view(row) for row in _rows()), key=lambda one: one.name)


def indicator(viewer: Actor, key: str) -> IndicatorView | None:
    """One indicator; None when absent or hidden."""
    if not viewer.may(Right.SEE_INITIATIVES):
        return None
    row = _rows().filter(key=key).first()
    return _view(row) if row else None


def _rows() -> QuerySet[Indicator]:
    return Indicator.objects.prefetch_related(Prefetch("readings", Reading.objects.all()))


def _view(row: Indicator) -> IndicatorView:
    return IndicatorView(
        key=row.key,
        name=told(row.name, row.name_fr),
        source=told(row.source, row.source_fr),
        unit=told(row.unit, row.unit_fr),
        comparison=told(row.comparison, row.comparison_fr),
        readings=tuple(
            ReadingView(one.covers_from, one.covers_until, one.value, one.compared)
            for one in row.readings.all()
        ),
    )
