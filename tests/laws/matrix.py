"""The matrix of role × page, made from the URLs and the rights that the pages name.

`python -m tests.laws.matrix` prints it; it is kept in docs/reference/access-matrix.md, for a
privacy officer to read, and a law checks that the two agree.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass

import django
from django.urls import URLResolver, get_resolver


@dataclass(frozen=True, slots=True)
class Page:
    """One URL: its portal, name, path and the right it asks for."""

    portal: str
    name: str
    path: str
    right: str
    is_open: bool


def pages() -> list[Page]:
    """Every URL of the house."""
    return sorted(_walk(get_resolver(), "", ""), key=lambda p: (p.portal, p.path))


def _walk(resolver: URLResolver, portal: str, prefix: str) -> Iterator[Page]:
    from commonbeat.portals.staff import guard

    for one in resolver.url_patterns:
        where = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _walk(one, portal or (one.namespace or ""), where)
        else:
            right = getattr(one.callback, "right", "")
            is_open = (one.name or "") in guard.OPEN | guard.HALF_OPEN
            yield Page(portal, one.name or "", "/" + where, str(right), is_open)


def matrix() -> str:
    """The matrix as Markdown: one line a page, one column a role that signs in."""
    from commonbeat.roles import RIGHTS, SIGNS_IN

    lines = [
        "# Who may see which page",
        "",
        "Made by `make matrix` from the pages themselves; a law checks that it is up to date.",
        "✓ may, · may not (the answer is then the same as for a page that does not exist).",
        "",
        "## The desk (portal `staff`)",
        "",
        "| page | right | " + " | ".join(SIGNS_IN) + " |",
        "| --- | --- |" + " --- |" * len(SIGNS_IN),
    ]
    for page in pages():
        if page.portal != "staff":
            continue
        marks = ["✓" if page.is_open or page.right in RIGHTS[role] else "·" for role in SIGNS_IN]
        lines.append(f"| `{page.path}` | {page.right or 'anyone'} | " + " | ".join(marks) + " |")
    lines += _hub_lines()
    lines += ["", "## The other portals", "", "| page | portal | who |", "| --- | --- | --- |"]
    who = {
        "public": "anyone: published things only",
        "residents": "who holds the private link",
        "machines": "who shows the feed's token or the gateway's proof",
        "demo": "anyone on this machine, only in the demonstration",
    }
    # What a resident opens without a private link in the address asks for no account at all.
    open_to = {True: "anyone, without an account", False: who["residents"]}
    lines += [
        f"| `{p.path}` | {p.portal} | "
        f"{who[p.portal] if p.portal != 'residents' else open_to['token' not in p.path]} |"
        for p in pages()
        if p.portal in who
    ]
    return "\n".join(lines) + "\n"


def _hub_lines() -> list[str]:
    """The Hub's pages: one column a seat, and one for people at no table."""
    from commonbeat.roles import RIGHTS, SEATS, Role

    columns = {str(seat): frozenset(SEATS[seat]) for seat in SEATS}
    columns["partner, no seat"] = RIGHTS[Role.PARTNER]
    columns["administrator, no seat"] = RIGHTS[Role.ADMINISTRATOR]
    lines = [
        "",
        "## The Hub (portal `partners`)",
        "",
        "A seat opens one table, and only while it, the agency's agreement and the person's",
        "promise hold. At filter 4 most pages need more: that one's agency is in, or leads.",
        "",
        "| page | any of these rights | " + " | ".join(columns) + " |",
        "| --- | --- |" + " --- |" * len(columns),
    ]
    for page in pages():
        if page.portal == "partners":
            wanted = set(page.right.split(" / "))
            marks = ["✓" if wanted & set(map(str, held)) else "·" for held in columns.values()]
            if page.name == "home":
                marks = ["✓"] * len(columns)
            lines.append(f"| `{page.path}` | {page.right} | " + " | ".join(marks) + " |")
    return lines


def main() -> None:
    """Print the matrix."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    print(matrix(), end="")


if __name__ == "__main__":
    main()
