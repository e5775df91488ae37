"""The Hub's table in several browsers at once: quick by keyboard, nothing lost, nothing left over."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.test_by_keyboard import press, tab_to
from tests.browser.town import Town
from tests.peers.browser import DESK, axe_violations

COUNT_KEYS = """addEventListener('keydown', () => {
    sessionStorage.n_keys = Number(sessionStorage.n_keys || 0) + 1
}, true)"""
# Answers to presses come after the page has asked twice whether anything changed.
ANSWERED_SLOWLY = """() => {
    const quick = fetch
    window.fetch = async (url, asked) => {
        const answer = await quick(url, asked)
        if (asked?.method === 'POST') await new Promise((done) => setTimeout(done, 1200))
        return answer
    }
}"""
A_MINUTE = 150  # keys: two and a half a second, which is slow typing
Sit = Callable[..., Page]


@pytest.fixture
def sit(open_page: OpenPage, town: Town) -> Sit:
    """A browser of somebody at the table where tests press buttons, at a page of it."""

    def seated(who: str, path: str = "", *, script: bool = True) -> Page:
        at = town.hub["work"]
        page = open_page(DESK, script=script, session=at["sessions"][who])
        page.add_init_script(COUNT_KEYS)
        page.goto(f"/partners/t/{at['table']}/{path}")
        return page

    return seated


def n_keys(page: Page) -> int:
    return int(page.evaluate("Number(sessionStorage.n_keys || 0)"))


def find(page: Page, box: str, *words: str) -> None:
    """Type a few letters and press Enter, for each factor."""
    tab_to(page, "", name=box)
    for word in words:
        page.keyboard.type(word)
        page.keyboard.press("Enter")


def put_on_the_table(chair: Page, key: str) -> None:
    number = chair.locator(f"#at-{key}").inner_text()
    chair.locator(f"#present-{key}").click()
    expect(chair.locator("#now")).to_have_text(number)


def test_a_situation_is_entered_and_decided_within_a_minutes_keys(sit: Sit) -> None:
    ana = sit("ana", "screenings/new/")
    page = ana
    expect(page.get_by_label("What kind of situation?")).to_be_focused()
    page.keyboard.press("ArrowDown")
    tab_to(page, "", name="age_band")
    page.keyboard.type("18")
    find(page, "find_risks", "drugs ab", "none that", "school skip")
    expect(page.locator("#pick-risks .chip")).to_have_count(3)
    find(page, "find_protective", "well look")
    tab_to(page, "", name="check_changed")
    for question in range(10):
        if question:
            page.keyboard.press("Tab")
        page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    press(page, "Save")
    entered = n_keys(page)
    expect(page.get_by_text("Another person approves it")).to_be_visible()

    approver = sit("police_approver", page.url.split("/t/")[1].split("/", 1)[1])
    press(approver, "I approve it")
    page.reload()
    press(page, "Bring it to the table")
    number = page.locator(".queue .number-plate").last.inner_text()
    page.get_by_role("button", name=f"Put {number} on the table").click()
    expect(page.locator("#now")).to_have_text(number)
    for who in ("bell", "cho"):
        sit(who).get_by_role("button", name="We agree").click()
    page.get_by_role("button", name="We agree").click()

    chair = sit("chair")
    expect(chair.locator("#now-step")).to_have_text("3 of 3 agencies agree.")
    tab_to(chair, "Safety, health or well-being")
    for _ in range(4):
        chair.keyboard.press("Space")
        chair.keyboard.press("Tab")
    chair.keyboard.press("Enter")
    expect(chair.locator("#now-step")).to_contain_text("The table agreed")
    decided = n_keys(chair)
    print(f"{entered} keys to enter it, {decided} to decide it")
    assert entered + decided <= A_MINUTE


def test_what_one_presses_shows_on_every_screen_and_half_ticked_boxes_stay(
    sit: Sit, town: Town
) -> None:
    key = town.hub["work"]["typed"]
    chair, bell = sit("chair"), sit("bell")
    put_on_the_table(chair, key)
    expect(bell.locator(f"#agree-{key}")).to_be_visible()
    bell.wait_for_timeout(600)  # what has just come under the finger is not pressed
    chair.locator("#test-interest").check()
    chair.locator("#test-severity").focus()
    chair.keyboard.press("Space")
    bell.get_by_role("button", name="We agree").click()
    expect(chair.locator("#now-step")).to_have_text("1 of 3 agencies agree.")
    expect(chair.locator("#test-interest")).to_be_checked()
    expect(chair.locator("#test-severity")).to_be_checked()
    expect(chair.locator("#test-severity")).to_be_focused()
    bell.get_by_role("button", name="We do not agree").click()
    expect(chair.locator("#now-step")).to_have_text("0 of 3 agencies agree.")
    expect(chair.locator("#test-severity")).to_be_focused()
    assert axe_violations(chair) == []


def test_a_refused_press_says_why_and_keeps_what_was_ticked(sit: Sit, town: Town) -> None:
    key = town.hub["work"]["pressed"]
    chair = sit("chair")
    put_on_the_table(chair, key)
    for box in ("interest", "probability", "severity", "many_agencies"):
        chair.locator(f"#test-{box}").check()
    chair.get_by_role("button", name="Yes, acutely elevated").click()
    expect(chair.get_by_role("alert")).to_contain_text("The table has not agreed yet")
    expect(chair.locator("#test-interest")).to_be_checked()


def test_ones_own_press_whose_answer_is_slow_never_makes_the_next_press_be_lost(
    sit: Sit, town: Town
) -> None:
    chair = sit("chair")
    chair.evaluate(ANSWERED_SLOWLY)
    put_on_the_table(chair, town.hub["work"]["slow"])
    for box in ("interest", "probability", "severity", "many_agencies"):
        chair.locator(f"#test-{box}").check()
    chair.get_by_role("button", name="Yes, acutely elevated").click()
    expect(chair.get_by_role("alert")).to_contain_text("The table has not agreed yet")
    expect(chair.locator("#test-interest")).to_be_checked()
    sit("bell").get_by_role("button", name="We agree").click()
    expect(chair.locator("#now-step")).to_have_text("1 of 3 agencies agree.")
    expect(chair.get_by_role("alert")).to_contain_text("The table has not agreed yet")
    expect(chair.locator("#test-interest")).to_be_checked()


def test_what_was_ticked_for_one_situation_is_never_ticked_for_the_next(
    sit: Sit, town: Town
) -> None:
    at = town.hub["work"]
    chair = sit("chair")
    put_on_the_table(chair, at["one"])
    chair.locator("#test-interest").check()
    other = sit("ana")
    put_on_the_table(other, at["next"])
    expect(chair.locator("#now")).to_have_text(other.locator("#now").inner_text())
    expect(chair.locator("#test-interest")).not_to_be_checked()


def test_a_press_that_did_not_arrive_is_said_until_the_next_one(sit: Sit, town: Town) -> None:
    chair = sit("chair")
    unsent = chair.get_by_text("Your press may not have reached the table")
    chair.route("**/present/", lambda route: route.abort())
    key = town.hub["work"]["unsent"]
    chair.locator(f"#present-{key}").click()
    expect(unsent).to_be_visible()
    chair.wait_for_timeout(1500)  # the page asks three times whether anything changed
    expect(unsent).to_be_visible()
    chair.unroute("**/present/")
    put_on_the_table(chair, key)
    expect(unsent).to_be_hidden()


def test_a_server_that_stumbles_does_not_take_the_page_away(sit: Sit, town: Town) -> None:
    wall = sit("clerk", "?wall=1")
    wall.evaluate("window.stayed = true")
    wall.route("**/part/", lambda route: route.fulfill(status=503, body="later"))
    chair = sit("chair")
    put_on_the_table(chair, town.hub["work"]["stumbled"])
    wall.wait_for_timeout(1500)
    wall.unroute("**/part/")
    expect(wall.locator("#now")).to_have_text(chair.locator("#now").inner_text())
    assert wall.evaluate("window.stayed")


def test_a_note_goes_when_nothing_is_heard_any_more(sit: Sit, town: Town) -> None:
    reading = sit("ana", f"s/{town.hub['work']['noted']}/note/")
    expect(reading.get_by_text("Pat Example")).to_be_visible()
    reading.route("**/live/*", lambda _route: None)  # no answer, and no refusal either
    expect(reading.get_by_text("The note is no longer yours to read")).to_be_visible(timeout=40_000)
    assert "Pat Example" not in reading.content()


def test_save_pressed_twice_saves_once(sit: Sit) -> None:
    ana = sit("ana", "screenings/new/")
    sent: list[str] = []
    ana.on("request", lambda asked: sent.append(asked.method))
    ana.get_by_label("What kind of situation?").select_option("family")
    sent.clear()
    ana.get_by_role("button", name="Save").last.dblclick()
    expect(ana.get_by_text("Not complete yet")).to_be_visible()
    assert sent.count("POST") == 1


def test_who_says_out_loses_the_note_on_every_open_screen(sit: Sit, town: Town) -> None:
    key = town.hub["work"]["noted"]
    reading = sit("bell", f"s/{key}/note/")
    staying = sit("cho", f"s/{key}/note/")
    expect(reading.get_by_text("Pat Example")).to_be_visible()
    expect(staying.get_by_text("Pat Example")).to_be_visible()
    chair = sit("chair")
    if not chair.locator(f".queue .here #at-{key}").count():  # not on the table yet
        put_on_the_table(chair, key)
    deciding = sit("bell")
    expect(deciding.locator(f"#out-{key}")).to_be_visible()
    deciding.wait_for_timeout(600)  # what has just come under the finger is not pressed
    deciding.locator(f"#out-{key}").click()
    expect(reading.get_by_text("The note is no longer yours to read")).to_be_visible()
    assert "Pat Example" not in reading.content()
    expect(staying.get_by_text("Pat Example")).to_be_visible()
    answer = reading.reload()
    assert answer is not None
    assert answer.status == 404
    assert "Pat Example" not in reading.content()


def test_without_script_the_meeting_works_and_can_be_paused(sit: Sit, town: Town) -> None:
    page = sit("cho", script=False)
    assert page.locator("meta[http-equiv=refresh]").count() == 1
    page.get_by_role("link", name="Pause").click()
    assert page.locator("meta[http-equiv=refresh]").count() == 0
    page.get_by_role("button", name="I am leaving").click()
    page.get_by_role("button", name="I am here from afar").click()
    expect(page.get_by_role("button", name="I am leaving")).to_be_visible()


def test_without_script_factors_are_searched_and_ticked(sit: Sit) -> None:
    page = sit("ana", "screenings/new/", script=False)
    page.get_by_label("What kind of situation?").select_option("family")
    page.locator("#find_risks").fill("gamb")
    page.locator("#pick-risks").get_by_role("button", name="Search").click()
    expect(page.locator("#said_risks")).to_have_text("4 found. Tick those that fit below.")
    page.locator("#pick-risks details details[open] input").first.check()
    page.get_by_role("button", name="Save").last.click()
    expect(page.get_by_text("Not complete yet")).to_be_visible()
    expect(page.get_by_text("Gambling")).to_be_visible()
