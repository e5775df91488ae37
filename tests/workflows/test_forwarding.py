"""A concern goes to another city's server and comes back closed; nothing is sent twice unasked."""

from __future__ import annotations

import datetime as dt
import json
import socket
from collections.abc import Iterator
from urllib.parse import parse_qs

import pytest
from pytest_django import Settings

from commonbeat.core import clock
from commonbeat.core.errors import NotPermitted
from commonbeat.domains.concerns.actions import forwarding as actions
from commonbeat.domains.concerns.actions import handling, kinds, outside, raising, settling
from commonbeat.domains.concerns.errors import (
    AlreadyOver,
    NoRoute,
    NoSuchServer,
    NotAccepted,
    NotWaiting,
)
from commonbeat.domains.concerns.models import OutsideServer
from commonbeat.domains.concerns.outside import addresses, client
from commonbeat.domains.concerns.queries import concerns
from commonbeat.domains.concerns.queries.forwarding import (
    ForwardingView,
    forwardings,
    places_to_go,
    servers,
    to_settle,
)
from commonbeat.domains.concerns.reports import Report
from commonbeat.roles import Role, actor
from commonbeat.workflows import concern_intake, forwarding
from tests.peers.http_ear import Ear, listening_ear
from tests.peers.processes import free_port

CLOCK = actor(Role.CLOCK, "worker")
HOUR = dt.timedelta(hours=1)
WORDS = "Loud, and my neighbour Diaz knows"
NOISE = Report(
    kind="noise",
    description=WORDS,
    address="Mill Street 4",
    longitude=-72.52,
    latitude=45.40,
    answers={"when": ["night", "evening"]},
)


@pytest.fixture
def ear() -> Iterator[Ear]:
    with listening_ear() as listening:
        yield listening


@pytest.fixture(autouse=True)
def _kinds(noon, operator, settings: Settings) -> None:
    settings.OPEN311_MAY_USE_LOOPBACK = True
    kinds.load_shipped_kinds(by=operator)


def route_to(endpoint: str, operator, *, words: bool = False) -> None:
    outside.add_server(
        code="county",
        name="The county",
        endpoint=endpoint,
        api_key="their secret",
        jurisdiction_id="county.example",
        by=operator,
    )
    outside.add_route(
        kind="noise", server="county", service_code="N-7", sends_description=words, by=operator
    )


def forwarded(cho) -> str:
    raised = concern_intake.take_report(
        report=NOISE, number="+15145550101", mail="", by=actor(Role.ANYBODY, "page")
    )
    actions.forward(key=raised.key, server="county", by=cho)
    return raised.key


def state_of(key: str, cho) -> ForwardingView:
    [one] = forwardings(cho, key)
    return one


def answering(ear: Ear, *records: object, status: int = 200) -> None:
    ear.page, ear.status = json.dumps(list(records)), status


def posts(ear: Ear) -> list[dict[str, list[str]]]:
    return [parse_qs(each.body.decode()) for each in ear.requests if each.method == "POST"]


def test_a_concern_is_sent_once_with_kind_place_and_nobody(ear, operator, cho) -> None:
    route_to(f"{ear.url}/v2", operator)
    key = forwarded(cho)
    answering(ear, {"service_request_id": "C-1"})
    assert forwarding.send_waiting(by=CLOCK) == 1
    assert forwarding.send_waiting(by=CLOCK) == 0
    [sent] = posts(ear)
    assert sent == {
        "api_key": ["their secret"],
        "jurisdiction_id": ["county.example"],
        "service_code": ["N-7"],
        "lat": ["45.4"],
        "long": ["-72.52"],
        "address_string": ["Mill Street 4"],
    }
    assert [each.path for each in ear.requests] == ["/v2/services/N-7.json", "/v2/requests.json"]
    one = state_of(key, cho)
    assert (one.state, one.outside_number) == ("sent", "C-1")


def test_answers_travel_that_the_other_server_asks_for(ear, operator, cho) -> None:
    route_to(ear.url, operator)
    forwarded(cho)
    asked = {"code": "when", "datatype": "multivaluelist", "values": [{"key": "night"}]}
    ear.page = json.dumps({"service_code": "N-7", "attributes": [asked]})
    forwarding.send_waiting(by=CLOCK)
    [sent] = posts(ear)
    assert sent["attribute[when][]"] == ["night"]


def test_what_the_resident_wrote_travels_only_where_the_route_says_so(ear, operator, cho) -> None:
    route_to(ear.url, operator, words=True)
    forwarded(cho)
    forwarding.send_waiting(by=CLOCK)
    [sent] = posts(ear)
    assert sent["description"] == [WORDS]
    assert "5550101" not in str(ear.requests)
    with pytest.raises(NotAccepted):
        outside.add_route(
            kind="other", server="county", service_code="O", sends_description=True, by=operator
        )


def test_their_closing_closes_ours_with_their_words_and_the_resident_hears(
    ear, operator, cho
) -> None:
    route_to(ear.url, operator)
    key = forwarded(cho)
    answering(ear, {"service_request_id": "C-1"})
    forwarding.send_waiting(by=CLOCK)
    answering(ear, {"service_request_id": "C-1", "status": "open", "status_notes": ""})
    assert forwarding.ask_what_became(by=CLOCK) == 0
    answering(ear, {"status": "open", "status_notes": "A crew is booked."})
    assert forwarding.ask_what_became(by=CLOCK) == 0  # within the hour nobody is asked again
    with clock.moved_by(HOUR):
        assert forwarding.ask_what_became(by=CLOCK) == 1
        assert concerns.whole(cho, key).line.state == "looking"
    with clock.moved_by(2 * HOUR):
        assert forwarding.ask_what_became(by=CLOCK) == 0
    answering(ear, {"status": "closed", "status_notes": "It is quiet now."})
    with clock.moved_by(3 * HOUR):
        assert forwarding.ask_what_became(by=CLOCK) == 1
        whole = concerns.whole(cho, key)
    assert whole.line.state == "done"
    assert "It is quiet now." in [update.words for update in whole.updates]
    with clock.moved_by(9 * HOUR):
        assert forwarding.ask_what_became(by=CLOCK) == 0
    assert state_of(key, cho).state == "closed"
    told = concern_intake.messages_about(cho, f"concerns.concern:{key}")
    assert len(told) == 3  # received, a crew is booked, it is quiet now


def test_a_token_becomes_a_number_and_then_it_is_followed(ear, operator, cho) -> None:
    route_to(ear.url, operator)
    key = forwarded(cho)
    answering(ear, {"token": "t 1/2"})
    forwarding.send_waiting(by=CLOCK)
    answering(ear)
    forwarding.ask_what_became(by=CLOCK)
    assert ear.requests[-1].path == "/tokens/t%201%2F2.json"
    answering(ear, {"token": "t 1/2", "service_request_id": "C-9"})
    with clock.moved_by(HOUR):
        forwarding.ask_what_became(by=CLOCK)
    assert state_of(key, cho).outside_number == "C-9"
    answering(ear, {"status": "closed", "status_notes": ""})
    with clock.moved_by(2 * HOUR):
        assert forwarding.ask_what_became(by=CLOCK) == 1


def test_what_they_refuse_is_shown_to_the_desk_without_words(ear, operator, cho) -> None:
    route_to(ear.url, operator)
    key = forwarded(cho)
    answering(ear, {"code": "lat", "description": f"no: {WORDS}"}, status=400)
    forwarding.send_waiting(by=CLOCK)
    [one] = to_settle(cho)
    assert (one.state, one.last_answer, one.concern) == ("refused", "400 lat", key)
    with clock.moved_by(9 * HOUR):
        assert forwarding.send_waiting(by=CLOCK) == 0
        settling.send_again(forwarding_id=one.id, by=cho)
        answering(ear, {"service_request_id": "C-1"})
        assert forwarding.send_waiting(by=CLOCK) == 1
    assert to_settle(cho) == []


@pytest.mark.parametrize("status", [500, 502, 503, 429])
def test_a_server_in_trouble_is_tried_again_later_and_later(status, ear, operator, cho) -> None:
    route_to(ear.url, operator)
    key = forwarded(cho)
    answering(ear, status=status)
    waits = []
    at = clock.now()
    for _ in range(4):
        with clock.held_at(at):
            assert forwarding.send_waiting(by=CLOCK) == 1
            assert forwarding.send_waiting(by=CLOCK) == 0
            waits.append(state_of(key, cho).next_at - at)
            at = state_of(key, cho).next_at
    assert waits == [dt.timedelta(minutes=minutes) for minutes in (1, 2, 4, 8)]
    assert state_of(key, cho).last_answer == f"answered {status}"
    answering(ear, {"service_request_id": "C-1"})
    with clock.held_at(at):
        forwarding.send_waiting(by=CLOCK)
    assert state_of(key, cho).state == "sent"


def test_a_server_that_is_down_gets_it_when_it_is_back_and_after_days_the_desk_is_told(
    operator, cho
) -> None:
    route_to(f"http://127.0.0.1:{free_port()}", operator)
    key = forwarded(cho)
    at = clock.now()
    for _ in range(actions.MOST_TRIES):
        with clock.held_at(at):
            assert forwarding.send_waiting(by=CLOCK) == 1
            at = max(state_of(key, cho).next_at, at)
    assert (state_of(key, cho).state, state_of(key, cho).last_answer) == ("refused", "out of reach")
    assert at - clock.now() > dt.timedelta(days=3)
    assert [one.concern for one in to_settle(cho)] == [key]


def test_silence_after_sending_is_unknown_and_never_sent_again_by_itself(
    operator, cho, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "READ", 0.2)
    monkeypatch.setattr(client, "_definition", lambda _parcel: {})
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        route_to(f"http://127.0.0.1:{silent.getsockname()[1]}", operator)
        key = forwarded(cho)
        forwarding.send_waiting(by=CLOCK)
    assert state_of(key, cho).state == "unknown"
    with clock.moved_by(dt.timedelta(days=30)):
        assert forwarding.send_waiting(by=CLOCK) == 0
    [one] = to_settle(cho)
    settling.note_number(forwarding_id=one.id, number="C-5", by=cho)
    assert state_of(key, cho).outside_number == "C-5"
    with pytest.raises(NotWaiting):
        settling.send_again(forwarding_id=one.id, by=cho)


@pytest.mark.parametrize(
    ("status", "page", "state"),
    [
        (200, "this is no JSON", "unknown"),
        (200, "[]", "unknown"),
        (200, '{"service_request_id": 1}', "unknown"),
        (504, "", "unknown"),
        (302, "", "refused"),
        (403, '[{"code": "<b>", "description": "x"}]', "refused"),
        (200, " " * (client.LARGEST + 1), "unknown"),
        (200, "[" * 100_000, "unknown"),
    ],
)
def test_odd_answers_are_never_taken_for_good(status, page, state, ear, operator, cho) -> None:
    route_to(ear.url, operator)
    key = forwarded(cho)
    ear.status, ear.page = status, page
    # The questions are asked with the same odd answer; only what was sent may stay unknown.
    forwarding.send_waiting(by=CLOCK)
    found = state_of(key, cho)
    if found.state == "queued":
        assert (status, posts(ear)) in [(504, []), (200, [])]
        return
    assert found.state == state
    assert "<" not in found.last_answer


def test_what_a_dead_worker_held_is_unknown(ear, operator, cho) -> None:
    route_to(ear.url, operator)
    key = forwarded(cho)
    assert actions.claim_next(by=CLOCK) is not None
    assert forwarding.send_waiting(by=CLOCK) == 0
    with clock.moved_by(dt.timedelta(minutes=6)):
        assert forwarding.send_waiting(by=CLOCK) == 0
    assert state_of(key, cho).state == "unknown"
    assert ear.requests == []


def test_what_we_closed_ourselves_stays_as_it_is(ear, operator, cho) -> None:
    route_to(ear.url, operator)
    key = forwarded(cho)
    answering(ear, {"service_request_id": "C-1"})
    forwarding.send_waiting(by=CLOCK)
    handling.answer(key=key, version=1, state="nothing", words="", by=cho)
    answering(ear, {"status": "closed", "status_notes": "Done."})
    assert forwarding.ask_what_became(by=CLOCK) == 0
    assert concerns.whole(cho, key).line.state == "nothing"
    assert state_of(key, cho).state == "closed"


BAD = (
    "http://county.example/v2",
    "ftp://county.example",
    "https://",
    "https://user:word@county.example/",
    "https://county.example/?next=x",
    "//county.example",
    "https://[::1",
    "http://169.254.169.254/latest",
    "http://127.0.0.1.county.example",
    "file:///etc/passwd",
)


@pytest.mark.parametrize("endpoint", BAD)
def test_a_server_must_be_in_the_world_and_over_https(endpoint: str, operator) -> None:
    with pytest.raises(NotAccepted):
        route_to(endpoint, operator)


INSIDE = ("10.0.0.8", "192.168.1.1", "169.254.169.254", "172.16.0.1", "0.0.0.1", "100.64.0.1")


@pytest.mark.parametrize("address", [*INSIDE, "fd00::1", "fe80::1", "::ffff:10.0.0.8", "224.0.0.1"])
def test_a_name_that_points_into_our_own_network_is_not_asked(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        addresses.socket, "getaddrinfo", lambda *_a, **_k: [(2, 1, 6, "", (address, 443))]
    )
    with pytest.raises(addresses.NotAllowed):
        addresses.target("https://county.example/v2")


def test_loopback_must_be_allowed(settings: Settings) -> None:
    settings.OPEN311_MAY_USE_LOOPBACK = False
    for endpoint in ("http://127.0.0.1:1/", "http://localhost/", "https://127.0.0.1/"):
        with pytest.raises(addresses.NotAllowed):
            addresses.target(endpoint)


def test_the_key_is_sealed_and_forgotten_with_the_server(ear, operator, cho) -> None:
    route_to(ear.url, operator)
    key = forwarded(cho)
    assert b"their secret" not in bytes(OutsideServer.objects.get().sealed_api_key)
    assert "their secret" not in str(servers(operator))
    outside.close_server(code="county", by=operator)
    assert forwarding.send_waiting(by=CLOCK) == 0
    assert state_of(key, cho).state == "queued"
    with pytest.raises(NoSuchServer):
        actions.forward(key=key, server="county", by=cho)


def test_only_routes_lead_there_and_only_some_may_send(ear, operator, cho, bell) -> None:
    route_to(ear.url, operator)
    assert places_to_go(cho, "noise") == [("county", "The county")]
    assert places_to_go(cho, "graffiti") == []
    report = Report(kind="graffiti", address="Mill Street")
    wall = raising.raise_concern(report=report, by=actor(Role.ANYBODY, "page"))
    with pytest.raises(NoRoute):
        actions.forward(key=wall.key, server="county", by=cho)
    key = forwarded(cho)
    with pytest.raises(NotPermitted):
        actions.forward(key=key, server="county", by=bell)
    with pytest.raises(NotPermitted):
        outside.close_server(code="county", by=bell)
    handling.answer(key=key, version=1, state="done", words="", by=cho)
    with pytest.raises(AlreadyOver):
        actions.forward(key=key, server="county", by=cho)
