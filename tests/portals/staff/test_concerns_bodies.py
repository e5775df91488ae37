"""The directory of independent bodies at the desk, and what residents see of it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from commonbeat.domains.concerns import public
from commonbeat.domains.concerns.actions import complaints
from commonbeat.roles import Role
from tests.domains.concerns.cases import OPERATOR

LIST = "/staff/concern-kinds/bodies/"
GOOD = {
    "name": "Ombudsman",
    "name_fr": "Ombudsman du Québec",
    "takes": "Complaints about how a public service treated you.",
    "takes_fr": "Les plaintes sur la façon dont un service public vous a traité.",
    "web": "https://ombudsman.example.org/",
    "phone": "+1 819 555 0199",
    "post": "",
}


@pytest.fixture(autouse=True)
def _bodies(noon: dt.datetime) -> None:
    """Every test starts from the shipped bodies, at noon."""
    complaints.load_shipped_bodies(by=OPERATOR)


def page(answer) -> str:
    return answer.content.decode()


def codes() -> list[str]:
    return [body.code for body in public.oversight_bodies()]


def test_a_body_that_is_added_stands_on_the_complaint_page_before_our_form(signed_in):
    client: Client = signed_in(Role.ADMINISTRATOR)
    answer = client.post(f"{LIST}add/", GOOD, follow=True)
    assert answer.redirect_chain == [(LIST, 302)]
    assert codes() == ["leca", "inspectorate", "ombudsman"]
    shown = page(Client().get("/complain"))
    assert shown.index("Ombudsman") < shown.index('<form class="form"')
    assert "+1 819 555 0199" in shown
    french = page(Client(headers={"Accept-Language": "fr"}).get("/complain"))
    assert "Ombudsman du Québec" in french


def test_a_body_is_changed_taken_off_the_page_and_put_back(signed_in):
    client = signed_in(Role.ADMINISTRATOR)
    assert 'value="https://leca.ca/"' in page(client.get(f"{LIST}leca/"))
    client.post(f"{LIST}leca/", GOOD | {"name": "Another name"})
    assert public.oversight_bodies()[0].name == "Another name"
    client.post(f"{LIST}leca/retire/")
    assert codes() == ["inspectorate"]
    assert "Another name" not in page(Client().get("/complain"))
    for gone in (client.get(f"{LIST}leca/"), client.post(f"{LIST}leca/retire/")):
        assert gone.status_code == 404
    client.post(f"{LIST}leca/use/")
    assert codes() == ["leca", "inspectorate"]
    assert client.post(f"{LIST}leca/use/").status_code == 404
    assert client.post(f"{LIST}leca/burn/").status_code == 404


def test_a_page_without_any_body_warns(signed_in):
    client = signed_in(Role.ADMINISTRATOR)
    for code in codes():
        client.post(f"{LIST}{code}/retire/")
    assert "Add at least one body" in page(client.get(LIST))


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"web": "javascript:alert(1)"}, "web", "Write the whole web address"),
        ({"web": "ftp://example.org/"}, "web", "Write the whole web address"),
        ({"web": "", "phone": ""}, "web", "Give at least one way"),
        ({"name_fr": ""}, "name_fr", "required"),
        ({"takes": "x" * 301}, "takes", "at most 300 characters"),
    ],
)
def test_what_a_body_may_not_be_is_refused_at_its_field(changes, field, said, signed_in):
    client, before = signed_in(Role.ADMINISTRATOR), public.oversight_bodies()
    for where in ("add/", "leca/"):
        answer = client.post(f"{LIST}{where}", GOOD | changes)
        assert answer.status_code == 422
        assert said in page(answer)
        assert f'id="id_{field}_error"' in page(answer)
        assert "Les plaintes sur la façon" in page(answer)
    assert public.oversight_bodies() == before


@pytest.mark.parametrize("role", [Role.OFFICER, Role.COORDINATOR, Role.ANALYST, Role.LEADER])
def test_only_who_sets_routes_finds_the_directory(role, signed_in):
    client = signed_in(role)
    for where in ("", "add/", "leca/", "leca/retire/"):
        assert client.get(f"{LIST}{where}").status_code == 404
        assert client.post(f"{LIST}{where}", GOOD).status_code == 404
    assert codes() == ["leca", "inspectorate"]
