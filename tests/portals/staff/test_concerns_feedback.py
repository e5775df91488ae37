"""Tips, complaints and thanks at the desk, by those who may and refused to those who may not."""

from __future__ import annotations

import pytest

from commonbeat.core.models import LedgerEntry
from commonbeat.domains.concerns.actions import tips as tipping
from commonbeat.domains.concerns.queries import feedback
from commonbeat.domains.concerns.queries import tips as reading
from commonbeat.domains.contact.models import Message
from commonbeat.roles import Role, actor
from commonbeat.workflows import feedback_intake
from commonbeat.workflows.text_replies import take_text

ANA = actor(Role.ANYBODY, "page")
CHO = actor(Role.COORDINATOR, "cho")
GATEWAY = actor(Role.GATEWAY, "console")


@pytest.fixture(autouse=True)
def _noon(noon) -> None:
    """Every test is at noon."""


@pytest.fixture
def tip() -> str:
    left = tipping.leave_tip(
        topic="drugs", words="behind the mill", area_id=None, language="en", by=ANA
    )
    return left.key


@pytest.fixture
def complaint() -> str:
    feedback_intake.take_complaint(
        category="service",
        words="Nobody answered.",
        area_id=None,
        language="en",
        number="",
        mail="",
        knows_independent_route=True,
        by=ANA,
    )
    return feedback.complaints(CHO)[0].key


def page(answer) -> str:
    return answer.content.decode()


def test_a_tip_is_read_answered_and_ended_and_each_reading_is_written_down(tip, signed_in):
    client = signed_in(Role.COORDINATOR)
    assert "waits for us" in page(client.get("/staff/tips/"))
    assert "behind the mill" in page(client.get(f"/staff/tips/{tip}/"))
    assert LedgerEntry.objects.filter(verb="concerns.open_tip", subject="").count() == 1
    client.post(f"/staff/tips/{tip}/answer/", {"words": "Which door?"})
    assert "Which door?" in page(client.get(f"/staff/tips/{tip}/"))
    empty = client.post(f"/staff/tips/{tip}/answer/", {"words": " "}, follow=True)
    assert "Nothing was sent" in page(empty)
    client.post(f"/staff/tips/{tip}/settle/", {"what": "patrol"})
    assert reading.tips(CHO)[0].state == "passed on"
    client.post(f"/staff/tips/{tip}/settle/", {"what": "end"})
    assert client.get(f"/staff/tips/{tip}/").status_code == 404


def test_an_answer_to_a_tip_by_text_is_texted_without_saying_which_tip(signed_in):
    take_text(
        gateway="console",
        gateway_ref="t1",
        number="+15145550101",
        text="TIP they sell behind the mill",
        by=GATEWAY,
    )
    [line] = reading.tips(CHO)
    signed_in(Role.COORDINATOR).post(f"/staff/tips/{line.key}/answer/", {"words": "Which door?"})
    sent = Message.objects.seen_by(GATEWAY).get(purpose="tip")
    assert sent.about == ""
    assert line.key not in sent.topic


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ANALYST, Role.ADMINISTRATOR, Role.LEADER])
def test_others_find_no_tips_at_all(role, tip, signed_in):
    client = signed_in(role)
    for path in ("/staff/tips/", f"/staff/tips/{tip}/"):
        assert client.get(path).status_code == 404
    assert client.post(f"/staff/tips/{tip}/settle/", {"what": "end"}).status_code == 404


def test_a_complaint_moves_on_step_by_step(complaint, signed_in):
    client = signed_in(Role.LEADER)
    assert "Nobody answered." in page(client.get(f"/staff/complaints/{complaint}/"))
    assert "Nobody answered." not in page(client.get("/staff/complaints/"))
    moved = client.post(
        f"/staff/complaints/{complaint}/move/", {"stage": "screened", "version": "1"}, follow=True
    )
    assert "has moved on" in page(moved)
    stale = client.post(
        f"/staff/complaints/{complaint}/move/",
        {"stage": "local response", "version": "1"},
        follow=True,
    )
    assert "somebody else changed it" in page(stale)
    skipped = client.post(
        f"/staff/complaints/{complaint}/move/", {"stage": "received", "version": "2"}, follow=True
    )
    assert "does not come next" in page(skipped)
    client.post(
        f"/staff/complaints/{complaint}/conclude/",
        {"outcome": "upheld", "words": "We are sorry.", "version": "2"},
    )
    assert "The resident was right" in page(client.get("/staff/complaints/?show=ended"))


def test_an_officer_finds_no_complaints(complaint, signed_in):
    client = signed_in(Role.OFFICER)
    assert client.get("/staff/complaints/").status_code == 404
    assert client.get(f"/staff/complaints/{complaint}/").status_code == 404


def test_thanks_are_passed_on_and_only_that_officer_reads_them(signed_in):
    feedback_intake.take_thanks(
        about="the officer at the school",
        words="You were kind.",
        area_id=None,
        may_be_told=True,
        language="en",
        by=ANA,
    )
    officer, leader = signed_in(Role.OFFICER), signed_in(Role.LEADER)
    assert "You were kind." not in page(officer.get("/staff/thanks/mine/"))
    text = page(leader.get("/staff/thanks/"))
    assert "You were kind." in text
    key = feedback.thanks(CHO)[0].key
    first = text.split('<option value="')[1].split('"')[0]
    keys = [part.split('"')[0] for part in text.split('<option value="')[1:]]
    assert first in keys
    for candidate in keys:
        leader.post(f"/staff/thanks/{key}/", {"officer": candidate})
    shown = [page(officer.get("/staff/thanks/mine/")).count("You were kind.")]
    assert shown in ([0], [1])
    assert officer.get("/staff/thanks/").status_code == 404
