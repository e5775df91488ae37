"""A caller follows their call. The link in their hand is the key; there is no account.

The pages take no cookie and no session: who does not know the link cannot forge a request to it,
so the forms need no other proof. Nothing is stored by the browser (no-store) and no address of
the page is sent on (no-referrer).
"""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from commonbeat.core import clock
from commonbeat.core.actor import Actor
from commonbeat.domains.agencies import public as agencies
from commonbeat.domains.calls.dispositions import in_plain_words
from commonbeat.domains.calls.queries import caller, following
from commonbeat.domains.contact.actions import points
from commonbeat.domains.contact.queries import Point, held_point
from commonbeat.domains.presence.queries import OpenPromise, promise_to
from commonbeat.domains.surveys.queries import page_token
from commonbeat.portals.context import town
from commonbeat.portals.residents.pages import mark, page_of_shape
from commonbeat.roles import Role, actor
from commonbeat.ui.templatetags.ui import local_time
from commonbeat.workflows import follow_ups

OFFICER_KEPT = 30  # seconds for which an officer's card is not read anew


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the timeline, as the component wants it."""

    label: str
    state: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link opens: the call, its holder as an actor, their number, a promise, a survey."""

    page: caller.CallerPage
    by: Actor
    point: Point
    promise: OpenPromise | None
    survey: str


@require_safe
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """Where the call stands, what happens next, whom to reach, and how to stop."""
    opened = _open(token)
    language = _language(request, opened.point)
    etag = _etag(opened, language)
    if request.headers.get("If-None-Match") == etag:
        return _private(HttpResponseNotModified(), etag)
    with override(language):
        return _private(HttpResponse(_made(opened, token, language)), etag)


@csrf_exempt
@require_POST
def call_me(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for a call back about this call. Asking twice changes nothing."""
    opened = _open(token)
    page = opened.page
    holder = following.Holder(page.point_id, page.call_id, page.call_key)
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
    point = held_point(by, page.point_key)
    if point is None:
        raise Http404
    survey = page_token(by, page.subject, page.point_id) if page.closed_at else None
    return Opened(page, by, point, promise_to(by, page.subject, page.point_id), survey or "")


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
        opened.survey,
        promise and promise.due_at,
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


def _made(opened: Opened, token: str, language: str) -> str:
    page, times = opened.page, _times(opened.page)
    values = {f"time {number}": local_time(at) for number, (_label, at) in enumerate(times) if at}
    values |= {"number": page.number, "other number": page.goes_on_as, "token": token}
    values |= {"survey": opened.survey}
    values["until"] = local_time(opened.promise.due_at) if opened.promise else ""
    shape = (
        language,
        page.area_id,
        int(time.monotonic() / OFFICER_KEPT),
        tuple(at is not None for _label, at in times),
        page.disposition if page.closed_at else "",
        opened.promise is not None,
        opened.point.is_stopped,
        bool(page.goes_on_as),
        bool(opened.survey),
    )
    return page_of_shape(shape, values, lambda: _shaped(opened, language))


def _shaped(opened: Opened, language: str) -> str:
    page = opened.page
    context = {
        "number": mark("number"),
        "other_number": mark("other number") if page.goes_on_as else "",
        "call_me_url": _marked_url("call_me", "token"),
        "texts_url": _marked_url("texts", "token"),
        "survey_url": _marked_url("survey", "survey") if opened.survey else "",
        "until": mark("until") if opened.promise else "",
        "steps": _steps(page),
        "next": _next(page),
        "outcome": in_plain_words(page.disposition, language) if page.closed_at else "",
        "officer": agencies.officer_for_area(page.area_id, clock.now().date()),
        "is_stopped": opened.point.is_stopped,
        "languages": [(c, n) for c, n in settings.LANGUAGES if c != language],
    }
    return render_to_string("residents/calls/follow.html", context | town(HttpRequest()))


def _marked_url(page: str, name: str) -> str:
    return reverse(f"residents:{page}", args=["TOKEN"]).replace("TOKEN", mark(name))


def _times(page: caller.CallerPage) -> tuple[tuple[str, datetime | None], ...]:
    return (
        (_("We got your call"), page.received_at),
        (_("An officer is on the way"), page.en_route_at),
        (_("An officer has arrived"), page.arrived_at),
        (_("The call is closed"), page.closed_at),
    )


def _steps(page: caller.CallerPage) -> list[Step]:
    times = _times(page)
    reached = max(number for number, (_label, at) in enumerate(times) if at)
    steps = []
    for number, (label, at) in enumerate(times):
        if number < reached and at is None:
            continue  # dispatch never said so: do not claim it, and do not show it as waiting
        state = "done" if number < reached else "current" if number == reached else "next"
        when = mark_safe(mark(f"time {number}")) if at else ""  # noqa: S308  a mark of our own
        steps.append(Step(label, state, when))
    return steps


def _next(page: caller.CallerPage) -> str:
    if page.closed_at:
        return _("Nothing more has to happen. You can still ask us to call you.")
    if page.arrived_at:
        return _("The officer deals with it and then closes the call. We will text you.")
    if page.en_route_at:
        return _("The officer comes to the place that you told us. We will text you.")
    return _("The next free officer is sent. More urgent calls go first. We will text you.")
