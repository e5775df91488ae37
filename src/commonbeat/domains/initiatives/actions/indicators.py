"""Indicators of other sources, and their readings."""

from __future__ import annotations

import datetime as dt
import math

from commonbeat.core import clock
from commonbeat.core.action import action
from commonbeat.core.actor import Actor
from commonbeat.domains.initiatives.access import Right
from commonbeat.domains.initiatives.errors import NotComplete, ReadBefore
from commonbeat.domains.initiatives.models import Indicator, Reading
from commonbeat.domains.initiatives.standing import known_indicator
from commonbeat.domains.initiatives.writing import Written, kept


@action(Right.RAISE_ISSUES)
def define_indicator(
    *, name: Written, source: Written, unit: Written, comparison: Written, by: Actor
) -> Indicator:
    """Say what is measured, who measures it, in which unit and against what.

    An empty comparison is none. Raises NamesSomebody, NotInBothLanguages.
    """
    said = kept(name, field="name", is_public=True)
    told = kept(source, field="source", is_public=True, is_organisation=True)
    counted = kept(unit, field="unit", is_public=True)
    against = comparison.trimmed()
    if against.text or against.text_fr:
        against = kept(against, field="comparison", is_public=True, is_organisation=True)
    made = Indicator(
        name=said.text,
        name_fr=said.text_fr,
        source=told.text,
        source_fr=told.text_fr,
        unit=counted.text,
        unit_fr=counted.text_fr,
        comparison=against.text,
        comparison_fr=against.text_fr,
        defined_at=clock.now(),
        defined_by=by.name,
    )
    made.save()
    return made


@action(Right.RAISE_ISSUES)
def record_reading(
    *,
    indicator_key: str,
    covers_from: dt.date,
    covers_until: dt.date,
    value: float,
    compared: float | None = None,
    by: Actor,
) -> Indicator:
    """Write down the value of a period. Raises NoSuchIndicator, NotComplete, ReadBefore."""
    indicator = known_indicator(indicator_key)
    if covers_until < covers_from:
        raise NotComplete("covers_until")
    if not math.isfinite(value) or (compared is not None and not math.isfinite(compared)):
        raise NotComplete("value")
    same = {"covers_from": covers_from, "covers_until": covers_until}
    if indicator.readings.filter(**same).exists():
        raise ReadBefore(indicator_key)
    Reading.objects.create(
        indicator=indicator,
        value=value,
        compared=compared,
        read_at=clock.now(),
        read_by=by.name,
        **same,
    )
    return indicator
