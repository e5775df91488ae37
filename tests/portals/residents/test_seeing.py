"""What everybody may see of what is reported: a list of what is open, and a page of each."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client

from commonbeat.core import clock
from commonbeat.domains.concerns import listing, public
from commonbeat.domains.concerns.actions import handling, kinds
from commonbeat.domains.concerns.photos import cleaned
from commonbeat.domains.concerns.queries.concerns import photo, whole
from commonbeat.domains.concerns.reports import Report
from commonbeat.domains.places import locator
from commonbeat.domains.places.actions import import_areas
from commonbeat.portals.residents.concerns import seeing
from commonbeat.roles import Role, actor
from commonbeat.workflows import concern_intake
from tests.domains.concerns.pictures import a_photo
from tests.domains.places.squares import MAPPING, square

ANA = actor(Role.ANYBODY, "page")
CHO = actor(Role.COORDINATOR, "cho")
SAID = "The drummer of number 12 again"


@pytest.fixture(autouse=True)
def _town(noon, operator) -> None:
    kinds.load_shipped_kinds(by=operator)
    squares = [square("a", -72.6, 45.3, 0.1), square("b", -72.6, 45.4, 0.1)]
    import_areas(features=squares, mapping=MAPPING, by=operator)
    locator.forget()


def reported(kind: str = "noise", latitude: float = 45.35, **changes: Any) -> tuple[str, str]:
    """A concern: its key and number."""
    answers: dict[str, Any] = {"when": ["night"]} if kind == "noise" else {}
    report = Report(
        kind=kind, description=SAID, address="12 Mill Street", longitude=-72.55,
        latitude=latitude, answers=changes.get("answers", answers),
    )  # fmt: skip
    photos = [cleaned(a_photo().read())]
    raised = concern_intake.take_report(report=report, number="+15145550101", photos=photos, by=ANA)
    return raised.key, raised.number


def get(path: str, **headers: str) -> Any:
    return Client(headers=headers).get(path)


def page(response: Any) -> str:
    return response.content.decode()


def test_a_public_concern_has_a_page_that_says_nothing_of_who_and_where_exactly():
    key, number = reported()
    handling.answer(
        key=key, version=1, state="planned", words="We come on Friday.", is_public=True, by=CHO
    )
    answer = get(f"/concerns/{number}")
    text = page(answer)
    for shown in (
        number,
        "Noise",
        "Something will be done",
        "We come on Friday.",
        "<svg",
        "noindex",
    ):
        assert shown in text
    for hidden in (SAID, "12 Mill Street", "5550101", "-72.55", "45.35", key, "night", ".jpg"):
        assert hidden not in text
    assert len(answer.content) < 50_000
    assert answer.headers["X-Robots-Tag"].startswith("noindex")
    assert not answer.cookies


def test_the_private_page_leads_to_what_everybody_sees():
    given = {"press": "send", "address": "Mill Street", "q_when": "night"}
    own = page(get(Client().post("/report/noise", given).headers["Location"]))
    assert re.search(r'href="/concerns/\d\d-\d{7}"', own)
    asked = {"happening": "past", "behaviour": "tried doors", "seen-at": "now", "unusual": "x"}
    about = {"press": "send", "address": "x"} | {f"q_{n}": v for n, v in asked.items()}
    private = Client().post("/report/suspicious", about).headers["Location"]
    assert 'href="/concerns/' not in page(get(private))


def test_it_shows_nothing_that_open311_does_not_show():
    key, number = reported()
    handling.answer(key=key, version=1, state="looking", words="Only for you.", by=CHO)
    text = page(get(f"/concerns/{number}"))
    assert "Only for you." not in text
    assert "We are looking into it" in text
    [seen] = get(f"/machines/open311/v2/requests/{number}.json").json()
    assert seen["agency_responsible"] is None
    assert "Who deals with it" not in text


def test_a_photo_is_there_only_while_it_is_published():
    key, number = reported()
    shown = whole(CHO, key)
    assert shown is not None
    [one] = shown.photos
    assert photo(CHO, one.key)
    handling.publish_photo(key=one.key, is_public=True, by=CHO)
    assert f"{one.key}.jpg" in page(get(f"/concerns/{number}"))
    handling.publish_photo(key=one.key, is_public=False, by=CHO)
    assert one.key not in page(get(f"/concerns/{number}"))


def test_what_is_private_hidden_or_unknown_answers_alike(operator):
    answers = {"happening": "past", "behaviour": "tried doors", "seen-at": "now", "unusual": "x"}
    _key, private = reported("suspicious", answers=answers)
    _key, withdrawn = reported()
    kinds.set_kind(code="noise", due_days=7, agency="", is_public=False, by=operator)
    bodies = {
        page(get(f"/concerns/{number}"))
        for number in (private, withdrawn, "26-9999999", "P26-00001", "nothing", "%00")
    }
    assert len(bodies) == 1
    assert get(f"/concerns/{private}").status_code == 404
    assert private not in page(get("/concerns"))
    assert withdrawn not in page(get("/concerns"))


def test_the_list_holds_what_is_open_newest_first_by_area_and_kind(noon):
    _key, first = reported()
    with clock.held_at(noon + dt.timedelta(hours=1)):
        _key, second = reported("graffiti", latitude=45.45)
        key, over = reported()
        handling.answer(key=key, version=1, state="done", words="", by=CHO)
        text = page(get("/concerns"))
        assert text.index(second) < text.index(first)
        assert over not in text
        assert SAID not in text
        [area] = [one.code for one in seeing.areas() if one.name in page(get(f"/concerns/{first}"))]
        assert first in page(get(f"/concerns?area={area}"))
        assert second not in page(get(f"/concerns?area={area}"))
        assert first not in page(get("/concerns?kind=graffiti"))
        for odd in ("area=nowhere", "kind=%00", "page=0", "page=999999", "page=x", "area=a&kind=b"):
            assert get(f"/concerns?{odd}").status_code == 200


def test_the_list_is_paged(monkeypatch):
    monkeypatch.setattr(seeing, "A_PAGE", 2)
    numbers = [reported("graffiti")[1] for _ in range(3)]
    first, second = (
        page(get("/concerns?kind=graffiti")),
        page(get("/concerns?kind=graffiti&page=2")),
    )
    assert numbers[2] in first
    assert numbers[0] not in first
    assert "?kind=graffiti&amp;page=2" in first
    assert numbers[0] in second
    assert 'rel="next"' not in second


def test_both_pages_speak_the_readers_language():
    _key, number = reported()
    french = {"Accept-Language": "fr"}
    assert "Bruit" in page(get("/concerns", **french))
    assert "Bruit" in page(get(f"/concerns/{number}", **french))


def test_an_empty_list_says_so_and_leads_on():
    text = page(get("/concerns"))
    assert "Nothing is open here" in text
    assert 'href="/report"' in text


def test_a_town_without_outlines_shows_no_map(monkeypatch):
    _key, number = reported()
    monkeypatch.setattr(seeing.place_map, "frame", lambda: None)
    assert "<title>Map" not in page(get("/concerns"))
    assert "<title>Map" not in page(get(f"/concerns/{number}"))


def test_the_blurred_place_is_the_one_of_the_public_list():
    _key, number = reported()
    [shown] = listing.shown(public.Search(numbers=[number]))
    assert (shown.longitude, shown.latitude) != (-72.55, 45.35)
    assert listing.shown(public.Search(near=(shown.longitude, shown.latitude, 0.0001)))
    assert not listing.shown(public.Search(near=(shown.longitude, 45.9, 0.0001)))
