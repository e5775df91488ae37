"""Reading promises: which are due, which are late, and what share was kept on time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from commonbeat.core import clock
from commonbeat.core.actor import Actor
from commonbeat.core.rows import first_row
from commonbeat.domains.presence.access import Right
from commonbeat.domains.presence.models import FollowUp, FollowUpState

OPEN = (FollowUpState.PROMISED, FollowUpState.TRIED)


@dataclass(frozen=True, slots=True)
class PromiseView:
    """A promise as the desk sees it; the number itself is not here."""

    key: str
    about: str
    point_id: int | None
    area_id: int | None
    area_name: str
    owner_id: int | None
    owner_name: str
    reason: str
    state: str
    promised_at: dt.datetime
    due_at: dt.datetime
    n_tries: int
    settled_at: dt.datetime | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class OpenPromise:
    """A promise as the person sees it: that it stands, and until when."""

    state: str
    due_at: dt.datetime


# Written out for the caller's page; see calls/queries/caller.py.
_OPEN_PROMISE = """
    SELECT state, due_at FROM presence_followup
    WHERE contact_point_id = %s AND about = %s AND state IN ('promised', 'tried')"""


@dataclass(frozen=True, slots=True)
class Kept:
    """Of the promises that fell due and were still wanted: how many were kept on time.

    `hours` are the hours from promise to first try or settling, `still_open` marks those that wait.
    """

    n_due: int
    n_on_time: int
    n_not_wanted: int
    hours: tuple[float, ...]
    still_open: tuple[bool, ...]


def open_follow_ups(viewer: Actor, *, area_id: int | None = None) -> list[PromiseView]:
    """Every open promise, the latest due first in line."""
    if not viewer.may(Right.SEE_PROMISES):
        return []
    rows = FollowUp.objects.filter(state__in=OPEN)
    return [_view(row) for row in _with_names(rows, area_id).order_by("due_at")]


def settled_follow_ups(viewer: Actor, *, limit: int = 50) -> list[PromiseView]:
    """The promises settled last."""
    if not viewer.may(Right.SEE_PROMISES):
        return []
    rows = _with_names(FollowUp.objects.exclude(state__in=OPEN), None)
    return [_view(row) for row in rows.order_by("-settled_at")[:limit]]


def follow_up(viewer: Actor, key: str) -> PromiseView | None:
    """One promise, or None when it is absent or hidden."""
    if not viewer.may(Right.SEE_PROMISES):
        return None
    row = _with_names(FollowUp.objects.filter(key=key), None).first()
    return _view(row) if row else None


def promises_about(viewer: Actor, about: str) -> list[PromiseView]:
    """The promises of one matter; also for the person who holds its link."""
    if not viewer.may(Right.SEE_PROMISES) and about not in viewer.holds:
        return []
    rows = _with_names(FollowUp.objects.filter(about=about), None)
    return [_view(row) for row in rows.order_by("promised_at")]


def promise_to(viewer: Actor, about: str, point_id: int) -> OpenPromise | None:
    """The open promise to one person about one matter, for the person who holds its link."""
    if not viewer.may(Right.SEE_PROMISES) and about not in viewer.holds:
        return None
    row = first_row(_OPEN_PROMISE, [point_id, about])
    return OpenPromise(row["state"], row["due_at"]) if row else None


def to_remind(viewer: Actor, *, within: dt.timedelta) -> list[PromiseView]:
    """Open promises due soon whose person was not reminded yet."""
    if not viewer.may(Right.REMIND):
        return []
    now = clock.now()
    rows = FollowUp.objects.filter(
        state__in=OPEN, reminded_at=None, due_at__gt=now, due_at__lte=now + within
    )
    return [_view(row) for row in _with_names(rows, None)]


def kept_share(viewer: Actor, since: dt.datetime, until: dt.datetime) -> Kept | None:
    """Of the promises due in [since, until): how many were kept on time. None when hidden."""
    if not viewer.may(Right.SEE_PROMISES):
        return None
    due = FollowUp.objects.filter(due_at__gte=since, due_at__lt=min(until, clock.now()))
    wanted = due.exclude(state=FollowUpState.NOT_WANTED)
    on_time = Q(state=FollowUpState.DONE, settled_at__lte=F("due_at"))
    rows = list(wanted.values_list("promised_at", "settled_at"))
    now = clock.now()
    return Kept(
        n_due=len(rows),
        n_on_time=wanted.filter(on_time).count(),
        n_not_wanted=due.filter(state=FollowUpState.NOT_WANTED).count(),
        hours=tuple(((end or now) - start).total_seconds() / 3600 for start, end in rows),
        still_open=tuple(end is None for _, end in rows),
    )


def _with_names(rows: QuerySet[FollowUp], area_id: int | None) -> QuerySet[FollowUp]:
    if area_id is not None:
        rows = rows.filter(area=area_id)
    return rows.select_related("area", "owner")


def _view(row: FollowUp) -> PromiseView:
    return PromiseView(
        key=row.key,
        about=row.about,
        point_id=row.contact_point_id,
        area_id=row.area_id,
        area_name=row.area.name if row.area else "",
        owner_id=row.owner_id,
        owner_name=row.owner.display_name if row.owner else "",
        reason=row.reason,
        state=row.state,
        promised_at=row.promised_at,
        due_at=row.due_at,
        n_tries=row.n_tries,
        settled_at=row.settled_at,
        is_late=row.state in OPEN and row.due_at < clock.now(),
    )
