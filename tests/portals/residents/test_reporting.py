"""A resident reports a concern on the web, without script, account or cookie."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from commonbeat.domains.concerns import listing, public
from commonbeat.domains.concerns.actions import handling, kinds
from commonbeat.domains.concerns.queries import concerns
from commonbeat.domains.concerns.queries.concerns import Wanted
from commonbeat.domains.contact.models import Message
from commonbeat.domains.places import locator
from commonbeat.domains.places.actions import import_areas
from commonbeat.portals.residents.concerns import reporting
from commonbeat.roles import Role, actor
from tests.domains.concerns.pictures import a_photo
from tests.domains.places.squares import MAPPING, square

CHO = actor(Role.COORDINATOR, "cho")


@pytest.fixture(autouse=True)
def _town(noon, operator) -> None:
    kinds.load_shipped_kinds(by=operator)
    squares = [square("a", -72.6, 45.3, 0.1), square("b", -72.6, 45.4, 0.1)]
    import_areas(features=squares, mapping=MAPPING, by=operator)
    locator.forget()


def page(response: Any) -> str:
    return response.content.decode()


def hidden(text: str) -> dict[str, str]:
    """What the form carries: the names and values of its hidden inputs."""
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', text))


def send(kind: str = "noise", **fields: Any) -> Any:
    given = {"press": "send", "address": "Mill Street", "q_when": "night", **fields}
    return Client(enforce_csrf_checks=True).post(f"/report/{kind}", given)


def inbox() -> list[concerns.Line]:
    return concerns.inbox(CHO, Wanted())[0]


def test_the_kinds_are_listed_in_both_languages():
    assert "Noise" in page(Client().get("/report"))
    french = Client(headers={"Accept-Language": "fr"})
    assert "Bruit" in page(french.get("/report"))
    assert Client().get("/report/nothing").status_code == 404


def test_where_then_what_then_a_private_page_with_a_number():
    client = Client(enforce_csrf_checks=True)
    first = page(client.get("/report/noise"))
    assert "<svg" in first
    carried = hidden(first)
    second = client.post("/report/noise", carried | {"press": "next", "address": "Mill Street"})
    assert second.status_code == 200
    given = hidden(page(second)) | {"press": "send", "q_when": ["night"], "description": "Drums"}
    sent = client.post("/report/noise", given)
    assert (sent.status_code, sent.headers["Location"][:3]) == (303, "/r/")
    private = client.get(sent.headers["Location"])
    [line] = inbox()
    assert line.number in page(private)
    assert "Drums" in page(private)
    assert private.headers["Cache-Control"] == "no-store, private"
    assert not client.cookies


def test_the_cross_on_the_map_is_moved_by_buttons_and_becomes_the_place():
    client = Client()
    carried = hidden(page(client.get("/report/noise")))
    nearer = page(client.post("/report/noise", carried | {"press": "nearer"}))
    right = hidden(page(client.post("/report/noise", hidden(nearer) | {"press": "right"})))
    assert float(right["long"]) > float(carried["long"])
    assert right["zoom"] == "1"
    assert "The cross is in" in nearer
    send(**right | {"press": "send", "address": "", "on_map": "on"})
    [line] = inbox()
    assert line.longitude == float(right["long"])
    assert line.area_name != ""


def test_the_same_form_sent_twice_is_one_report():
    form = hidden(page(Client().get("/report/noise")))
    first, second = send(**form), send(**form)
    assert (first.status_code, second.status_code) == (303, 303)
    # Who pressed twice saw only the second answer: it opens the same page.
    assert first.headers["Location"] == second.headers["Location"]
    [line] = inbox()
    assert line.number in page(Client().get(second.headers["Location"]))
    other = send(**hidden(page(Client().get("/report/noise"))))
    assert other.headers["Location"] != first.headers["Location"]


def test_a_form_whose_name_is_none_of_ours_opens_nobody_elses_page():
    first, second = send(asked_as="one"), send(asked_as="one")
    assert first.headers["Location"] != second.headers["Location"]
    assert len(inbox()) == 2


def test_what_is_missing_is_named_and_what_was_given_is_kept():
    answer = send(q_when="", description="Drums and more", reach="not a number")
    assert answer.status_code == 422
    text = page(answer)
    assert "Drums and more" in text
    assert 'id="id_q_when_error"' in text
    assert "neither a telephone number" in text
    assert inbox() == []
    nowhere = send(address="")
    assert nowhere.status_code == 422
    assert "Say where it is" in page(nowhere)


def test_a_person_is_described_by_behaviour_first_and_two_things():
    given = {
        "q_when": "",
        "q_happening": "past",
        "q_behaviour": "tried doors",
        "q_seen-at": "Tuesday",
        "q_unusual": "nobody lives there",
    }
    alone = send("suspicious", **given, q_ethnicity="any")
    assert "two things besides ethnicity" in page(alone)
    danger = send("suspicious", **given | {"q_happening": "now"})
    assert "call 911" in page(danger)
    assert inbox() == []
    assert send("suspicious", **given).status_code == 303


def test_who_leaves_a_number_hears_of_it_and_the_photo_is_only_a_picture():
    answer = send(reach="+1 514 555 0101", photo=a_photo())
    assert answer.status_code == 303
    message = Message.objects.seen_by(actor(Role.GATEWAY, "console")).get()
    assert message.purpose == "concern"
    [line] = inbox()
    whole = concerns.whole(CHO, line.key)
    assert whole is not None
    jpeg = concerns.photo(CHO, whole.photos[0].key)
    assert jpeg is not None
    assert b"camera of Ana" not in jpeg
    bad = send(photo=SimpleUploadedFile("photo.jpg", b"<script>alert(1)</script>"))
    assert "not a photo" in page(bad)


def test_a_film_is_refused_and_what_was_typed_is_kept():
    film = SimpleUploadedFile("film.mp4", b"\0" * (13 * 2**20))
    answer = send(photo=film, description="Drums all night")
    assert answer.status_code == 422
    assert "too large" in page(answer)
    assert "Drums all night" in page(answer)
    assert inbox() == []


def test_scripts_in_every_field_come_back_as_text():
    bad = "<script>alert(1)</script>"
    answer = send(address=bad, description=bad)
    text = page(Client().get(answer.headers["Location"]))
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


def test_similar_open_concerns_nearby_are_shown_first():
    client = Client()
    carried = hidden(page(client.get("/report/noise")))
    send(**carried | {"press": "send", "address": "", "on_map": "on"})
    again = carried | {"asked_as": "another", "press": "next", "on_map": "on"}
    text = page(client.post("/report/noise", again))
    [line] = inbox()
    assert line.number in text


def test_a_flood_from_one_place_is_told_so(monkeypatch):
    monkeypatch.setattr(reporting, "MOST_AN_HOUR", 1)
    assert send().status_code == 303
    answer = send()
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "3600")
    assert len(inbox()) == 1


def test_a_flood_says_what_happened_and_gives_back_what_was_typed(monkeypatch):
    monkeypatch.setattr(reporting, "MOST_AN_HOUR", 0)
    typed = "Drums <b>all</b> night"
    answer = send(description=typed, photo=a_photo())
    text = page(answer)
    for said in (
        "Not sent yet",
        "from your network within an hour",
        "What you wrote is still here",
        "please choose it again",
        "send it again in an hour",
    ):
        assert said in text
    assert "Drums &lt;b&gt;all&lt;/b&gt; night" in text
    assert "please choose it again" not in page(send(description=typed))
    assert inbox() == []
    monkeypatch.setattr(reporting, "MOST_AN_HOUR", 9)
    assert send(**hidden(text) | {"description": typed}).status_code == 303
    [line] = inbox()
    assert line.number


def test_not_fixed_opens_it_again_and_a_wrong_link_opens_nothing():
    where = send().headers["Location"]
    [line] = inbox()
    handling.answer(key=line.key, version=1, state="done", words="We spoke to them.", by=CHO)
    assert "We spoke to them." in page(Client().get(where))
    assert Client().post(f"{where}/not-fixed").status_code == 303
    [line] = inbox()
    assert (line.state, line.n_not_fixed) == ("received", 1)
    Client().post(f"{where}/add", {"words": "It is back"})
    assert "It is back" in page(Client().get(where))
    for path in ("/r/wrong", "/r/wrong/not-fixed", "/r/wrong/add"):
        method = Client().get if path == "/r/wrong" else Client().post
        assert method(path).status_code == 404


def test_a_point_far_from_the_town_is_not_the_cross():
    carried = {"lat": "10", "long": "10", "zoom": "1", "press": "nearer"}
    moved = hidden(page(Client().post("/report/noise", carried)))
    assert float(moved["lat"]) != 10
    elsewhere = page(Client().post("/report/noise", carried))
    assert "not in our town" in elsewhere
    assert re.search(r'name="on_map"[^>]*checked', elsewhere) is None
    for wrong in ("nan", "inf", "north"):
        text = page(Client().post("/report/noise", carried | {"lat": wrong}))
        assert "<svg" in text
    assert listing.shown(public.Search()) == []
