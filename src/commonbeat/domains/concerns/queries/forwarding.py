"""Reading what was forwarded: where it stands there, and what a person must settle."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import F, QuerySet

from commonbeat.core import clock
from commonbeat.core.actor import Actor
from commonbeat.domains.concerns.access import Right
from commonbeat.domains.concerns.models import Forwarding, OutsideServer, Route


@dataclass(frozen=True, slots=True)
class ForwardingView:
    """One forwarding. `last_answer` is a code of ours or a status and field names, never words."""

    id: int
    concern: str  # its key
    number: str
    server: str
    server_name: str
    is_server_closed: bool
    state: str
    outside_number: str
    outside_status: str
    last_answer: str
    n_tries: int
    queued_at: dt.datetime
    next_at: dt.datetime


@dataclass(frozen=True, slots=True)
class ServerView:
    """Another server, without its key; `routes` are (kind, their service, whether words travel)."""

    code: str
    name: str
    endpoint: str
    jurisdiction_id: str
    routes: tuple[tuple[str, str, bool], ...]
    added_at: dt.datetime
    closed_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Work:
    """Whether there is anything to send, to ask about, or to recover."""

    has_due: bool
    has_watched: bool
    has_lapsed: bool


def forwardings(viewer: Actor, concern: str) -> list[ForwardingView]:
    """Where a concern was forwarded, oldest first; nothing when it may not be seen."""
    return _views(Forwarding.objects.seen_by(viewer).filter(concern__key=concern))


def to_settle(viewer: Actor) -> list[ForwardingView]:
    """What was refused there, or is unknown, of concerns still open: a person must look."""
    return _views(_to_settle(viewer))


def n_to_settle(viewer: Actor) -> int:
    """How many of them there are; 0 for who may not settle them."""
    return _to_settle(viewer).count() if viewer.may(Right.FORWARD) else 0


def places_to_go(viewer: Actor, kind: str) -> list[tuple[str, str]]:
    """The servers (code, name) to which a kind may be forwarded."""
    if not viewer.may(Right.FORWARD):
        return []
    rows = Route.objects.filter(kind__code=kind, server__closed_at=None)
    return list(rows.order_by("server__code").values_list("server__code", "server__name"))


def servers(viewer: Actor) -> list[ServerView]:
    """Every outside server with its routes."""
    if not viewer.may(Right.SET_ROUTES):
        return []
    rows = OutsideServer.objects.prefetch_related("routes__kind").order_by(
        F("closed_at").asc(nulls_first=True), "code"
    )
    return [
        ServerView(
            row.code,
            row.name,
            row.endpoint,
            row.jurisdiction_id,
            tuple((r.kind.code, r.service_code, r.sends_description) for r in row.routes.all()),
            row.added_at,
            row.closed_at,
        )
        for row in rows
    ]


def work(viewer: Actor) -> Work:
    """What waits for the worker."""
    now = clock.now()
    rows = Forwarding.objects.seen_by(viewer)
    going = rows.filter(server__closed_at=None, next_at__lte=now)
    heard_of = going.filter(state="sent").exclude(outside_number="", outside_token="")
    return Work(
        has_due=going.filter(state="queued").exists(),
        has_watched=heard_of.exists(),
        has_lapsed=rows.filter(state="sending", leased_until__lte=now).exists(),
    )


def _to_settle(viewer: Actor) -> QuerySet[Forwarding]:
    rows = Forwarding.objects.seen_by(viewer)
    return rows.filter(state__in=["refused", "unknown"], concern__closed_at=None)


def _views(rows: QuerySet[Forwarding]) -> list[ForwardingView]:
    return [
        ForwardingView(
            row.pk,
            row.concern.key,
            row.concern.number,
            row.server.code,
            row.server.name,
            row.server.closed_at is not None,
            row.state,
            row.outside_number,
            row.outside_status,
            row.last_answer,
            row.n_tries,
            row.queued_at,
            row.next_at,
        )
        for row in rows.select_related("server", "concern").order_by("queued_at", "pk")
    ]
