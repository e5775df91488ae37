"""A concern goes to another Open311 server and is followed there; the rows are the queue.

How a forwarding survives `kill -9`: it is 'sending', written durably just before they are asked.
When its lease lapses nobody knows whether they have it, so it becomes 'unknown', which a person
settles: send it again, or write down their number.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable

from django.db.models import Q

from commonbeat.core import clock, sealed
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.domains.concerns.access import Right
from commonbeat.domains.concerns.errors import NoRoute, NotWaiting
from commonbeat.domains.concerns.models import (
    Concern,
    ConcernAnswer,
    Forwarding,
    OutsideServer,
    Route,
)
from commonbeat.domains.concerns.models.concerns import OVER, State
from commonbeat.domains.concerns.moving import (
    LONGEST_WORDS,
    Told,
    looked_at,
    move,
    open_concern,
)
from commonbeat.domains.concerns.outside.parcels import (
    Later,
    Outcome,
    Parcel,
    Refused,
    Sent,
    Server,
    Standing,
    Watched,
)
from commonbeat.domains.concerns.outside.servers import CONTEXT, open_server

LEASE = dt.timedelta(minutes=5)
FOLLOW_EVERY = dt.timedelta(hours=1)
LONGEST_WAIT = dt.timedelta(hours=6)
MOST_TRIES = 24  # about four days
# What they said, before they said anything.
_UNHEARD = dict.fromkeys(
    ("outside_number", "outside_token", "outside_status", "outside_version", "last_answer"), ""
)


@action(Right.FORWARD)
def forward(*, key: str, server: str, by: Actor) -> None:
    """Queue a concern for another server; once for each, and again when they closed it and it is
    not fixed. Raises NoSuchConcern, AlreadyOver, NoSuchServer, NoRoute.
    """
    concern = open_concern(key, by)
    to = open_server(server)
    route = Route.objects.filter(kind_id=concern.kind_id, server=to).first()
    if route is None:
        raise NoRoute("This kind goes to no service of that server.")
    now = clock.now()
    queued = {
        "service_code": route.service_code,
        "queued_at": now,
        "queued_by": by.name,
        "next_at": now,
    }
    mine = Forwarding.objects.seen_by(by)
    _, is_new = mine.get_or_create(concern=concern, server=to, defaults=queued)
    if not is_new:
        closed_there = mine.filter(concern=concern, server=to, state="closed")
        is_new = bool(closed_there.update(state="queued", n_tries=0, **_UNHEARD, **queued))
    note(server=server, is_new=is_new)


@action(Right.FORWARD)
def claim_next(*, by: Actor) -> Parcel | None:
    """Hold the next concern that waits, opened for its way; None when none does."""
    now = clock.now()
    due = Q(state="queued", next_at__lte=now, server__closed_at=None)
    mine = Forwarding.objects.seen_by(by)
    row = mine.filter(due).select_related("server").order_by("next_at", "pk").first()
    if row is None:
        return None
    # Only one of two workers that saw the same row changes it.
    if not mine.filter(pk=row.pk, state="queued").update(state="sending", leased_until=now + LEASE):
        return None
    note(server=row.server.code)
    return _parcel(row, by)


@action(Right.FORWARD)
def recover_lapsed(*, by: Actor) -> int:
    """What was held by a worker that died is unknown; counts them."""
    rows = Forwarding.objects.seen_by(by).filter(state="sending", leased_until__lte=clock.now())
    n_lapsed = int(rows.update(state="unknown", last_answer="stopped while sending"))
    note(n=n_lapsed)
    return n_lapsed


@action(Right.FORWARD)
def record_outcome(*, forwarding_id: int, outcome: Outcome, by: Actor) -> str:
    """Write down what became of one try; returns the state it is in."""
    rows = Forwarding.objects.seen_by(by).filter(pk=forwarding_id, state="sending")
    row = rows.first()
    if row is None:
        raise NotWaiting("It is not being sent.")
    changes = _after(row, outcome)
    rows.update(leased_until=None, **changes)
    note(state=str(changes["state"]))
    return str(changes["state"])


@action(Right.FORWARD)
def claim_watched(*, limit: int, by: Actor) -> list[Watched]:
    """Those to ask about now; each is asked about again in an hour."""
    now = clock.now()
    mine = Forwarding.objects.seen_by(by)
    due = mine.filter(state="sent", next_at__lte=now, server__closed_at=None)
    heard_of = due.exclude(outside_number="", outside_token="")
    rows = list(heard_of.select_related("server").order_by("next_at", "pk")[:limit])
    mine.filter(pk__in=[row.pk for row in rows]).update(next_at=now + FOLLOW_EVERY)
    opened = _opened({row.server_id: row.server for row in rows}.values())
    note(n=len(rows))
    return [
        Watched(row.pk, opened[row.server_id], row.outside_number, row.outside_token)
        for row in rows
    ]


@action(Right.FORWARD)
def record_number(*, forwarding_id: int, number: str, by: Actor) -> None:
    """Write down the number behind the token."""
    Forwarding.objects.seen_by(by).filter(pk=forwarding_id, state="sent").update(
        outside_number=number
    )


@action(Right.FORWARD)
def record_standing(*, forwarding_id: int, standing: Standing, by: Actor) -> Told | None:
    """Bring what they say into the concern; None when it is nothing new.

    Their closing closes ours, with their words. What we have closed ourselves stays as it is.
    """
    rows = Forwarding.objects.seen_by(by).filter(pk=forwarding_id, state="sent")
    row = rows.first()
    version = _version(standing)
    if row is None or row.outside_version == version:
        return None
    is_first_and_open = not row.outside_version and standing.status == "open"
    rows.update(
        outside_version=version,
        outside_status=standing.status,
        state="closed" if standing.status == "closed" else "sent",
    )
    note(status=standing.status)
    concern = Concern.objects.seen_by(by).get(pk=row.concern_id)
    if concern.state in OVER or (is_first_and_open and not standing.notes):
        return None
    state = State.DONE if standing.status == "closed" else looked_at(concern)
    words = standing.notes[:LONGEST_WORDS]
    outside = hashlib.sha256(f"{row.pk}\0{version}\0{concern.version}".encode()).hexdigest()[:40]
    return move(concern, concern.version, state, words, by, outside=outside)


def _version(standing: Standing) -> str:
    said = f"{standing.status}\0{standing.notes}"
    return hashlib.sha256(said.encode()).hexdigest()[:40]


def _after(row: Forwarding, outcome: Outcome) -> dict[str, object]:
    now = clock.now()
    if isinstance(outcome, Sent):
        known = {"outside_number": outcome.number, "outside_token": outcome.token}
        return {"state": "sent", "next_at": now, "last_answer": "", **known}
    reason = outcome.reason[:120]
    if isinstance(outcome, Later) and row.n_tries + 1 < MOST_TRIES:
        wait = min(dt.timedelta(minutes=2**row.n_tries), LONGEST_WAIT)
        tries = {"n_tries": row.n_tries + 1, "next_at": now + wait}
        return {"state": "queued", "last_answer": reason, **tries}
    refused = isinstance(outcome, Refused | Later)
    return {"state": "refused" if refused else "unknown", "last_answer": reason}


def _parcel(row: Forwarding, by: Actor) -> Parcel:
    concern = Concern.objects.seen_by(by).select_related("kind").get(pk=row.concern_id)
    route = Route.objects.filter(kind_id=concern.kind_id, server_id=row.server_id).first()
    says = route is not None and route.sends_description and concern.kind.is_public
    answers = ConcernAnswer.objects.seen_by(by).filter(concern=concern).select_related("question")
    return Parcel(
        id=row.pk,
        server=_opened([row.server])[row.server_id],
        service_code=row.service_code,
        longitude=concern.longitude,
        latitude=concern.latitude,
        address=concern.address,
        answers={answer.question.code: tuple(answer.value) for answer in answers},
        description=concern.description if says and concern.is_public else "",
    )


def _opened(servers: Iterable[OutsideServer]) -> dict[int, Server]:
    listed = list(servers)
    ring = sealed.ring(server.key_ref for server in listed)
    return {
        server.pk: Server(
            server.code,
            server.endpoint,
            server.jurisdiction_id,
            ring.unseal(server.key_ref, server.sealed_api_key, CONTEXT),
        )
        for server in listed
    }
