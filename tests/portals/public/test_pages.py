"""The public pages: open to all, kept by all, and saying nothing of anybody."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import hashlib
import io
import json

import pytest
from django.conf import settings
from django.test import Client

from commonbeat.core import clock
from commonbeat.core.privacy import Kind, cards, keep_for
from commonbeat.domains.agencies.actions import postings
from commonbeat.domains.calls.planning import Unsaid
from commonbeat.portals.public.card_words import NOT_ABOUT_RESIDENTS, WORDS
from commonbeat.portals.public.reasons import _WORDS as REASONS
from commonbeat.roles import Role
from commonbeat.workflows import call_figures
from tests.domains.agencies.cast import OPERATOR, engage
from tests.workflows.town_calls import calls, draw_area

PAGES = ("/", "/texts/", "/officers/", "/figures/", "/figures/columns/", "/privacy/")
FILES = ("/figures/call-follow-up.csv", "/figures/call-follow-up.json")
MARCH = dt.datetime(2026, 3, 10, 15, 0, tzinfo=dt.UTC)


@pytest.fixture
def figures(noon, the_clock) -> None:
    mill, hill = draw_area("mill", "Old Mill", "Vieux-Moulin"), draw_area("hill", west=1.0)
    calls(31, mill, MARCH)
    calls(4, hill, MARCH)
    calls(13, None, MARCH)
    call_figures.release_public_figures(by=the_clock)


@pytest.mark.parametrize("language", ["en", "fr", "xr"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_for_anyone_in_every_language(figures, client, page, language):
    answer = client.get(page, headers={"accept-language": language})
    assert answer.status_code == 200
    assert f'lang="{language}"' in answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_in_an_empty_town(noon, client, page):
    assert client.get(page).status_code == 200


@pytest.mark.parametrize("page", [*PAGES, *FILES])
def test_a_page_may_be_kept_for_a_minute_and_sets_no_cookie(figures, client, page):
    answer = client.get(page)
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert not answer.cookies
    assert {"Accept-Language", "Cookie"} <= set(answer.headers["Vary"].split(", "))
    again = client.get(page, headers={"if-none-match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert not again.content


def test_a_new_release_or_another_language_is_another_page(figures, client, the_clock):
    tag = client.get("/figures/").headers["ETag"]
    assert client.get("/figures/", headers={"accept-language": "fr"}).headers["ETag"] != tag
    calls(20, None, MARCH)
    call_figures.release_public_figures(by=the_clock)
    assert client.get("/figures/").headers["ETag"] == tag  # for a few seconds more
    with clock.held_at(clock.now() + dt.timedelta(seconds=11)):
        assert client.get("/figures/").headers["ETag"] != tag


def test_what_one_reader_adds_to_the_address_is_not_shown_to_others(noon, client):
    assert b"zzprivate" not in client.get("/?name=zzprivate").content
    assert b"zzprivate" not in client.get("/").content


def test_a_page_is_small_over_the_wire(figures, client):
    answer = client.get("/figures/", headers={"accept-encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert b"<h1>" in gzip.decompress(answer.content)
    styles = "src/commonbeat/ui/static/ui/commonbeat.css"
    with open(settings.PACKAGE.parent.parent / styles, "rb") as file:  # noqa: PTH123
        assert len(answer.content) + len(gzip.compress(file.read())) < 50_000


def test_no_page_needs_a_script(figures, client):
    for page in PAGES:
        assert b"<script" not in client.get(page).content


def test_small_counts_are_shown_as_too_few_and_never_as_numbers(figures, client):
    page = client.get("/figures/").content.decode()
    assert "too few to show" in page
    released = json.loads(client.get(FILES[1]).content)["figures"]
    hill = [row for row in released["rows"] if row["area"] == "hill"]
    assert hill
    assert all(row["n"] is None and row["value"] is None for row in hill)


def test_each_picture_has_its_table_and_its_sentence(figures, client):
    page = client.get("/figures/").content.decode()
    assert page.count('role="img"') == page.count("<figcaption>") == page.count("<details>") > 4
    assert "48 calls were followed" in page


def test_the_files_agree_and_can_be_checked(figures, client):
    table = json.loads(client.get(FILES[1]).content)
    text = json.dumps(table["figures"], sort_keys=True, ensure_ascii=False)
    assert table["digest"] == hashlib.sha256(text.encode()).hexdigest()
    lines = list(csv.DictReader(io.StringIO(client.get(FILES[0]).content.decode())))
    assert len(lines) == len(table["figures"]["rows"])
    assert [line["n"] for line in lines] == [
        "" if row["n"] is None else str(row["n"]) for row in table["figures"]["rows"]
    ]
    told = client.get("/figures/columns/").content.decode()
    assert all(f">{name}<" in told for name in [*lines[0], *{line["figure"] for line in lines}])


def test_before_the_first_release_there_is_no_file(noon, client):
    assert client.get(FILES[0]).status_code == 404
    assert "No figures yet" in client.get("/figures/").content.decode()


def test_officers_are_listed_by_area_as_they_agreed_to_be(noon, client):
    mill = draw_area("mill", "Old Mill", "Vieux-Moulin")
    draw_area("hill", "Hill", west=1.0)
    bell = engage("zzprivate-bell", Role.OFFICER)
    postings.post_officer(
        staff_key=bell.key,
        area_id=mill.pk,
        public_name="Const. Bell",
        public_phone="+1 819-555-0111",
        starts_on=noon.date(),
        by=OPERATOR,
    )
    page = client.get("/officers/").content.decode()
    assert "Const. Bell" in page
    assert "+1 819-555-0111" in page
    assert "zzprivate" not in page.lower()
    assert "This area has no community officer just now." in page
    assert 'role="img"' in page
    assert "Vieux-Moulin" in client.get("/officers/", headers={"accept-language": "fr"}).text


def about_residents() -> set[str]:
    return {
        card.model for card in cards() if card.person or card.of_kind(Kind.PERSONAL, Kind.SEALED)
    } - NOT_ABOUT_RESIDENTS


def test_everything_that_is_kept_about_residents_is_on_the_privacy_page():
    assert about_residents() - set(WORDS) == set()
    assert set(WORDS) <= {card.model for card in cards()}


def test_the_days_on_the_privacy_page_are_those_of_the_cards(noon, client):
    page = client.get("/privacy/").content.decode()
    assert f"{settings.KEEP_NUMBERS_DAYS} days after your call is closed" in page
    for card in cards():
        if card.model in WORDS and "%(days)s" in WORDS[card.model].until:
            limit = keep_for(card, settings)
            days = settings.KEEP_NUMBERS_DAYS if not limit else limit.days
            assert WORDS[card.model].until % {"days": days} in page


def test_every_reason_for_silence_has_its_words():
    never_first = {Unsaid.NO_CALLER, Unsaid.OVERTAKEN, Unsaid.REOPENED}
    assert set(REASONS) == {reason.value for reason in Unsaid} - {r.value for r in never_first}


def test_how_to_tell_our_texts_names_our_number_and_address(noon, client):
    page = client.get("/texts/").content.decode()
    assert settings.TEXT_SENDER in page
    assert settings.PUBLIC_URL in page


def test_a_balancer_sees_that_we_live_and_nothing_else(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/health/")
    assert answer.content == b"ok\n"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("page", [*PAGES, *FILES])
def test_a_page_can_only_be_read(figures, client, page):
    assert client.post(page).status_code == 405


def test_a_reader_who_is_signed_in_is_shown_what_everybody_is(figures, signed_in):
    known = signed_in(Role.LEADER).get("/").content
    assert known == Client().get("/").content
