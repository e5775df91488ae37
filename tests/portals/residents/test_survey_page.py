"""The survey page: works without script, counts once, keeps what was typed, tells what it keeps."""

import datetime as dt
import re

import pytest

from commonbeat.core import clock
from commonbeat.core.actor import Actor
from commonbeat.domains.contact.actions import points
from commonbeat.domains.surveys import holding
from commonbeat.domains.surveys.actions import asking, instruments
from commonbeat.domains.surveys.models import HeldAnswer, HeldRemark, Invitation
from commonbeat.domains.surveys.tokens import token_of


@pytest.fixture
def link(noon: dt.datetime, dispatch: Actor, operator: Actor) -> str:
    """Ana's private survey link."""
    instruments.install_default_instrument(by=operator)
    phone = "+18195550101"
    until = noon + dt.timedelta(days=30)
    ana = points.know_numbers(numbers=[phone], languages={}, keep_until=until, by=dispatch)
    invited = asking.invite(
        about="calls.call:ana",
        point_id=ana[phone].id,
        area_id=None,
        group="noise",
        month=noon.date(),
        due_at=noon,
        by=dispatch,
    )
    assert invited is not None
    return f"/s/{token_of(invited.key)}"


def held():
    opened = holding.opened_answers(list(HeldAnswer.objects.all()))
    return {answer.question: answer.value for answer in opened}


def test_the_page_asks_everything_on_one_page_without_script(client, link):
    response = client.get(link)
    page = response.content.decode()
    assert response.status_code == 200
    assert "<script" not in page
    assert page.count('type="radio"') == 5 * 5 + 2
    assert page.count("<textarea") == 1
    assert "nobody can join them to you" in page
    assert len(response.content) < 50_000
    assert response["Cache-Control"] == "no-store, private"
    assert not response.cookies


def test_answers_are_taken_once_and_sending_twice_is_thanked_twice(client, link):
    sent = {"voice": "5", "respect": "4", "again": "1", "words": "All was well."}
    for _ in range(2):
        response = client.post(link, sent)
        assert response.status_code in {200, 303}
    assert held() == {"voice": 5, "respect": 4, "again": 1}
    assert HeldRemark.objects.count() == 1
    assert "Thank you" in client.get(link).content.decode()


def test_an_empty_page_is_asked_again(client, link):
    response = client.post(link, {"words": "  "})
    assert response.status_code == 422
    assert "at least one question" in response.content.decode()
    assert Invitation.objects.get().state == "waiting"


def test_what_was_answered_is_kept_when_something_must_be_corrected(client, link):
    words = "x" * 1_001
    response = client.post(link, {"voice": "4", "trust": "9", "words": words})
    page = response.content.decode()
    assert response.status_code == 422
    assert re.search(r'name="voice" value="4"[^>]*checked', page)
    assert words in page
    assert held() == {}


def test_the_page_speaks_french_when_asked_to(client, link):
    page = client.get(f"{link}?lang=fr").content.decode()
    assert '<html lang="fr"' in page
    assert "pu dire ce que je voulais dire" in page
    response = client.post(f"{link}", {"lang": "fr", "voice": "3"})
    assert response["Location"].endswith("?lang=fr")
    assert Invitation.objects.get().language == "fr"


def test_who_declines_is_thanked_and_cannot_be_counted(client, link):
    assert client.post(f"{link}/decline").status_code == 303
    assert client.post(f"{link}/decline").status_code == 303
    assert Invitation.objects.get().state == "declined"
    client.post(link, {"voice": "5"})
    assert held() == {}


def test_a_wrong_or_expired_link_is_not_found(client, link):
    assert client.get("/s/nothing").status_code == 404
    assert client.post("/s/nothing/decline").status_code == 404
    with clock.moved_by(dt.timedelta(days=15)):
        assert client.get(link).status_code == 404
        assert client.post(link, {"voice": "1"}).status_code == 404
    assert held() == {}
