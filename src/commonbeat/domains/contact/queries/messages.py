"""Reads of the outbox and of what people text to us."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Max, Min, Q

from commonbeat.core import clock, sealed
from commonbeat.core.actor import Actor
from commonbeat.domains.contact.access import Right
from commonbeat.domains.contact.drafts import BODY, INBOUND
from commonbeat.domains.contact.keywords import PERHAPS_STOP
from commonbeat.domains.contact.models import Inbound, Message, Receipt, State


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message. `text` is None for those who may not read it, and once it is forgotten."""

    key: str
    purpose: str
    language: str
    text: str | None
    state: str
    reason: str
    queued_at: dt.datetime
    not_before: dt.datetime
    handed_at: dt.datetime | None
    settled_at: dt.datetime | None
    n_segments: int
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """One line of a conversation: ours or theirs. `state` is '' for theirs."""

    key: str
    is_ours: bool
    text: str | None
    at: dt.datetime
    state: str
    understood_as: str = ""


@dataclass(frozen=True, slots=True)
class Pulse:
    """Whether there is something to carry, to recover or to give up now."""

    due: bool
    lapsed: bool
    stale: bool


@dataclass(frozen=True, slots=True)
class Health:
    """How the outbox is: `oldest_due_age` is None when nothing that is due waits."""

    n_waiting: int
    n_due: int
    oldest_due_age: dt.timedelta | None
    n_handed_today: int
    n_failed_today: int
    n_unknown_today: int


def messages_about(viewer: Actor, about: str) -> list[MessageView]:
    """The messages about a subject ('calls.call:KEY'), oldest first. Four queries at most."""
    rows = Message.objects.seen_by(viewer).filter(about=about)
    return _views(viewer, rows.select_related("contact_point").order_by("queued_at", "id"))


def last_said_to(
    viewer: Actor, point_id: int, purposes: Iterable[str], *, since: dt.datetime
) -> tuple[str, str] | None:
    """Purpose and subject of what was last queued for a contact point, of these purposes."""
    rows = Message.objects.seen_by(viewer).filter(
        contact_point=point_id, purpose__in=list(purposes), queued_at__gte=since
    )
    return rows.order_by("-queued_at", "-pk").values_list("purpose", "about").first()


def message_states(viewer: Actor, keys: Iterable[str]) -> dict[str, str]:
    """Where these messages stand, by key. One query."""
    rows = Message.objects.seen_by(viewer).filter(key__in=[key for key in keys if key])
    return dict(rows.values_list("key", "state"))


def inbound_of(viewer: Actor, point_id: int) -> list[Said]:
    """What this person texted to us, newest first."""
    rows = Inbound.objects.seen_by(viewer).filter(contact_point=point_id)
    return _heard(viewer, rows.select_related("contact_point").order_by("-received_at", "-id"))


def texts_to_review(viewer: Actor) -> list[Said]:
    """Texts that perhaps ask to stop, newest first: a person should look at them."""
    if not viewer.may(Right.READ_MESSAGES):
        return []
    rows = Inbound.objects.seen_by(viewer).filter(understood_as=PERHAPS_STOP, body__isnull=False)
    return _heard(viewer, rows.select_related("contact_point").order_by("-received_at")[:200])


def conversation(viewer: Actor, point_id: int, limit: int = 100) -> list[Said]:
    """The last texts in both directions, oldest first; ours once the gateway has them."""
    sent = Message.objects.seen_by(viewer).filter(contact_point=point_id, handed_at__isnull=False)
    ours = [
        Said(view.key, True, view.text, view.handed_at or view.queued_at, view.state)
        for view in _views(
            viewer, sent.select_related("contact_point").order_by("-handed_at", "-id")[:limit]
        )
    ]
    theirs = inbound_of(viewer, point_id)[:limit]
    both = [*ours, *theirs]
    both.reverse()  # oldest first, also among those of the same instant
    both.sort(key=lambda said: (said.at, said.is_ours))
    return both[-limit:]


def lately_texted(viewer: Actor, limit: int = 20) -> list[int]:
    """The contact points that a text was handed over for last, newest first."""
    rows = Message.objects.seen_by(viewer).filter(handed_at__isnull=False)
    newest = rows.values("contact_point_id").annotate(last=Max("handed_at"))
    ordered = newest.order_by("-last").values_list("contact_point_id", flat=True)
    return list(ordered[:limit])


def gateway_of(viewer: Actor, message_key: str) -> str | None:
    """The kind of gateway that carried a message, for those who see it."""
    rows = Message.objects.seen_by(viewer).filter(key=message_key)
    return rows.values_list("gateway", flat=True).first()


def pulse(viewer: Actor) -> Pulse:
    """What the worker has to do now. Three small queries."""
    now = clock.now()
    rows = Message.objects.seen_by(viewer)
    queued = rows.filter(state=State.QUEUED)
    return Pulse(
        due=queued.filter(not_before__lte=now, expires_at__gt=now).exists(),
        lapsed=rows.filter(state=State.CLAIMED, leased_until__lte=now).exists(),
        stale=queued.filter(expires_at__lte=now).exists(),
    )


def any_due(viewer: Actor) -> bool:
    """Whether a message waits to be carried now. One query."""
    now = clock.now()
    rows = Message.objects.seen_by(viewer).filter(state=State.QUEUED, not_before__lte=now)
    return rows.filter(expires_at__gt=now).exists()


def queue_health(viewer: Actor) -> Health:
    """How the outbox is, for the front page of the desk. Two queries."""
    now = clock.now()
    today = now.astimezone(ZoneInfo(settings.TIME_ZONE)).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    rows = Message.objects.seen_by(viewer)
    waiting = rows.filter(state__in=(State.QUEUED, State.CLAIMED)).aggregate(
        n=Count("id"),
        n_due=Count("id", filter=Q(not_before__lte=now)),
        oldest=Min("not_before", filter=Q(not_before__lte=now)),
    )
    today_so_far = rows.filter(queued_at__gte=today).aggregate(
        handed=Count("id", filter=Q(handed_at__isnull=False)),
        failed=Count("id", filter=Q(state=State.FAILED)),
        unknown=Count("id", filter=Q(state=State.UNKNOWN)),
    )
    return Health(
        waiting["n"],
        waiting["n_due"],
        now - waiting["oldest"] if waiting["oldest"] else None,
        today_so_far["handed"],
        today_so_far["failed"],
        today_so_far["unknown"],
    )


def _views(viewer: Actor, rows: Iterable[Message]) -> list[MessageView]:
    messages = list(rows)
    ring = _ring(viewer, (row.contact_point.key_ref for row in messages))
    reports: dict[int, list[str]] = {}
    found = Receipt.objects.filter(message__in=[row.pk for row in messages])
    for message, report in found.order_by("id").values_list("message_id", "report"):
        reports.setdefault(message, []).append(report)
    return [
        MessageView(
            row.key,
            row.purpose,
            row.language,
            _opened(viewer, row, ring, BODY),
            row.state,
            row.reason,
            row.queued_at,
            row.not_before,
            row.handed_at,
            row.settled_at,
            row.n_segments,
            tuple(reports.get(row.pk, ())),
        )
        for row in messages
    ]


def _heard(viewer: Actor, rows: Iterable[Inbound]) -> list[Said]:
    texts = list(rows)
    ring = _ring(viewer, (row.contact_point.key_ref for row in texts))
    return [
        Said(
            row.key,
            False,
            _opened(viewer, row, ring, INBOUND),
            row.received_at,
            "",
            row.understood_as,
        )
        for row in texts
    ]


def _ring(viewer: Actor, refs: Iterable[str]) -> sealed.KeyRing:
    return sealed.ring(ref for ref in refs if ref) if _may_read_any(viewer) else sealed.KeyRing({})


def _may_read_any(viewer: Actor) -> bool:
    # Whoever carries messages reads them: the gateway, and the demonstration's phone.
    return (
        viewer.may(Right.READ_MESSAGES)
        or viewer.may(Right.CARRY_MESSAGES)
        or any(held.startswith("contact.point:") for held in viewer.holds)
    )


def _opened(
    viewer: Actor, row: Message | Inbound, ring: sealed.KeyRing, context: str
) -> str | None:
    is_own = row.contact_point.subject in viewer.holds
    reads_all = viewer.may(Right.READ_MESSAGES) or viewer.may(Right.CARRY_MESSAGES)
    if not row.body or not (is_own or reads_all):
        return None
    try:
        return ring.unseal(row.contact_point.key_ref, row.body, context)
    except sealed.KeyGone:
        return None
