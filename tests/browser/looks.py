"""Pictures of every page, to look at: `python -m tests.browser.looks [--language fr]`.

They go to var/screenshots, each page in a phone's and a desk's width. `--docs` makes the two small
pictures that the README shows.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager

import django
from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser import hub_town
from tests.browser.addresses import every_page
from tests.browser.town import Town, running_town
from tests.peers.browser import DESK, PHONE, ROOT, fresh_page, looks_at, running_browser

PICTURES = ROOT / "docs" / "pictures"
STATES = {
    "caller-received": "/c/{callers[received]}",
    "caller-closed": "/c/{callers[closed]}",
    "survey-over": "/s/{surveys[over]}",
    "not-here": "/no-such-page/",
}


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--language", default="en")
    parser.add_argument("--docs", action="store_true")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()

    with running_town() as town, running_browser() as browser:
        if options.docs:
            _for_the_readme(town, browser)
            return
        language = options.language
        paths = {
            f"{one.portal}-{one.name}": (town.path(one, language), town.session(one, language))
            for one in every_page()
        }
        for name, path in STATES.items():
            paths[name] = path.format(callers=town.callers, surveys=town.surveys), ""
        for name, (path, session) in paths.items():
            for size in (PHONE, DESK):
                with _page(browser, town, size, language, session) as page:
                    page.goto(path)
                    looks_at(page, f"{name}-{size['width']}-{language}")


def _for_the_readme(town: Town, browser: Browser) -> None:
    """A caller's page and the desk's first page, with a worker that runs as it should."""
    session = town.sessions["coordinator/en"]
    worker = town.live.start_worker()
    PICTURES.mkdir(parents=True, exist_ok=True)
    with _page(browser, town, {"width": 360, "height": 780}, "en", "") as page:
        page.goto(f"/c/{town.callers['coming']}")
        page.evaluate("document.querySelectorAll('[lang=xr]').forEach(link => link.remove())")
        page.screenshot(path=PICTURES / "caller-page.png")
    with _page(browser, town, {"width": 1280, "height": 1040}, "en", session) as page:
        page.goto("/staff/")
        while page.get_by_text("never started").count():
            page.wait_for_timeout(1000)
            page.reload()
        page.screenshot(path=PICTURES / "desk.png")
    worker.stop()


@contextmanager
def _page(
    browser: Browser, town: Town, size: ViewportSize, language: str, session: str
) -> Iterator[Page]:
    url = town.live.base_url
    with fresh_page(browser, size, base_url=url, language=language) as page:
        cookies = {"language": language, "sessionid": session}
        page.context.add_cookies(
            [{"name": name, "value": value, "url": url} for name, value in cookies.items() if value]
            + hub_town.cookies(town.hub, session, url)
        )
        yield page


if __name__ == "__main__":
    main()
