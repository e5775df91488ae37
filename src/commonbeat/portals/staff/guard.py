"""Who enters the desk: signed-in staff, past their second factor where one is asked for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase

from commonbeat.core.actor import NOBODY, Actor
from commonbeat.portals import doors
from commonbeat.roles import Role, actor

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
    return actor(Role(person.role), person.key)
