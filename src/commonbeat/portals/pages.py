"""How every page for people who sign in is guarded, and the small things that pages share.

`@page(Right.X)` answers 404 to those without the right, and keeps the right on the view, so
that a law can write down which role may open which page. What a partner opens from a seat inside
the service is written into the ledger here, so that no page can be forgotten.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django_htmx.middleware import HtmxDetails

from commonbeat.core.actor import Actor
from commonbeat.domains.agencies.access import seat_key
from commonbeat.domains.agencies.actions.seats import note_reading
from commonbeat.domains.agencies.errors import NoSuchSeat

GET = ("GET", "HEAD")
POST = ("POST",)
FORM = ("GET", "HEAD", "POST")
_REFUSED = 400
OPEN = "anybody"  # the right of the pages before the sign-in

T = TypeVar("T")
View = Callable[..., HttpResponseBase]


class PortalRequest(HttpRequest):
    """A request past the guard."""

    actor: Actor
    htmx: HtmxDetails


def page(right: str, *, methods: tuple[str, ...] = GET) -> Callable[[View], View]:
    """Make a view a page that needs `right`; hidden and absent look the same."""

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: PortalRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if right != OPEN and not request.actor.may(right):
                raise Http404
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            answer = view(request, *args, **kwargs)
            if seat_key(request.actor) and answer.status_code < _REFUSED:
                _write_reading(request, kwargs)
            return answer

        guarded.right = right  # type: ignore[attr-defined]  # the laws read it
        return guarded

    return wrap


def _write_reading(request: PortalRequest, kwargs: dict[str, Any]) -> None:
    """What cannot be written down is not shown; a page that was not found is no reading."""
    opened = request.resolver_match
    name = opened.url_name if opened else ""
    try:
        note_reading(page=name or "", record=str(kwargs.get("key", "")), by=request.actor)
    except NoSuchSeat:  # it was ended while the page was made
        raise Http404 from None


def found(thing: T | None) -> T:
    """The thing, or 404 when it is absent or hidden."""
    if thing is None:
        raise Http404
    return thing


def say(request: HttpRequest, text: str) -> None:
    """Tell the reader on the next page that something was done."""
    messages.success(request, text)


def warn(request: HttpRequest, text: str) -> None:
    """Tell the reader on the next page that something was not done."""
    messages.warning(request, text)


def one_page(items: Any, request: HttpRequest, *, size: int = 50) -> Page[Any]:
    """The page that the address asks for; a page that does not exist becomes the nearest."""
    return Paginator(items, size).get_page(request.GET.get("page"))
