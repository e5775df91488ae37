"""The first page of the Hub: my tables, and what waits for me at each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from commonbeat.domains.agencies.access import Right as Agencies
from commonbeat.domains.hub.access import Right
from commonbeat.domains.hub.queries.meeting import MeetingView, meetings
from commonbeat.domains.hub.queries.screening import screenings
from commonbeat.domains.hub.queries.tables import TableView
from commonbeat.domains.hub.queries.tables import table as table_of
from commonbeat.domains.hub.queries.visits import Due, LaterCheckView, due, later_checks_due
from commonbeat.domains.hub.screened import ScreeningView
from commonbeat.portals.doors import Person
from commonbeat.portals.pages import found
from commonbeat.portals.partners.pages import HubRequest, page, render
from commonbeat.portals.partners.sitting import Place, places_of, seats_today, standing_of
from commonbeat.roles import Role


@dataclass(frozen=True, slots=True)
class Waiting:
    """One of my tables, and what waits there for me."""

    table: TableView
    roles: tuple[str, ...]
    meeting: MeetingView | None
    drafts: tuple[ScreeningView, ...]
    to_approve: tuple[ScreeningView, ...]
    visits: tuple[Due, ...]
    later: tuple[LaterCheckView, ...]
    sees_table: bool
    oversees: bool

    @property
    def is_quiet(self) -> bool:
        """Whether nothing waits."""
        return not (self.drafts or self.to_approve or self.visits or self.later)


@page(Agencies.KEEP_OWN_ACCOUNT)
def home(request: HubRequest) -> HttpResponseBase:
    """My tables. A partner without a seat learns what is missing; others find nothing here."""
    person = cast("Person", request.user)
    places = places_of(person)
    if places:
        waiting = [_waiting(place) for place in places]
        return render(request, "front/home.html", {"tables": waiting})
    if request.actor.may(Right.SET_UP):
        return redirect("partners:set_up")
    if person.role != Role.PARTNER:
        raise Http404
    return _without_seat(request, person)


def _without_seat(request: HubRequest, person: Person) -> HttpResponse:
    context = {"standing": standing_of(person), "has_seat": bool(seats_today(person))}
    return render(request, "front/without_seat.html", context)


def _waiting(place: Place) -> Waiting:
    viewer = place.actor
    drafts = screenings(viewer)
    may_approve = viewer.may(Right.APPROVE)
    return Waiting(
        table=found(table_of(viewer)),
        roles=tuple(place.roles),
        meeting=_next(viewer.may(Right.SEE_TABLE), place),
        drafts=tuple(one for one in drafts if viewer.may(Right.SCREEN)),
        to_approve=tuple(
            one
            for one in drafts
            if may_approve and one.state == "draft" and one.is_complete and not one.is_mine
        ),
        visits=tuple(due(viewer)),
        later=tuple(later_checks_due(viewer)),
        sees_table=viewer.may(Right.SEE_TABLE),
        oversees=viewer.may(Right.OVERSEE),
    )


def _next(sees: bool, place: Place) -> MeetingView | None:
    if not sees:
        return None
    coming = [one for one in meetings(place.actor) if one.closed_at is None]
    still_open = [one for one in coming if one.is_open]
    soonest = sorted(coming, key=lambda one: str(one.planned_for))
    return next(iter([*still_open, *soonest]), None)
