"""How the tests of contact speak: a known number, a draft for it, and what became of it."""

from __future__ import annotations

import datetime as dt

from commonbeat.core import clock
from commonbeat.core.actor import Actor
from commonbeat.domains.contact.actions import messages, points
from commonbeat.domains.contact.drafts import Draft
from commonbeat.domains.contact.gateways.gateway import HandedOver, Outcome, Outgoing
from commonbeat.domains.contact.models import Message
from commonbeat.domains.contact.queries import Point
from commonbeat.roles import Role, actor

ANA = "+15145550101"
BEN = "+15145550102"
FEED = actor(Role.FEED, "main")
CARRIES = actor(Role.GATEWAY, "console")


def known(number: str = ANA, *, language: str = "en") -> Point:
    """The contact point of a number."""
    until = clock.now() + dt.timedelta(days=30)
    return points.know_numbers(
        numbers=[number], languages={number: language}, keep_until=until, by=FEED
    )[number]


def draft(point: Point, topic: str = "on the way", **given: object) -> Draft:
    """A draft that is due now and lives for an hour."""
    usual: dict[str, object] = {
        "purpose": "update",
        "about": "calls.call:one",
        "language": point.language,
        "text": "Riverbend Police: an officer is on the way.",
        "not_before": clock.now(),
        "expires_at": clock.now() + dt.timedelta(hours=1),
    }
    return Draft(point_id=point.id, topic=topic, **(usual | given))  # type: ignore[arg-type]


def queued(*drafts: Draft, by: Actor = FEED) -> dict[str, str]:
    """Queue drafts; topic → key."""
    return messages.queue_messages(drafts=list(drafts), by=by)


def row(topic: str = "on the way") -> Message:
    """The message about a topic."""
    return Message.objects.seen_by(CARRIES).get(topic=topic)


def state(topic: str = "on the way") -> tuple[str, str]:
    """Where the message about a topic stands, and why."""
    found = row(topic)
    return found.state, found.reason


class Told:
    """A gateway that answers as it is told and remembers what it was asked."""

    name = "told"

    def __init__(self, *answers: Outcome, deduplicates: bool = False) -> None:
        self.answers = list(answers)
        self.asked: list[Outgoing] = []
        self.deduplicates = deduplicates

    def send(self, outgoing: Outgoing) -> Outcome:
        """The next answer; 'handed over' when none is left."""
        self.asked.append(outgoing)
        return self.answers.pop(0) if self.answers else HandedOver(f"ref {len(self.asked)}")
