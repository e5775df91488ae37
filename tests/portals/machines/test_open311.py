"""GeoReport v2 as the specification's page has it, and each of its rules broken once."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.http import HttpResponse
from django.test import Client

from commonbeat.core import clock
from commonbeat.domains.concerns.actions import handling, kinds, raising
from commonbeat.domains.concerns.models import ConcernKind
from commonbeat.domains.concerns.queries.concerns import Wanted, inbox
from commonbeat.domains.concerns.reports import Report
from commonbeat.portals.machines.concerns import posting
from commonbeat.roles import Role, actor
from tests.domains.concerns.pictures import a_photo

V2 = "/machines/open311/v2"
NOISE = {"service_code": "noise", "lat": "45.40", "long": "-72.52", "attribute[when]": "night"}


@pytest.fixture(autouse=True)
def _kinds(operator, noon) -> None:
    kinds.load_shipped_kinds(by=operator)


@pytest.fixture
def key(operator) -> str:
    return kinds.open_app(name="Any city's app", by=operator)


def get(path: str, **parameters: str) -> HttpResponse:
    return Client().get(f"{V2}/{path}", parameters)


def post(key: str, **fields: Any) -> HttpResponse:
    return Client(enforce_csrf_checks=True).post(f"{V2}/requests.json", {"api_key": key, **fields})


def raised(**changes: Any) -> str:
    report = Report(kind="noise", latitude=45.4, longitude=-72.5, answers={"when": "night"})
    report = Report(**{name: getattr(report, name) for name in report.__slots__} | changes)
    return raising.raise_concern(report=report, by=actor(Role.ANYBODY, "page")).number


def test_discovery_says_where_and_what_in_both_formats() -> None:
    found = Client().get("/machines/open311/discovery.json").json()
    assert found["endpoints"][0]["specification"] == "http://wiki.open311.org/GeoReport_v2"
    assert found["endpoints"][0]["formats"] == [
        "text/xml; charset=utf-8",
        "application/json; charset=utf-8",
    ]
    answer = Client().get("/machines/open311/discovery.xml")
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    tree = ET.fromstring(answer.content)
    assert tree.tag == "discovery"
    assert next(f.text for f in tree.findall("endpoints/endpoint/formats/format")) == (
        "text/xml; charset=utf-8"
    )


def test_services_are_a_bare_list_and_services_with_service() -> None:
    found = get("services.json").json()
    noise = next(service for service in found if service["service_code"] == "noise")
    assert (noise["type"], noise["metadata"], noise["group"]) == ("realtime", True, "Neighbours")
    tree = ET.fromstring(get("services.xml").content)
    assert (tree.tag, tree[0].tag) == ("services", "service")
    assert [s.findtext("service_code") for s in tree] == [s["service_code"] for s in found]
    french = get("services.json", lang="fr").json()
    assert "Bruit" in [service["service_name"] for service in french]


def test_a_definition_is_one_object_with_ordered_attributes() -> None:
    found = get("services/noise.json").json()
    assert found["service_code"] == "noise"
    assert [attribute["order"] for attribute in found["attributes"]] == [1]
    assert found["attributes"][0]["datatype"] == "multivaluelist"
    assert found["attributes"][0]["values"][0] == {"key": "morning", "name": "Morning"}
    tree = ET.fromstring(get("services/noise.xml").content)
    assert tree.tag == "service_definition"
    assert tree.findtext("attributes/attribute/values/value/key") == "morning"
    assert tree.findtext("attributes/attribute/required") == "true"


def test_a_report_over_the_api_gets_a_number_and_can_be_read_back(key) -> None:
    answer = post(key, **NOISE, description="Loud", email="ana@example.org")
    assert answer.status_code == 200
    [made] = answer.json()
    [seen] = get(f"requests/{made['service_request_id']}.json").json()
    assert seen["status"] == "open"
    assert seen["description"] is None
    assert b"ana@" not in get("requests.json").content
    assert b"Loud" not in get("requests.xml").content
    assert seen["requested_datetime"] == "2026-05-12T16:00:00+00:00"
    assert seen["lat"] != 45.40


def test_several_values_come_in_either_form(key) -> None:
    fields = {k: v for k, v in NOISE.items() if k != "attribute[when]"}
    answer = post(key, **fields, **{"attribute[when][]": ["night", "evening"]})
    assert answer.status_code == 200
    wrong = post(key, **fields, **{"attribute[when][]": ["night", "noon"]})
    assert (wrong.status_code, wrong.json()[0]["code"]) == (400, "when")


def test_the_same_post_again_answers_the_same_number(key) -> None:
    first, second = post(key, **NOISE).json(), post(key, **NOISE).json()
    assert first[0]["service_request_id"] == second[0]["service_request_id"]
    assert len(get("requests.json").json()) == 1


def test_a_retry_after_the_clock_has_struck_is_the_same_report_and_a_later_one_is_another(
    key, noon
) -> None:
    numbers = []
    for minutes in (59, 61, 118, 182):
        with clock.held_at(noon + dt.timedelta(minutes=minutes)):
            numbers.append(post(key, **NOISE).json()[0]["service_request_id"])
    assert numbers[0] == numbers[1] == numbers[2]
    assert numbers[3] != numbers[0]


def test_another_photo_of_the_same_place_is_another_report(key, cho) -> None:
    first, second = (post(key, **NOISE, media=a_photo(size=size)).json() for size in _SIZES)
    assert first[0]["service_request_id"] != second[0]["service_request_id"]
    again = post(key, **NOISE, media=a_photo(size=_SIZES[1])).json()
    assert again == second


_SIZES = ((64, 48), (80, 60))


def test_a_batch_report_sent_again_gets_the_same_token(key, operator) -> None:
    ConcernKind.objects.filter(code="noise").update(answering="batch")
    first, second = post(key, **NOISE).json(), post(key, **NOISE).json()
    assert first == second
    [found] = get(f"tokens/{second[0]['token']}.json").json()
    assert found["service_request_id"]


@pytest.mark.parametrize("name", ["service_request_id", "service_code", "status", "page"])
def test_a_parameter_of_commas_alone_is_an_absent_one(name: str, noon) -> None:
    with clock.held_at(noon - dt.timedelta(days=100)):
        old = raised()
    new = raised()
    found = get("requests.json", **{name: " , "}).json()
    assert [one["service_request_id"] for one in found] == [new]
    assert old != new


BROKEN: list[tuple[dict[str, Any], int, str]] = [
    ({"api_key": ""}, 403, "403"),
    ({"api_key": "wrong"}, 403, "403"),
    ({"service_code": ""}, 400, "service_code"),
    ({"service_code": "nothing"}, 404, "404"),
    ({"jurisdiction_id": "elsewhere"}, 404, "404"),
    ({"lat": ""}, 400, "lat"),
    ({"long": ""}, 400, "long"),
    ({"lat": "", "long": ""}, 400, "place"),
    ({"lat": "north"}, 400, "lat"),
    ({"lat": "91"}, 400, "lat"),
    ({"long": "-181"}, 400, "long"),
    ({"lat": "nan"}, 400, "lat"),
    ({"description": "x" * 4001}, 400, "description"),
    ({"attribute[when]": ""}, 400, "when"),
    ({"attribute[when]": "noon"}, 400, "when"),
    ({"attribute[colour]": "red"}, 400, "colour"),
    ({"email": "nobody"}, 400, "email"),
    ({"phone": "12"}, 400, "phone"),
]


@pytest.mark.parametrize(("change", "status", "code"), BROKEN)
@pytest.mark.parametrize("fmt", ["json", "xml"])
def test_each_broken_rule_is_named_and_nothing_is_stored(
    change: dict[str, Any], status: int, code: str, fmt: str, key
) -> None:
    fields = {"api_key": key, **NOISE, **change}
    answer = Client().post(f"{V2}/requests.{fmt}", fields)
    assert answer.status_code == status
    if fmt == "json":
        assert answer.json()[0]["code"] == code
    else:
        tree = ET.fromstring(answer.content)
        assert (tree.tag, tree.findtext("error/code")) == ("errors", code)
    assert get("requests.json").json() == []


WRONG_READS: list[tuple[str, dict[str, str], int]] = [
    ("requests.json", {"start_date": "yesterday"}, 400),
    ("requests.json", {"start_date": "2026-05-01T00:00:00"}, 400),
    ("requests.json", {"status": "lost"}, 400),
    ("requests.json", {"page": "0"}, 400),
    ("requests.json", {"page_size": "many"}, 400),
    (
        "requests.json",
        {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-05-01T00:00:00Z"},
        400,
    ),
    (
        "requests.json",
        {"start_date": "2026-05-02T00:00:00Z", "end_date": "2026-05-01T00:00:00Z"},
        400,
    ),
    ("requests.json", {"jurisdiction_id": "elsewhere"}, 404),
    ("requests/26-9999999.json", {}, 404),
    ("services/nothing.json", {}, 404),
    ("tokens/nothing.json", {}, 404),
    ("servicerequestupdates.json", {"start_date": "2026-05-01T00:00:00Z"}, 400),
]


@pytest.mark.parametrize(("path", "parameters", "status"), WRONG_READS)
def test_wrong_reads_answer_with_the_specified_status(
    path: str, parameters: dict[str, str], status: int
) -> None:
    answer = get(path, **parameters)
    assert answer.status_code == status
    assert answer.json()[0]["description"]


def test_an_unknown_format_is_no_address() -> None:
    assert get("services.csv").status_code == 404
    assert get("services").status_code == 404


def test_empty_parameters_are_absent_ones() -> None:
    number = raised()
    found = get("requests.json", service_code="", status="", start_date="").json()
    assert [request["service_request_id"] for request in found] == [number]


def test_numbers_override_every_other_parameter() -> None:
    number = raised()
    found = get(
        "requests.json",
        service_request_id=f"{number},26-9999999",
        status="closed",
        start_date="2020-01-01T00:00:00Z",
    ).json()
    assert [request["service_request_id"] for request in found] == [number]


def test_without_dates_the_last_ninety_days_are_shown(noon) -> None:
    with clock.held_at(noon - dt.timedelta(days=91)):
        old = raised()
    new = raised()
    assert [r["service_request_id"] for r in get("requests.json").json()] == [new]
    found = get("requests.json", end_date="2026-03-01T00:00:00Z").json()
    assert [r["service_request_id"] for r in found] == [old]


def test_kinds_states_pages_and_changes_narrow_the_list(cho, noon) -> None:
    first, second = raised(), raised(kind="graffiti", answers={})
    whole = get("requests.json").json()
    assert len(whole) == 2
    assert len(get("requests.json", service_code="graffiti,speeding").json()) == 1
    [page] = get("requests.json", page="2", page_size="1").json()
    assert page["service_request_id"] == whole[1]["service_request_id"]
    with clock.held_at(noon + dt.timedelta(days=1)):
        from_desk = get("requests.json", service_request_id=first).json()[0]
        assert from_desk["status"] == "open"
        key = _key_of(first, cho)
        handling.answer(
            key=key, version=1, state="done", words="Quiet now.", is_public=True, by=cho
        )
        closed = get("requests.json", status="closed").json()
        assert [r["service_request_id"] for r in closed] == [first]
        assert closed[0]["status_notes"] == "Quiet now."
        changed = get("requests.json", updated_after="2026-05-13T00:00:00Z").json()
        assert [r["service_request_id"] for r in changed] == [first]
        told = get("servicerequestupdates.json").json()
        assert [(u["status"], u["description"]) for u in told][-1] == ("FIXED", "Quiet now.")
    assert second


def _key_of(number: str, viewer) -> str:
    [line], n = inbox(viewer, Wanted(number=number))
    assert n == 1
    return line.key


def test_a_private_kind_answers_as_if_it_did_not_exist(key) -> None:
    [made] = post(key, service_code="other", address_string="by the river").json()
    answer = get(f"requests/{made['service_request_id']}.json")
    absent = get("requests/26-9999999.json")
    assert (answer.status_code, answer.content) == (404, absent.content)
    assert get("requests.json", service_request_id=made["service_request_id"]).json() == []


def test_extended_attributes_come_when_asked_for() -> None:
    raised()
    assert "extended_attributes" not in get("requests.json").json()[0]
    found = get("requests.json", extensions="true").json()[0]
    assert found["extended_attributes"]["state"] == "received"


def test_a_photo_loses_its_metadata_and_a_file_that_is_none_is_refused(key, cho) -> None:
    with a_photo() as photo:
        answer = post(key, **NOISE, media=photo)
    assert answer.status_code == 200
    no_photo = BytesIO(b"MZ this is a program")
    no_photo.name = "holiday.jpg"
    wrong = post(key, **NOISE, description="other", media=no_photo)
    assert (wrong.status_code, wrong.json()[0]["code"]) == (400, "media")


def test_a_partner_tells_what_became_of_it_once_and_others_may_not(operator, key) -> None:
    partner = kinds.open_app(name="The city's own desk", may_update=True, by=operator)
    number = raised()
    fields = {"service_request_id": number, "update_id": "u1", "status": "FIXED"}
    path = f"{V2}/servicerequestupdates.json"
    assert Client().post(path, {"api_key": key, **fields}).status_code == 403
    first = Client().post(path, {"api_key": partner, **fields})
    again = Client().post(path, {"api_key": partner, **fields})
    assert first.status_code == 200
    assert first.json() == again.json()
    assert get(f"requests/{number}.json").json()[0]["status"] == "closed"
    wrong = Client().post(path, {"api_key": partner, **fields, "status": "GONE"})
    assert wrong.json()[0]["code"] == "status"


def test_a_flood_from_one_app_is_refused_and_another_is_served(key, operator, monkeypatch) -> None:
    monkeypatch.setattr(posting, "MOST_AN_HOUR", 2)
    for number in range(2):
        assert post(key, **NOISE, description=str(number)).status_code == 200
    flooded = post(key, **NOISE, description="3")
    assert (flooded.status_code, flooded.headers["Retry-After"]) == (429, "600")
    other = kinds.open_app(name="Another app", by=operator)
    assert post(other, **NOISE, description="4").status_code == 200


def test_only_the_methods_of_a_resource_are_taken() -> None:
    answer = Client().delete(f"{V2}/requests.json")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, POST")
