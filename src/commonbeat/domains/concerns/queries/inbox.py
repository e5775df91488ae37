"""The inbox: which concerns wait, the most pressing first, where, and what is not fixed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from commonbeat.core import clock
from commonbeat.core.actor import Actor
from commonbeat.domains.concerns.access import Right, agencies_of
from commonbeat.domains.concerns.lines import Line, line_of
from commonbeat.domains.concerns.models import BulkChange, Concern
from commonbeat.domains.concerns.models.concerns import OVER
from commonbeat.domains.concerns.moving import UNDO_FOR

OURS = "ours"  # instead of an agency's code: what no agency has
STATES = ("open", "late", "not fixed", "over")
MOST_POINTS = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an inbox asks for; empty means any. `agency` is a code, or OURS."""

    kind: str = ""
    area_id: int | None = None
    agency: str = ""
    owner_id: int | None = None
    owned_by_nobody: bool = False
    state: str = "open"  # one of STATES
    number: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """Where an open concern is, in WGS 84 degrees."""

    longitude: float
    latitude: float
    is_late: bool


@dataclass(frozen=True, slots=True)
class Undoable:
    """A bulk change that can be undone until a time; `n` concerns were changed."""

    key: str
    n: int
    until: dt.datetime


def inbox(
    viewer: Actor, wanted: Wanted, *, first: int = 0, size: int = 50
) -> tuple[list[Line], int]:
    """The concerns that the desk asks for, most pressing first, and how many there are in all.

    What is open comes by its due time, what is over by when it was closed, latest first.
    """
    if not viewer.may(Right.SEE_CONCERNS):
        return [], 0
    rows = lines_seen_by(viewer).filter(_wanted(wanted))
    order = ("-closed_at", "pk") if wanted.state == "over" else ("due_at", "pk")
    return [line_of(row) for row in rows.order_by(*order)[first : first + size]], rows.count()


def of_agency(viewer: Actor, *, offered: bool) -> list[Line]:
    """What is open of the partner's own agency, or what is offered to it; most pressing first."""
    if not viewer.may(Right.WORK_FOR_AGENCY):
        return []
    which = "offered_to" if offered else "agency"
    rows = lines_seen_by(viewer).filter(**{f"{which}__code__in": agencies_of(viewer)})
    return [line_of(row) for row in rows.exclude(state__in=OVER).order_by("due_at", "pk")]


def counts_by_area(viewer: Actor, wanted: Wanted) -> dict[int | None, int]:
    """How many of what the inbox asks for lie in each area; None for those in no area."""
    if not viewer.may(Right.SEE_CONCERNS):
        return {}
    rows = Concern.objects.seen_by(viewer).filter(_wanted(wanted)).order_by()
    return dict(rows.values_list("area_id").annotate(Count("pk")))


def points(viewer: Actor, wanted: Wanted) -> list[Point]:
    """Where they are, 500 at the most, the most pressing of them."""
    if not viewer.may(Right.SEE_CONCERNS):
        return []
    rows = Concern.objects.seen_by(viewer).filter(_wanted(wanted), longitude__isnull=False)
    now = clock.now()
    return [
        Point(longitude or 0.0, latitude or 0.0, state not in OVER and due_at < now)
        for longitude, latitude, state, due_at in rows.order_by("due_at").values_list(
            "longitude", "latitude", "state", "due_at"
        )[:MOST_POINTS]
    ]


def not_fixed_by_kind_and_area(
    viewer: Actor, since: dt.datetime
) -> Mapping[tuple[str, int | None], int]:
    """Of how many concerns residents said since then that they are not fixed, by (kind, area id).

    Counts as they are: whoever shows them passes them through evidence.disclosure first.
    """
    if not viewer.may(Right.COUNT):
        return {}
    rows = Concern.objects.seen_by(viewer).filter(n_not_fixed__gt=0, not_fixed_at__gte=since)
    counted = rows.order_by().values_list("kind__code", "area_id").annotate(Count("pk"))
    return {(kind, area): n for kind, area, n in counted}


def undoable(viewer: Actor) -> Undoable | None:
    """The viewer's own last bulk change, while it can still be undone."""
    if not viewer.may(Right.HANDLE):
        return None
    rows = BulkChange.objects.filter(by=viewer.name, undone_at=None, at__gt=clock.now() - UNDO_FOR)
    change = rows.order_by("-at", "-pk").first()
    return Undoable(change.key, len(change.before), change.at + UNDO_FOR) if change else None


def lines_seen_by(viewer: Actor) -> QuerySet[Concern]:
    """The concerns that somebody may see, with what a line of a list needs."""
    rows = Concern.objects.seen_by(viewer)
    return rows.select_related("kind", "area", "agency", "offered_to")


def _wanted(wanted: Wanted) -> Q:
    if wanted.number:  # whoever names one means that one, whatever its state
        return Q(number=wanted.number)
    asked = {
        "kind__code": wanted.kind,
        "area_id": wanted.area_id,
        "owner_id": wanted.owner_id,
    }
    chosen = _state(wanted.state) & Q(**{name: value for name, value in asked.items() if value})
    if wanted.agency:
        ours = wanted.agency == OURS
        chosen &= Q(agency__isnull=True) if ours else Q(agency__code=wanted.agency)
    return chosen & Q(owner__isnull=True) if wanted.owned_by_nobody else chosen


def _state(state: str) -> Q:
    still = ~Q(state__in=OVER)
    if state == "over":
        return Q(state__in=OVER)
    if state == "not fixed":
        return Q(n_not_fixed__gt=0) & still
    return still & Q(due_at__lt=clock.now()) if state == "late" else still
