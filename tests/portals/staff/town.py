"""A town with a few calls, made through the front doors."""

from __future__ import annotations

import datetime as dt

from commonbeat.core import clock
from commonbeat.domains.calls import catalogue
from commonbeat.domains.calls.actions.feeds import open_feed
from commonbeat.domains.calls.events import Event, Kind
from commonbeat.domains.calls.models import Call
from commonbeat.domains.contact.carrying import Carrier
from commonbeat.domains.contact.queries import point_of_number
from commonbeat.domains.presence import actions as presence
from commonbeat.roles import Role, actor
from commonbeat.workflows.call_followup import take_events
from commonbeat.workflows.first_setup import set_up_defaults

OPERATOR = actor(Role.OPERATOR, "tests")
FEED = actor(Role.FEED, "county")
ANA = "+18195550101"


def set_up() -> None:
    """Types, wordings, survey and one feed."""
    catalogue.forget()
    set_up_defaults()
    open_feed(name="County dispatch", code="county", by=OPERATOR)


def call(number: str = "26-1", call_type: str = "NOISE", phone: str = ANA) -> Call:
    """A call that has just come in."""
    event = Event(
        event_id=f"{number}-received", call_id=number, kind=Kind.RECEIVED, at=clock.now(),
        call_type=call_type, phone=phone, language="en",
    )  # fmt: skip
    take_events(feed_code="county", events=[event], by=FEED)
    return Call.objects.get(external_id=number)


def carry() -> None:
    """Two minutes later the worker hands over what is due."""
    carrier = Carrier(by=actor(Role.GATEWAY, "console"), n_threads=1)
    with clock.moved_by(dt.timedelta(minutes=2)):
        carrier.carry_due()
    carrier.close()


def promise(one: Call, *, hours: float = 24) -> str:
    """A promised call back; its key."""
    point = point_of_number(FEED, ANA)
    assert point
    return presence.promise_follow_up(
        about=one.subject, point_id=point.id, area_id=None, owner_id=None, reason="asked",
        due_at=clock.now() + dt.timedelta(hours=hours), by=FEED,
    ).key  # fmt: skip
