"""Invents the town's past through the same doors as the present, with the clock held then.

Calls come in, callers are told, asked and answer; officers call back, mostly in time. What people
answer follows the truths of town.py, so that the estimates can be held against them.
"""

from __future__ import annotations

import datetime as dt
import heapq
import itertools
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import numpy as np
from rich.progress import Progress

from commonbeat.core import clock
from commonbeat.domains.calls.events import Event
from commonbeat.domains.contact.carrying import Carrier
from commonbeat.domains.contact.queries import point_of_number
from commonbeat.domains.presence import actions as presence
from commonbeat.domains.presence.queries import open_follow_ups
from commonbeat.domains.surveys import queries as surveys
from commonbeat.domains.surveys.actions import asking, releasing
from commonbeat.roles import Role, actor
from commonbeat.simulation.calls import InventedCall, invent_calls
from commonbeat.workflows.call_figures import release_public_figures
from commonbeat.workflows.call_followup import take_events
from commonbeat.workflows.text_replies import take_text

WINDOW = dt.timedelta(hours=1)
ANSWERS = 0.4  # share of those asked who answer
ASKS_FOR_CALL = 0.06
KEEPS_PROMISE = 0.85
FEED = actor(Role.FEED, "dispatch")
PHONE = actor(Role.GATEWAY, "console")
CLOCK = actor(Role.CLOCK, "demonstration")
OFFICER = actor(Role.OFFICER, "demonstration")
N_QUESTIONS = 4


@dataclass(order=True, slots=True)
class Due:
    """Something that happens at a moment of the past."""

    at: dt.datetime
    number: int
    happens: Callable[[], None] = field(compare=False)


class Past:
    """The past as it unrolls: what is still to happen, in the order of time."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        self._due: list[Due] = []
        self._count = itertools.count()
        self._events: list[Event] = []
        self._carrier = Carrier(by=PHONE, n_threads=1)

    def plan(self, call: InventedCall) -> None:
        """Put a call's events, and what its caller does later, in line."""
        for event in call.events:
            self._later(event.at, partial(self._events_now, event))
        phone, closed = call.events[0].phone, call.events[-1].at
        if not phone:
            return
        if self.rng.random() < ASKS_FOR_CALL:
            self._later(closed + WINDOW, lambda: self._text(phone, "CALL ME"))
        if self.rng.random() < ANSWERS:
            asked = closed + dt.timedelta(hours=float(self.rng.uniform(34, 44)))
            self._later(asked, lambda: self._answer(phone, call.area.respect))

    def run_until(self, end: dt.datetime) -> None:
        """Let everything happen that is due by `end`, in windows of an hour."""
        while self._due and self._due[0].at <= end:
            window = self._due[0].at + WINDOW
            with clock.held_at(min(window, end)):
                while self._due and self._due[0].at <= window and self._due[0].at <= end:
                    heapq.heappop(self._due).happens()
                self._settle_window()

    def keep_promises(self, now: dt.datetime) -> None:
        """Officers call back: mostly before the time that was promised."""
        with clock.held_at(now):
            for promise in open_follow_ups(OFFICER):
                if promise.due_at - now < dt.timedelta(hours=20):
                    if self.rng.random() < KEEPS_PROMISE:
                        presence.record_done(key=promise.key, by=OFFICER)
                    elif promise.n_tries < 2:
                        presence.record_try(key=promise.key, by=OFFICER)

    def close(self) -> None:
        """Give up what the past left unsent, and let go of the gateway."""
        self._carrier.tidy()
        self._carrier.close()

    def _events_now(self, event: Event) -> None:
        self._events.append(event)

    def _later(self, at: dt.datetime, happens: Callable[[], None]) -> None:
        heapq.heappush(self._due, Due(at, next(self._count), happens))

    def _settle_window(self) -> None:
        if self._events:
            take_events(feed_code="dispatch", events=self._events, by=FEED)
            self._events = []
        if surveys.work(CLOCK).has_due:
            asking.ask_due(by=CLOCK)
        self._carrier.carry_due()

    def _text(self, phone: str, text: str) -> None:
        take_text(
            gateway="console",
            gateway_ref=secrets.token_hex(12),
            number=phone,
            text=text,
            by=PHONE,
        )

    def _answer(self, phone: str, truth: float) -> None:
        for _question in range(N_QUESTIONS):
            point = point_of_number(PHONE, phone)
            if point is None or not surveys.may_be_answering(PHONE, point.id, "4"):
                return
            said = int(np.clip(round(float(self.rng.normal(truth, 0.9))), 1, 5))
            self._text(phone, str(said))


def invent_past(*, days: int, per_day: float = 14.0, seed: int = 20) -> None:
    """Invent `days` of past up to now, with a progress bar."""
    past, now = Past(seed), clock.now()
    start = now - dt.timedelta(days=days)
    for call in invent_calls(past.rng, start=start, days=days - 0.2, per_day=per_day):
        past.plan(call)
    with Progress(transient=True) as progress:
        for day in progress.track(range(1, days + 1), description="Inventing the town's past"):
            end = start + dt.timedelta(days=day)
            past.run_until(end)
            past.keep_promises(end)
            with clock.held_at(end):
                releasing.release_answers(by=CLOCK)
    past.close()
    release_public_figures(by=CLOCK)
