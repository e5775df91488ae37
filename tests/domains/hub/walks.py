"""Walking a situation to each step, through the actions that lead there and no other way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from commonbeat.core import clock
from commonbeat.domains.hub.actions import concluding, deciding, meetings, screening, visiting
from commonbeat.domains.hub.actions.concluding import Mobilised
from commonbeat.domains.hub.carried import Carried
from commonbeat.domains.hub.models import Meeting
from commonbeat.domains.hub.queries import meeting as shown
from commonbeat.domains.hub.queries import visits
from commonbeat.domains.hub.reading import Card, Tests
from commonbeat.domains.hub.shipped import record
from tests.domains.hub.cast import SPEAKERS, Cast

CARRIED = Carried(
    kind="person",
    age_band="18-24",
    sex="another",
    risks=("alcohol-use", "antisocial-home"),
    protective=("supervised",),
    flags=("escalation",),
)
ANSWERS = {question.code: "yes" for question in record.CHECKS}
YES = Tests(interest=True, probability=True, severity=True, many_agencies=True)
HELPED = (Mobilised("housing", "connected", "housing"), Mobilised("food", "none"))
AN_HOUR = dt.timedelta(hours=1)


def card(cast: Cast, key: str, who: str = "chair") -> Card:
    """The card as somebody sees it."""
    found = shown.card(cast.by[who], key)
    assert found is not None
    return found


def version(cast: Cast, key: str) -> int:
    """The version that the chair's page shows now."""
    return card(cast, key).version


def submit(cast: Cast, who: str = "ana", carried: Carried = CARRIED, **flags: Any) -> str:
    """Filter 1 from draft to number; the situation's key."""
    draft = screening.draft_screening(
        answers=ANSWERS,
        carried=carried,
        basis="consent",
        consent_asked="given",
        by=cast.by[who],
    )
    approved = screening.approve_screening(
        key=draft.key, version=draft.version, by=cast.approver_of(who)
    )
    return screening.submit_situation(
        key=approved.key, version=approved.version, by=cast.by[who], **flags
    )


def meet(cast: Cast, who: Sequence[str] = SPEAKERS) -> Meeting:
    """A meeting is planned and opened, and people come."""
    meeting = meetings.plan_meeting(planned_for=clock.now(), by=cast.by["chair"])
    meetings.open_meeting(key=meeting.key, by=cast.by["chair"])
    for one in who:
        meetings.attend(meeting_key=meeting.key, how="room", by=cast.by[one])
    return meeting


def present(cast: Cast, key: str, by: str = "chair") -> None:
    """It is put on the table."""
    meetings.present(situation_key=key, version=version(cast, key), by=cast.by[by])


def agree(cast: Cast, key: str, who: Sequence[str] = SPEAKERS, *, agrees: bool = True) -> None:
    """These say agreed, or not."""
    for one in who:
        deciding.say_agreed(situation_key=key, agrees=agrees, by=cast.by[one])


def decide(cast: Cast, key: str, *, yes: bool = True, **given: Any) -> None:
    """The chair records the decision."""
    deciding.decide_threshold(
        **{
            "situation_key": key,
            "version": version(cast, key),
            "is_elevated": yes,
            "tests": YES,
            "reason": "" if yes else "not_elevated",
            "by": cast.by["chair"],
        }
        | given
    )


def elevate(cast: Cast, who: str = "ana") -> str:
    """A situation at filter 3, in a meeting that is open."""
    key = submit(cast, who)
    meet(cast)
    present(cast, key)
    agree(cast, key)
    decide(cast, key)
    return key


def involve(cast: Cast, said_in: Sequence[str] = ("ana", "cho"), lead: str = "police") -> str:
    """A situation at filter 4, led by the police, with mental health assisting."""
    key = elevate(cast)
    for one in said_in:
        deciding.say_in(situation_key=key, part="engaged", by=cast.by[one])
    begin(cast, key, lead)
    return key


def begin(cast: Cast, key: str, lead: str = "police") -> None:
    """The chair begins filter 4."""
    deciding.begin_plan(
        situation_key=key, version=version(cast, key), lead=lead, by=cast.by["chair"]
    )


def plan(cast: Cast, key: str, **given: Any) -> str:
    """The lead plans a visit in four hours; its key."""
    visiting.plan_visit(
        **{
            "situation_key": key,
            "version": version(cast, key),
            "planned_for": clock.now() + 4 * AN_HOUR,
            "agencies": ["police", "health"],
            "by": cast.by["ana"],
        }
        | given
    )
    found = visits.plan(given.get("by", cast.by["ana"]), key)
    assert found is not None
    assert found.next_visit is not None
    return found.next_visit.key


def report(cast: Cast, visit_key: str, **given: Any) -> None:
    """The lead reports a visit that has just been made."""
    visiting.report_visit(
        **{
            "visit_key": visit_key,
            "visited_at": clock.now(),
            "outcome": "accepted",
            "consent_asked": True,
            "consent_given": True,
            "by": cast.by["ana"],
        }
        | given
    )


def visit(cast: Cast) -> str:
    """A situation that was visited and awaits the report back."""
    key = involve(cast)
    report(cast, plan(cast, key))
    return key


def conclude(cast: Cast, key: str, **given: Any) -> None:
    """The lead concludes: connected to services, and one that there is not."""
    concluding.conclude(
        **{
            "situation_key": key,
            "version": version(cast, key),
            "reason": "connected",
            "services": HELPED,
            "by": cast.by["ana"],
        }
        | given
    )


def close(cast: Cast) -> str:
    """A situation from its draft to its close."""
    key = visit(cast)
    conclude(cast, key)
    return key
