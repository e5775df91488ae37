"""The demonstration's Hub: a past of one to two years, yesterday's meeting, and one open now.

The past is drawn and loaded; yesterday and today go through the actions that people press, with
the clock held at the time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np
from django.utils import timezone

from commonbeat.core import clock
from commonbeat.domains.hub import gate
from commonbeat.domains.hub.actions import deciding, meetings, screening, visiting
from commonbeat.domains.hub.actions.pasts import PastSituation, load_past
from commonbeat.domains.hub.actions.tables import Rules, found_table
from commonbeat.domains.hub.actions.tallies import tally_months
from commonbeat.domains.hub.carried import Carried
from commonbeat.domains.hub.queries.meeting import card
from commonbeat.domains.hub.reading import Tests
from commonbeat.domains.hub.words import codes
from commonbeat.simulation.hub_issue import raise_from_figures
from commonbeat.simulation.hub_past import Years, as_known, invent_situations
from commonbeat.simulation.hub_people import SPEAKERS, Seated, seat_people
from commonbeat.simulation.hub_truths import draw_truths, with_gap
from commonbeat.simulation.hub_years import BY, CLOCK, CODES, found_agencies

GAP = "detox"
PER_MONTH = 24
YES = Tests(interest=True, probability=True, severity=True, many_agencies=True)
# By whom and about what: yesterday's situation, the one on the table now, and those that wait.
PLANNED = ("police", Carried("person", "18-24", "male", risks=(
    "suicide-now", "mental-suspected", "drugs-abuse", "housing-transient", "unemployment-chronic",
), protective=("family_support",), flags=("escalation", "opioids")))  # fmt: skip
ON_THE_TABLE = ("police", Carried("family", "30-39", n_affected=4, risks=(
    "violence-home", "alcohol-abuse", "parenting-not_given", "school-absent", "poverty-finances",
    "emotional-home",
), protective=("good_school",), flags=("child", "partner_violence")))  # fmt: skip
WAITING = (
    ("health", Carried("person", "60plus", "female", risks=(
        "elder_abuse-suffers", "physical-untreated", "cognitive-suspected", "needs-unable",
    ), flags=("isolation_social",))),
    ("police", Carried("person", "12-17", "female", risks=(
        "missing-unknown", "peers-associates", "school-absent", "drugs-use", "sexual-suffers",
    ), protective=("role_models",), flags=("child", "trafficked"))),
    ("health", Carried("dwelling", n_affected=3, risks=(
        "housing-none", "mental-diagnosed", "surroundings-neighbourhood",
    ), flags=("hoarding", "losing_home"))),
)  # fmt: skip


def settle_hub(*, seed: int = 3) -> None:
    """Found the table with its past, seat its people, let them meet, and raise one issue."""
    found_agencies()
    key = _past(seed)
    people = seat_people(key)
    now = clock.now()
    with clock.held_at(now - dt.timedelta(hours=20)):
        _met_yesterday(people, now)
    _meet_now(people, now)
    tally_months(table_key=key, by=CLOCK)
    raise_from_figures(key, GAP)


def _past(seed: int) -> str:
    """Since January of last year, so that there is a whole calendar year; the table's key."""
    now, rng = clock.now(), np.random.default_rng(seed)
    here = timezone.localtime(now)
    years = Years(dt.date(here.year - 1, 1, 1), 12 + here.month, PER_MONTH)
    with clock.held_at(dt.datetime.combine(years.first, dt.time(12), dt.UTC)):
        table = found_table(
            code="RIV",
            name="Riverbend Hub",
            name_fr="Table de Riverbend",
            rules=Rules(sensitivity="low"),
            by=BY,
        )
    truths = with_gap(draw_truths(rng, n_gaps=0), GAP)
    drawn = invent_situations(rng, truths, years, agencies=CODES)
    load_past(table_key=table.key, situations=_over(drawn, now), by=BY)
    return table.key


def _over(drawn: Iterator[PastSituation], now: dt.datetime) -> Iterator[PastSituation]:
    """What is over by now, as far as it is known now."""
    for one in drawn:
        if (one.concluded_at or one.opened_at) < now - dt.timedelta(days=2):
            yield as_known(one, now)


def _met_yesterday(people: Seated, now: dt.datetime) -> None:
    """A meeting in which a situation was taken up; its visit is due in some hours."""
    chair = people.by["hub-chair"]
    key = _submit(people, *PLANNED)
    meeting = _meet(people)
    _present(people, key)
    for name in SPEAKERS:
        deciding.say_agreed(situation_key=key, agrees=True, by=people.by[name])
    deciding.decide_threshold(
        situation_key=key, version=_version(people, key), is_elevated=True, tests=YES, by=chair
    )
    for agency in ("health", "police", "housing"):
        deciding.say_in(situation_key=key, part="engaged", by=people.of(agency))
    deciding.begin_plan(situation_key=key, version=_version(people, key), lead="health", by=chair)
    gate.open_note(
        situation_key=key,
        identifiers=gate.Identifiers("Pat Example", "about twenty", "in town"),
        basis="serious_harm",
        purpose="plan the visit",
        unlocked=people.unlocked["hub-police"],
        by=people.by["hub-police"],
    )
    visiting.plan_visit(
        situation_key=key,
        version=_version(people, key),
        planned_for=now + dt.timedelta(hours=3),
        agencies=["health", "police"],
        by=people.by["hub-health"],
    )
    meetings.close_meeting(key=meeting, by=chair)


def _meet_now(people: Seated, now: dt.datetime) -> None:
    """A meeting that began some minutes ago; all but mental health have said that they agree."""
    with clock.held_at(now - dt.timedelta(hours=3)):
        key, *_waiting = [_submit(people, *each) for each in (ON_THE_TABLE, *WAITING)]
    with clock.held_at(now - dt.timedelta(minutes=4)):
        meeting = _meet(people)
        meetings.attend(meeting_key=meeting, how="remote", by=people.by["hub-clerk"])
    with clock.held_at(now - dt.timedelta(minutes=1)):
        _present(people, key)
    for name in SPEAKERS:
        if name != "hub-health":
            deciding.say_agreed(situation_key=key, agrees=True, by=people.by[name])
    meetings.plan_meeting(planned_for=now + dt.timedelta(days=7), by=people.by["hub-chair"])


def _submit(people: Seated, agency: str, carried: Carried) -> str:
    """Filter 1: drafted, approved by somebody else there, and brought."""
    approver = {"police": "hub-police-lead", "health": "hub-supervisor"}[agency]
    draft = screening.draft_screening(
        answers={question.code: "yes" for question in codes("check")},
        carried=carried,
        basis="serious_harm",
        consent_asked="not asked",
        by=people.of(agency),
    )
    approved = screening.approve_screening(
        key=draft.key, version=draft.version, by=people.by[approver]
    )
    return screening.submit_situation(
        key=approved.key, version=approved.version, by=people.of(agency)
    )


def _meet(people: Seated) -> str:
    chair = people.by["hub-chair"]
    meeting = meetings.plan_meeting(planned_for=clock.now(), by=chair)
    meetings.open_meeting(key=meeting.key, by=chair)
    for name in SPEAKERS:
        how = "remote" if name == "hub-school" else "room"
        meetings.attend(meeting_key=meeting.key, how=how, by=people.by[name])
    return meeting.key


def _present(people: Seated, key: str) -> None:
    chair = people.by["hub-chair"]
    meetings.present(situation_key=key, version=_version(people, key), by=chair)


def _version(people: Seated, key: str) -> int:
    shown = card(people.by["hub-chair"], key)
    return shown.version if shown else 0
