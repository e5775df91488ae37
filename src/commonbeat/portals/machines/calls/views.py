"""POST /machines/dispatch/events: the door for what dispatch sends."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import msgspec
from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from commonbeat.core import clock, heartbeats
from commonbeat.domains.calls import eido
from commonbeat.domains.calls.errors import NoSuchFeed
from commonbeat.domains.calls.events import Event
from commonbeat.domains.calls.followed import Taken
from commonbeat.domains.calls.queries.feeds import feed_of_token
from commonbeat.domains.calls.reading import DETAILS, Fault, Rule, Unacceptable
from commonbeat.portals.machines.calls import shapes
from commonbeat.portals.machines.calls.decoding import (
    MOST_EVENTS,
    Malformed,
    TooMany,
    objects_in,
)
from commonbeat.portals.machines.calls.description import DESCRIPTION
from commonbeat.portals.machines.problems import Report, problem
from commonbeat.roles import Role, actor
from commonbeat.workflows import call_followup

EIDO_TYPE = "application/eido+json"
BEAT_EVERY = dt.timedelta(seconds=5)
_beaten: dict[str, dt.datetime] = {}


@dataclass(slots=True)
class Batch:
    """What a request holds, sorted into what can be taken and what cannot."""

    events: list[Event] = field(default_factory=list)
    index_of: dict[str, int] = field(default_factory=dict)
    rejected: list[Report] = field(default_factory=list)
    warnings: list[Report] = field(default_factory=list)
    n_ignored: int = 0


@csrf_exempt
def dispatch_events(request: HttpRequest) -> HttpResponse:
    """Take one event or many. The token says which feed they come from."""
    if request.method != "POST":
        return problem(405, "Send events with POST.", headers={"Allow": "POST"})
    try:
        return _answer(request)
    except NoSuchFeed:  # it was closed while we read
        return _no_token()
    except OperationalError:
        return problem(503, "The database is busy.", headers={"Retry-After": "2"})


def description(request: HttpRequest) -> HttpResponse:
    """GET /machines/openapi.json: the description of this door, for machines."""
    if request.method not in {"GET", "HEAD"}:
        return problem(405, "Read this with GET.", headers={"Allow": "GET, HEAD"})
    answer = HttpResponse(DESCRIPTION, content_type="application/json")
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer


def _answer(request: HttpRequest) -> HttpResponse:
    feed = _feed(request)
    if feed is None:
        return _no_token()
    if refusal := _refuse_envelope(request):
        return refusal
    try:
        objects = objects_in(request.body)
    except Malformed as fault:
        return problem(400, fault.detail, line=fault.line, column=fault.column)
    except TooMany:
        return problem(413, f"Send at most {MOST_EVENTS} events at once.")
    return _take(feed, _sorted(objects, is_eido=request.content_type == EIDO_TYPE))


def _feed(request: HttpRequest) -> str | None:
    given = request.headers.get("Authorization")
    token = request.headers.get("X-Feed-Token", "")
    if given is not None:
        scheme, _, token = given.partition(" ")
        token = token if scheme.lower() == "bearer" else ""
    return feed_of_token(token.strip()) if token.strip() else None


def _no_token() -> HttpResponse:
    headers = {"WWW-Authenticate": 'Bearer realm="dispatch"'}
    return problem(401, "Send the token of an open feed.", headers=headers)


def _refuse_envelope(request: HttpRequest) -> HttpResponse | None:
    """The answer to a body that is not read at all, by what its headers say of it."""
    charset = (request.content_params or {}).get("charset", "utf-8").lower()
    encoding = request.headers.get("Content-Encoding", "identity").lower()
    types = {"application/json", EIDO_TYPE}
    if request.content_type not in types or charset != "utf-8" or encoding != "identity":
        return problem(415, "Send application/json or application/eido+json, in UTF-8.")
    length = request.headers.get("Content-Length", "")
    if not length.isdecimal():
        return problem(411, "Send a Content-Length.")
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if int(length) > most:
        return problem(413, f"Send at most {most} bytes at once.")
    return None


def _sorted(objects: list[object], *, is_eido: bool) -> Batch:
    batch = Batch()
    for index, sent in enumerate(objects):
        documents = is_eido or (isinstance(sent, dict) and "eidoVersion" in sent)
        try:
            reading = eido.events_of(sent) if documents else shapes.events_of(sent)
        except Unacceptable as error:
            batch.rejected.append(_report(index, error.fault, "" if documents else _name(sent)))
            continue
        batch.n_ignored += reading.ignored
        name = "" if documents else reading.events[0].event_id
        batch.warnings += [_report(index, fault, name) for fault in reading.warnings]
        batch.events += reading.events
        batch.index_of |= {event.event_id: index for event in reading.events}
    return batch


def _take(feed: str, batch: Batch) -> HttpResponse:
    if not batch.events and batch.rejected:
        heartbeats.failed(f"feed:{feed}")
        return problem(400, "No event could be taken.", errors=batch.rejected)
    taken = _taken(feed, batch.events)
    _beat(feed)
    conflicts = [
        _report(batch.index_of[name], Fault("event_id", Rule.CONFLICT), name)
        for name in taken.conflicting
    ]
    answer = shapes.Answer(
        accepted=taken.n_new,
        repeated=taken.n_repeated,
        ignored=batch.n_ignored,
        rejected=batch.rejected,
        warnings=batch.warnings + conflicts,
    )
    return HttpResponse(msgspec.json.encode(answer), content_type="application/json")


def _taken(feed: str, events: list[Event]) -> Taken:
    if not events:
        return Taken(0, 0, ())
    by = actor(Role.FEED, feed)
    return call_followup.take_events(feed_code=feed, events=events, by=by)


def _report(index: int, fault: Fault, event_id: str) -> Report:
    return Report(index, fault.field, fault.rule, DETAILS[fault.rule], event_id)


def _name(sent: object) -> str:
    """The event id of something that was refused, when it is a proper one."""
    name = sent.get("event_id") if isinstance(sent, dict) else None
    try:
        return msgspec.convert(name, shapes.EventId) if str(name).isprintable() else ""
    except msgspec.ValidationError:
        return ""


def _beat(feed: str) -> None:
    """A sign of life of the feed, written at most every few seconds by each process."""
    now, last = clock.now(), _beaten.get(feed)
    if last is None or abs(now - last) >= BEAT_EVERY:
        heartbeats.beat(f"feed:{feed}")
        _beaten[feed] = now
