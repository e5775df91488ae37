"""A resident's first visit is light: it works on an old telephone with a poor connection."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.browser.conftest import OpenPage
from tests.browser.town import Town

MOST_BYTES = 50_000
MOST_REQUESTS = 6
PATHS = [
    "/c/{callers[received]}",
    "/c/{callers[closed]}",
    "/s/{surveys[open]}",
    "/",
    "/figures/",
    "/officers/",
    "/texts/",
    "/report",
    "/report/noise",
    "/r/{concerns[open]}",
    "/tip",
    "/complain",
    "/k/{concerns[complained]}",
    "/thanks",
]
WITH_SCRIPT = {"/report/noise", "/tip"}  # where one is; leaving at once


@pytest.mark.parametrize("path", PATHS)
def test_a_first_visit_is_light_and_has_no_script_that_it_does_not_need(
    open_page: OpenPage, town: Town, path: str
) -> None:
    page = open_page()
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    sizes: list[float] = []
    kinds: list[str] = []

    def arrived(event: Mapping[str, Any]) -> None:
        sizes.append(event["encodedDataLength"])  # head and body, as they were sent

    wire.on("Network.loadingFinished", arrived)
    wire.on("Network.requestWillBeSent", lambda event: kinds.append(event.get("type", "")))
    address = path.format(callers=town.callers, surveys=town.surveys, concerns=town.concerns)
    page.goto(address, wait_until="networkidle")
    assert len(kinds) <= MOST_REQUESTS
    assert kinds.count("Script") == page.locator("script").count() == (path in WITH_SCRIPT)
    assert sizes
    print(f"{path}: {sum(sizes):,.0f} bytes in {len(sizes)} answers")
    assert sum(sizes) < MOST_BYTES
