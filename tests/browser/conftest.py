"""A browser and our server beside it, for the tests of this folder.

Each process of a run has its own, and runs this folder's tests last: Playwright's event loop
would be in the way of other tests' queries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser import hub_town
from tests.browser.town import Town, running_town
from tests.peers import browser as chromium

OpenPage = Callable[..., Page]
HERE = Path(__file__).parent


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark this folder's tests at once, so that they can be chosen or left out."""
    item.add_marker(pytest.mark.browser)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run them last and in a row."""
    items.sort(key=lambda item: HERE in item.path.parents)


@pytest.fixture(scope="session")
def town() -> Iterator[Town]:
    """The invented town. No worker runs: a test that needs one starts it."""
    with running_town() as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, headless."""
    with chromium.running_browser() as running:
        yield running


@pytest.fixture
def open_page(browser: Browser, town: Town) -> Iterator[OpenPage]:
    """Opens pages by window size, language and script on or off, each with its own cookies.

    `session` signs the reader in at the desk.
    """
    with ExitStack() as stack:

        def opened(
            viewport: ViewportSize = chromium.PHONE,
            *,
            script: bool = True,
            language: str = "en",
            session: str = "",
        ) -> Page:
            url = town.live.base_url
            fresh = chromium.fresh_page(
                browser, viewport, base_url=url, script=script, language=language
            )
            page = stack.enter_context(fresh)
            cookies = {"language": language, "sessionid": session}
            page.context.add_cookies(
                [{"name": n, "value": v, "url": url} for n, v in cookies.items() if v]
                + hub_town.cookies(town.hub, session, url)
            )
            return page

        yield opened
