"""Who comes in: a seat today, an agreement and a promise that hold, or nothing is there."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from commonbeat.core import clock
from commonbeat.domains.agencies.actions.agreements import end_agreement, end_undertaking
from commonbeat.domains.agencies.models import Agreement, Undertaking
from commonbeat.domains.hub.actions.tables import end_seat
from commonbeat.roles import Role, actor
from tests.domains.agencies.cast import engage
from tests.domains.hub import walks
from tests.portals.partners.conftest import client_of

OPERATOR = actor(Role.OPERATOR, "tests")
NOT_HERE = "0" * 20


def pages_of(hub, situation: str, screening: str) -> dict[str, str]:
    """Every page that can be opened at a table, by name."""
    at = hub.table.key
    alone = ("live", "live_part", "screenings", "draft", "visits", "record", "chair", "oversight")
    with_situation = (
        "situation", "end_before_plan", "fill_card", "remark", "withdraw", "note", "open_note",
        "note_standing", "plan_visit", "report_visit", "conclude",
    )  # fmt: skip
    with_screening = ("screening", "change_screening")
    return (
        {name: reverse(f"partners:{name}", args=[at]) for name in alone}
        | {name: reverse(f"partners:{name}", args=[at, situation]) for name in with_situation}
        | {name: reverse(f"partners:{name}", args=[at, screening]) for name in with_screening}
    )


# What each seat opens while the police's situation is at filter 4, led by the police, and the
# police have a draft. Everything else is not found.
EVERY_DISCUSSANT = {"live", "live_part", "screenings", "draft", "visits", "situation"}
OPENS = {
    "ana": EVERY_DISCUSSANT
    | {"screening", "change_screening", "fill_card", "open_note", "plan_visit", "conclude"},
    "cho": EVERY_DISCUSSANT | {"plan_visit"},
    "bell": EVERY_DISCUSSANT,
    "police_approver": {"screenings", "screening"},
    "health_approver": {"screenings"},
    "chair": {"live", "live_part", "record", "chair", "situation"},
    "clerk": {"live", "live_part", "record", "situation", "fill_card"},
    "lead": {"oversight"},
}


@pytest.fixture
def pages(hub):
    situation = walks.involve(hub)
    draft = walks.screening.draft_screening(
        answers={}, carried=walks.CARRIED, basis="", consent_asked="", by=hub.by["ana"]
    )
    return pages_of(hub, situation, draft.key)


def bare(client: Client, url: str) -> tuple[int, bytes]:
    answer = client.get(url)
    return answer.status_code, answer.content


@pytest.mark.parametrize("who", OPENS)
def test_each_seat_opens_its_own_pages_and_no_other(pages, sign_in, who):
    client = sign_in(who)
    opened = {name for name, url in pages.items() if client.get(url).status_code == 200}
    assert opened == OPENS[who]


@pytest.mark.parametrize("who", OPENS)
def test_what_is_hidden_answers_as_what_does_not_exist(pages, sign_in, who, hub):
    client = sign_in(who)
    nothing = bare(client, f"/partners/t/{hub.table.key}/s/{NOT_HERE}/")
    assert nothing[0] == 404
    for name, url in pages.items():
        if name not in OPENS[who]:
            assert bare(client, url) == nothing, name


def test_a_member_of_another_table_finds_nothing_here(pages, elsewhere):
    client = client_of(elsewhere.staff["ana"])
    nothing = bare(client, f"/partners/t/{NOT_HERE}/")
    assert nothing[0] == 404
    assert {bare(client, url) for url in pages.values()} == {nothing}


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ANALYST, Role.ADMINISTRATOR, Role.LEADER])
def test_staff_without_a_seat_find_nothing_here(pages, role):
    client = client_of(engage("someone", role))
    nothing = bare(client, f"/partners/t/{NOT_HERE}/")
    assert nothing[0] == 404
    assert {bare(client, url) for url in pages.values()} == {nothing}


def test_who_is_not_signed_in_is_sent_to_do_so_wherever_they_look(pages, hub):
    client = Client()
    there = {client.get(url)["Location"] for url in pages.values()}
    nowhere = client.get(f"/partners/t/{NOT_HERE}/s/{NOT_HERE}/")
    assert there == {nowhere["Location"]} == {reverse("staff:sign_in")}


def test_a_part_of_a_page_sends_the_whole_page_to_the_sign_in(pages):
    answer = Client().get(pages["live_part"], headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == reverse("staff:sign_in")


def test_posting_is_refused_like_reading(hub, pages, sign_in):
    key = walks.submit(hub)
    version = walks.version(hub, key)
    for who, name in (("bell", "decide"), ("lead", "present"), ("clerk", "say_agreed")):
        url = reverse(f"partners:{name}", args=[hub.table.key, key])
        assert sign_in(who).post(url, {"version": version}).status_code == 404
    assert walks.version(hub, key) == version


def test_an_ended_seat_closes_the_table_at_once(hub, pages, sign_in):
    client = sign_in("bell")
    assert client.get(pages["live"]).status_code == 200
    end_seat(seat_key=hub.seats["bell"].key, by=OPERATOR)
    assert client.get(pages["live"]).status_code == 404


def test_a_lapsed_agreement_closes_the_table_that_day(hub, pages, sign_in):
    agreement = Agreement.objects.get(agency__code="school")
    end_agreement(agreement_key=agreement.key, by=OPERATOR)
    assert sign_in("bell").get(pages["live"]).status_code == 404
    assert sign_in("clerk").get(pages["live"]).status_code == 404
    assert sign_in("ana").get(pages["live"]).status_code == 200


def test_a_promise_that_ran_out_closes_the_table_that_day(hub, pages):
    until = Undertaking.objects.get(staff=hub.staff["bell"]).valid_until
    days = (until - clock.now().date()).days
    with clock.moved_by(dt.timedelta(days=days)):
        assert client_of(hub.staff["bell"]).get(pages["live"]).status_code == 200
    with clock.moved_by(dt.timedelta(days=days + 1)):
        assert client_of(hub.staff["bell"]).get(pages["live"]).status_code == 404


def test_the_first_page_lists_my_tables_and_what_waits(hub, pages, sign_in):
    page = sign_in("ana").get("/partners/").content.decode()
    assert "Table RIV" in page
    assert "Discussant" in page
    assert pages["screening"] in page
    assert pages["situation"] in page


def test_the_first_page_shows_an_approver_only_what_can_be_approved(hub, sign_in):
    walks.screening.draft_screening(
        answers={}, carried=walks.CARRIED, basis="", consent_asked="", by=hub.by["ana"]
    )
    client = sign_in("police_approver")
    assert "For you to approve" not in client.get("/partners/").content.decode()
    walks.screening.draft_screening(
        answers=walks.ANSWERS, carried=walks.CARRIED, basis="consent", consent_asked="given",
        by=hub.by["ana"],
    )  # fmt: skip
    assert "For you to approve" in client.get("/partners/").content.decode()
    assert "For you to approve" not in sign_in("school_approver").get("/partners/").content.decode()


def test_a_partner_without_a_promise_reads_what_is_missing(hub, sign_in):
    promise = Undertaking.objects.get(staff=hub.staff["bell"])
    end_undertaking(undertaking_key=promise.key, by=OPERATOR)
    answer = sign_in("bell").get("/partners/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "You have no table yet" in page
    assert page.count("is missing") == 1
    assert "was given to you" in page
    assert "Table RIV" not in page


def test_other_staff_without_a_seat_find_no_first_page(hub):
    assert client_of(engage("officer", Role.OFFICER)).get("/partners/").status_code == 404


def test_who_sets_up_comes_to_the_set_up(hub):
    answer = client_of(engage("admin", Role.ADMINISTRATOR)).get("/partners/")
    assert answer["Location"] == reverse("partners:set_up")


def test_no_page_may_be_stored(pages, sign_in):
    client = sign_in("ana")
    for name in OPENS["ana"]:
        assert "no-store" in client.get(pages[name]).headers["Cache-Control"], name
