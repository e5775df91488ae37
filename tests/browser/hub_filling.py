"""Fills three tables of the Hub for the browser, one for each language of its people.

`tests.browser.hub_town` runs it in a process of its own. It prints, as JSON, for each language the
keys of the table and of a situation at each step, and the session and the key of each person.
"""

import datetime as dt
import json

from django.conf import settings
from django.contrib.auth import login
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest

from commonbeat.core import clock
from commonbeat.domains.agencies.actions.agreements import record_agreement
from commonbeat.domains.agencies.personal_keys import lock_into_cookie
from commonbeat.domains.agencies.terms import today
from commonbeat.domains.hub import gate
from commonbeat.domains.hub.actions.tables import Rules
from commonbeat.domains.hub.actions.words import load_codes
from commonbeat.domains.hub.carried import Carried
from commonbeat.portals.doors import SIGNED_IN_AT
from commonbeat.roles import Role, actor
from tests.domains.hub import walks
from tests.domains.hub.cast import SPEAKERS, Cast, seat_people

LONG_AGO = dt.timedelta(days=-40)
HOUR = dt.timedelta(hours=1)
FAMILY = Carried(
    kind="family",
    age_band="30-39",
    n_affected=4,
    risks=("housing-none", "mental-suspected", "drugs-abuse", "alcohol-use", "antisocial-home"),
    protective=("supervised",),
    flags=("escalation",),
)

# Those at the table where tests press buttons, each for one test.
WAITING = ("noted", "one", "next", "pressed", "slow", "typed", "unsent", "stumbled")


def session_of(staff: object) -> str:
    """Sign somebody in; returns the session's key."""
    request = HttpRequest()
    request.session = SessionStore()
    login(request, staff, backend=settings.AUTHENTICATION_BACKENDS[-1])  # type: ignore[arg-type]
    request.session[SIGNED_IN_AT] = clock.now().isoformat()
    request.session.save()
    return str(request.session.session_key)


def seated(code: str) -> Cast:
    """A table and its people. The town had some of the agencies already, without an agreement."""
    cast = seat_people(code=code, rules=Rules(free_text=True))
    for agency in cast.agencies:
        record_agreement(
            agency_code=agency,
            kind="information sharing",
            signed_on=today(),
            valid_until=today() + dt.timedelta(days=365),
            by=actor(Role.OPERATOR, "browser"),
        )
    return cast


def decided(cast: Cast, key: str) -> str:
    """The table agreed: filter 3."""
    walks.present(cast, key)
    walks.agree(cast, key)
    walks.decide(cast, key)
    return key


def begun(cast: Cast, key: str) -> str:
    """The police lead and mental health assists: filter 4."""
    decided(cast, key)
    for one in ("ana", "cho"):
        walks.deciding.say_in(situation_key=key, part="engaged", by=cast.by[one])
    walks.begin(cast, key)
    return key


def visited(cast: Cast, key: str) -> str:
    """A visit was made."""
    walks.report(cast, walks.plan(cast, begun(cast, key)))
    return key


def noted(cast: Cast, key: str) -> str:
    """A note was written."""
    gate.open_note(
        situation_key=key,
        identifiers=gate.Identifiers("Pat Example", "1984-03-02", "in town"),
        basis="serious_harm",
        purpose="who is involved",
        unlocked=cast.unlocked["ana"],
        by=cast.by["ana"],
    )
    return key


def draft_of(cast: Cast) -> str:
    """A draft of the police that is not complete."""
    return walks.screening.draft_screening(
        answers={"changed": "yes"},
        carried=walks.CARRIED,
        basis="",
        consent_asked="",
        by=cast.by["ana"],
    ).key


def fill(code: str, language: str) -> dict[str, object]:
    """One table whose people read one language."""
    with clock.moved_by(LONG_AGO):
        cast = seated(code)
        long_ago = walks.meet(cast)
        closed = walks.submit(cast)
        visited(cast, closed)
        walks.conclude(cast, closed)
        walks.meetings.close_meeting(key=long_ago.key, by=cast.by["chair"])
    for staff in cast.staff.values():
        staff.language = language
        staff.save()
    names = ("elevated", "noted", "involved", "planned", "visited", "presented", "queued", "mine")
    at = {name: walks.submit(cast, carried=FAMILY) for name in names}
    at["others"] = walks.submit(cast, "bell")
    with clock.moved_by(-5 * HOUR):
        meeting = walks.meet(cast)
        noted(cast, decided(cast, at["noted"]))
        decided(cast, at["elevated"])
        begun(cast, at["involved"])
        visited(cast, at["visited"])
        walks.plan(cast, begun(cast, at["planned"]))
    walks.meetings.attend(meeting_key=meeting.key, how="remote", by=cast.by["clerk"])
    walks.present(cast, at["presented"])
    walks.agree(cast, at["presented"], SPEAKERS[1:3])
    walks.meetings.plan_meeting(planned_for=clock.now() + 24 * HOUR, by=cast.by["chair"])
    return {
        "table": cast.table.key,
        "closed": closed,
        "draft": draft_of(cast),
        "sessions": {who: session_of(staff) for who, staff in cast.staff.items()},
        "keys": {who: lock_into_cookie(cast.unlocked[who]) for who in cast.unlocked},
        "staff": {who: staff.key for who, staff in cast.staff.items()},
    } | at


def at_work() -> dict[str, object]:
    """A table in the middle of a meeting of three agencies, for tests that press buttons."""
    cast = seated("WRK")
    keys = {name: walks.submit(cast, carried=FAMILY) for name in WAITING}
    walks.meet(cast, SPEAKERS[:3])
    walks.present(cast, keys["noted"])
    walks.agree(cast, keys["noted"], SPEAKERS[:3])
    walks.decide(cast, keys["noted"])
    noted(cast, keys["noted"])
    return {
        "table": cast.table.key,
        "sessions": {who: session_of(staff) for who, staff in cast.staff.items()},
        "keys": {who: lock_into_cookie(cast.unlocked[who]) for who in cast.unlocked},
    } | keys


def main() -> None:
    """Fill and print."""
    load_codes(by=actor(Role.OPERATOR, "browser"))
    languages = {"en": "ENG", "fr": "FRA", "xr": "MIR"}
    tables = {language: fill(code, language) for language, code in languages.items()}
    print(json.dumps(tables | {"work": at_work()}))


main()
