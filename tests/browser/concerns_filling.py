"""Fills what residents brought. `tests.browser.concerns_town` runs it.

It prints, as JSON, the keys and private links that the tests hold.
"""

import datetime as dt
import json

from django.contrib.auth import get_user_model

from commonbeat.core import clock
from commonbeat.domains.concerns.actions import (
    forwarding,
    handling,
    kinds,
    outside,
    thanks,
    tips,
)
from commonbeat.domains.concerns.outside.parcels import Refused, Unknown
from commonbeat.domains.concerns.photos import cleaned
from commonbeat.domains.concerns.queries import feedback
from commonbeat.domains.concerns.queries.concerns import whole
from commonbeat.domains.concerns.reports import Report
from commonbeat.portals.residents.concerns import place_map
from commonbeat.roles import Role, actor
from commonbeat.workflows import complaint_figures, concern_intake, feedback_intake
from tests.domains.concerns.pictures import a_photo
from tests.workflows.town_complaints import several

PAGE = actor(Role.ANYBODY, "page")
COORDINATOR = actor(Role.COORDINATOR, "browser")
OPERATOR = actor(Role.OPERATOR, "browser")
CLOCK = actor(Role.CLOCK, "browser")
DRUMS = "Drums and loud music behind the old mill, every night since Monday."
SOLD = "They sell behind the old mill on Fridays, after dark. I saw it three times from the bus."
SPOKE = "An officer spoke with the people there. It should be quiet now; if not, tell us."


def report(days: int, east: float = 0.0) -> tuple[str, str]:
    """A concern so many days old, by the middle of the town: its key and private link."""
    middle = place_map.start()
    assert middle is not None, "no outline of the town is known"
    told = Report(
        kind="noise", description=DRUMS, address="Mill Street and Oak Street",
        longitude=middle.longitude + east, latitude=middle.latitude, answers={"when": ["night"]},
    )  # fmt: skip
    photo = cleaned(a_photo(size=(640, 480)).read())
    with clock.held_at(clock.now() - dt.timedelta(days=days)):
        raised = concern_intake.take_report(report=told, photos=[photo], by=PAGE)
    return raised.key, raised.token


def concerns() -> dict[str, str]:
    """One looked into, one done, one offered to an agency; and wording to answer with."""
    key, opened = report(days=2)
    handling.answer(key=key, version=1, state="looking", words="", by=COORDINATOR)
    other, done = report(days=9, east=0.03)
    handling.answer(key=other, version=1, state="done", words=SPOKE, by=COORDINATOR)
    offered, _link = report(days=1, east=-0.03)
    handling.hand_over(key=offered, version=1, to="police", by=COORDINATOR)
    template = kinds.word_template(
        kind="noise", words="We were there.", words_fr="Nous y étions.", by=OPERATOR
    )
    send_on(key, offered)
    shown = whole(COORDINATOR, key)
    assert shown is not None
    return {
        "concern": key, "offered": offered, "open": opened, "done": done, "template": template,
        "photo": shown.photos[0].key, "number": shown.line.number,
    }  # fmt: skip


def send_on(*keys: str) -> None:
    """A server, where nobody knows whether one concern arrived, and which refused another."""
    server = outside.add_server(
        name="The county", endpoint="https://311.example.org/open311/v2",
        api_key="kept by us", jurisdiction_id="county.example", by=OPERATOR,
    )  # fmt: skip
    outside.add_route(kind="noise", server=server, service_code="N-7", by=OPERATOR)
    outside.add_route(
        kind="graffiti", server=server, service_code="GR1", sends_description=True, by=OPERATOR
    )
    outcomes = (Unknown("no answer"), Refused("400 lat long"))
    for key, outcome in zip(keys, outcomes, strict=True):
        forwarding.forward(key=key, server=server, by=COORDINATOR)
        parcel = forwarding.claim_next(by=CLOCK)
        assert parcel is not None
        forwarding.record_outcome(forwarding_id=parcel.id, outcome=outcome, by=CLOCK)


def tip() -> dict[str, str]:
    """A tip with a picture, and one that waits for nobody."""
    with clock.held_at(clock.now() - dt.timedelta(days=3)):
        left = tips.leave_tip(
            topic="drugs", words=SOLD, area_id=None, language="en",
            photos=[cleaned(a_photo(size=(640, 480)).read())], by=PAGE,
        )  # fmt: skip
    asked = tips.leave_tip(topic="fraud", words=SOLD, area_id=None, language="en", by=PAGE)
    tips.answer_tip(key=asked.key, words="Which bus was it?", by=COORDINATOR)
    return {"tip": left.key}


def said() -> dict[str, str]:
    """Complaints at several stages, and thanks that wait and that were passed on."""
    taken = [
        feedback_intake.take_complaint(
            category="service", words="Nobody answered my letter for two months.", area_id=None,
            language="en", number="", mail="", knows_independent_route=True, by=PAGE,
        )
        for _ in range(3)
    ]  # fmt: skip
    keys = [feedback.complaint_of_token(one.token) or "" for one in taken]
    for version, stage in enumerate(("screened", "local response"), start=1):
        feedback_intake.move_on(
            key=keys[0], version=version, stage=stage, owner_id=None, by=COORDINATOR
        )
    feedback_intake.conclude(
        key=keys[1], version=1, outcome="resolved", words="We wrote to you today.", by=COORDINATOR
    )
    for about in ("the officer at the school on Monday", ""):
        feedback_intake.take_thanks(
            about=about, words="She listened to me and came back the next day.",
            area_id=None, may_be_told=True, language="en", by=PAGE,
        )  # fmt: skip
    [*_, passed] = feedback.thanks(COORDINATOR)
    officer = get_user_model().objects.filter(role="officer").first()
    thanks.pass_on_thanks(key=passed.key, officer_id=officer.pk, by=COORDINATOR)
    return {"complaint": keys[0], "complained": taken[0].token, "answered": taken[1].token}


def last_year() -> None:
    """Complaints of a year that is over, some of them late, as everybody sees them."""
    march = clock.now().replace(year=clock.now().year - 1, month=3, day=3)
    several(12, "service", local=12, at=march)
    several(11, "service", "upheld", local=34, at=march)
    several(12, "duties", "not-upheld", local=20, investigated=90, at=march)
    several(10, "duties", local=25, at=march)
    complaint_figures.release_complaint_figures(by=CLOCK)


last_year()
print(json.dumps(concerns() | tip() | said()))
