"""Open311 under hostile hands: every refusal is clear, in the asked format, and nothing breaks."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import schemathesis
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from openapi_spec_validator import validate
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from commonbeat.config.wsgi import application
from commonbeat.domains.concerns.actions import kinds
from commonbeat.domains.concerns.queries.concerns import Wanted, inbox, whole
from commonbeat.domains.places import locator
from commonbeat.domains.places.actions import import_areas
from commonbeat.portals.machines.concerns.openapi import DESCRIPTION
from tests.domains.places.squares import MAPPING, square

OPEN311 = "/machines/open311"
REQUESTS = f"{OPEN311}/v2/requests"
FORM = "application/x-www-form-urlencoded"
SCRIPT = "<script>alert('here')</script><img src=x onerror=alert(1)>]]>"
NOISE = {"service_code": "noise", "lat": "45.40", "long": "-72.52", "attribute[when]": "night"}
GRAFFITI = {"service_code": "graffiti", "address_string": "Mill Street"}
FIELDS = [
    "description",
    "address_string",
    "address_id",
    "first_name",
    "last_name",
    "account_id",
    "device_id",
    "media_url",
    "attribute[where-exactly]",
    "email",
    "phone",
    "service_code",
    "jurisdiction_id",
    "lat",
    "long",
    "lang",
    "api_key",
]
NO_TIMES = (
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "0001-01-01T00:00:00+23:59",
    "1" * 5000,
    "2026-02-30T00:00:00Z",
    "2026-01-01T24:00:01Z",
    "-2026-01-01T00:00:00Z",
)
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
described = schemathesis.openapi.from_dict(json.loads(DESCRIPTION))
described.config.phases.coverage.enabled = False
described.app = application


@pytest.fixture(autouse=True)
def _kinds(operator, noon) -> None:
    kinds.load_shipped_kinds(by=operator)


@pytest.fixture
def key(operator) -> str:
    return kinds.open_app(name="Any city's app", by=operator)


def post(fmt: str = "json", **fields: Any) -> HttpResponse:
    return Client().post(f"{REQUESTS}.{fmt}", fields)


def raw(body: bytes, content_type: str = FORM, **headers: str) -> HttpResponse:
    return Client().generic("POST", f"{REQUESTS}.json", body, content_type, headers=headers)


def n_stored(cho) -> int:
    return inbox(cho, Wanted())[1]


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("fmt", ["json", "xml"])
def test_a_script_in_any_field_comes_back_nowhere(field: str, fmt: str, key) -> None:
    fields = {"api_key": key, **GRAFFITI, field: SCRIPT}
    answer = post(fmt, **fields)
    assert answer.status_code in (200, 400, 403, 404)
    reads = [Client().get(f"{REQUESTS}.{one}?extensions=true") for one in ("json", "xml")]
    for each in (answer, *reads):
        assert b"alert" not in each.content
        assert each.headers["X-Content-Type-Options"] == "nosniff"
        assert not each.headers["Content-Type"].startswith("text/html")
    ET.fromstring(reads[1].content)


@pytest.mark.parametrize("field", ["service_code", "status", "start_date", "page", "lang"])
def test_a_script_in_a_question_comes_back_nowhere(field: str) -> None:
    for fmt in ("json", "xml"):
        answer = Client().get(f"{REQUESTS}.{fmt}", {field: SCRIPT})
        assert answer.status_code in (200, 400)
        assert b"alert" not in answer.content


def test_a_description_may_have_four_thousand_characters_and_not_one_more(key, cho) -> None:
    long = "é" * 4000
    assert post(api_key=key, **NOISE, description=long).status_code == 200
    refused = post(api_key=key, **NOISE, description=long + "é")
    assert (refused.status_code, refused.json()[0]["code"]) == (400, "description")
    assert n_stored(cho) == 1


@pytest.mark.parametrize(("lat", "long"), [("0", "0"), ("-90", "180"), ("89.99999", "-179.9")])
def test_a_place_outside_all_areas_is_taken_without_an_area(lat, long, key, cho) -> None:
    answer = post(api_key=key, **{**NOISE, "lat": lat, "long": long})
    assert answer.status_code == 200
    assert n_stored(cho) == 1
    [seen] = Client().get(f"{REQUESTS}.json").json()
    assert seen["address"] is None


def test_a_place_in_another_part_of_the_world_is_refused(key, cho, operator) -> None:
    import_areas(features=[square("a", -72.6, 45.3, 0.1)], mapping=MAPPING, by=operator)
    locator.forget()
    for fmt in ("json", "xml"):
        far = post(fmt, api_key=key, **{**NOISE, "lat": "0", "long": "0"})
        assert far.status_code == 400
        assert b"far from this town" in far.content
    assert n_stored(cho) == 0
    beside = post(api_key=key, **{**NOISE, "lat": "45.42", "long": "-72.55"})
    assert beside.status_code == 200
    assert inbox(cho, Wanted())[0][0].area_id is None
    assert post(api_key=key, **{**NOISE, "lat": "45.35", "long": "-72.55"}).status_code == 200


@pytest.mark.parametrize("lat", ["1e400", "-1e400", "nan", "inf", "0x10", "1" * 5000, "٤٥", "4,5"])
def test_a_latitude_that_is_none_is_refused(lat: str, key, cho) -> None:
    answer = post(api_key=key, **{**NOISE, "lat": lat})
    if answer.status_code == 200:  # digits of another script are digits
        assert lat == "٤٥"
        return
    assert (answer.status_code, answer.json()[0]["code"]) == (400, "lat")
    assert n_stored(cho) == 0


def test_a_form_too_large_or_with_too_many_fields_is_refused(key, cho) -> None:
    huge = raw(b"description=" + b"x" * 3_000_000)
    assert (huge.status_code, huge.json()[0]["code"]) == (413, "413")
    many = raw(b"&".join(b"f%d=1" % n for n in range(5000)))
    assert (many.status_code, many.json()[0]["code"]) == (400, "400")
    asked = Client().get(f"{REQUESTS}.json?" + "&".join(f"f{n}=1" for n in range(5000)))
    assert (asked.status_code, asked.json()[0]["code"]) == (400, "400")
    said_larger = raw(b"api_key=x", **{"Content-Length": str(10**9)})
    assert said_larger.status_code in (400, 413)
    assert n_stored(cho) == 0


def test_a_form_that_cannot_be_read_is_refused_in_the_asked_format(key) -> None:
    broken = raw(b"--x\r\nContent-Disposition: nothing", "multipart/form-data; boundary=")
    assert (broken.status_code, broken.json()[0]["code"]) == (400, "400")
    other = raw(b"api_key=x", f"{FORM}; charset=utf-7")
    assert (other.status_code, other.json()[0]["code"]) == (400, "400")
    latin = raw(f"api_key={key}&service_code=graffiti&address_string=".encode() + b"\xe9\xff")
    assert latin.status_code == 200
    assert raw(b'{"api_key": "x"}', "application/json").status_code == 403


@pytest.mark.parametrize("name", ["description", "attribute[when]", "api_key", "x\0"])
def test_a_nul_is_refused_wherever_it_stands(name: str, key, cho) -> None:
    answer = (
        post(api_key=key, **{**NOISE, name: "a\0b"}) if name != "api_key" else post(api_key="\0")
    )
    assert (answer.status_code, answer.json()[0]["code"]) == (400, "400")
    assert n_stored(cho) == 0
    for path in ("requests.json?service_code=%00", "requests/%00.json", "tokens/a%00.json"):
        assert Client().get(f"{OPEN311}/v2/{path}").status_code == 400


def test_characters_that_xml_cannot_hold_do_not_break_the_answer(key, cho) -> None:
    odd = "a\x01\x0b\ufffe\uffffb"
    assert post(api_key=key, **GRAFFITI, description=odd).status_code == 200
    answer = post("xml", api_key=key, **GRAFFITI, **{"attribute[\x01\uffff]": odd})
    assert answer.status_code == 400
    ET.fromstring(answer.content)


@pytest.mark.parametrize("at", NO_TIMES)
@pytest.mark.parametrize("name", ["start_date", "end_date", "updated_after", "updated_before"])
def test_a_time_far_out_or_none_at_all_is_refused(at: str, name: str) -> None:
    answer = Client().get(f"{REQUESTS}.json", {name: at})
    assert (answer.status_code, answer.json()[0]["code"]) == (400, name)


@pytest.mark.parametrize("number", ["0", "-1", "1e3", "9" * 5000, "²", "1.0"])
def test_a_page_that_is_no_number_is_refused(number: str) -> None:
    for name in ("page", "page_size"):
        assert Client().get(f"{REQUESTS}.json", {name: number}).status_code == 400
    assert Client().get(f"{REQUESTS}.json", {"page": "100000"}).json() == []


def test_thousands_of_numbers_and_codes_are_asked_without_harm() -> None:
    many = ",".join(f"26-{n:07d}" for n in range(20_000))
    for name in ("service_request_id", "service_code"):
        assert Client().get(f"{REQUESTS}.json", {name: many}).json() == []


def test_what_was_sent_is_kept_as_it_was_written(key, cho) -> None:
    assert post(api_key=key, **NOISE, description=SCRIPT).status_code == 200
    [line], _ = inbox(cho, Wanted())
    found = whole(cho, line.key)
    assert found is not None
    assert found.description == SCRIPT


def test_the_description_is_valid_and_served() -> None:
    validate(json.loads(DESCRIPTION))
    answer = Client().get(f"{OPEN311}/openapi.json")
    assert answer.json() == json.loads(DESCRIPTION)
    assert Client().post(f"{OPEN311}/openapi.json").status_code == 405


@described.parametrize()
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
def test_whatever_is_sent_the_answer_is_as_described(case, key, one_connection) -> None:
    if isinstance(case.body, dict) and case.body.get("api_key"):
        case.body["api_key"] = key
    case.call_and_validate(checks=CHECKS)
