"""Pictures of every page, to look at: `python -m tests.browser.looks [--language fr]`.

They go to var/screenshots, each page in a phone's and a desk's width. `--docs` makes the two small
pictures that the README shows.
"""

from __future__ import annotations

import argparse
import os
from contextlib import ExitStack

import django
from playwright.sync_api import Browser, Page, ViewportSize

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
    from tests.browser.addresses import every_page
    from tests.browser.town import running_town

    with running_town() as town, running_browser() as browser:
        paths = {
            f"{one.portal}-{one.name}": (
                town.path(one, options.language),
                town.session(one, options.language),
            )
            for one in every_page()
        }
        paths |= {
            name: (path.format(callers=town.callers, surveys=town.surveys), "")
            for name, path in STATES.items()
        }
        if options.docs:
            paths = {}
        for name, (path, session) in paths.items():
            for size in (PHONE, DESK):
                with ExitStack() as stack:
                    page = _page(
                        stack, browser, town.live.base_url, size, options.language, session
                    )
                    page.goto(path)
                    looks_at(page, f"{name}-{size['width']}-{options.language}")


def _page(
    stack: ExitStack, browser: Browser, url: str, size: ViewportSize, language: str, session: str
) -> Page:
    page = stack.enter_context(fresh_page(browser, size, base_url=url, language=language))
    cookies = {"language": language, "sessionid": session}
    page.context.add_cookies([{"name": n, "value": v, "url": url} for n, v in cookies.items() if v])
    return page


if __name__ == "__main__":
    main()
