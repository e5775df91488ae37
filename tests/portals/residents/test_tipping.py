"""Somebody leaves a tip and comes back with nine words; nothing on the way says who they are."""

from __future__ import annotations

import logging
import re
from typing import Any

import pytest
from django.test import Client

from commonbeat.domains.concerns.actions import tips as answering
from commonbeat.domains.concerns.queries import tips
from commonbeat.portals.residents.concerns import tipping
from commonbeat.roles import Role, actor
from tests.domains.concerns.pictures import a_photo

CHO = actor(Role.COORDINATOR, "cho")
WORDS = "They sell behind the old mill on Fridays."


@pytest.fixture(autouse=True)
def _noon(noon) -> None:
    """Every test is at noon."""


def post(**fields: Any) -> Any:
    return Client(enforce_csrf_checks=True).post("/tip", fields)


def page(response: Any) -> str:
    return response.content.decode()


def leave(**changes: Any) -> str:
    answer = post(**{"do": "leave", "topic": "drugs", "words": WORDS} | changes)
    assert answer.status_code == 200
    words = receipt_on(page(answer))
    assert len(words.split()) == 9
    return words


def receipt_on(text: str) -> str:
    """The nine words that the page shows, or ''."""
    found = re.search(r'class="receipt"[^>]*>(.*?)</ul>', text, re.DOTALL)
    return " ".join(re.findall(r"<li>(\w+)</li>", found[1])) if found else ""


def test_everything_stays_at_one_address_without_cookie_or_other_companies():
    client = Client(enforce_csrf_checks=True)
    first = client.get("/tip")
    receipt = leave()
    second = client.post("/tip", {"do": "open", "receipt": receipt})
    for answer in (first, second):
        assert answer.headers["Cache-Control"] == "no-store, private"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        text = page(answer)
        assert set(re.findall(r'action="([^"]*)"', text)) == {"/tip"}
        assert re.findall(r'(?:src|href)="(https?:[^"]*)"', text) == ["https://weather.gc.ca/"]
    assert not client.cookies


def test_the_receipt_is_shown_until_it_is_written_down():
    receipt = leave()
    again = page(post(do="open", receipt=receipt.upper().replace(" ", "\n")))
    assert receipt_on(again) == receipt
    post(do="confirm", receipt=receipt)
    assert receipt_on(page(post(do="open", receipt=receipt))) == ""


def test_both_sides_talk():
    receipt = leave()
    [line] = tips.tips(CHO)
    answering.answer_tip(key=line.key, words="Which door?", by=CHO)
    assert "Which door?" in page(post(do="open", receipt=receipt))
    assert "The green one" in page(post(do="say", receipt=receipt, words="The green one"))
    empty = post(do="say", receipt=receipt, words=" ")
    assert (empty.status_code, "4,000" in page(empty)) == (422, True)


def test_wrong_words_open_nothing_and_say_what_to_do():
    leave()
    for wrong in ("", "one two", "ba " * 9, "bada dabo " * 4 + "zulu"):
        answer = post(do="open", receipt=wrong)
        assert answer.status_code == 404
        assert "Check each word" in page(answer)
        assert WORDS not in page(answer)


def test_what_is_missing_is_named_and_what_was_written_is_kept():
    answer = post(do="leave", topic="people", words=WORDS)
    assert answer.status_code == 422
    assert WORDS in page(answer)
    assert tips.tips(CHO) == []


def test_a_photo_comes_without_metadata_and_anything_else_is_refused():
    leave(photo=a_photo())
    [line] = tips.tips(CHO)
    shown = tips.thread(CHO, line.key)
    assert shown is not None
    assert b"camera of Ana" not in (tips.tip_file(CHO, shown.files[0]) or b"")


def test_floods_are_refused_and_nothing_of_the_place_is_logged(monkeypatch, caplog):
    monkeypatch.setattr(tipping, "MOST_TIPS", 1)
    caplog.set_level(logging.DEBUG)
    leave()
    answer = post(do="leave", topic="drugs", words=WORDS)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "3600")
    assert "127.0.0.1" not in caplog.text
    assert "mill" not in caplog.text


def test_guessing_receipts_ends_after_some_tries(monkeypatch):
    monkeypatch.setattr(tipping, "MOST_TRIES", 2)
    receipt = leave()
    for _try in range(2):
        assert post(do="open", receipt="ba " * 9).status_code == 404
    answer = post(do="open", receipt=receipt)
    assert answer.status_code == 429
    assert receipt in page(answer)
    assert "Not sent yet" in page(answer)


def test_a_flood_gives_back_the_tip_and_what_was_to_be_added(monkeypatch):
    receipt = leave()
    monkeypatch.setattr(tipping, "MOST_TIPS", 0)
    monkeypatch.setattr(tipping, "MOST_TRIES", 0)
    tip = post(do="leave", topic="theft", words="They load bicycles at night.", photo=a_photo())
    assert tip.status_code == 429
    for said in ("They load bicycles at night.", "please choose it again", "still here"):
        assert said in page(tip)
    assert '<option value="theft" selected' in page(tip)
    more = post(do="say", receipt=receipt, words="The van is white.")
    assert (more.status_code, more.headers["Retry-After"]) == (429, "3600")
    for said in ("The van is white.", f'value="{receipt}"', 'value="say"', "Send it again"):
        assert said in page(more)
    monkeypatch.setattr(tipping, "MOST_TRIES", 9)
    later = post(do="say", receipt=receipt, words="The van is white.")
    assert "The van is white." in page(later)
    assert later.status_code == 200
    written = post(do="confirm", receipt=receipt)
    assert written.status_code == 200


def test_the_page_speaks_french_without_changing_its_address():
    answer = post(lang="fr")
    assert 'lang="fr"' in page(answer)
    assert not answer.cookies
