"""Complaints of a calendar year as counts and times, for the disclosure rule; no words, no people.

A year that is over never changes: it counts what came in, what ended and which stages ended
within it, each by when it happened.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Min, Q

from commonbeat.core.actor import Actor
from commonbeat.domains.concerns.access import Right
from commonbeat.domains.concerns.models import Complaint, ComplaintStage
from commonbeat.domains.concerns.models.feedback import Stage

DAY = dt.timedelta(days=1)
# The stages with a limit that residents are promised.
LOCAL, INVESTIGATED = str(Stage.LOCAL), str(Stage.INVESTIGATED)


@dataclass(frozen=True, slots=True)
class Took:
    """How long something took, in days, and whether it was within its limit."""

    days: float
    in_time: bool


@dataclass(frozen=True, slots=True)
class ComplaintYear:
    """One year; everything but `n_overdue` is by category.

    `whole` are the days from coming in to the end; `stages` those of each stage that ended, by
    stage; `n_overdue` are stages still open past their limit when the year ended.
    """

    year: int
    received: Mapping[str, int]
    ended: Mapping[tuple[str, str], int]  # by category and outcome
    whole: Mapping[str, tuple[float, ...]]
    stages: Mapping[str, Mapping[str, tuple[Took, ...]]]
    n_overdue: Mapping[str, int]


def first_year_of_complaints(viewer: Actor) -> int | None:
    """The year of the first complaint; None when there is none, or the viewer may not count."""
    if not _may_count(viewer):
        return None
    first = Complaint.objects.seen_by(viewer).aggregate(first=Min("received_at"))["first"]
    return first.astimezone(ZoneInfo(settings.TIME_ZONE)).year if first else None


def complaint_year(viewer: Actor, year: int) -> ComplaintYear | None:
    """A year by the clocks of the town; None for whoever may not count. Five queries."""
    if not _may_count(viewer):
        return None
    since, until = _start(year), _start(year + 1)
    rows = Complaint.objects.seen_by(viewer)
    came = rows.filter(received_at__gte=since, received_at__lt=until)
    gone = rows.filter(ended_at__gte=since, ended_at__lt=until)
    ended, whole = Counter[tuple[str, str]](), defaultdict[str, list[float]](list)
    for category, outcome, at, end in gone.values_list(
        "category", "outcome", "received_at", "ended_at"
    ):
        ended[category, outcome] += 1
        whole[category].extend([(end - at) / DAY] if end else [])
    return ComplaintYear(
        year=year,
        received=Counter(came.values_list("category", flat=True)),
        ended=ended,
        whole={category: tuple(days) for category, days in whole.items()},
        stages={stage: _took(viewer, stage, since, until) for stage in (LOCAL, INVESTIGATED)},
        n_overdue={stage: _overdue(viewer, stage, until) for stage in (LOCAL, INVESTIGATED)},
    )


def _may_count(viewer: Actor) -> bool:
    return viewer.may(Right.HANDLE_COMPLAINTS) or viewer.may(Right.KEEP_TIME)


def _took(
    viewer: Actor, stage: str, since: dt.datetime, until: dt.datetime
) -> dict[str, tuple[Took, ...]]:
    rows = ComplaintStage.objects.seen_by(viewer).filter(
        stage=stage, ended_at__gte=since, ended_at__lt=until
    )
    found = defaultdict[str, list[Took]](list)
    for category, began, due, end in rows.values_list(
        "complaint__category", "began_at", "due_at", "ended_at"
    ):
        if end is not None:  # as the filter says, which types cannot see
            found[category].append(Took((end - began) / DAY, due is None or end <= due))
    return {category: tuple(took) for category, took in found.items()}


def _overdue(viewer: Actor, stage: str, until: dt.datetime) -> int:
    rows = ComplaintStage.objects.seen_by(viewer).filter(stage=stage, due_at__lt=until)
    return int(rows.filter(Q(ended_at=None) | Q(ended_at__gte=until)).count())


def _start(year: int) -> dt.datetime:
    return dt.datetime(year, 1, 1, tzinfo=ZoneInfo(settings.TIME_ZONE))
