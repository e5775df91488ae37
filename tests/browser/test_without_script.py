"""Everything works with JavaScript off; script only makes some of it quicker."""

from __future__ import annotations

from commonbeat.portals.demo.accounts import PASSWORD
from tests.browser.conftest import OpenPage
from tests.browser.town import Town
from tests.peers.browser import DESK


def test_a_caller_asks_for_a_call_and_stops_the_texts(open_page: OpenPage, town: Town) -> None:
    page = open_page(script=False)
    page.goto(f"/c/{town.callers['no script']}")
    page.get_by_role("link", name="Français").click()
    page.get_by_role("button", name="Me rappeler").click()
    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.get_by_role("button", name="Me rappeler").count() == 0
    page.locator("button[type=submit]").click()
    assert page.locator("input[name=texts]").get_attribute("value") == "start"


def test_a_resident_answers_the_survey(open_page: OpenPage, town: Town) -> None:
    page = open_page(script=False)
    page.goto(f"/s/{town.surveys['no script']}")
    page.get_by_role("button", name="Send my answers").click()
    assert page.get_by_text("Please answer at least one question.").is_visible()
    page.locator("fieldset").first.get_by_label("5", exact=True).check()
    page.get_by_role("button", name="Send my answers").click()
    assert page.get_by_role("heading", name="Thank you").is_visible()


def test_a_wrong_password_is_told_and_the_right_one_opens_the_desk(open_page: OpenPage) -> None:
    page = open_page(DESK, script=False)
    page.goto("/staff/")
    for password in ("not this one at all", PASSWORD):
        page.get_by_label("Name").fill("coordinator")
        page.get_by_label("Password").fill(password)
        page.get_by_role("button", name="Sign in").click()
        if password != PASSWORD:
            assert page.get_by_text("You are not signed in.").is_visible()
    assert page.get_by_role("navigation").get_by_role("link", name="Follow-ups").is_visible()


def test_a_coordinator_changes_a_policy(open_page: OpenPage, town: Town) -> None:
    page = open_page(DESK, script=False, session=town.sessions["coordinator/en"])
    page.goto("/staff/telling/policy/PARKING/change/")
    page.get_by_label("Minutes without an officer").fill("0")
    page.get_by_role("button", name="Put it in force").click()
    assert page.get_by_role("alert").is_visible()
    page.get_by_label("Minutes without an officer").fill("45")
    page.get_by_label("Hours between closing").fill("12")
    page.get_by_role("button", name="Put it in force").click()
    assert page.get_by_text("“It takes longer” after 45 minutes").is_visible()


def test_a_coordinator_sees_a_text_before_putting_it_in_force(
    open_page: OpenPage, town: Town
) -> None:
    page = open_page(DESK, script=False, session=town.sessions["coordinator/en"])
    page.goto("/staff/telling/words/arrived/en/")
    page.get_by_role("textbox").fill("The officer is there now.")
    page.get_by_role("button", name="Preview").click()
    assert page.locator(".bubble").get_by_text("The officer is there now.").is_visible()
    page.goto("/staff/telling/words/arrived/en/")
    assert "is there now" not in page.get_by_role("textbox").input_value()


def test_a_follow_up_is_recorded_and_taken_back(open_page: OpenPage, town: Town) -> None:
    page = open_page(DESK, script=False, session=town.sessions["officer/en"])
    page.goto("/staff/follow-ups/")
    n_waiting = page.locator(".follow-up").count()
    page.locator(".follow-up").first.get_by_role("button", name="No longer wanted").click()
    assert page.locator(".follow-up").count() == n_waiting - 1
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    assert page.locator(".follow-up").count() == n_waiting


def test_the_language_is_switched_and_leads_back(open_page: OpenPage) -> None:
    page = open_page(script=False)
    page.goto("/texts/")
    page.get_by_role("button", name="Français").click()
    page.wait_for_url("**/texts/")
    assert page.locator("html").get_attribute("lang") == "fr"
