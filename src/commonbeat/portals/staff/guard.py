"""Who enters the desk: signed-in staff, past their second factor where one is asked for.

A partner enters only from a seat inside the service that holds today, with what that seat may
open and nothing else. Without one they keep their own account; their place is elsewhere.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase

from commonbeat.core.actor import NOBODY, Actor
from commonbeat.domains.agencies.queries import current_seat
from commonbeat.domains.agencies.terms import today
from commonbeat.portals import doors
from commonbeat.roles import Role, actor, seated_in_service

OPEN = frozenset({"sign_in", "sign_out"})
HALF_OPEN = frozenset({"second_factor", "set_up_second_factor"})


def enter(request: HttpRequest) -> Actor | HttpResponseBase:
    """The signed-in member of staff as their role; everybody else goes to the sign-in page."""
    page = request.resolver_match.url_name if request.resolver_match else ""
    if page in OPEN:
        return NOBODY
    person = doors.signed_in(request, half_open=page in HALF_OPEN)
    if isinstance(person, HttpResponseBase):
        return person
    if person.role == Role.PARTNER:
        came_in = _partner(person.key)
        is_lost = page == "home" and not came_in.holds
        return doors.go(request, doors.partners_home()) if is_lost else came_in
    own = frozenset({f"agencies.staff:{person.key}"})
    return actor(Role(person.role), person.key, holds=own)


def _partner(key: str) -> Actor:
    """The partner in their seat of today; without one, with their account alone."""
    own = actor(Role.PARTNER, key)
    seat = current_seat(own, key, on=today())
    if seat is None:
        return own
    return seated_in_service(key, seat=seat.subject, granted=seat.rights)
