"""What residents bring, in a real browser: reports on the map, and tips that leave no trace."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Geolocation, Page, Request, expect

from tests.browser.conftest import OpenPage
from tests.browser.test_by_keyboard import press, stop, tab_to
from tests.browser.test_every_page import expected, shape_of, violations
from tests.browser.town import Town
from tests.peers.browser import too_wide

IN_TOWN: Geolocation = {"latitude": 45.62, "longitude": -75.03}
FAR_AWAY: Geolocation = {"latitude": 10.0, "longitude": 10.0}
SOLD = "They sell behind the old mill on Fridays."


def leave_tip(page: Page) -> str:
    """Leave a tip; the nine words of its receipt."""
    page.goto("/tip")
    page.get_by_label("What do you know?").fill(SOLD)
    page.get_by_role("button", name="Send the tip").click()
    expect(page.get_by_role("heading", name="Your tip", exact=True)).to_be_visible()
    words = page.locator(".receipt li").all_inner_texts()
    assert len(words) == 9
    return " ".join(words)


def is_sound(page: Page) -> None:
    """The page as it is now breaks no rule."""
    assert shape_of(page) == expected("en")
    assert violations(page) == []
    assert too_wide(page) == 0


@pytest.mark.parametrize("script", [True, False])
def test_a_tip_is_left_and_opened_again_at_one_address(
    open_page: OpenPage, town: Town, script: bool
) -> None:
    page = open_page(script=script)
    asked: list[Request] = []
    page.on("request", lambda one: asked.append(one))
    receipt = leave_tip(page)
    page.get_by_role("button", name="I have written them down").click()
    expect(page.locator(".receipt")).to_have_count(0)
    page.goto("/tip")
    page.get_by_text("You have your nine words?").click()
    page.get_by_label("Your nine words").fill(receipt)
    page.get_by_role("button", name="Open my tip").click()
    page.get_by_label("Say more, or answer").fill("The green door.")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("The green door.")).to_be_visible()
    page.get_by_role("button", name="Français").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    visits = {one.url for one in asked if one.is_navigation_request()}
    assert visits == {f"{town.live.base_url}/tip"}
    assert page.url == f"{town.live.base_url}/tip"
    assert [one.url for one in asked if not one.url.startswith(town.live.base_url)] == []
    assert [one for one in page.context.cookies() if one["name"] != "language"] == []


def test_the_states_of_a_tip_break_no_rule(open_page: OpenPage) -> None:
    page = open_page()
    leave_tip(page)
    is_sound(page)
    page.goto("/tip")
    page.get_by_text("You have your nine words?").click()
    page.get_by_label("Your nine words").fill("these are not nine words")
    page.get_by_role("button", name="Open my tip").click()
    expect(page.get_by_role("alert").get_by_text("Check each word")).to_be_visible()
    is_sound(page)


def test_the_way_out_is_in_reach_everywhere_and_going_back_shows_nothing(
    open_page: OpenPage, town: Town
) -> None:
    page = open_page()
    page.route("**/weather.gc.ca/**", lambda route: route.fulfill(body="<h1>Weather</h1>"))
    page.goto("/thanks")
    leave_tip(page)
    page.get_by_role("button", name="Send", exact=True).scroll_into_view_if_needed()
    way_out = page.get_by_role("link", name="Leave this page now")
    expect(way_out).to_be_in_viewport(ratio=1)
    with page.expect_navigation(url=re.compile("weather")):
        way_out.click()
    page.go_back()
    expect(page.get_by_text(SOLD)).to_have_count(0)


def test_nothing_lies_over_the_focus_on_the_page_of_a_tip(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/tip")
    tab_to(page, "What we keep about you")
    tab_to(page, "Leave this page now", "Shift+Tab")


def test_a_report_is_made_by_keyboard_and_enter_goes_on(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/report")
    tab_to(page, "Report this")
    tab_to(page, "Report this")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Go on")).to_have_count(1)
    press(page, "Nearer")
    assert page.evaluate("document.activeElement.value") == "nearer"
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.value") == "nearer"
    expect(page.get_by_text("The cross is in")).to_be_in_viewport()
    stops = [str(stop(page, "Shift+Tab")["words"]) for _ in range(3)]
    assert stops[:2] == ["Up", "Farther"], "the hidden button is no stop"
    assert stops[2].startswith("Address")
    page.keyboard.type("Mill Street")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What is it?")).to_be_visible()
    tab_to(page, "Night")
    page.keyboard.press("Space")
    press(page, "Send")
    expect(page.get_by_role("heading", name="Report 2")).to_be_visible()
    expect(page.get_by_text("Mill Street")).to_be_visible()


def test_what_is_missing_is_said_without_breaking_a_rule(open_page: OpenPage) -> None:
    page = open_page(script=False)
    page.goto("/report/suspicious")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("alert").get_by_text("Say where it is")).to_be_visible()
    page.get_by_label("Address").fill("Mill Street")
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("No, it is over").check()
    page.get_by_label("What did they do?").fill("Tried the doors of cars")
    page.get_by_label("When?").fill("Tuesday")
    page.get_by_label("Why is it unusual here?").fill(" ")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert").get_by_text("Please answer this.")).to_be_visible()
    assert page.get_by_label("What did they do?").input_value() == "Tried the doors of cars"


def test_what_was_reported_close_by_is_shown_first(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/report/noise")
    page.get_by_label("The cross on the map is the place").check()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Perhaps we know of it already")).to_be_visible()
    is_sound(page)


def locate(page: Page) -> None:
    page.goto("/report/noise")
    page.get_by_role("button", name="Use my location").click()


def test_the_map_goes_to_where_one_is_when_the_browser_may_say_so(
    open_page: OpenPage, town: Town
) -> None:
    page = open_page()
    page.context.grant_permissions(["geolocation"], origin=town.live.base_url)
    page.context.set_geolocation(IN_TOWN)
    locate(page)
    expect(page.locator("[name=on_map]")).to_be_checked()
    assert float(page.locator("[name=lat]").input_value()) == IN_TOWN["latitude"]
    assert float(page.locator("[name=long]").input_value()) == IN_TOWN["longitude"]
    page.context.set_geolocation(FAR_AWAY)
    locate(page)
    expect(page.get_by_text("That place is not in our town.")).to_be_visible()
    expect(page.locator("[name=on_map]")).not_to_be_checked()


def test_who_does_not_say_where_they_are_goes_on_with_the_map(open_page: OpenPage) -> None:
    page = open_page()
    page.context.clear_permissions()
    locate(page)
    expect(page.get_by_role("button", name="Your location is not known")).to_be_disabled()
    page.get_by_role("button", name="Up").click()
    expect(page.locator("[name=on_map]")).to_be_checked()
