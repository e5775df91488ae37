"""The browser shows this machine's pages, tells what is wrong with them, and leaves nothing."""

import asyncio
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Error

from tests.peers.browser import (
    DESK,
    PHONE,
    axe_violations,
    fresh_page,
    looks_at,
    running_browser,
    too_wide,
)
from tests.peers.http_ear import listening_ear

pytestmark = pytest.mark.peers

GOOD = "<html lang=en><title>Good</title><main><h1>Good</h1><p>Words.</p></main></html>"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_browser() as running:
        yield running
    # Otherwise Django would refuse the queries of every test that comes later.
    assert asyncio._get_running_loop() is None


def test_axe_finds_what_is_wrong_and_nothing_in_a_good_page(browser: Browser) -> None:
    with fresh_page(browser, DESK) as page:
        page.set_content(GOOD)
        assert axe_violations(page) == []
        page.set_content(GOOD.replace("<p>", "<img src='x.png'><p>"))
        [line] = axe_violations(page)
    assert line.startswith("image-alt: ")


def test_a_page_is_shown_from_this_machine_and_from_nowhere_else(browser: Browser) -> None:
    with listening_ear() as ear, fresh_page(browser, PHONE, base_url=ear.url) as page:
        answer = page.goto("/path")
        assert answer is not None
        assert answer.status == 200
        assert ear.requests[0].path == "/path"
        with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
            page.goto("http://commonbeat.example/")


def test_script_can_be_switched_off(browser: Browser) -> None:
    with listening_ear() as ear, fresh_page(browser, PHONE, script=False) as page:
        ear.page = f"{GOOD}<script>document.title = 'Changed'</script>"
        page.goto(ear.url)
        assert page.title() == "Good"


def test_a_page_whose_script_breaks_fails(browser: Browser) -> None:
    with (
        pytest.raises(AssertionError, match="boom"),
        fresh_page(browser, DESK) as page,
    ):
        page.set_content(f"{GOOD}<script>throw new Error('boom')</script>")


def test_a_page_wider_than_the_phone_is_noticed(browser: Browser) -> None:
    with fresh_page(browser, PHONE) as page:
        page.set_content(GOOD)
        assert too_wide(page) == 0
        page.set_content(f"{GOOD}<div style='width: 500px'>Wide</div>")
        assert too_wide(page) > 0


def test_a_screenshot_is_kept_under_its_name(browser: Browser) -> None:
    with fresh_page(browser, PHONE) as page:
        page.set_content(GOOD)
        path = looks_at(page, "peers-good-page")
    assert path.read_bytes().startswith(b"\x89PNG")
    path.unlink()
