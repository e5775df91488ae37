"""The demonstration's phone: a caller texts back, the worker carries our answer, the page shows it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.town import Town

LONG = 20_000  # milliseconds: the worker looks every second, the page every two


@pytest.fixture
def phone(open_page: OpenPage, town: Town) -> Iterator[Page]:
    worker = town.live.start_worker()
    page = open_page()
    page.goto("/demo/phone/")
    yield page
    worker.stop()


def reply(page: Page, text: str) -> None:
    page.get_by_label("Reply as the caller").fill(text)
    page.get_by_role("button", name="Send").click()


def test_a_caller_asks_for_the_status_and_then_stops_the_texts(phone: Page, town: Town) -> None:
    phone.goto(f"/demo/phone/{town.keys['phone']}/")
    n_ours = phone.locator(".bubble.out").count()
    reply(phone, "STATUS")
    expect(phone.locator(".bubble.in").last).to_contain_text("STATUS")
    expect(phone.locator(".bubble.out")).to_have_count(n_ours + 1, timeout=LONG)
    link = phone.locator(".bubble.out").last.get_by_role("link")
    assert "/c/" in str(link.get_attribute("href"))
    reply(phone, "STOP")
    expect(phone.get_by_text("This phone said STOP.")).to_be_visible(timeout=LONG)
    expect(phone.locator(".bubble.out")).to_have_count(n_ours + 2, timeout=LONG)


def test_the_phones_lead_from_the_start_page_to_a_callers_thread(phone: Page) -> None:
    phone.goto("/demo/")
    phone.get_by_role("link", name="Open the phones").click()
    phone.get_by_role("link", name="Read and reply").first.click()
    expect(phone.get_by_role("log")).to_be_visible()
