"""The private page of a report: what happened, what the resident adds, and 'not fixed'."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from commonbeat.core import clock
from commonbeat.domains.concerns.actions import handling, kinds
from commonbeat.domains.concerns.queries import concerns
from commonbeat.domains.concerns.queries.concerns import Wanted
from commonbeat.portals.residents.concerns import following
from commonbeat.roles import Role, actor

CHO = actor(Role.COORDINATOR, "cho")


@pytest.fixture
def where(noon, operator) -> str:
    """The address of the page of a report just made."""
    kinds.load_shipped_kinds(by=operator)
    given = {"press": "send", "address": "Mill Street", "q_when": "night"}
    return str(Client().post("/report/noise", given).headers["Location"])


def page(response: Any) -> str:
    return response.content.decode()


def add(where: str, words: str) -> Any:
    return Client(enforce_csrf_checks=True).post(f"{where}/add", {"words": words})


def the_line() -> concerns.Line:
    [line] = concerns.inbox(CHO, Wanted())[0]
    return line


def told() -> list[str]:
    whole = concerns.whole(CHO, the_line().key)
    assert whole is not None
    return [one.words for one in whole.updates if one.is_theirs]


def test_nothing_that_a_resident_adds_is_cut(where):
    words = "It is back. " * 200
    assert add(where, words).status_code == 303
    assert "".join(told()) == words.strip()
    text = page(Client().get(where))
    assert "You added" in text
    assert text.count("We have your report") == 1


@pytest.mark.parametrize("words", ["", "   ", "x" * 4001])
def test_too_much_or_nothing_is_refused_and_what_was_typed_is_kept(where, words):
    answer = add(where, words)
    assert answer.status_code == 422
    assert "Something needs to be corrected" in page(answer)
    assert words in page(answer)
    assert told() == []


def test_a_line_break_counts_as_one_character_as_it_did_while_typing(where):
    words = "\r\n".join(["x" * 79] * 50)
    assert add(where, words).status_code == 303
    assert "".join(told()).count("\n") == 49


def test_a_flood_of_additions_keeps_what_was_typed(where, monkeypatch):
    monkeypatch.setattr(following, "MOST_AN_HOUR", 0)
    answer = add(where, "Drums <b>again</b>")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "3600")
    assert "Drums &lt;b&gt;again&lt;/b&gt;" in page(answer)
    assert told() == []


def test_what_is_not_fixed_gets_a_new_time_to_be_dealt_with(where, noon):
    first_due = the_line().due_at
    handling.answer(key=the_line().key, version=1, state="done", words="", by=CHO)
    with clock.held_at(noon + dt.timedelta(days=30)):
        assert Client().post(f"{where}/not-fixed").status_code == 303
        line = the_line()
        assert line.due_at - clock.now() == first_due - noon
        assert not line.is_late
        assert "You said that it is not fixed" in page(Client().get(where))
