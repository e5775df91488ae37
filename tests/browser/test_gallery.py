"""Pages in a real browser: accessible, and never wider than the screen."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from playwright.sync_api import Browser, Page, Route, ViewportSize

from commonbeat.ui.gallery import gallery

Scheme = Literal["light", "dark"]

RULES = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'"
TOO_SMALL = """() => [...document.querySelectorAll('main a, button, input, select, textarea')]
  .filter(e => !e.closest('p, td, th') && e.type !== 'hidden')
  .map(e => [/radio|checkbox/.test(e.type) ? e.closest('label') : e, e.outerHTML.slice(0, 90)])
  .filter(([e]) => e.getBoundingClientRect().height < 43.5)
  .map(([, html]) => html)"""


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    made = {}
    for language in ("en", "fr", "xr"):
        with translation.override(language):
            request = RequestFactory().get("/staff/gallery/")
            made[f"gallery-{language}"] = gallery(request).content.decode()
            made[f"plain-{language}"] = render_to_string("ui/layouts/plain.html")
    return made


def opened(
    browser: Browser,
    pages: dict[str, str],
    name: str,
    width: int = 360,
    scheme: Scheme = "light",
) -> Page:
    """The page as a browser gets it, style sheets and policy included, without a network."""

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix("http://town.invalid/")
        if path in pages:
            headers = {"Content-Security-Policy": POLICY, "Content-Type": "text/html"}
            route.fulfill(body=pages[path], headers=headers)
            return
        found = finders.find(path.removeprefix("static/"))
        route.fulfill(path=Path(found)) if isinstance(found, str) else route.abort()

    screen = ViewportSize(width=width, height=740)
    page = browser.new_page(viewport=screen, color_scheme=scheme)
    page.route("**/*", answer)
    page.goto(f"http://town.invalid/{name}")
    return page


@pytest.mark.parametrize(
    ("name", "scheme"),
    [
        ("gallery-en", "light"),
        ("gallery-en", "dark"),
        ("gallery-fr", "light"),
        ("gallery-xr", "dark"),
        ("plain-en", "light"),
    ],
)
def test_a_page_breaks_no_accessibility_rule(
    browser: Browser, pages: dict[str, str], name: str, scheme: Scheme
) -> None:
    page = opened(browser, pages, name, scheme=scheme)
    # The mirror language is invented, so only its name is not looked at.
    rules = {"html-lang-valid": {"enabled": not name.endswith("-xr")}}
    only = {"type": "tag", "values": RULES}
    result = Axe().run(page, options={"runOnly": only, "rules": rules})
    page.close()
    assert result.violations_count == 0, result.generate_report()


@pytest.mark.parametrize("width", [320, 640, 1280])
@pytest.mark.parametrize("name", ["gallery-fr", "gallery-xr", "plain-fr"])
def test_a_page_is_never_wider_than_the_screen(
    browser: Browser, pages: dict[str, str], name: str, width: int
) -> None:
    page = opened(browser, pages, name, width)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.close()


def test_what_can_be_touched_is_large_enough(browser: Browser, pages: dict[str, str]) -> None:
    page = opened(browser, pages, "gallery-en")
    assert page.evaluate(TOO_SMALL) == []
    page.close()


def test_the_policy_allows_all_that_the_pages_use(browser: Browser, pages: dict[str, str]) -> None:
    said: list[str] = []
    page = opened(browser, pages, "plain-en")
    page.on("console", lambda message: said.append(message.text))
    page.goto("http://town.invalid/gallery-en")
    page.wait_for_load_state("load")
    assert said == []
    page.close()


def test_the_first_press_of_tab_offers_to_skip_to_the_main_part(
    browser: Browser, pages: dict[str, str]
) -> None:
    page = opened(browser, pages, "gallery-en")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    page.close()
