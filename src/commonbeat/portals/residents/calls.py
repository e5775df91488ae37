"""A caller follows their call. The link in their hand is the key; there is no account.

The pages take no cookie and no session: who does not know the link cannot forge a request to it,
so the forms need no other proof. Nothing is stored by the browser (no-store) and no address of
the page is sent on (no-referrer).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from commonbeat.core.actor import Actor
from commonbeat.domains.agencies import public as agencies
from commonbeat.domains.calls.dispositions import in_plain_words
from commonbeat.domains.calls.queries import caller, following
from commonbeat.domains.contact.actions import points
from commonbeat.domains.contact.queries import Point, points_by_id
from commonbeat.domains.presence.queries import PromiseView, promise_to
from commonbeat.core import clock
from commonbeat.roles import Role, actor
from commonbeat.workflows import follow_ups


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the timeline, as the component wants it."""

    label: str
    state: str
    time: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link opens: the call, its holder as an actor, and the holder's number."""

    page: caller.CallerPage
    by: Actor
    point: Point
    promise: PromiseView | None


@require_safe
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """Where the call stands, what happens next, whom to reach, and how to stop."""
    opened = _open(token)
    language = _language(request, opened.point)
    etag = _etag(opened, language)
    if request.headers.get("If-None-Match") == etag:
        return _private(HttpResponseNotModified(), etag)
    with override(language):
        response = render(request, "residents/calls/follow.html", _context(opened, token))
    return _private(response, etag)


@csrf_exempt
@require_POST
def call_me(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for a call back about this call. Asking twice changes nothing."""
    opened = _open(token)
    holder = following.Holder(
        opened.page.point_id, opened.page.call_id, opened.page.call_key
    )
    follow_ups.ask_for_call(point_id=opened.point.id, by=opened.by, holder=holder)
    return _back(request, token)


@csrf_exempt
@require_POST
def texts(request: HttpRequest, token: str) -> HttpResponse:
    """Stop all texts to this number, or start them again."""
    opened = _open(token)
    change = points.start if request.POST.get("texts") == "start" else points.stop
    change(point_key=opened.point.key, source="page", by=opened.by)
    return _back(request, token)


def _open(token: str) -> Opened:
    page = caller.page_of(token)
    if page is None:
        raise Http404
    by = actor(Role.CALLER, page.call_key, holds=page.held)
    point = points_by_id(by, [page.point_id]).get(page.point_id)
    if point is None:
        raise Http404
    return Opened(page, by, point, promise_to(by, page.subject, page.point_id))


def _language(request: HttpRequest, point: Point) -> str:
    wanted = request.GET.get("lang", point.language)
    known = {code for code, _name in settings.LANGUAGES}
    return wanted if wanted in known else settings.LANGUAGE_CODE


def _etag(opened: Opened, language: str) -> str:
    promise = opened.promise
    parts = (
        settings.RELEASE,
        language,
        opened.page.changed_at,
        opened.page.goes_on_as,
        opened.point.is_stopped,
        promise and (promise.state, promise.due_at),
        clock.now().date(),
    )
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:24]}"'


def _private(response: HttpResponse, etag: str) -> HttpResponse:
    # no-store keeps it off the disk; a browser that still holds the page may ask by its tag.
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


def _back(request: HttpRequest, token: str) -> HttpResponse:
    language = request.POST.get("lang", "")
    known = {code for code, _name in settings.LANGUAGES}
    answer = redirect("residents:call", token=token)
    if language in known:
        answer["Location"] += f"?lang={language}"
    return answer


def _context(opened: Opened, token: str) -> dict[str, object]:
    page = opened.page
    return {
        "page": page,
        "token": token,
        "steps": _steps(page),
        "next": _next(page),
        "outcome": in_plain_words(page.disposition, get_language() or "en")
        if page.closed_at
        else "",
        "officer": agencies.officer_for_area(page.area_id, clock.now().date()),
        "promise": opened.promise,
        "is_stopped": opened.point.is_stopped,
        "languages": [(c, n) for c, n in settings.LANGUAGES if c != get_language()],
    }


def _steps(page: caller.CallerPage) -> list[Step]:
    times = (
        (_("We got your call"), page.received_at),
        (_("An officer is on the way"), page.en_route_at),
        (_("An officer has arrived"), page.arrived_at),
        (_("The call is closed"), page.closed_at),
    )
    reached = max(number for number, (_label, at) in enumerate(times) if at)
    steps = []
    for number, (label, at) in enumerate(times):
        if number < reached and at is None:
            continue  # dispatch never said so: do not claim it, and do not show it as waiting
        state = "done" if number < reached else "current" if number == reached else "next"
        steps.append(Step(label, state, at))
    return steps


def _next(page: caller.CallerPage) -> str:
    if page.closed_at:
        return _("Nothing more has to happen. You can still ask us to call you.")
    if page.arrived_at:
        return _("The officer deals with it and then closes the call. We will text you.")
    if page.en_route_at:
        return _("The officer comes to the place that you told us. We will text you.")
    return _("The next free officer is sent. More urgent calls go first. We will text you.")
