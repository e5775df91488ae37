"""A concern as one line of a list."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from commonbeat.core import clock
from commonbeat.domains.agencies.names import name_of
from commonbeat.domains.concerns.models import Concern
from commonbeat.domains.concerns.models.concerns import OVER


@dataclass(frozen=True, slots=True)
class Line:
    """A concern in a list: no words of the resident."""

    key: str
    number: str
    kind: str
    kind_name: str
    kind_name_fr: str
    state: str
    area_id: int | None
    area_name: str
    agency: str  # its code, '' for ours
    agency_name: str
    offered_to: str  # the name of the agency that has not answered yet, '' for none
    owner_id: int | None
    received_at: dt.datetime
    due_at: dt.datetime
    updated_at: dt.datetime
    n_not_fixed: int
    is_late: bool
    version: int
    longitude: float | None
    latitude: float | None


def line_of(row: Concern) -> Line:
    """A row of `lines_seen_by` as a line."""
    return Line(
        key=row.key,
        number=row.number,
        kind=row.kind.code,
        kind_name=row.kind.name,
        kind_name_fr=row.kind.name_fr,
        state=row.state,
        area_id=row.area_id,
        area_name=name_of(row.area) if row.area else "",
        agency=row.agency.code if row.agency else "",
        agency_name=name_of(row.agency) if row.agency else "",
        offered_to=name_of(row.offered_to) if row.offered_to else "",
        owner_id=row.owner_id,
        received_at=row.received_at,
        due_at=row.due_at,
        updated_at=row.updated_at,
        n_not_fixed=row.n_not_fixed,
        is_late=row.state not in OVER and row.due_at < clock.now(),
        version=row.version,
        longitude=row.longitude,
        latitude=row.latitude,
    )
