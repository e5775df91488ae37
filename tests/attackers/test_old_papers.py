"""Old forms, old versions, other people's cookies, and seats that lapsed this morning."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.urls import reverse

from commonbeat.domains.agencies.actions.agreements import end_agreement, end_undertaking
from commonbeat.domains.agencies.models import Agreement, Undertaking
from commonbeat.domains.agencies.personal_keys import COOKIE, lock_into_cookie
from commonbeat.domains.hub import gate
from commonbeat.domains.hub.actions import screening
from commonbeat.domains.hub.actions.tables import end_seat
from commonbeat.domains.hub.errors import ChangedMeanwhile, FilterSkipped, NoteGone
from commonbeat.roles import Role, actor
from tests.attackers.stage import NAME, NOWHERE, Stage, bare, client
from tests.domains.hub import walks
from tests.domains.hub.filling import answered
from tests.portals.partners.conftest import client_of

OPERATOR = actor(Role.OPERATOR, "tests")


def url(stage: Stage, name: str, *keys: str) -> str:
    return reverse(f"partners:{name}", args=[stage.riv.table.key, *keys])


def test_an_approval_of_before_a_change_opens_no_table(stage: Stage):
    riv = stage.riv
    changed = {"answers": answered(), "carried": walks.CARRIED, "basis": "consent"}
    screening.change_screening(
        key=stage.approved, version=2, consent_asked="given", by=riv.by["ana"], **changed
    )
    for version, error in ((2, FilterSkipped), (3, FilterSkipped)):
        with pytest.raises(error):
            screening.submit_situation(key=stage.approved, version=version, by=riv.by["ana"])
    with pytest.raises(ChangedMeanwhile):
        screening.approve_screening(key=stage.approved, version=2, by=riv.approver_of("ana"))
    assert "RIV-2026-0003" not in client(riv, "chair").get(url(stage, "live")).content.decode()


def test_an_old_form_changes_nothing_and_shows_nothing_new(stage: Stage):
    """The decision of yesterday, sent again today, after the situation has moved on."""
    chair = client(stage.riv, "chair")
    old = {"version": "1", "elevated": "no", "reason": "not_elevated"}
    before = walks.card(stage.riv, stage.noted)
    answer = chair.post(url(stage, "decide", stage.noted), old)
    assert answer.status_code == 409
    assert walks.card(stage.riv, stage.noted) == before
    over = chair.post(url(stage, "decide", stage.rejected), old)
    assert over.status_code in {409, 422}
    assert "Gambling" not in over.content.decode()


def test_the_form_of_another_agency_sent_from_here_finds_nothing(stage: Stage):
    """Ana's approval page, kept and sent by an approver of another agency."""
    browser = client(stage.riv, "school_approver")
    form = {"version": "1"}
    there = bare(browser.post(url(stage, "approve", stage.draft), form), stage.draft)
    assert there == bare(browser.post(url(stage, "approve", NOWHERE), form), NOWHERE)
    assert there[0] == 404
    own = client(stage.riv, "police_approver").post(url(stage, "approve", stage.draft), form)
    assert own.status_code == 302


def test_a_note_does_not_open_with_the_key_cookie_of_another(stage: Stage):
    browser = client_of(stage.riv.staff["bell"])
    for who in ("ana", "cho"):
        browser.cookies[COOKIE] = lock_into_cookie(stage.riv.unlocked[who])
        answer = browser.get(url(stage, "note", stage.noted))
        assert answer.status_code == 403
        assert NAME not in answer.content.decode()
    browser.cookies[COOKIE] = lock_into_cookie(stage.riv.unlocked["bell"])
    assert NAME in browser.get(url(stage, "note", stage.noted)).content.decode()


@pytest.mark.parametrize("who", ["chair", "clerk", "lead", "police_approver"])
def test_nor_with_a_stolen_key_cookie_and_a_seat_that_reads_none(stage: Stage, who: str):
    browser = client_of(stage.riv.staff[who])
    browser.cookies[COOKIE] = lock_into_cookie(stage.riv.unlocked["ana"])
    answer = browser.get(url(stage, "note", stage.noted))
    assert answer.status_code == 404


def test_a_stolen_session_without_the_key_cookie_reads_no_note(stage: Stage):
    thief = client_of(stage.riv.staff["ana"])  # Ana's session, taken from the database
    answer = thief.get(url(stage, "note", stage.noted))
    assert answer.status_code == 403
    assert NAME not in answer.content.decode()


def test_a_cookie_of_a_session_that_ended_is_nobodys(stage: Stage):
    browser = client(stage.riv, "ana")
    kept = browser.cookies[settings.SESSION_COOKIE_NAME].value
    browser.post(reverse("staff:sign_out"))
    browser.cookies[settings.SESSION_COOKIE_NAME] = kept
    browser.cookies[COOKIE] = lock_into_cookie(stage.riv.unlocked["ana"])
    answer = browser.get(url(stage, "note", stage.noted))
    assert answer.status_code == 302
    assert answer["Location"] == reverse("staff:sign_in")


def lapse_promise(stage: Stage) -> None:
    promise = Undertaking.objects.get(staff=stage.riv.staff["bell"])
    end_undertaking(undertaking_key=promise.key, by=OPERATOR)


def lapse_agreement(_stage: Stage) -> None:
    agreement = Agreement.objects.get(agency__code="school")
    end_agreement(agreement_key=agreement.key, by=OPERATOR)


def lapse_seat(stage: Stage) -> None:
    end_seat(seat_key=stage.riv.seats["bell"].key, by=OPERATOR)


@pytest.mark.parametrize("lapse", [lapse_promise, lapse_agreement, lapse_seat])
def test_who_lapsed_this_very_day_finds_nothing_with_the_pages_still_open(stage: Stage, lapse):
    browser = client(stage.riv, "bell")
    pages = [
        url(stage, "live"),
        url(stage, "live_part"),
        url(stage, "screenings"),
        url(stage, "situation", stage.noted),
        url(stage, "note", stage.noted),
        url(stage, "note_standing", stage.noted),
    ]
    assert {browser.get(page).status_code for page in pages} == {200, 204}
    lapse(stage)
    nothing = bare(browser.get(f"/partners/t/{NOWHERE}/"))
    assert nothing[0] == 404
    assert {bare(browser.get(page)) for page in pages} == {nothing}
    assert bare(browser.post(url(stage, "say_in", stage.noted), {"part": "engaged"})) == nothing
    with pytest.raises(NoteGone):  # past the portal, as a process that still holds her actor
        gate.read_note(
            situation_key=stage.noted,
            unlocked=stage.riv.unlocked["bell"],
            by=stage.riv.by["bell"],
        )
    assert client(stage.riv, "ana").get(pages[4]).status_code == 200
