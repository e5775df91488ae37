"""How the pages of the Hub are put together, and how a refusal becomes an answer.

404: there is nothing here for this reader. 409: somebody else changed it meanwhile. 422: a rule
says no. What was typed is kept in the last two, and the page says what to do.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import render as render_template
from django.urls import reverse

from commonbeat.core.actor import Actor
from commonbeat.core.errors import NotPermitted, Refused
from commonbeat.domains.hub import errors
from commonbeat.domains.hub.access import tables_of
from commonbeat.portals.pages import (
    FORM,
    GET,
    POST,
    PortalRequest,
    View,
    found,
    one_page,
    say,
    warn,
)
from commonbeat.portals.partners.navigation import navigation
from commonbeat.portals.partners.sentences import sentence_for

__all__ = [
    "FORM",
    "GET",
    "POST",
    "HubRequest",
    "at",
    "found",
    "one_page",
    "page",
    "refuse",
    "render",
    "say",
    "status_of",
    "warn",
]

NOT_THERE = (
    NotPermitted,
    errors.NoSuchTable,
    errors.NoSuchMeeting,
    errors.NoSuchSituation,
    errors.NoteGone,
)
CHANGED, REFUSED = 409, 422


class HubRequest(PortalRequest):
    """A request past the Hub's guard."""


def page(*rights: str, methods: tuple[str, ...] = GET) -> Callable[[View], View]:
    """Make a view a page that needs any one of some rights; hidden and absent look the same.

    The table in the address is the guard's: it made the reader the actor of their seats there.
    """

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HubRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not any(map(request.actor.may, rights)):
                raise Http404
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            kwargs.pop("table", None)
            return view(request, *args, **kwargs)

        guarded.right = " / ".join(rights)  # type: ignore[attr-defined]  # the laws read it
        return guarded

    return wrap


def render(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """A page of the Hub; one with a form that was filled in wrongly answers 422."""
    given = dict(context or {})
    if status == 200 and getattr(given.get("form"), "errors", None):
        status = REFUSED
    framed = _framed(request) | given
    return render_template(request, f"partners/{template}", framed, status=status)


def at(viewer: Actor, name: str, *keys: object) -> str:
    """The address of a page at the viewer's own table."""
    return reverse(f"partners:{name}", args=[*tables_of(viewer), *keys])


def status_of(error: Refused) -> int:
    """How a refusal is answered; raises Http404 where nothing may be said."""
    if isinstance(error, NOT_THERE):
        raise Http404 from None
    return CHANGED if isinstance(error, errors.ChangedMeanwhile) else REFUSED


def refuse(form: Any, error: Refused) -> int:
    """Say on a form why it was not done; returns the status. Raises Http404 as status_of does."""
    status = status_of(error)
    form.add_error(None, sentence_for(error))
    return status


def _framed(request: HttpRequest) -> dict[str, object]:
    actor = cast("HubRequest", request).actor
    user = request.user
    return {
        "demo": settings.DEMO,
        "staff_name": getattr(user, "display_name", ""),
        "navigation": navigation(actor, request.path),
    }
