"""The public pages in a real browser: accessible, never too wide, and whole without script."""

from __future__ import annotations

import pytest

from tests.browser.conftest import OpenPage
from tests.peers.browser import DESK, PHONE, axe_violations, too_wide

PAGES = ("/", "/texts/", "/officers/", "/figures/", "/figures/columns/", "/privacy/", "/nowhere/")


@pytest.mark.parametrize("language", ["en-CA", "fr-CA"])
@pytest.mark.parametrize("path", PAGES)
def test_a_public_page_breaks_no_rule_and_fits_a_phone(
    open_page: OpenPage, path: str, language: str
) -> None:
    for window in (PHONE, DESK):
        page = open_page(window, language=language)
        page.goto(path)
        # The mirror language is invented, so only its name is not looked at.
        assert [fault for fault in axe_violations(page) if 'value="xr"' not in fault] == []
        assert too_wide(page) == 0


def test_the_language_is_switched_without_script_and_leads_back(open_page: OpenPage) -> None:
    page = open_page(PHONE, script=False)
    page.goto("/texts/")
    page.get_by_role("button", name="Français").click()
    page.wait_for_url("**/texts/")
    assert page.locator("html").get_attribute("lang") == "fr"
