"""What people do most, with the keyboard alone: Tab, Enter and Space. The focus is always seen."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from commonbeat.portals.demo.accounts import PASSWORD
from tests.browser.conftest import OpenPage
from tests.browser.town import Town
from tests.peers.browser import DESK

MOST_STOPS = 60
FOCUS = """() => {
    const at = document.activeElement
    const frame = at.closest('label') || at
    const line = one => {
        const style = getComputedStyle(one)
        return style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth)
    }
    const box = frame.getBoundingClientRect()
    const x = Math.min(Math.max(box.x + box.width / 2, 0), innerWidth - 1)
    const top = document.elementFromPoint(x, Math.min(Math.max(box.y + 4, 0), innerHeight - 1))
    return {
        words: (at.labels?.[0] || at).innerText.trim() || at.getAttribute('aria-label') || '',
        kind: at.type || at.tagName.toLowerCase(),
        name: at.name || '',
        outline: Math.max(line(at), line(frame)),
        inside: box.bottom > 0 && box.top < innerHeight,
        covered: !(frame.contains(top) || top?.contains(frame)),
    }
}"""


def stop(page: Page, key: str = "Tab") -> dict[str, object]:
    """Press Tab once: where the focus is now. It must be seen there."""
    page.keyboard.press(key)
    found: dict[str, object] = page.evaluate(FOCUS)
    if found["kind"] != "body":
        assert float(str(found["outline"])) >= 2, f"no outline at {found}"
        assert found["inside"], f"outside the window: {found}"
        assert not found["covered"], f"something lies over {found}"
    return found


def tab_to(page: Page, words: str, key: str = "Tab", *, name: str = "") -> None:
    """Press Tab until the focus is on what is called `words` (or sends `name`)."""
    seen = []
    for _ in range(MOST_STOPS):
        found = stop(page, key)
        if (words and str(found["words"]).startswith(words)) or (name and found["name"] == name):
            return
        seen.append(found["words"])
    raise AssertionError(f"{words or name} is not reached; reached were {seen}")


def press(page: Page, words: str) -> None:
    """Go to a button and press Enter; the next page is there when this returns."""
    tab_to(page, words)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_the_first_stop_skips_to_the_main_part(open_page: OpenPage, town: Town) -> None:
    page = open_page(DESK, session=town.sessions["coordinator/en"])
    page.goto("/staff/follow-ups/")
    assert stop(page)["words"] == "Skip to the main part"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"
    stop(page)
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_a_caller_asks_for_a_call_and_stops_the_texts(open_page: OpenPage, town: Town) -> None:
    page = open_page()
    page.goto(f"/c/{town.callers['keyboard']}")
    press(page, "Call me back")
    expect(page.get_by_text("An officer will call you by")).to_be_visible()
    press(page, "Stop all texts")
    expect(page.get_by_text("You get no more texts from us")).to_be_visible()
    tab_to(page, "Send me texts again")


def test_a_resident_answers_the_survey(open_page: OpenPage, town: Town) -> None:
    page = open_page()
    page.goto(f"/s/{town.surveys['keyboard']}")
    tab_to(page, "1")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(page.locator("input:checked")).to_have_attribute("value", "4")
    press(page, "Send my answers")
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def test_an_officer_signs_in_and_marks_a_follow_up_as_done(open_page: OpenPage, town: Town) -> None:
    page = open_page(DESK)
    page.goto("/staff/")
    tab_to(page, "", name="sign_in_name")
    page.keyboard.type("officer")
    tab_to(page, "", name="password")
    page.keyboard.type(PASSWORD)
    press(page, "Sign in")
    page.wait_for_url("**/staff/")
    press(page, "Follow-ups")
    page.wait_for_url("**/follow-ups/")
    n_waiting = page.locator(".follow-up").count()
    press(page, "Done")
    expect(page.get_by_role("status").get_by_text("Recorded")).to_be_visible()
    expect(page.locator(".follow-up")).to_have_count(n_waiting - 1)


def test_going_back_nothing_lies_over_the_focus(open_page: OpenPage, town: Town) -> None:
    page = open_page({"width": 1280, "height": 600}, session=town.sessions["coordinator/en"])
    page.goto("/staff/telling/policy/NOISE/change/")
    tab_to(page, "Put it in force")
    tab_to(page, "Skip to the main part", "Shift+Tab")
