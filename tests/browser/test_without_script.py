"""Everything works with JavaScript off; script only makes some of it quicker."""

from __future__ import annotations

from playwright.sync_api import expect

from commonbeat.portals.demo.accounts import PASSWORD
from tests.browser.conftest import OpenPage
from tests.browser.town import Town
from tests.peers.browser import DESK


def test_a_caller_asks_for_a_call_and_stops_the_texts(open_page: OpenPage, town: Town) -> None:
    page = open_page(script=False)
    page.goto(f"/c/{town.callers['no script']}")
    page.get_by_role("link", name="Français").click()
    page.get_by_role("button", name="Me rappeler").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.get_by_role("button", name="Me rappeler")).to_have_count(0)
    page.locator("button[type=submit]").click()
    expect(page.locator("input[name=texts]")).to_have_attribute("value", "start")


def test_a_resident_answers_the_survey(open_page: OpenPage, town: Town) -> None:
    page = open_page(script=False)
    page.goto(f"/s/{town.surveys['no script']}")
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_text("Please answer at least one question.")).to_be_visible()
    page.locator("fieldset").first.get_by_label("5", exact=True).check()
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def test_a_wrong_password_is_told_and_the_right_one_opens_the_desk(open_page: OpenPage) -> None:
    page = open_page(DESK, script=False)
    page.goto("/staff/")
    for password in ("not this one at all", PASSWORD):
        page.get_by_label("Name").fill("coordinator")
        page.get_by_label("Password").fill(password)
        page.get_by_role("button", name="Sign in").click()
        if password != PASSWORD:
            expect(page.get_by_text("You are not signed in.")).to_be_visible()
    expect(
        page.get_by_role("navigation").get_by_role("link", name="From residents")
    ).to_be_visible()


def test_a_coordinator_changes_a_policy(open_page: OpenPage, town: Town) -> None:
    page = open_page(DESK, script=False, session=town.sessions["coordinator/en"])
    page.goto("/staff/telling/policy/PARKING/change/")
    page.get_by_label("Minutes without an officer").fill("0")
    page.get_by_role("button", name="Put it in force").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Minutes without an officer").fill("45")
    page.get_by_label("Hours between closing").fill("12")
    page.get_by_role("button", name="Put it in force").click()
    expect(page.get_by_text("“It takes longer” after 45 minutes")).to_be_visible()


def test_a_coordinator_sees_a_text_before_putting_it_in_force(
    open_page: OpenPage, town: Town
) -> None:
    page = open_page(DESK, script=False, session=town.sessions["coordinator/en"])
    page.goto("/staff/telling/words/arrived/en/")
    page.get_by_role("textbox").fill("The officer is there now.")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".bubble").get_by_text("The officer is there now.")).to_be_visible()
    page.goto("/staff/telling/words/arrived/en/")
    assert "is there now" not in page.get_by_role("textbox").input_value()


def test_a_follow_up_is_recorded_and_taken_back(open_page: OpenPage, town: Town) -> None:
    page = open_page(DESK, script=False, session=town.sessions["officer/en"])
    page.goto("/staff/follow-ups/")
    n_waiting = page.locator(".follow-up").count()
    page.locator(".follow-up").first.get_by_role("button", name="No longer wanted").click()
    expect(page.locator(".follow-up")).to_have_count(n_waiting - 1)
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    expect(page.locator(".follow-up")).to_have_count(n_waiting)


def test_the_language_is_switched_and_leads_back(open_page: OpenPage) -> None:
    page = open_page(script=False)
    page.goto("/texts/")
    page.get_by_role("button", name="Français").click()
    page.wait_for_url("**/texts/")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
