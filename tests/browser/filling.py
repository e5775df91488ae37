"""Fills a town for the browser. `tests.browser.town` runs it in a process of its own.

It prints, as JSON, the keys and private links that the tests hold.
"""

import datetime as dt
import json
import secrets

from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django_otp.oath import TOTP

from commonbeat.core import clock
from commonbeat.domains.agencies import totp
from commonbeat.domains.agencies.actions import account, second_factor, staff
from commonbeat.domains.agencies.queries import agreements, postings, seats, undertakings
from commonbeat.domains.agencies.terms import today
from commonbeat.domains.calls.events import Event, Kind
from commonbeat.domains.calls.queries.caller import page_of
from commonbeat.domains.calls.queries.desk import Filters, calls_for
from commonbeat.domains.contact.carrying import Carrier
from commonbeat.domains.contact.queries import point_of_number
from commonbeat.domains.presence.queries import open_follow_ups
from commonbeat.domains.surveys.actions import answering, asking, releasing
from commonbeat.domains.surveys.queries import page_token, remarks, survey_page
from commonbeat.portals.demo.accounts import PASSWORD
from commonbeat.portals.doors import SIGNED_IN_AT
from commonbeat.roles import Role, actor
from commonbeat.simulation.history import invent_past
from commonbeat.simulation.settling import quicken_policies, settle
from commonbeat.simulation.town import middle_of
from commonbeat.workflows.call_figures import release_public_figures
from commonbeat.workflows.call_followup import status_text, take_events
from commonbeat.workflows.text_replies import take_text

DISPATCH = actor(Role.FEED, "dispatch")
PHONE = actor(Role.GATEWAY, "console")
CLOCK = actor(Role.CLOCK, "browser")
COORDINATOR = actor(Role.COORDINATOR, "browser")
ADMINISTRATOR = actor(Role.ADMINISTRATOR, "browser")
OPERATOR = actor(Role.OPERATOR, "browser")
LANGUAGES = ("en", "fr", "xr")
ROLES = (
    Role.OFFICER,
    Role.COORDINATOR,
    Role.PRIVACY_OFFICER,
    Role.ADMINISTRATOR,
    Role.ANALYST,
)
REMARK = "The officer listened to me and said what would happen next. Thank you."

TOLD = ("NOISE", "VANDAL", "LARCENY", "MVA", "PARKING", "FRAUD")
RECEIVED = (Kind.RECEIVED,)
COMING = (Kind.RECEIVED, Kind.EN_ROUTE)
WHOLE = (Kind.RECEIVED, Kind.EN_ROUTE, Kind.ARRIVED, Kind.CLOSED)


def follow_call(name: str, number: int, kinds: tuple[Kind, ...], began: dt.timedelta) -> str:
    """A caller's call that went so far; returns the token of their page."""
    (x, y), phone, at = middle_of(number % 8), phone_of(number), clock.now() - began
    events = [
        Event(
            f"{name}-{step}",
            f"26-{4100 + number}",
            kind,
            at + dt.timedelta(minutes=7 * step),
            TOLD[number % len(TOLD)] if step == 0 else "",
            phone=phone if step == 0 else "",
            language="en" if step == 0 else "",
            longitude=x if step == 0 else None,
            latitude=y if step == 0 else None,
            disposition="01" if kind is Kind.CLOSED else "",
        )
        for step, kind in enumerate(kinds)
    ]
    with clock.held_at(events[-1].at + dt.timedelta(minutes=1)):
        take_events(feed_code="dispatch", events=events, by=DISPATCH)
    text = status_text(point_of_number(PHONE, phone).id, "en", by=PHONE)
    return text.split("/c/")[1].split()[0]


def phone_of(number: int) -> str:
    """A fictional number that no invented caller of the past has: they are all in Canada."""
    return f"+1202555{110 + number:04d}"


def text_from(number: int, text: str) -> None:
    """A caller texts us."""
    ref = secrets.token_hex(8)
    take_text(gateway="console", gateway_ref=ref, number=phone_of(number), text=text, by=PHONE)


def survey_of(token: str) -> str:
    """The token of the survey page of a caller whose call is closed."""
    page = page_of(token)
    holder = actor(Role.CALLER, "browser", holds=page.held)
    found = page_token(holder, page.subject, page.point_id)
    assert found, f"nobody asked the caller of {page.number}"
    return found


def session_of(role: Role, language: str, *, second: bool = False) -> str:
    """Engage somebody who reads this language and is signed in; returns the session's key."""
    name = f"{role}-{language}{'-second' if second else ''}".replace(" ", "-")
    engaged = staff.engage_staff(
        sign_in_name=name,
        display_name=f"Another {role}",
        agency_code="police",
        role=role,
        password=PASSWORD,
        by=OPERATOR,
    )
    account.choose_own_language(language=language, by=actor(role, engaged.key))
    if second:
        secret = totp.new_secret()
        code = TOTP(bytes.fromhex(secret)).token()
        confirm = second_factor.confirm_second_factor
        confirm(secret=secret, code=f"{code:06d}", by=actor(role, engaged.key))
    request = HttpRequest()
    request.session = SessionStore()
    user = get_user_model().objects.get(key=engaged.key)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    request.session[SIGNED_IN_AT] = clock.now().isoformat()
    request.session.save()
    return str(request.session.session_key)


def invent() -> None:
    """A month that is settled and published, and the last days."""
    settle()
    with clock.held_at(clock.now() - dt.timedelta(days=50)):
        invent_past(days=30, per_day=7)
    quicken_policies()
    invent_past(days=12, per_day=6)


def answer_with_words(token: str) -> None:
    """Answer a survey's page, with a remark that a coordinator will review."""
    caller = actor(Role.CALLER, "survey")
    asked = survey_page(caller, token).questions
    answers = {q.code: 1 if q.scale == "yes_no" else 4 for q in asked if q.scale != "text"}
    answering.answer_on_page(token=token, answers=answers, remark=REMARK, language="en", by=caller)


def fill() -> dict[str, object]:
    """The town, and what the tests hold of it."""
    invent()
    hours = dt.timedelta(hours=3)
    ours = {
        "received": follow_call("a", 0, RECEIVED, dt.timedelta(minutes=9)),
        "coming": follow_call("b", 1, COMING, dt.timedelta(minutes=21)),
        "keyboard": follow_call("c", 2, COMING, dt.timedelta(minutes=24)),
        "no script": follow_call("d", 3, COMING, dt.timedelta(minutes=26)),
        "phone": follow_call("e", 4, COMING, dt.timedelta(minutes=28)),
        "closed": follow_call("f", 5, WHOLE, hours),
    }
    others = [f"other {number}" for number in range(5)]
    surveys = enumerate(("open", "keyboard", "no script", "over", *others), start=6)
    over = {name: follow_call(f"s{n}", n, WHOLE, hours) for n, name in surveys}
    asking.ask_due(by=CLOCK)
    asked = {name: survey_of(token) for name, token in over.items()}
    for name in ("over", *others):
        answer_with_words(asked[name])
    releasing.release_remarks(by=CLOCK)
    for number in (10, 11, 12, 13):
        text_from(number, "CALL ME")
    follow_call("late", 20, WHOLE, dt.timedelta(hours=31))
    with clock.held_at(clock.now() - dt.timedelta(hours=27)):
        text_from(20, "CALL ME")
    text_from(4, "STATUS")
    carrier = Carrier(by=PHONE, n_threads=1)
    while carrier.carry_due():
        pass
    carrier.tidy()
    carrier.close()
    release_public_figures(by=CLOCK)
    calls = {row.number: row.key for row in calls_for(COORDINATOR, Filters()).rows}
    return {
        "callers": ours,
        "surveys": asked,
        "call": calls["26-4105"],
        "follow_ups": [p.key for p in open_follow_ups(COORDINATOR)],
        "posting": postings(ADMINISTRATOR, on=clock.now().date())[0].key,
        "agreement": agreements(ADMINISTRATOR, on=today())[0].key,
        "promise": undertakings(ADMINISTRATOR, on=today())[0].key,
        "seat": seats(ADMINISTRATOR, on=today())[0].key,
        "staff": get_user_model().objects.filter(role="officer").first().key,
        "remark": remarks(COORDINATOR)[0].key,
        "phone": point_of_number(PHONE, phone_of(4)).key,
        "sessions": {f"{r}/{l}": session_of(r, l) for r in ROLES for l in LANGUAGES},
        "second_factor": session_of(Role.OFFICER, "en", second=True),
    }


print(json.dumps(fill()))
