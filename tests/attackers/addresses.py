"""Every address of the house, filled with keys."""

from __future__ import annotations

import re

from tests.laws.matrix import Page, pages

NAMED = re.compile(r"<(?:(\w+):)?(\w+)>")
GROUP = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^)]*\))*\)")


def filled(page: Page, given: dict[str, str], otherwise: str) -> str:
    """An address with `given` in its places, and one key in all the others."""

    def value(kind: str, name: str) -> str:
        if name in given:
            return given[name]
        return {"int": "30", "path": otherwise}.get(kind, otherwise)

    path = NAMED.sub(lambda m: value(m[1] or "", m[2]), page.path)
    path = GROUP.sub(lambda m: value("", m[1]), path)
    return re.sub(r"[\^$\\?]|\(.*?\)", "", path)


def with_keys(portal: str = "") -> list[Page]:
    """Addresses that name a thing by its key, besides the table."""
    return [
        page
        for page in pages()
        if (page.portal == portal or not portal)
        and set(_names(page)) - {"table", "way", "days", "kind", "code", "language"}
    ]


def without_keys() -> list[Page]:
    """Addresses that name nothing, or a table at most."""
    return [page for page in pages() if not set(_names(page)) - {"table"}]


def _names(page: Page) -> list[str]:
    return [m[1] for m in NAMED.findall(page.path)] + GROUP.findall(page.path)
