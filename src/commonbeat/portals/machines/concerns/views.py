"""The resources of GeoReport v2, reading: discovery, services, requests and tokens."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from commonbeat.domains.concerns import listing, public
from commonbeat.domains.concerns.queries.concerns import number_of_token
from commonbeat.portals.machines.concerns import (
    asked,
    openapi,
    posting,
    reading,
    records,
    updates,
    writing,
)

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
CHANGED = "2026-11-22T00:00:00+00:00"
PUBLIC_FOR = "public, max-age=30"

View = Callable[..., HttpResponse]


def resource(*methods: str) -> Callable[[View], View]:
    """A resource: its format, methods and jurisdiction are checked before the view runs."""

    def wrap(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def checked(request: HttpRequest, *, fmt: str, **named: str) -> HttpResponse:
            if request.method not in {*methods, "HEAD"}:
                text = "This address does not take that method."
                answer = writing.failed(fmt, 405, [("405", text)])
                answer.headers["Allow"] = ", ".join(methods)
                return answer
            if unreadable := reading.unreadable(request, named.values()):
                status, text = unreadable
                return writing.failed(fmt, status, [(str(status), text)])
            jurisdiction = (request.POST or request.GET).get("jurisdiction_id", "").strip()
            if jurisdiction and jurisdiction != settings.OPEN311_JURISDICTION:
                return writing.failed(fmt, 404, [("404", "jurisdiction_id was not found.")])
            try:
                return view(request, fmt=fmt, **named)
            except OperationalError:
                answer = writing.failed(fmt, 503, [("503", "The database is busy.")])
                answer.headers["Retry-After"] = "2"
                return answer

        return checked

    return wrap


def is_french(request: HttpRequest) -> bool:
    """Whether the asker prefers French, by `lang` or the header."""
    return asked.is_french(request.GET, request.headers.get("Accept-Language", ""))


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """All of this as OpenAPI, for machines that read it."""
    del request
    answer = HttpResponse(openapi.DESCRIPTION, content_type="application/json")
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer


@resource("GET")
def discovery(request: HttpRequest, *, fmt: str) -> HttpResponse:
    """Where the endpoint is and what it speaks."""
    del request
    record: writing.Record = {
        "changeset": CHANGED,
        "contact": settings.NON_EMERGENCY_NUMBER,
        "key_service": f"{settings.PUBLIC_URL}/privacy",
        "endpoints": [
            {
                "specification": SPECIFICATION,
                "url": f"{settings.PUBLIC_URL}/machines/open311/v2",
                "changeset": CHANGED,
                "type": "test" if settings.DEMO else "production",
                "formats": list(writing.TYPES.values()),
            }
        ],
    }
    return writing.single(fmt, "discovery", record)


@resource("GET")
def services(request: HttpRequest, *, fmt: str) -> HttpResponse:
    """What one may report."""
    french = is_french(request)
    found = [records.service(kind, french=french) for kind in public.kinds()]
    return writing.listed(fmt, "services", found)


@resource("GET")
def definition(request: HttpRequest, *, fmt: str, code: str) -> HttpResponse:
    """The questions of one kind."""
    questions = public.questions(code)
    if questions is None:
        return writing.failed(fmt, 404, [("404", "service_code was not found.")])
    record = records.definition(code, questions, french=is_french(request))
    return writing.single(fmt, "service_definition", record)


@resource("GET", "POST")
def requests(request: HttpRequest, *, fmt: str) -> HttpResponse:
    """GET: public concerns. POST: report one, with an api_key."""
    if request.method == "POST":
        return posting.take(request, fmt)
    try:
        search = asked.search(request.GET.dict())
    except asked.Wrong as wrong:
        return writing.failed(fmt, 400, wrong.errors)
    return _listed(request, fmt, listing.rows_shown(search))


@resource("GET")
def one_request(request: HttpRequest, *, fmt: str, number: str) -> HttpResponse:
    """One public concern; a private one answers as if it did not exist."""
    shown = listing.rows_shown(public.Search(numbers=[number]))
    if not shown:
        return writing.failed(fmt, 404, [("404", "service_request_id was not found.")])
    return _listed(request, fmt, shown)


@resource("GET")
def token(request: HttpRequest, *, fmt: str, token: str) -> HttpResponse:
    """The number behind a token."""
    del request
    number = number_of_token(token)
    if number is None:
        return writing.failed(fmt, 404, [("404", "token was not found.")])
    record = {"service_request_id": number, "token": token}
    return writing.listed(fmt, "service_requests", [record])


@resource("GET", "POST")
def request_updates(request: HttpRequest, *, fmt: str) -> HttpResponse:
    """GET: what changed on public concerns. POST: a partner tells us what changed there."""
    return updates.take(request, fmt) if request.method == "POST" else updates.read(request, fmt)


@require_safe
def photo(request: HttpRequest, *, key: str) -> HttpResponse:
    """A photo that staff published. Nobody keeps it, so that it is gone when it is taken back."""
    del request
    jpeg = None if reading.NUL in key else public.photo(key)
    if jpeg is None:
        answer = HttpResponse("404 photo was not found.\n", status=404, content_type="text/plain")
    else:
        answer = HttpResponse(jpeg, content_type="image/jpeg")
        answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _listed(request: HttpRequest, fmt: str, shown: list[listing.Row]) -> HttpResponse:
    french, extended = is_french(request), request.GET.get("extensions", "").lower() == "true"
    if fmt == "json" and not extended:
        answer = writing.written(records.requests(shown, french=french))
    else:
        found = records.request_records(shown, french=french, extended=extended)
        answer = writing.listed(fmt, "service_requests", found)
    answer.headers["Cache-Control"] = PUBLIC_FOR
    return answer
