"""Invents what residents brought over some weeks: reports, two tips, complaints and thanks."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from django.conf import settings

from commonbeat.core import clock
from commonbeat.core.action import story
from commonbeat.domains.concerns.actions import complaints, tips
from commonbeat.domains.concerns.queries.concerns import whole
from commonbeat.domains.concerns.reports import Report
from commonbeat.domains.places.public import areas, frame
from commonbeat.roles import Role, actor
from commonbeat.workflows import complaint_figures, concern_intake, feedback_intake

RESIDENT = actor(Role.ANYBODY, "demonstration")
DESK = actor(Role.COORDINATOR, "demonstration")
CLOCK = actor(Role.CLOCK, "demonstration")
# Kind, what is said, the answers.
SAID: tuple[tuple[str, str, dict[str, str | list[str]]], ...] = (
    ("noise", "Loud music until late", {"when": ["evening", "night"]}),
    ("noise", "Engines under the windows", {"when": ["night"]}),
    ("broken-light", "The path to the school is dark", {"fault": "out"}),
    ("broken-light", "It goes on and off", {"fault": "blinks"}),
    ("speeding", "Cars race past the playground", {"when": ["afternoon"]}),
    ("abandoned-vehicle", "Flat tyres, leaves on it", {"how-long": "month"}),
    ("graffiti", "Paint all over the bus shelter", {}),
    ("other", "Needles behind the library", {}),
)
ANSWERS = (
    ("done", "It is repaired."),
    ("done", "We spoke to the people there."),
    ("planned", "It is on the list for this month."),
    ("not ours", "The region looks after this road. We told them."),
)


# What complaints of past years were about, how many in a year, and how many days each step took
# at most: the unit's answer, and an investigation (0 for none).
COMPLAINED: tuple[tuple[str, int, int, int], ...] = (
    ("service", 16, 36, 0),
    ("public-interactions", 14, 34, 0),
    ("duties", 12, 28, 130),
)
ENDS = ("resolved", "upheld", "partly-upheld", "not-upheld")
SHARES = (0.4, 0.1, 0.1, 0.4)
YEAR = dt.timedelta(days=365)


def invent_complaints(*, years: int = 2, seed: int = 7) -> int:
    """Complaints of the years before this one, each through its stages. Returns how many."""
    rng = np.random.default_rng(seed)
    zone = ZoneInfo(settings.TIME_ZONE)
    this_year = clock.now().astimezone(zone).year
    n = 0
    with story():
        for year in range(this_year - years, this_year):
            for category, how_many, local, investigated in COMPLAINED:
                for _one in range(how_many):
                    at = dt.datetime(year, 1, 2, 12, tzinfo=zone) + rng.uniform(0, 0.5) * YEAR
                    _complained(category, at, local, investigated, rng)
                    n += 1
    complaint_figures.release_complaint_figures(by=CLOCK)
    return n


def _complained(
    category: str, at: dt.datetime, local: int, investigated: int, rng: np.random.Generator
) -> None:
    with clock.held_at(at):
        taken = complaints.complain(
            category=category,
            words="This is invented.",
            area_id=None,
            language="en",
            point_id=None,
            knows_independent_route=True,
            by=RESIDENT,
        )
    given: dict[str, Any] = {"key": taken.key, "owner_id": None, "by": DESK}
    with clock.held_at(at + dt.timedelta(days=float(rng.uniform(1, 6)))):
        complaints.move_on(version=1, stage="screened", **given)
        complaints.move_on(version=2, stage="local response", **given)
        answered_at = clock.now() + dt.timedelta(days=float(rng.uniform(4, local)))
    version = 3
    if investigated:
        with clock.held_at(answered_at):
            complaints.move_on(version=version, stage="investigated", **given)
        version, days = version + 1, float(rng.uniform(30, investigated))
        answered_at += dt.timedelta(days=days)
    outcome = ENDS[int(rng.choice(len(ENDS), p=SHARES))]
    with clock.held_at(answered_at):
        complaints.conclude_complaint(
            key=taken.key, version=version, outcome=outcome, words="", by=DESK
        )


def invent_concerns(*, days: int = 40, n_reports: int = 60, seed: int = 7) -> int:
    """Let residents report over the last `days`; the desk answers most. Returns how many."""
    rng = np.random.default_rng(seed)
    now = clock.now()
    for _report in range(n_reports):
        at = now - dt.timedelta(days=float(rng.uniform(0.1, days)))
        with clock.held_at(at):
            raised = concern_intake.take_report(report=_invented(rng), by=RESIDENT)
        if rng.random() < 0.6:
            _answer(raised.key, at + dt.timedelta(days=float(rng.uniform(0.5, 9))), now, rng)
    _say_other_things(now)
    return n_reports


def _invented(rng: np.random.Generator) -> Report:
    kind, words, answers = SAID[int(rng.integers(len(SAID)))]
    town = frame()
    if town is None:
        return Report(kind=kind, description=words, address="Mill Street", answers=answers)
    spread = town.metres * 0.3
    east, north = rng.uniform(-spread, spread, 2)
    return Report(
        kind=kind,
        description=words,
        longitude=round(town.middle[0] + float(east) / town.metres_a_longitude, 6),
        latitude=round(town.middle[1] + float(north) / town.metres_a_latitude, 6),
        answers=answers,
    )


def _answer(key: str, at: dt.datetime, now: dt.datetime, rng: np.random.Generator) -> None:
    shown = whole(DESK, key)
    if shown is None or at > now:
        return
    state, words = ANSWERS[int(rng.integers(len(ANSWERS)))]
    with clock.held_at(at):
        concern_intake.answer(
            key=key,
            version=shown.line.version,
            state=state,
            words=words,
            is_public=True,
            by=DESK,
        )


def _say_other_things(now: dt.datetime) -> None:
    place = next(iter(areas()), None)
    with clock.held_at(now - dt.timedelta(days=3)):
        tips.leave_tip(
            topic="drugs",
            words="Somebody sells from a car behind the rink, most evenings after eight.",
            area_id=place.id if place else None,
            language="en",
            by=RESIDENT,
        )
        feedback_intake.take_complaint(
            category="service",
            words="I reported a stolen bicycle and nobody called me back.",
            area_id=place.id if place else None,
            language="en",
            number="",
            mail="",
            knows_independent_route=True,
            by=RESIDENT,
        )
        feedback_intake.take_thanks(
            about="The officer at the school crossing",
            words="You knew every child by name. Thank you.",
            area_id=place.id if place else None,
            may_be_told=True,
            language="en",
            by=RESIDENT,
        )
