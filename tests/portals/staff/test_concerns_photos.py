"""A resident's photo: the desk's alone, shown to everybody after a look, and taken back at once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.conf import settings
from django.test import Client

from commonbeat.core import clock
from commonbeat.core.errors import NotPermitted
from commonbeat.core.models import LedgerEntry
from commonbeat.domains.concerns import public
from commonbeat.domains.concerns.actions import handling, kinds
from commonbeat.domains.concerns.photos import cleaned
from commonbeat.domains.concerns.queries.concerns import whole
from commonbeat.roles import Role, actor
from tests.domains.concerns.cases import CHO, OPERATOR, line, raised
from tests.domains.concerns.pictures import WHERE, a_photo

OPEN311 = "/machines/open311/v2"


@pytest.fixture(autouse=True)
def _kinds(noon: dt.datetime) -> None:
    """Every test starts from the shipped kinds, at noon."""
    kinds.load_shipped_kinds(by=OPERATOR)


def page(answer) -> str:
    return answer.content.decode()


def photographed(kind: str = "noise", n: int = 1) -> tuple[str, list[str]]:
    """A concern with photos: its key and theirs."""
    key = raised(kind, photos=tuple(cleaned(a_photo().read()) for _ in range(n)))
    shown = whole(CHO, key)
    assert shown is not None
    return key, [photo.key for photo in shown.photos]


def where(photo: str, what: str = "show") -> str:
    return f"/staff/concerns/photos/{photo}/{what}/"


def media_urls() -> list[str | None]:
    """What everybody's Open311 client sees, in both formats alike."""
    asked = Client().get(f"{OPEN311}/requests.json").json()
    urls = [one["media_url"] for one in asked]
    in_xml = page(Client().get(f"{OPEN311}/requests.xml"))
    assert all(url is None or f"<media_url>{url}</media_url>" in in_xml for url in urls)
    return urls


def published(photo: str) -> str:
    """Publish a photo; its address without the server."""
    handling.publish_photo(key=photo, is_public=True, by=CHO)
    [url] = media_urls()
    assert url is not None
    assert url.startswith(settings.PUBLIC_URL)
    return url.removeprefix(settings.PUBLIC_URL)


def test_a_photo_is_nobodys_outside_until_an_officer_looked_at_it(signed_in):
    _key, [photo] = photographed()
    assert media_urls() == [None]
    assert Client().get(f"{OPEN311}/media/{photo}.jpg").status_code == 404
    client = signed_in(Role.OFFICER)
    asks = page(client.get(where(photo)))
    assert "no face, no number plate and no house number" in asks
    unlooked = client.post(where(photo))
    assert unlooked.status_code == 422
    assert "Look at the photo and tick this" in page(unlooked)
    assert media_urls() == [None]
    assert client.post(where(photo), {"looked": "on"}).status_code == 302
    [url] = media_urls()
    picture = Client().get(url.removeprefix(settings.PUBLIC_URL))
    assert picture.headers["Content-Type"] == "image/jpeg"
    assert picture.headers["Cache-Control"] == "no-store"
    assert WHERE not in picture.content


def test_only_the_one_photo_is_shown(signed_in):
    _key, [first, second] = photographed(n=2)
    signed_in(Role.COORDINATOR).post(where(second), {"looked": "on"})
    assert media_urls() == [f"{settings.PUBLIC_URL}{OPEN311}/media/{second}.jpg"]
    assert Client().get(f"{OPEN311}/media/{first}.jpg").status_code == 404


def test_a_photo_that_is_taken_back_is_gone_at_once(signed_in):
    key, [photo] = photographed()
    url = published(photo)
    client = signed_in(Role.OFFICER)
    assert "Take it back" in page(client.get(f"/staff/concerns/{key}/"))
    assert client.post(where(photo, "hide")).headers["Location"] == f"/staff/concerns/{key}/"
    assert Client().get(url).status_code == 404
    assert media_urls() == [None]
    assert client.get(where(photo, "hide")).status_code == 405


def test_a_kind_that_becomes_private_takes_its_photos_with_it(signed_in):
    key, [photo] = photographed()
    url = published(photo)
    kinds.set_kind(code="noise", due_days=7, agency="", is_public=False, by=OPERATOR)
    assert Client().get(url).status_code == 404
    client = signed_in(Role.OFFICER)
    assert client.get(where(photo)).status_code == 404
    assert client.post(where(photo), {"looked": "on"}).status_code == 404
    assert "Everybody may see it" not in page(client.get(f"/staff/concerns/{key}/"))
    assert client.post(where(photo, "hide")).status_code == 302
    kinds.set_kind(code="noise", due_days=7, agency="", is_public=True, by=OPERATOR)
    assert Client().get(url).status_code == 404


def test_a_private_kind_never_has_a_public_photo(signed_in):
    _key, [photo] = photographed("other")
    client = signed_in(Role.COORDINATOR)
    assert client.get(where(photo)).status_code == 404
    assert client.post(where(photo), {"looked": "on"}).status_code == 404
    assert public.photo(photo) is None


def test_a_photo_that_expired_is_not_shown_even_before_it_is_deleted():
    _key, [photo] = photographed()
    url = published(photo)
    with clock.held_at(clock.now() + dt.timedelta(days=5 * 365)):
        assert Client().get(url).status_code == 404


def test_who_follows_changes_hears_of_a_photo_shown_and_taken_back():
    key, [photo] = photographed()
    for hours, is_public in ((1, True), (2, False)):
        with clock.moved_by(dt.timedelta(hours=hours)):
            handling.publish_photo(key=photo, is_public=is_public, by=CHO)
            asked = Client().get(f"{OPEN311}/requests.json").json()
            assert asked[0]["updated_datetime"] == clock.now().isoformat(timespec="seconds")
    assert line(key).version == 1  # nobody's open page at the desk is out of date for it


def test_each_showing_and_taking_back_stands_in_the_ledger(signed_in):
    _key, [photo] = photographed()
    client = signed_in(Role.OFFICER)
    client.post(where(photo), {"looked": "on"})
    client.post(where(photo, "hide"))
    lines = LedgerEntry.objects.filter(verb="concerns.publish_photo").order_by("position")
    assert [one.codes for one in lines] == [
        {"photo": photo, "is_public": True},
        {"photo": photo, "is_public": False},
    ]


@pytest.mark.parametrize("role", [Role.ANALYST, Role.LEADER, Role.ADMINISTRATOR])
def test_who_may_not_handle_concerns_shows_no_photo(role, signed_in):
    _key, [photo] = photographed()
    client = signed_in(role)
    assert client.get(where(photo)).status_code == 404
    for what in ("show", "hide"):
        assert client.post(where(photo, what), {"looked": "on"}).status_code == 404
    with pytest.raises(NotPermitted):
        handling.publish_photo(key=photo, is_public=True, by=actor(role, "eve"))
    assert media_urls() == [None]


def test_no_such_photo_is_not_found(signed_in):
    client = signed_in(Role.OFFICER)
    for what in ("show", "hide"):
        assert client.post(where("nothing", what), {"looked": "on"}).status_code == 404
    assert Client().get(f"{OPEN311}/media/nothing.jpg").status_code == 404
    assert Client().post(f"{OPEN311}/media/nothing.jpg").status_code == 405
