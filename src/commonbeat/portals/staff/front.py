"""The first page of the desk: what is wrong, what to do, and the calls of today."""

from __future__ import annotations

import datetime as dt

from django.http import HttpResponseBase

from commonbeat.core import clock
from commonbeat.core.actor import Actor
from commonbeat.domains.agencies import terms
from commonbeat.domains.agencies.access import Right, own_key
from commonbeat.domains.agencies.queries import standing
from commonbeat.domains.calls.access import Right as Calls
from commonbeat.domains.calls.queries.desk import Filters, calls_for, open_calls_waiting
from commonbeat.domains.contact.access import Right as Contact
from commonbeat.domains.contact.queries import queue_health
from commonbeat.domains.presence.access import Right as Presence
from commonbeat.domains.presence.queries import open_follow_ups
from commonbeat.portals.staff import health
from commonbeat.portals.staff.agencies.reminders import signatures_running_out
from commonbeat.portals.staff.calls.listing import Line, lines_of
from commonbeat.portals.staff.pages import DeskRequest, page, render

WAITS_LONG = dt.timedelta(hours=1)
N_CALLS = 12


@page(Right.WORK_AT_DESK)
def today(request: DeskRequest) -> HttpResponseBase:
    """The state of the service in plain sentences, then the newest calls."""
    viewer = request.actor
    outbox = queue_health(viewer) if viewer.may(Contact.SEE_MASKED) else None
    signs = health.parts(viewer)
    troubles = [*health.troubles(signs), *health.outbox_troubles(outbox)]
    context = {
        "signs": signs,
        "outbox": outbox,
        "outbox_meter": health.meter(outbox) if outbox else None,
        "troubles": [*troubles, *_late(viewer)],
        "lines": _newest(viewer),
        "sees_calls": viewer.may(Calls.SEE_CALLS),
        "sits_at_a_table": _sits(viewer),
    }
    return render(request, "front/today.html", context)


def _sits(viewer: Actor) -> bool:
    """Whether the reader has promised to keep a table's matters to themselves, and still may."""
    own = standing(viewer, own_key(viewer), on=terms.today())
    return own is not None and own.is_good


def _late(viewer: Actor) -> list[health.Trouble]:
    found = []
    if viewer.may(Presence.SEE_PROMISES):
        n_late = sum(promise.is_late for promise in open_follow_ups(viewer))
        found += health.late_follow_ups(n_late)
    if viewer.may(Calls.SEE_CALLS):
        n_waiting = open_calls_waiting(viewer, received_before=clock.now() - WAITS_LONG)
        found += health.late_calls(n_waiting)
    return [*found, *signatures_running_out(viewer)]


def _newest(viewer: Actor) -> list[Line]:
    return lines_of(viewer, calls_for(viewer, Filters()).rows[:N_CALLS])
