"""Setting up tables: rules said in plain words, seats, words of one's own; and nothing of a table."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from commonbeat.domains.agencies.terms import today
from commonbeat.domains.hub.queries.tables import codes, policy, seats
from commonbeat.roles import Role
from tests.domains.agencies.cast import engage
from tests.domains.hub import walks
from tests.portals.partners.conftest import client_of

RULES: dict[str, Any] = {
    "note_mode": "involved", "note_days": "7", "consensus": "most", "quorum_sectors": "4",
    "visit_hours": "24", "discussion_minutes": "5", "cadence": "fortnightly",
    "sensitivity": "high", "switched_off": ["gangs-member"],
}  # fmt: skip


@pytest.fixture
def admin(hub) -> Client:
    return client_of(engage("admin", Role.ADMINISTRATOR))


def of_table(hub, name: str, *more: str) -> str:
    return reverse(f"partners:{name}", args=[hub.table.key, *more])


def test_a_table_is_founded(admin):
    given = {"name": "North table", "name_fr": "Table du nord", "code": "NOR"}
    answer = admin.post(reverse("partners:set_up"), given, follow=True)
    page = answer.content.decode()
    assert "North table" in page
    assert "Nobody can write free text" in page


@pytest.mark.parametrize("code", ["", "nor", "N", "TOO-LONG", "ÉTÉ"])
def test_a_code_that_is_none_is_refused_and_the_rest_is_kept(admin, code):
    given = {"name": "North table", "name_fr": "Table du nord", "code": code}
    answer = admin.post(reverse("partners:set_up"), given)
    assert answer.status_code == 422
    assert 'value="North table"' in answer.content.decode()


def test_a_preview_says_what_rules_mean_and_puts_nothing_in_force(hub, admin):
    answer = admin.post(of_table(hub, "set_rules"), RULES | {"preview": "1"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "This is what it would mean" in page
    assert "A note is destroyed after 7 days at the latest" in page
    assert "1 risk factor is switched off" in page
    assert policy(hub.by["chair"]).version == 1


def test_rules_are_put_in_force_as_a_new_version(hub, admin):
    admin.post(of_table(hub, "set_rules"), RULES)
    rules = policy(hub.by["chair"])
    assert (rules.version, rules.visit_hours, rules.switched_off) == (2, 24, ("gangs-member",))
    assert "Version 1" in admin.get(of_table(hub, "set_up_table")).content.decode()


def test_seen_before_needs_an_assessment(hub, admin):
    answer = admin.post(of_table(hub, "set_rules"), RULES | {"repeat_check": "on"})
    assert answer.status_code == 422
    assert "Where the privacy assessment is filed" in answer.content.decode()
    assessed = {"repeat_check": "on", "assessment_ref": "PIA-7", "assessed_on": "2026-05-01"}
    assert admin.post(of_table(hub, "set_rules"), RULES | assessed).status_code == 302


def test_a_seat_is_given_and_ended(hub, admin):
    given = {"staff": hub.staff["bell"].key, "role": "chair"}
    admin.post(of_table(hub, "set_up_table"), given)
    mine = [one for one in seats(hub.by["chair"], today()) if one.person == "Bell"]
    assert {one.role for one in mine} == {"chair", "discussant"}
    for one in mine:
        admin.post(of_table(hub, "end_seat", one.key))
    assert not [one for one in seats(hub.by["chair"], today()) if one.person == "Bell"]


def test_a_privacy_lead_gets_no_other_seat(hub, admin):
    given = {"staff": hub.staff["lead"].key, "role": "discussant"}
    answer = admin.post(of_table(hub, "set_up_table"), given)
    assert answer.status_code == 422
    assert "A privacy lead watches over the table" in answer.content.decode()


def test_a_word_of_ones_own_is_added_marked_and_ended(hub, admin, sign_in):
    where = reverse("partners:words", args=["flag"])
    given = {"label": "Flood", "label_fr": "Inondation", "code": "flood"}
    assert "local" in admin.post(where, given, follow=True).content.decode()
    page = sign_in("ana").get(of_table(hub, "draft")).content.decode()
    assert "Flood (local)" in page
    admin.post(reverse("partners:end_word", args=["flag", "flood"]))
    assert "flood" not in [one.code for one in codes("flag")]


def test_a_word_that_is_there_already_is_refused(admin):
    where = reverse("partners:words", args=["sex"])
    given = {"label": "Female", "label_fr": "Femme", "code": "female"}
    answer = admin.post(where, given)
    assert answer.status_code == 422
    assert "A short name that the list does not have yet" in answer.content.decode()


@pytest.mark.parametrize("kind", ["nothing", "age_band", "x-y"])
def test_a_list_that_is_none_is_not_found(admin, kind):
    assert admin.get(reverse("partners:words", args=[kind])).status_code == 404


def test_every_list_has_a_page(admin):
    page = admin.get(reverse("partners:set_up")).content.decode()
    for kind in ("type", "age-band", "risk", "check", "later"):
        where = reverse("partners:words", args=[kind])
        assert where in page
        assert admin.get(where).status_code == 200


@pytest.mark.parametrize("who", ["ana", "chair", "lead", "clerk", "police_approver"])
def test_no_seat_sets_anything_up(hub, sign_in, who):
    client = sign_in(who)
    nothing = client.get("/partners/set-up/no-such-page/")
    for where in (
        reverse("partners:set_up"), of_table(hub, "set_up_table"), of_table(hub, "set_rules"),
        reverse("partners:words", args=["risk"]),
    ):  # fmt: skip
        assert client.get(where).status_code == nothing.status_code == 404
    assert client.post(of_table(hub, "end_seat", hub.seats["bell"].key)).status_code == 404


def test_who_sets_up_sees_nothing_of_a_table(hub, admin):
    key = walks.submit(hub)
    number = walks.card(hub, key).number
    pages = [admin.get(reverse("partners:set_up")), admin.get(of_table(hub, "set_up_table"))]
    assert not any(
        number in page.content.decode() or key in page.content.decode() for page in pages
    )
    assert admin.get(of_table(hub, "situation", key)).status_code == 404
