"""Every page of every portal, on phones and desks, in every language: usable by everybody."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, Request, Response

from tests.browser import hub_town
from tests.browser.addresses import NO_PAGES, every_address, every_page, named
from tests.browser.conftest import OpenPage
from tests.browser.town import Town
from tests.laws.matrix import Page as Address
from tests.peers import browser as chromium

PAGES = every_page()
DESK_PAGES = [page for page in PAGES if page.portal in {"staff", "partners", "demo"}]
RESIDENTS_PAGES = [page for page in PAGES if page.portal in {"residents", "public"}]
NARROWEST = 320
EVERY = pytest.mark.parametrize("address", PAGES, ids=named)


class Visits:
    """Pages opened one after the other in one window for each reader, and what went wrong."""

    def __init__(self, browser: Browser, town: Town) -> None:
        self._browser, self._town = browser, town
        self._windows: dict[tuple[str, str], Page] = {}
        self._stack = ExitStack()
        self.faults: list[str] = []

    def visit(self, address: Address, language: str = "en", width: int = 360) -> Page:
        """Open the page; what goes wrong meanwhile is in `faults`."""
        page = self._window(language, self._town.session(address, language))
        page.set_viewport_size({"width": width, "height": 800})
        self.faults.clear()
        answer = page.goto(self._town.path(address, language))
        assert answer is not None
        assert answer.status == 200, f"{page.url} answered {answer.status}"
        return page

    def close(self) -> None:
        """Close every window."""
        self._stack.close()

    def _window(self, language: str, session: str) -> Page:
        known = self._windows.get((language, session))
        if known is not None:
            return known
        url = self._town.live.base_url
        fresh = chromium.fresh_page(self._browser, chromium.PHONE, base_url=url, language=language)
        page = self._windows[language, session] = self._stack.enter_context(fresh)
        cookies = {"language": language, "sessionid": session}
        page.context.add_cookies(
            [{"name": name, "value": value, "url": url} for name, value in cookies.items() if value]
            + hub_town.cookies(self._town.hub, session, url)
        )
        page.on("console", lambda said: self.faults.append(f"{said.type}: {said.text}"))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("request", self._leaves_the_house)
        page.on("response", self._is_missing)
        return page

    def _leaves_the_house(self, request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "data:")):
            self.faults.append(f"asks {request.url}")

    def _is_missing(self, response: Response) -> None:
        if response.status >= 400:
            self.faults.append(f"{response.url} answered {response.status}")


@pytest.fixture(scope="module")
def visits(browser: Browser, town: Town) -> Iterator[Visits]:
    opened = Visits(browser, town)
    yield opened
    opened.close()


def shape_of(page: Page) -> dict[str, object]:
    """What a screen reader is told first."""
    shape: dict[str, object] = page.evaluate(
        """() => ({
            lang: document.documentElement.lang,
            dir: document.documentElement.dir,
            titled: document.title.trim().length > 3,
            n_h1: document.querySelectorAll('h1').length,
            n_main: document.querySelectorAll('main').length,
            skips: document.querySelector('a[href="#main"]') !== null,
        })"""
    )
    return shape


def violations(page: Page) -> list[str]:
    """What axe finds wrong. The mirror language is invented, so axe is told that it is English."""
    page.evaluate("document.querySelectorAll('[lang=xr]').forEach(e => { e.lang = 'en' })")
    return chromium.axe_violations(page)


def expected(language: str) -> dict[str, object]:
    way = "rtl" if language == "xr" else "ltr"
    return {"lang": language, "dir": way, "titled": True, "n_h1": 1, "n_main": 1, "skips": True}


def test_every_address_is_tried_or_named_with_a_reason() -> None:
    known = {named(one) for one in every_address()}
    assert set(NO_PAGES) <= known, "an exception is no longer needed"
    assert {named(one) for one in PAGES} == known - set(NO_PAGES)


@EVERY
def test_a_page_works_on_a_phone(visits: Visits, address: Address) -> None:
    page = visits.visit(address)
    assert shape_of(page) == expected("en")
    assert chromium.too_wide(page) == 0
    assert violations(page) == []
    page.set_viewport_size({"width": NARROWEST, "height": 800})
    assert chromium.too_wide(page) == 0
    assert visits.faults == []


@pytest.mark.parametrize("address", DESK_PAGES, ids=named)
def test_a_desk_page_works_on_a_desk(visits: Visits, address: Address) -> None:
    page = visits.visit(address, width=1280)
    assert violations(page) == []
    assert chromium.too_wide(page) == 0


@pytest.mark.parametrize("language", ["fr", "xr"])
@EVERY
def test_a_page_works_in_another_language(visits: Visits, address: Address, language: str) -> None:
    if named(address) == "staff:second_factor":
        language = "en"  # the only reader with a second factor reads English
    page = visits.visit(address, language)
    assert shape_of(page) == expected(language)
    assert chromium.too_wide(page) == 0
    page.set_viewport_size({"width": 1280, "height": 800})
    assert chromium.too_wide(page) == 0
    assert visits.faults == []


@pytest.mark.parametrize("language", ["fr", "xr"])
@pytest.mark.parametrize("address", RESIDENTS_PAGES, ids=named)
def test_what_residents_see_breaks_no_rule_in_another_language(
    visits: Visits, address: Address, language: str
) -> None:
    page = visits.visit(address, language)
    assert violations(page) == []


@pytest.mark.parametrize(
    "path",
    [
        "/c/{callers[received]}",
        "/c/{callers[closed]}",
        "/s/{surveys[over]}",
        "/r/{concerns[done]}",
        "/k/{concerns[answered]}",
        "/no-such-page/",
    ],
)
def test_the_other_states_of_a_residents_page_break_no_rule(
    open_page: OpenPage, town: Town, path: str
) -> None:
    page = open_page()
    page.goto(path.format(callers=town.callers, surveys=town.surveys, concerns=town.concerns))
    assert shape_of(page) == expected("en")
    assert violations(page) == []
    assert chromium.too_wide(page) == 0


def test_what_is_held_about_a_number_breaks_no_rule(open_page: OpenPage, town: Town) -> None:
    page = open_page(session=town.sessions["privacy officer/en"])
    page.goto("/staff/privacy/")
    page.get_by_label("Telephone number").fill("+12025550114")
    page.locator("main form").get_by_role("button").first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "What we hold about one person"
    assert shape_of(page) == expected("en")
    assert violations(page) == []
    assert chromium.too_wide(page) == 0
