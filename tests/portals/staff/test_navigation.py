"""The way around the desk: one row while it fits, groups when it does not."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse

from commonbeat.portals.staff.navigation import GROUPS, MOST_IN_A_ROW
from commonbeat.roles import RIGHTS, SIGNS_IN, Role


class Bars(HTMLParser):
    """The links of each bar by the bar's name: (label, address, aria-current)."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.bars: dict[str, list[tuple[str, str, str]]] = {}
        self._bar, self._link = "", ("", "")
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "nav" and "deskbar" in given.get("class", ""):
            self._bar = given["aria-label"]
            self.bars[self._bar] = []
        elif tag == "a" and self._bar:
            self._link = (given["href"], given.get("aria-current", ""))

    def handle_data(self, data: str) -> None:
        if self._bar and self._link[0] and data.strip():
            self.bars[self._bar].append((data.strip(), *self._link))
            self._link = ("", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "nav":
            self._bar = ""


@pytest.fixture
def bars(signed_in):
    clients: dict[Role, Client] = {}

    def seen(role: Role, name: str) -> dict[str, list[tuple[str, str, str]]]:
        client = clients[role] = clients.get(role) or signed_in(role)
        return Bars(client.get(reverse(name)).content.decode()).bars

    return seen


def labels(bar: list[tuple[str, str, str]]) -> list[str]:
    return [label for label, _url, _current in bar]


def test_an_officer_has_every_place_in_one_row(bars):
    shown = bars(Role.OFFICER, "staff:calls")
    assert list(shown) == ["The desk"]
    assert labels(shown["The desk"])[:3] == ["Today", "Calls", "Follow-ups"]
    assert [one for one in shown["The desk"] if one[2]] == [("Calls", "/staff/calls/", "page")]


def test_a_coordinator_has_groups_and_below_them_the_places_of_the_one_where_they_are(bars):
    shown = bars(Role.COORDINATOR, "staff:complaints")
    assert list(shown) == ["The desk", "From residents"]
    assert len(shown["The desk"]) <= MOST_IN_A_ROW
    assert labels(shown["From residents"]) == ["Concerns", "Tips", "Complaints", "Thanks"]
    marked = {label: current for bar in shown.values() for label, _, current in bar if current}
    assert marked == {"From residents": "true", "Complaints": "page"}


def test_a_page_below_another_marks_the_nearest_place_alone(bars):
    shown = bars(Role.COORDINATOR, "staff:concern_figures")
    assert list(shown) == ["The desk", "What we learn"]
    marked = [label for bar in shown.values() for label, _url, current in bar if current]
    assert marked == ["What we learn", "How concerns go"]


def test_the_first_page_marks_itself_and_opens_no_group(bars):
    shown = bars(Role.COORDINATOR, "staff:home")
    assert list(shown) == ["The desk"]
    assert [label for label, _url, current in shown["The desk"] if current] == ["Today"]


@pytest.mark.parametrize("role", SIGNS_IN)
def test_every_place_that_a_role_may_open_is_reached_and_no_other(bars, role):
    places, reached = set(), set()
    for _group, held in GROUPS:
        mine = [name for _label, name, right in held if right in RIGHTS[role]]
        places |= {reverse(name) for name in mine}
        for name in mine[:1]:  # its other places are in the bar below
            shown = bars(role, name)
            reached |= {url for bar in shown.values() for _label, url, _current in bar}
    assert reached - {reverse("staff:home")} == places
