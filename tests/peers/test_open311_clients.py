"""Three published Open311 clients against our own server, reading and writing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from chicagorequests import Downloader
from civicbot.http import HttpError, HttpTransport, RateLimiter
from civicbot.open311 import Open311Client, ValidationError
from civicbot.registry import Endpoint
from georeport import GeoReport

from tests.peers.server import LiveServer, live_server

pytestmark = pytest.mark.peers

SET_UP = """
from commonbeat.domains.concerns.actions import kinds
from commonbeat.domains.concerns.models import ConcernKind
from commonbeat.roles import Role, actor
operator = actor(Role.OPERATOR, "operator")
kinds.load_shipped_kinds(by=operator)
ConcernKind.objects.filter(code="broken-light").update(answering="batch")
ConcernKind.objects.filter(code="speeding").update(answering="blackbox")
print(kinds.open_app(name="A city's app", by=operator))
"""
MANY = """
from commonbeat.domains.concerns.actions import raising
from commonbeat.domains.concerns.reports import Report
from commonbeat.roles import Role, actor
for n in range(450):
    report = Report(kind="graffiti", address=f"Wall {n}", latitude=45.4, longitude=-72.5)
    raising.raise_concern(report=report, by=actor(Role.ANYBODY, "page"))
"""
ANSWERS = """
from commonbeat.domains.concerns.queries.concerns import Wanted, inbox, whole
from commonbeat.roles import Role, actor
cho = actor(Role.COORDINATOR, "cho")
[line], _ = inbox(cho, Wanted(number={number!r}))
print(list(whole(cho, line.key).answers[0].values))
"""
CLOSE_ONE = """
from commonbeat.domains.concerns.actions import handling
from commonbeat.domains.concerns.queries.concerns import Wanted, inbox
from commonbeat.roles import Role, actor
cho = actor(Role.COORDINATOR, "cho")
[line], _ = inbox(cho, Wanted(number={number!r}))
handling.answer(
    key=line.key, version=1, state="done", words="It is quiet now.", is_public=True, by=cho
)
"""


@pytest.fixture(scope="module")
def site() -> Iterator[LiveServer]:
    with live_server(workers=0) as running:
        yield running


@pytest.fixture(scope="module")
def key(site: LiveServer) -> str:
    return site.run_python(SET_UP).strip().splitlines()[-1]


@pytest.fixture
def civicbot(site: LiveServer) -> Open311Client:
    endpoint = Endpoint(
        id="riverbend",
        name="Riverbend",
        base_url=f"{site.base_url}/machines/open311/v2",
        write=True,
    )
    # It is polite to hosts of strangers; this one is ours.
    return Open311Client(endpoint, HttpTransport(rate_limiter=RateLimiter(min_interval=0)))


def sent(client: Open311Client, key: str, kind: str, **fields: Any) -> dict[str, str]:
    prepared = client.create_request(
        kind, dry_run=False, confirm="SEND", api_key=key, validate_remote=True, **fields
    )
    assert not prepared.dry_run
    answer: dict[str, str] = prepared.response[0]
    return answer


def a_noise(client: Open311Client, key: str, **fields: Any) -> str:
    here = {"lat": 45.4, "lng": -72.5, "attributes": {"when": ["evening", "night"]}}
    return sent(client, key, "noise", **here, **fields)["service_request_id"]


def test_civicbot_reads_services_and_their_questions(key: str, civicbot: Open311Client) -> None:
    services = {service["service_code"]: service for service in civicbot.list_services()}
    assert services["noise"]["metadata"] is True
    assert services["broken-light"]["type"] == "batch"
    asked = civicbot.get_service_definition("noise")["attributes"]
    assert [(one["code"], one["datatype"], one["required"]) for one in asked] == [
        ("when", "multivaluelist", True)
    ]


def test_civicbot_reports_with_several_values_and_reads_it_back(
    site: LiveServer, key: str, civicbot: Open311Client
) -> None:
    number = a_noise(
        civicbot,
        key,
        description="Drums\nand a horn",
        email="ana@example.org",
        phone="+15145550101",
        first_name="Ana",
        device_id="d-1",
        account_id="a-1",
        media_url="https://photos.example/1.jpg",
    )
    found = civicbot.get_request(number)
    assert found is not None
    assert (found["service_request_id"], found["status"]) == (number, "open")
    assert "Ana" not in str(found)
    assert "ana@" not in str(found)
    assert site.run_python(ANSWERS.format(number=number)).strip() == "['evening', 'night']"


def test_civicbot_is_told_what_is_wrong(key: str, civicbot: Open311Client) -> None:
    with pytest.raises(ValidationError):
        sent(civicbot, key, "noise", lat=45.4, lng=-72.5)
    with pytest.raises(HttpError) as refused:
        civicbot.create_request(
            "noise", dry_run=False, confirm="SEND", api_key=key, lat=45.4, lng=-72.5
        )
    assert refused.value.status == 400
    assert "when is required" in refused.value.body
    with pytest.raises(HttpError) as unknown:
        sent(civicbot, "not a key", "graffiti", address_string="Mill Street")
    assert unknown.value.status == 403


def test_civicbot_gets_a_token_and_then_the_number(key: str, civicbot: Open311Client) -> None:
    made = sent(civicbot, key, "broken-light", address_string="Mill Street 4")
    assert not made.get("service_request_id")
    [known] = civicbot.get_token(made["token"])
    assert known["token"] == made["token"]
    found = civicbot.get_request(known["service_request_id"])
    assert found is not None
    assert found["service_code"] == "broken-light"


def test_civicbot_gets_neither_from_a_blackbox(key: str, civicbot: Open311Client) -> None:
    made = sent(civicbot, key, "speeding", address_string="Oak Street")
    assert not made.get("service_request_id")
    assert not made.get("token")


def test_civicbot_narrows_by_every_parameter(
    site: LiveServer, key: str, civicbot: Open311Client
) -> None:
    one = a_noise(civicbot, key, description="the first")
    two = a_noise(civicbot, key, description="the second")
    site.run_python(CLOSE_ONE.format(number=two))
    open_ones = civicbot.list_requests(service_code="noise", status="open", page_size=200)
    assert one in numbers(open_ones)
    assert two not in numbers(open_ones)
    [closed] = civicbot.list_requests(status="closed")
    assert (closed["service_request_id"], closed["status_notes"]) == (two, "It is quiet now.")
    both = civicbot.list_requests(service_request_ids=[one, two], status="closed")
    assert set(numbers(both)) == {one, two}
    now = dt.datetime.now(dt.UTC)
    stamp = "%Y-%m-%dT%H:%M:%SZ"
    spans = {
        "start_date": (now - dt.timedelta(days=1)).strftime(stamp),
        "end_date": (now + dt.timedelta(days=1)).strftime(stamp),
    }
    assert {one, two} <= set(numbers(civicbot.list_requests(**spans, page_size=1000)))
    assert civicbot.list_requests(end_date=spans["start_date"]) == []


def test_a_private_kind_is_reported_and_then_not_there(key: str, civicbot: Open311Client) -> None:
    number = sent(civicbot, key, "other", address_string="By the river")["service_request_id"]
    with pytest.raises(HttpError) as absent:
        civicbot.get_request(number)
    assert absent.value.status == 404


@pytest.mark.parametrize("fmt", ["json", "xml"])
def test_georeport_reads_everything_in_both_formats(
    fmt: str, site: LiveServer, key: str, civicbot: Open311Client
) -> None:
    one = a_noise(civicbot, key, description=f"the first in {fmt}")
    two = a_noise(civicbot, key, description=f"the second in {fmt}")
    client = GeoReport(f"{site.base_url}/machines/open311/v2", output_format=fmt)
    assert "noise" in [service["service_code"] for service in client.get_service_list()]
    definition = client.get_service_definition("noise")
    assert definition["service_code"] == "noise"
    found = client.get_service_requests(service_request_id=f"{one},{two}")
    assert set(numbers(found)) == {one, two}
    assert client.get_service_request(one)["service_code"] == "noise"
    narrowed = client.get_service_requests(service_code="noise", status="open,closed")
    assert {one, two} <= set(numbers(narrowed))


def test_chicagorequests_downloads_page_after_page(
    site: LiveServer, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.run_python(MANY)
    url = f"{site.base_url}/machines/open311/v2/requests.json"
    monkeypatch.setattr(Downloader, "BASE_URL", url)
    now = dt.datetime.now(dt.UTC)
    day = (now - dt.timedelta(hours=12), now + dt.timedelta(hours=12))
    found = Downloader(request_type=["graffiti"])(day)
    assert len(found) == 450
    assert len(set(numbers(found))) == 450
    assert found[0]["extended_attributes"]["state"] == "received"
    changed = Downloader(
        request_type=["graffiti"],
        updated_start_date=(now + dt.timedelta(hours=1)).isoformat(),
        updated_end_date=(now + dt.timedelta(hours=2)).isoformat(),
    )
    assert changed(day) == []


def numbers(found: list[dict[str, Any]]) -> list[str]:
    return [str(one["service_request_id"]) for one in found]
