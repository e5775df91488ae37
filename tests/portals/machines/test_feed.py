"""POST /machines/dispatch/events: what dispatch sends, and every way in which it can be wrong."""

from __future__ import annotations

import datetime as dt
import json
import logging
from typing import Any

import pytest
from django.test import Client

from commonbeat.core import clock, heartbeats
from commonbeat.core.models import LedgerEntry
from commonbeat.domains.calls import catalogue
from commonbeat.domains.calls.actions.feeds import close_feed, open_feed
from commonbeat.domains.calls.events import Kind
from commonbeat.domains.calls.models import Call, Caller, DispatchEvent
from commonbeat.domains.places import locator
from commonbeat.portals.machines.calls import shapes, views

ADDRESS = "/machines/dispatch/events"
ANA = "+15145550101"
SENT: dict[str, Any] = {
    "event_id": "e1",
    "call_id": "26-1",
    "kind": "received",
    "at": "2026-05-12T11:58:00-04:00",
    "call_type": "NOISE",
    "priority": "3",
    "location": {"longitude": -75.7, "latitude": 45.43},
    "caller": {"phone": ANA, "language": "fr-CA"},
    "officer_initiated": False,
}


@pytest.fixture(autouse=True)
def _afresh(noon) -> None:
    catalogue.forget()
    locator.forget()
    views._beaten.clear()


@pytest.fixture
def token(operator) -> str:
    return open_feed(name="Town", by=operator).token


@pytest.fixture
def post(token):
    """Sends a body (text, bytes, or something to encode) as dispatch does."""
    client = Client(enforce_csrf_checks=True)

    def send(body: object, content_type: str = "application/json", **headers: str):
        raw = body if isinstance(body, str | bytes) else json.dumps(body)
        headers = {"Authorization": f"Bearer {token}", **headers}
        return client.post(ADDRESS, raw, content_type=content_type, headers=headers)

    return send


def sent(**values: object) -> dict[str, Any]:
    return {**SENT, **values}


def refused(answer, rule: str, field: str) -> None:
    """The one event was refused for this rule of this field, and nothing was taken."""
    assert answer.status_code == 400, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    [error] = answer.json()["errors"]
    assert (error["rule"], error["field"], error["index"]) == (rule, field, 0)
    assert error["detail"]
    assert not Call.objects.exists()


def test_one_event_is_taken_and_its_caller_known(post):
    answer = post(SENT)
    assert answer.status_code == 200
    assert answer.json() == {
        "accepted": 1,
        "repeated": 0,
        "ignored": 0,
        "rejected": [],
        "warnings": [],
    }
    call = Call.objects.get()
    assert (call.source, call.external_id, call.call_type) == ("town", "26-1", "NOISE")
    assert call.received_at == dt.datetime(2026, 5, 12, 15, 58, tzinfo=dt.UTC)
    assert Caller.objects.filter(call=call).count() == 1


@pytest.mark.parametrize("wrap", [list, lambda events: {"events": events}])
def test_a_batch_is_taken_as_an_array_or_as_an_object_with_events(post, wrap):
    events = [sent(), sent(event_id="e2", kind="arrived"), sent(event_id="e3", call_id="26-2")]
    assert post(wrap(events)).json()["accepted"] == 3
    assert Call.objects.count() == 2


def test_sending_again_changes_nothing(post):
    post(SENT)
    answer = post(SENT).json()
    assert (answer["accepted"], answer["repeated"], answer["warnings"]) == (0, 1, [])


def test_the_good_events_of_a_batch_are_taken_and_each_bad_one_is_reported(post):
    answer = post(
        [
            sent(event_id="bad1", kind="exploded"),
            sent(),
            sent(event_id="bad2", at="2026-05-12T11:58:00"),
            "not an event",
            sent(event_id="e2", kind="arrived"),
        ]
    )
    assert answer.status_code == 200
    told = answer.json()
    assert told["accepted"] == 2
    assert [(r["index"], r.get("event_id"), r["field"], r["rule"]) for r in told["rejected"]] == [
        (0, "bad1", "kind", "unknown_value"),
        (2, "bad2", "at", "no_zone"),
        (3, None, "", "wrong_type"),
    ]


def test_the_same_id_with_other_content_is_told_and_the_first_stands(post):
    post(SENT)
    [warning] = post(sent(call_type="PARKING")).json()["warnings"]
    assert (warning["rule"], warning["event_id"], warning["index"]) == ("conflict", "e1", 0)
    assert Call.objects.get().call_type == "NOISE"


@pytest.mark.parametrize(
    ("values", "rule", "field"),
    [
        ({"event_id": None}, "wrong_type", "event_id"),
        ({"event_id": ""}, "blank", "event_id"),
        ({"event_id": "   "}, "blank", "event_id"),
        ({"event_id": "x" * 121}, "too_long", "event_id"),
        ({"call_id": "26\n1"}, "characters", "call_id"),
        ({"call_id": "26-1\u0000"}, "characters", "call_id"),
        ({"call_type": "NO\ud800ISE"}, "characters", "call_type"),
        ({"call_id": 26}, "wrong_type", "call_id"),
        ({"kind": "exploded"}, "unknown_value", "kind"),
        ({"kind": "merged"}, "missing", "merged_into"),
        ({"kind": "merged", "merged_into": "26-1"}, "itself", "merged_into"),
        ({"at": "2026-05-12T11:58:00"}, "no_zone", "at"),
        ({"at": "yesterday"}, "not_a_time", "at"),
        ({"at": 1_700_000_000}, "not_a_time", "at"),
        ({"at": "2026-05-12T12:05:01-04:00"}, "in_future", "at"),
        ({"at": "1999-12-31T23:59:59Z"}, "too_old", "at"),
        ({"at": "0001-01-01T00:00:00+14:00"}, "too_old", "at"),
        ({"location": {"longitude": 181, "latitude": 45}}, "out_of_range", "location.longitude"),
        ({"location": {"longitude": -75, "latitude": -91}}, "out_of_range", "location.latitude"),
        ({"location": {"longitude": 10**400, "latitude": 1}}, "out_of_range", "location.longitude"),
        ({"location": {"longitude": "-75", "latitude": 45}}, "wrong_type", "location.longitude"),
        ({"location": {"longitude": True, "latitude": 45}}, "wrong_type", "location.longitude"),
        ({"location": {"longitude": -75}}, "missing", "location.latitude"),
        ({"location": {"longitude": 0, "latitude": 0.0}}, "no_place", "location"),
        ({"officer_initiated": "yes"}, "wrong_type", "officer_initiated"),
        ({"dispositon": "01"}, "unknown_field", ""),
        ({"caller": {"phone": ANA, "name": "x"}}, "unknown_field", "caller"),
    ],
)
def test_an_event_that_breaks_a_rule_is_refused_by_the_name_of_the_rule(post, values, rule, field):
    refused(post(sent(**values)), rule, field)


def test_a_missing_field_is_named(post):
    refused(post({k: v for k, v in SENT.items() if k != "call_id"}), "missing", "call_id")


def test_five_minutes_ahead_is_still_taken(post):
    assert post(sent(at="2026-05-12T12:05:00-04:00")).status_code == 200


def test_fields_that_are_null_were_not_given(post):
    answer = post(sent(location=None, caller=None, priority=None, disposition=None))
    assert answer.json()["accepted"] == 1
    assert Call.objects.get().longitude is None


@pytest.mark.parametrize("phone", ["911", "unknown", "5551", "1" * 400, "\u0000"])
def test_an_event_with_a_number_that_is_none_is_kept_and_the_number_reported(post, phone):
    answer = post(sent(caller={"phone": phone})).json()
    assert answer["accepted"] == 1
    [warning] = answer["warnings"]
    assert (warning["field"], warning["rule"]) == ("caller.phone", "not_a_number")
    assert (warning["event_id"], warning["index"]) == ("e1", 0)
    assert not Caller.objects.exists()


def test_an_unknown_language_is_left_out_and_reported(post):
    answer = post(sent(caller={"phone": ANA, "language": "klingon"})).json()
    assert answer["accepted"] == 1
    assert answer["warnings"][0]["rule"] == "unknown_language"
    assert Caller.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('{"event_id": "e1",, }', "not JSON"),
        (" ", "not JSON"),
        ("[1, 2", "not JSON"),
        ('{"a": 1, "a": 2}', "twice"),
        ('{"a": NaN}', "NaN"),
        ('{"a": -Infinity}', "NaN"),
        ('{"a": 1e999}', "too large"),
        ('{"a": ' + "1" * 5000 + "}", "digits"),
        ("[" * 100_000, "deeply"),
        (b'{"a": "\xff"}', "Byte 7"),
        ("[]", "no event"),
        ('{"events": []}', "no event"),
        ('{"events": 7}', "list"),
        ('{"events": [], "more": 1}', "nothing else"),
    ],
)
def test_a_body_that_is_not_as_it_should_be_is_refused_whole(post, body, said):
    answer = post(body)
    assert answer.status_code == 400
    assert said in answer.json()["detail"]
    assert not DispatchEvent.objects.exists()


def test_where_the_json_breaks_is_told(post):
    problem = post('[\n  {"event_id": }\n]').json()
    assert (problem["line"], problem["column"]) == (2, 16)


def test_a_byte_order_mark_does_no_harm(post):
    assert post(b"\xef\xbb\xbf" + json.dumps(SENT).encode()).status_code == 200


def test_a_body_of_ten_megabytes_is_refused_before_it_is_read(post, monkeypatch):
    monkeypatch.setattr(views, "objects_in", lambda _body: pytest.fail("it was read"))
    answer = post(b" " * 10_000_000)
    assert answer.status_code == 413
    assert answer.json()["type"] == "urn:commonbeat:problem:too-large"


def test_more_than_a_thousand_events_are_refused(post):
    events = [sent(event_id=str(n), caller=None) for n in range(1001)]
    assert post(events).status_code == 413
    assert not Call.objects.exists()


def test_a_body_of_unknown_length_is_refused(token):
    headers = {"Authorization": f"Bearer {token}"}
    answer = Client().post(
        ADDRESS, SENT, content_type="application/json", headers=headers, CONTENT_LENGTH=""
    )
    assert answer.status_code == 411


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin-1", ""],
)
def test_another_content_type_is_refused(post, content_type):
    assert post("{}", content_type).status_code == 415


def test_a_compressed_body_is_refused(post):
    assert post("{}", **{"Content-Encoding": "gzip"}).status_code == 415


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete", "head", "options"])
def test_only_post_is_for_this_address(method):
    answer = getattr(Client(), method)(ADDRESS)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": "Bearer "},
        {"Authorization": "Basic TOKEN"},
        {"X-Feed-Token": "wrong"},
        {"X-Feed-Token": ""},
        {"Authorization": "Bearer wrong", "X-Feed-Token": "TOKEN"},
    ],
)
def test_without_the_token_of_an_open_feed_nobody_comes_in(token, headers):
    headers = {name: value.replace("TOKEN", token) for name, value in headers.items()}
    answer = Client().post(ADDRESS, SENT, content_type="application/json", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert not Call.objects.exists()


def test_the_token_may_come_in_a_header_of_its_own(token):
    answer = Client().post(
        ADDRESS, SENT, content_type="application/json", headers={"X-Feed-Token": token}
    )
    assert answer.status_code == 200


def test_a_closed_feed_is_shut(post, operator):
    close_feed(code="town", by=operator)
    assert post(SENT).status_code == 401


def test_a_feed_that_closes_while_its_events_are_read_is_shut(post, operator, monkeypatch):
    monkeypatch.setattr(views, "feed_of_token", lambda _token: "gone")
    assert post(SENT).status_code == 401


def test_the_events_of_two_feeds_do_not_meet(post, operator):
    post(SENT)
    other = open_feed(name="County", by=operator).token
    answer = post(sent(call_type="PARKING"), Authorization=f"Bearer {other}")
    assert answer.json()["accepted"] == 1
    found = Call.objects.order_by("source").values_list("source", "call_type")
    assert list(found) == [("county", "PARKING"), ("town", "NOISE")]


def test_no_cookie_is_set_and_nothing_is_stored_by_anybody_between(post):
    answer = post(SENT)
    assert not answer.cookies
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_sign_of_life_is_written_at_most_every_few_seconds(post, django_assert_num_queries):
    post(SENT)
    [first] = heartbeats.signs()
    assert first.name == "feed:town"
    with clock.moved_by(dt.timedelta(seconds=2)):
        post(SENT)
    assert heartbeats.signs() == [first]
    with clock.moved_by(dt.timedelta(seconds=6)):
        post(SENT)
    assert heartbeats.signs()[0].at == first.at + dt.timedelta(seconds=6)


def test_a_feed_that_sends_only_bad_events_is_seen_to_fail(post):
    post(SENT)
    post(sent(kind="exploded"))
    assert heartbeats.signs()[0].n_failures == 1


def test_when_the_database_is_busy_the_sender_is_told_to_send_again(post, monkeypatch):
    def busy(**_: object) -> None:
        raise views.OperationalError

    monkeypatch.setattr(views.call_followup, "take_events", busy)
    answer = post(SENT)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "2"


MARKED = "+15145550177"


@pytest.mark.parametrize(
    "values",
    [
        {"kind": MARKED},
        {"at": MARKED},
        {"call_id": MARKED * 20},
        {MARKED: "x"},
        {"caller": {"phone": MARKED, MARKED: MARKED}},
        {"caller": {"phone": [MARKED]}},
        {"caller": MARKED},
        {"location": {"longitude": MARKED, "latitude": MARKED}},
        {"caller": {"phone": MARKED + "0000000"}},
        {"caller": {"phone": MARKED, "language": MARKED}},
    ],
)
def test_what_was_sent_comes_back_in_no_answer_log_or_ledger(post, values, caplog):
    caplog.set_level(logging.DEBUG)
    answer = post(sent(**values))
    written = [
        answer.content.decode(),
        caplog.text,
        *(f"{line.verb} {line.codes} {line.subject}" for line in LedgerEntry.objects.all()),
    ]
    assert not any("5145550177" in text for text in written)


def test_the_names_of_kinds_are_those_of_events():
    assert set(shapes.KindName.__args__) == set(Kind.values)
