"""Debian's Chromium driven by Playwright, which can reach this machine only.

While Playwright's synchronous interface runs, its event loop counts as running in this thread,
so Django refuses every query in it. Browser tests therefore drive a `live_server` in another
process and make their rows through `LiveServer.run`; and the browser ends with the tests of its
folder, so that tests that come later may query again.
"""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize, sync_playwright

from tests.peers.processes import PeerMissing

ROOT = Path(__file__).resolve().parents[2]
SCREENSHOTS = ROOT / "var" / "screenshots"
PHONE: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1280, "height": 900}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


@contextlib.contextmanager
def running_browser() -> Iterator[Browser]:
    """A headless Chromium; raises `PeerMissing` when none is installed."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        raise PeerMissing("Chromium is not here: install the Debian package chromium.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextlib.contextmanager
def fresh_page(
    browser: Browser,
    viewport: ViewportSize,
    *,
    base_url: str | None = None,
    script: bool = True,
    language: str = "en-CA",
) -> Iterator[Page]:
    """A page with cookies of its own; fails at the end when a script broke or was refused.

    `script=False` switches JavaScript off. `base_url` lets tests say `page.goto("/path")`.
    """
    faults: list[str] = []
    context = browser.new_context(
        viewport=viewport,
        base_url=base_url,
        java_script_enabled=script,
        locale=language,
        timezone_id="America/Toronto",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.extend(_refusals(message)))
    try:
        yield page
    finally:
        context.close()
    assert not faults, f"The page did what it must not: {faults}"


def _refusals(message: ConsoleMessage) -> list[str]:
    return [message.text] if "Content Security Policy" in message.text else []


def axe_violations(page: Page) -> list[str]:
    """What axe finds wrong with the page as shown.

    One line a rule, with the first three places.
    """
    # Without the places of what is right, it takes a third of the time.
    options = {"runOnly": {"type": "tag", "values": list(RULES)}, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [_line(violation) for violation in found]


def _line(violation: dict[str, object]) -> str:
    nodes = violation["nodes"]
    assert isinstance(nodes, list)
    places = "; ".join(" ".join(map(str, node["target"])) for node in nodes[:3])
    return f"{violation['id']}: {violation['help']} ({len(nodes)}×: {places})"


def looks_at(page: Page, name: str) -> Path:
    """Save what the page looks like, whole, as var/screenshots/NAME.png; returns the path."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    path = SCREENSHOTS / f"{name}.png"
    page.screenshot(path=path, full_page=True)
    return path


def too_wide(page: Page) -> int:
    """By how many pixels the page is wider than its window.

    0 when nobody must scroll sideways.
    """
    extra = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return max(0, int(extra))
