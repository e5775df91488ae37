"""Who enters the Hub: signed-in people, as the actor of their seats at the table in the address.

A table where one has no seat today answers as a table that does not exist.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase

from commonbeat.core.actor import Actor
from commonbeat.portals import doors
from commonbeat.portals.partners.sitting import itself, place_at


def enter(request: HttpRequest) -> Actor | HttpResponseBase:
    """The person at their table; at no table they are only what their role makes them."""
    person = doors.signed_in(request)
    if isinstance(person, HttpResponseBase):
        return person
    table = request.resolver_match.kwargs.get("table") if request.resolver_match else None
    if table is None:
        return itself(person)
    place = place_at(person, table)
    if place is None:
        raise Http404
    return place.actor
