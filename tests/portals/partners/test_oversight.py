"""What the privacy lead and the chair see of notes, signatures and cadence; and remarks."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from commonbeat.core import clock
from commonbeat.domains.hub.actions.tables import Rules, set_policy
from commonbeat.roles import Role, actor
from tests.domains.hub import walks
from tests.portals.partners.conftest import client_of
from tests.portals.partners.test_notes import MARKS, written

OPERATOR = actor(Role.OPERATOR, "tests")


def url(hub, name: str, *keys: object) -> str:
    return reverse(f"partners:{name}", args=[hub.table.key, *keys])


def page_of(client, where: str) -> str:
    return client.get(where).content.decode()


@pytest.fixture
def read(hub, sign_in):
    """A note that Ana wrote and Bell read."""
    key = walks.elevate(hub)
    sign_in("ana").post(url(hub, "open_note", key), written())
    sign_in("bell").get(url(hub, "note", key))
    return key


def test_the_privacy_lead_sees_who_read_on_what_ground_and_never_what(hub, read, sign_in):
    page = page_of(sign_in("lead"), url(hub, "oversight"))
    assert "read a note" in page
    assert "wrote a note" in page
    assert "Bell" in page
    assert "The law allows it to prevent serious harm" in page
    assert "To find out which agencies know them" in page
    assert not any(mark in page for mark in MARKS)
    assert "Alcohol" not in page


def test_a_purge_is_seen(hub, read, sign_in):
    walks.deciding.end_before_plan(
        situation_key=read,
        version=walks.version(hub, read),
        reason="single_agency",
        by=hub.by["chair"],
    )
    assert "a note was destroyed at the end" in page_of(sign_in("lead"), url(hub, "oversight"))


def test_readings_of_another_table_are_not_seen(hub, read, elsewhere):
    page = page_of(
        client_of(elsewhere.staff["lead"]),
        reverse("partners:oversight", args=[elsewhere.table.key]),
    )
    assert "Nobody has read a note yet" in page


def test_the_chair_sees_what_is_signed_and_the_cadence_and_no_reading(hub, read, sign_in):
    page = page_of(sign_in("chair"), url(hub, "chair"))
    assert "What is signed" in page
    assert "1 meeting in the last 90 days" in page
    assert "read a note" not in page


def test_a_pause_that_is_too_long_is_said(hub, sign_in):
    walks.meet(hub)
    with clock.moved_by(dt.timedelta(days=12)):
        page = page_of(sign_in("chair"), url(hub, "chair"))
    assert "Not kept" in page
    assert "The longest pause was 12 days" in page


def test_where_the_rules_allow_none_no_remark_is_offered(hub, sign_in):
    key = walks.submit(hub)
    assert sign_in("ana").get(url(hub, "remark", key)).status_code == 404
    assert url(hub, "remark", key) not in page_of(sign_in("ana"), url(hub, "situation", key))


@pytest.mark.parametrize("said", ["call 819-555-0123", "since 3 March 2026", "at J8X 3X4"])
def test_a_remark_that_could_tell_who_is_refused_and_kept_in_the_box(hub, sign_in, said):
    set_policy(table_key=hub.table.key, rules=Rules(free_text=True), by=OPERATOR)
    key = walks.submit(hub)
    answer = sign_in("ana").post(url(hub, "remark", key), {"version": 1, "text": said})
    assert answer.status_code == 422
    assert "It was not stored" in answer.content.decode()
    assert said in answer.content.decode()
    assert walks.card(hub, key).remark == ""


def test_a_remark_is_written_and_read_by_the_table(hub, sign_in):
    set_policy(table_key=hub.table.key, rules=Rules(free_text=True), by=OPERATOR)
    key = walks.submit(hub)
    text = "a dog that bites"
    sign_in("ana").post(url(hub, "remark", key), {"version": 1, "text": text})
    assert text in page_of(sign_in("bell"), url(hub, "situation", key))
    assert sign_in("bell").get(url(hub, "remark", key)).status_code == 404
