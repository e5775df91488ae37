"""The caller's page: what the link in their hand opens, and what it never shows."""

from __future__ import annotations

import datetime as dt
import gzip

import pytest

from commonbeat.core import clock
from commonbeat.domains.presence.models import FollowUp
from tests.stories.calls import ANA, event, send, words_to
from tests.stories.conftest import town  # noqa: F401

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def link(town):  # noqa: F811
    """Ana called about noise and holds the link of the first text."""
    send(
        event(
            "26-1", "received", town, call_type="NOISE", phone=ANA, longitude=-75.0, latitude=45.6
        )
    )
    return "/c/" + words_to()[0].split("/c/")[1].split()[0]


def page(client, link, **headers):
    return client.get(link, **headers)


def test_it_shows_where_the_call_stands_and_what_comes_next(client, link):
    text = page(client, link).content.decode()
    assert "26-1" in text
    assert "We got your call" in text
    assert "An officer is on the way" in text  # still to come
    assert "What happens next" in text


def test_it_is_french_for_who_asks_and_back(client, link):
    assert 'lang="fr"' in page(client, link + "?lang=fr").content.decode()
    assert 'lang="en"' in page(client, link + "?lang=nonsense").content.decode()


def test_it_keeps_itself_to_itself(client, link):
    answer = page(client, link)
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]
    assert not answer.cookies
    text = answer.content.decode()
    for secret in (ANA, "555", "45.6", "-75.0", "NOISE"):
        assert secret not in text.replace("+1 819-555-0100", "")


def test_it_is_small_enough_for_an_old_phone(client, link):
    body = page(client, link).content
    from tests.laws.house import SOURCE

    css = (SOURCE / "ui" / "static" / "ui" / "commonbeat.css").read_bytes()
    assert len(gzip.compress(body)) + len(gzip.compress(css)) < 50_000
    assert b"<script" not in body


def test_a_wrong_link_and_an_ended_one_look_the_same(client, link, town):  # noqa: F811
    wrong = client.get("/c/" + "b" * 21)
    with clock.held_at(town + dt.timedelta(days=15)):
        ended = page(client, link)
    assert (wrong.status_code, ended.status_code) == (404, 404)
    assert wrong.content == ended.content


def test_asking_for_a_call_back_twice_makes_one_promise(client, link):
    for _press in range(2):
        assert client.post(f"{link}/call-me", {"lang": "en"}).status_code == 302
    promise = FollowUp.objects.get()
    assert promise.reason == "asked"
    assert "An officer will call you by" in page(client, link).content.decode()


def test_stopping_on_the_page_stops_every_text_at_once_and_can_be_undone(client, link, town):  # noqa: F811
    client.post(f"{link}/texts", {"texts": "stop"})
    assert words_to() == []
    assert "You get no more texts" in page(client, link).content.decode()
    with clock.held_at(town + 5 * MINUTE):
        send(event("26-1", "en_route", town + 5 * MINUTE))
        assert words_to() == []
    client.post(f"{link}/texts", {"texts": "start"})
    assert "Stop all texts" in page(client, link).content.decode()


def test_what_did_not_change_is_not_sent_again(client, link, town):  # noqa: F811
    first = page(client, link)
    again = page(client, link, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    with clock.held_at(town + MINUTE):
        send(event("26-1", "en_route", town + MINUTE))
        changed = page(client, link, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200


def test_a_new_text_brings_a_new_link_and_the_old_one_ends_after_two_days(client, link, town):  # noqa: F811
    from commonbeat.domains.contact.queries import point_of_number
    from commonbeat.roles import Role, actor
    from commonbeat.workflows.call_followup import status_text
    from tests.stories.calls import READER

    ana = point_of_number(READER, ANA)
    newer = (
        "/c/" + status_text(ana.id, "en", by=actor(Role.GATEWAY, "x")).split("/c/")[1].split()[0]
    )
    assert newer != link
    assert page(client, link).status_code == page(client, newer).status_code == 200
    with clock.held_at(town + dt.timedelta(days=3)):
        assert page(client, link).status_code == 404
        assert page(client, newer).status_code == 200


def test_a_merged_call_goes_on_with_the_other_one(client, link, town):  # noqa: F811
    later = town + MINUTE
    with clock.held_at(later):
        send(event("26-2", "received", later, call_type="NOISE"), event("26-2", "arrived", later))
        send(event("26-1", "merged", later, merged_into="26-2"))
        text = page(client, link).content.decode()
    assert "goes on as call 26-2" in text
    assert "An officer has arrived" in text
