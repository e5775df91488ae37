"""A browser and our server beside it, for the tests of this folder.

The browser and the server last as long as this folder's tests run in a row (package scope):
longer would leave Playwright's event loop in the way of other tests' queries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.peers import browser as chromium
from tests.peers.server import LiveServer, live_server

OpenPage = Callable[..., Page]


HERE = Path(__file__).parent


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark this folder's tests; run them last, in a row and on one process."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))
    items.sort(key=lambda item: HERE in item.path.parents)


@pytest.fixture(scope="package")
def site() -> Iterator[LiveServer]:
    """Our server and a worker on a fresh SQLite database, with the mirrored test language."""
    with live_server({"COMMONBEAT_MIRROR_LANGUAGE": "1", "COMMONBEAT_DEMO": "1"}) as running:
        yield running


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium, headless."""
    with chromium.running_browser() as running:
        yield running


@pytest.fixture
def open_page(browser: Browser, site: LiveServer) -> Iterator[OpenPage]:
    """Opens pages by window size, language and script on or off, each with its own cookies."""
    with ExitStack() as stack:

        def opened(
            viewport: ViewportSize = chromium.DESK,
            *,
            script: bool = True,
            language: str = "en-CA",
        ) -> Page:
            fresh = chromium.fresh_page(
                browser, viewport, base_url=site.base_url, script=script, language=language
            )
            return stack.enter_context(fresh)

        yield opened


@pytest.fixture
def phone_page(open_page: OpenPage) -> Page:
    """A page in a small phone's window."""
    return open_page(chromium.PHONE)


@pytest.fixture
def desk_page(open_page: OpenPage) -> Page:
    """A page in a desk computer's window."""
    return open_page(chromium.DESK)


@pytest.fixture
def no_script_page(open_page: OpenPage) -> Page:
    """A page in a phone's window with JavaScript off."""
    return open_page(chromium.PHONE, script=False)


@pytest.fixture
def axe_violations() -> Callable[[Page], list[str]]:
    """`axe_violations(page)`: what axe finds wrong, a line each."""
    return chromium.axe_violations


@pytest.fixture
def looks_at() -> Callable[[Page, str], Path]:
    """`looks_at(page, name)`: saves var/screenshots/NAME.png."""
    return chromium.looks_at
