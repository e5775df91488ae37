"""The identity note: written by one, read by the entitled, and gone for the others at once."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

import pytest
from django.urls import reverse

from commonbeat.core import clock
from commonbeat.core.models import LedgerEntry
from commonbeat.domains.agencies.personal_keys import COOKIE, lock_into_cookie
from commonbeat.domains.hub.actions.tables import Rules, set_policy
from commonbeat.roles import Role, actor
from tests.domains.hub import walks

NAME, BORN, ADDRESS = "Zzyzx Quill", "1901-04-01", "12 Nowhere Lane"
MARKS = (NAME, "Quill", BORN, "Nowhere")


def url(hub, name: str, key: str) -> str:
    return reverse(f"partners:{name}", args=[hub.table.key, key])


def written(**otherwise: Any) -> dict[str, Any]:
    return {
        "name": NAME, "born_on": BORN, "address": ADDRESS, "basis": "serious_harm",
        "purpose": "who is involved",
    } | otherwise  # fmt: skip


@pytest.fixture
def noted(hub, sign_in):
    """A situation at filter 3 with a note that the police wrote; everybody is there."""
    key = walks.elevate(hub)
    answer = sign_in("ana").post(url(hub, "open_note", key), written())
    assert answer.status_code == 302
    return key


def test_everybody_at_the_meeting_reads_it_and_each_reading_is_written_down(hub, noted, sign_in):
    for who in ("ana", "bell", "cho"):
        page = sign_in(who).get(url(hub, "note", noted)).content.decode()
        assert NAME in page
        assert BORN in page
        assert ADDRESS in page
    lines = LedgerEntry.objects.filter(verb="gate.read_note") | LedgerEntry.objects.filter(
        verb="hub.read_note"
    )
    assert lines.count() == 3


@pytest.mark.parametrize("who", ["chair", "clerk", "lead", "police_approver"])
def test_who_does_not_discuss_finds_no_note(hub, noted, sign_in, who):
    client = sign_in(who)
    there, nothing = client.get(url(hub, "note", noted)), client.get(url(hub, "note", "0" * 20))
    assert (there.status_code, there.content) == (404, nothing.content)


def test_who_says_out_loses_it_at_that_instant(hub, noted, sign_in):
    bell = sign_in("bell")
    assert bell.get(url(hub, "note_standing", noted)).status_code == 204
    before = walks.shown.live(hub.by["bell"]).stamp
    bell.post(url(hub, "say_out", noted))
    assert walks.shown.live(hub.by["bell"]).stamp > before
    assert bell.get(url(hub, "note_standing", noted)).status_code == 404
    assert bell.get(url(hub, "note", noted)).status_code == 404
    assert sign_in("cho").get(url(hub, "note", noted)).status_code == 200


def test_the_others_lose_it_when_the_plan_begins(hub, noted, sign_in):
    for who in ("ana", "cho"):
        walks.deciding.say_in(situation_key=noted, part="engaged", by=hub.by[who])
    walks.begin(hub, noted)
    assert sign_in("cho").get(url(hub, "note", noted)).status_code == 200
    assert sign_in("diaz").get(url(hub, "note", noted)).status_code == 404


def test_it_is_gone_with_the_conclusion(hub, sign_in):
    key = walks.visit(hub)
    sign_in("ana").post(url(hub, "open_note", key), written(purpose="plan the visit"))
    assert sign_in("cho").get(url(hub, "note", key)).status_code == 200
    walks.conclude(hub, key)
    assert sign_in("cho").get(url(hub, "note", key)).status_code == 404
    assert sign_in("ana").get(url(hub, "note", key)).status_code == 404


def test_it_is_gone_after_its_days(hub, noted, sign_in):
    with clock.moved_by(dt.timedelta(days=14, minutes=1)):
        client = sign_in("ana")
        assert client.get(url(hub, "note", noted)).status_code == 404
        assert client.get(url(hub, "note_standing", noted)).status_code == 404


def test_it_is_on_one_page_alone(hub, noted, sign_in, caplog):
    caplog.set_level(logging.DEBUG)
    client = sign_in("ana")
    page = client.get(url(hub, "note", noted))
    assert "no-store" in page.headers["Cache-Control"]
    title = page.content.decode().split("<title>")[1].split("</title>")[0]
    assert not any(mark in title for mark in MARKS)
    others = [
        client.get(reverse("partners:live", args=[hub.table.key])),
        client.get(reverse("partners:live_part", args=[hub.table.key])),
        client.get(url(hub, "situation", noted)),
        client.get(url(hub, "open_note", noted)),
        client.get("/partners/"),
    ]
    for answer in others:
        assert not any(mark in answer.content.decode() for mark in MARKS)
    assert not any(mark in caplog.text for mark in MARKS)
    ledger = " ".join(str(vars(line)) for line in LedgerEntry.objects.all())
    assert not any(mark in ledger for mark in MARKS)


def test_without_their_own_key_nobody_reads_or_writes(hub, noted, sign_in):
    client = sign_in("bell", key=False)
    answer = client.get(url(hub, "note", noted))
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "Please sign in again" in page
    assert NAME not in page
    assert not LedgerEntry.objects.filter(verb__endswith="read_note").exists()
    client.cookies[COOKIE] = lock_into_cookie(hub.unlocked["cho"])
    assert client.get(url(hub, "note", noted)).status_code == 403


def test_without_their_own_key_nobody_writes_one(hub, sign_in):
    key = walks.elevate(hub)
    answer = sign_in("ana", key=False).post(url(hub, "open_note", key), written())
    assert answer.status_code == 403
    assert NAME not in answer.content.decode()


@pytest.mark.parametrize("who", ["bell", "chair", "clerk", "lead"])
def test_only_the_agency_that_brought_it_writes_one(hub, sign_in, who):
    key = walks.elevate(hub)
    assert sign_in(who).get(url(hub, "open_note", key)).status_code == 404
    assert sign_in(who).post(url(hub, "open_note", key), written()).status_code == 404


@pytest.mark.parametrize("missing", ["name", "basis", "purpose"])
def test_a_note_needs_a_name_a_ground_and_a_purpose(hub, sign_in, missing):
    key = walks.elevate(hub)
    answer = sign_in("ana").post(url(hub, "open_note", key), written(**{missing: ""}))
    assert answer.status_code == 422
    assert sign_in("cho").get(url(hub, "note", key)).status_code == 404


def test_before_the_threshold_there_is_no_note(hub, sign_in):
    key = walks.submit(hub)
    assert sign_in("ana").get(url(hub, "open_note", key)).status_code == 404


def test_where_the_rules_allow_none_there_is_none(hub, sign_in):
    rules = Rules(note_mode="none")
    set_policy(table_key=hub.table.key, rules=rules, by=actor(Role.OPERATOR, "tests"))
    key = walks.involve(hub)
    assert sign_in("ana").get(url(hub, "open_note", key)).status_code == 404
    assert "identity note" not in sign_in("ana").get(url(hub, "situation", key)).content.decode()


def test_who_came_later_reads_it_once_it_is_shared(hub, sign_in):
    key = walks.submit(hub)
    meeting = walks.meet(hub, ["ana", "bell", "cho"])
    walks.present(hub, key)
    walks.agree(hub, key, ["ana", "bell", "cho"])
    walks.decide(hub, key)
    ana = sign_in("ana")
    ana.post(url(hub, "open_note", key), written())
    walks.meetings.attend(meeting_key=meeting.key, how="remote", by=hub.by["diaz"])
    assert sign_in("diaz").get(url(hub, "note", key)).status_code == 404
    assert sign_in("bell").post(url(hub, "share_note", key)).status_code == 302
    assert sign_in("diaz").get(url(hub, "note", key)).status_code == 404
    ana.post(url(hub, "share_note", key))
    assert sign_in("diaz").get(url(hub, "note", key)).status_code == 200
