"""Invents what residents brought over some weeks: reports, two tips, complaints and thanks."""

from __future__ import annotations

import datetime as dt

import numpy as np

from commonbeat.core import clock
from commonbeat.domains.concerns.actions import tips
from commonbeat.domains.concerns.queries.concerns import whole
from commonbeat.domains.concerns.reports import Report
from commonbeat.domains.places.public import areas, frame
from commonbeat.roles import Role, actor
from commonbeat.workflows import concern_intake, feedback_intake

RESIDENT = actor(Role.ANYBODY, "demonstration")
DESK = actor(Role.COORDINATOR, "demonstration")
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
