"""A resident complains after seeing the independent route, follows the steps, or says thanks."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client

from commonbeat.core import clock
from commonbeat.domains.concerns.actions import complaints
from commonbeat.domains.concerns.queries import feedback
from commonbeat.domains.contact.models import Message
from commonbeat.portals.residents.concerns import complaining
from commonbeat.roles import Role, actor
from commonbeat.workflows import feedback_intake

CHO = actor(Role.COORDINATOR, "cho")
WORDS = "Nobody answered my letter for two months."


@pytest.fixture(autouse=True)
def _bodies(noon, operator) -> None:
    complaints.load_shipped_bodies(by=operator)


def page(response: Any) -> str:
    return response.content.decode()


def complain(**changes: Any) -> Any:
    given = {"category": "service", "words": WORDS, "knows": "on"} | changes
    return Client(enforce_csrf_checks=True).post("/complain", given)


def test_the_independent_bodies_come_before_our_own_form():
    text = page(Client().get("/complain"))
    assert text.index("Law Enforcement Complaints Agency") < text.index('<form class="form"')


def test_nobody_complains_to_us_without_having_seen_them():
    answer = complain(knows="")
    assert answer.status_code == 422
    assert WORDS in page(answer)
    assert feedback.complaints(CHO) == []


def test_the_same_form_sent_twice_is_one_complaint_and_opens_one_page():
    [name] = re.findall(r'name="asked_as" value="(\w+)"', page(Client().get("/complain")))
    first = complain(asked_as=name, reach="+1 514 555 0101")
    second = complain(asked_as=name, reach="+1 514 555 0101")
    assert first.headers["Location"] == second.headers["Location"]
    assert len(feedback.complaints(CHO)) == 1
    assert Message.objects.seen_by(actor(Role.GATEWAY, "console")).count() == 1
    assert complain().headers["Location"] != first.headers["Location"]


def test_a_complaint_is_followed_step_by_step_on_a_private_page(noon):
    answer = complain(reach="+1 514 555 0101")
    assert answer.status_code == 303
    where = answer.headers["Location"]
    [line] = feedback.complaints(CHO)
    feedback_intake.move_on(key=line.key, version=1, stage="screened", owner_id=None, by=CHO)
    feedback_intake.move_on(key=line.key, version=2, stage="local response", owner_id=None, by=CHO)
    with clock.held_at(noon + dt.timedelta(days=31)):
        text = page(Client().get(where))
        assert "within 30 days" in text
        assert "longer than it should" in text
        feedback_intake.conclude(
            key=line.key, version=3, outcome="upheld", words="We are sorry.", by=CHO
        )
        closed = Client().get(where)
    assert "You were right." in page(closed)
    assert "We are sorry." in page(closed)
    assert closed.headers["Cache-Control"] == "no-store, private"
    told = Message.objects.seen_by(actor(Role.GATEWAY, "console")).filter(purpose="complaint")
    assert told.count() == 4


def test_a_wrong_link_opens_nothing_and_french_is_spoken():
    assert Client().get("/k/wrong").status_code == 404
    where = complain().headers["Location"]
    assert 'lang="fr"' in page(Client().get(f"{where}?lang=fr"))


def test_thanks_are_taken_without_an_account():
    sent = Client(enforce_csrf_checks=True).post(
        "/thanks", {"about": "the officer at the school", "words": "You were kind."}
    )
    assert sent.status_code == 200
    [line] = feedback.thanks(CHO)
    assert line.words == "You were kind."
    empty = Client().post("/thanks", {"words": ""})
    assert empty.status_code == 422


def test_floods_are_refused(monkeypatch):
    monkeypatch.setattr(complaining, "MOST_AN_HOUR", 1)
    assert complain().status_code == 303
    assert complain().status_code == 429


def test_a_flood_gives_back_the_complaint_and_the_thanks_as_they_were_typed(monkeypatch):
    monkeypatch.setattr(complaining, "MOST_AN_HOUR", 0)
    answer = complain(words="Nobody came for a week.")
    assert answer.status_code == 429
    for said in ("Not sent yet", "What you wrote is still here", "Nobody came for a week."):
        assert said in answer.content.decode()
    assert feedback.complaints(CHO) == []
    thanks = Client().post("/thanks", {"words": "You were kind."})
    assert (thanks.status_code, thanks.headers["Retry-After"]) == (429, "3600")
    assert "You were kind." in thanks.content.decode()
    assert feedback.thanks(CHO) == []
