"""Outside servers and their routes at the desk, and what must be settled of what was sent on."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from commonbeat.core.models import LedgerEntry
from commonbeat.domains.concerns.actions import forwarding, kinds, outside
from commonbeat.domains.concerns.models import OutsideServer
from commonbeat.domains.concerns.outside.parcels import Outcome, Refused, Sent, Standing, Unknown
from commonbeat.domains.concerns.queries.forwarding import forwardings, places_to_go, to_settle
from commonbeat.roles import Role, actor
from commonbeat.workflows import concern_intake
from tests.domains.concerns.cases import CHO, OPERATOR, line, raised

CLOCK = actor(Role.CLOCK, "tests")
LIST = "/staff/concern-kinds/servers/"
SETTLE = "/staff/concerns/sent-on/"
KEY = "their secret 4711"
GOOD = {
    "name": "The county",
    "endpoint": "https://311.example.org/v2/",
    "api_key": KEY,
    "jurisdiction_id": "county.example",
}


@pytest.fixture(autouse=True)
def _kinds(noon: dt.datetime) -> None:
    """Every test starts from the shipped kinds, at noon."""
    kinds.load_shipped_kinds(by=OPERATOR)


def page(answer) -> str:
    return answer.content.decode()


def added() -> str:
    """A server to which graffiti goes; its code."""
    code = outside.add_server(**GOOD, by=OPERATOR)
    outside.add_route(kind="graffiti", server=code, service_code="GR1", by=OPERATOR)
    return code


def sent(outcome: Outcome) -> str:
    """The key of a concern that was sent on, with this outcome."""
    if not places_to_go(CHO, "graffiti"):
        added()
    key = raised("graffiti")
    forwarding.forward(key=key, server="the-county", by=CHO)
    parcel = forwarding.claim_next(by=CLOCK)
    assert parcel is not None
    forwarding.record_outcome(forwarding_id=parcel.id, outcome=outcome, by=CLOCK)
    return key


def test_an_administrator_adds_a_server_whose_key_comes_back_on_no_page(signed_in):
    client: Client = signed_in(Role.ADMINISTRATOR)
    assert "No server yet" in page(client.get(LIST))
    answer = client.post(f"{LIST}add/", GOOD, follow=True)
    assert answer.redirect_chain == [(f"{LIST}the-county/", 302)]
    row = OutsideServer.objects.get()
    assert (row.code, row.endpoint) == ("the-county", "https://311.example.org/v2")
    assert KEY.encode() not in bytes(row.sealed_api_key)
    for where in (LIST, f"{LIST}the-county/", f"{LIST}the-county/close/"):
        assert KEY not in page(client.get(where))
    assert KEY not in page(answer)
    assert LedgerEntry.objects.filter(verb="concerns.add_server").count() == 1


@pytest.mark.parametrize(
    ("field", "given", "rule"),
    [
        ("endpoint", "http://311.example.org/v2", "must begin with https://"),
        ("endpoint", "311.example.org", "no address of a server"),
        ("endpoint", "https://", "no address of a server"),
        ("endpoint", "https://me:secret@311.example.org/", "no address of a server"),
        ("endpoint", "https://311.example.org/?key=1", "no address of a server"),
        ("endpoint", "https://311.example.org:port/", "no address of a server"),
        ("endpoint", "https://311.example .org/", "no address of a server"),
        ("endpoint", "https://127.0.0.1/", "lies in our own network"),
        ("endpoint", "https://localhost/", "lies in our own network"),
        ("endpoint", "https://10.1.2.3/v2", "lies in our own network"),
        ("endpoint", "https://169.254.169.254/latest", "lies in our own network"),
        ("endpoint", "https://[::1]/", "lies in our own network"),
        ("endpoint", "https://[::ffff:192.168.1.1]/", "lies in our own network"),
        ("name", "", "required"),
        ("api_key", "", "required"),
    ],
)
def test_a_bad_server_is_refused_at_its_field_and_what_was_typed_stays(
    field, given, rule, signed_in
):
    client = signed_in(Role.ADMINISTRATOR)
    answer = client.post(f"{LIST}add/", GOOD | {field: given})
    text = page(answer)
    assert answer.status_code == 422
    assert rule in text
    assert f'id="id_{field}_error"' in text
    assert 'value="county.example"' in text
    assert KEY not in text
    assert OutsideServer.objects.count() == 0


def test_a_route_is_added_changed_and_closed(signed_in):
    outside.add_server(**GOOD, by=OPERATOR)
    client, here = signed_in(Role.ADMINISTRATOR), f"{LIST}the-county/"
    given = {"kind": "graffiti", "service_code": "GR1"}
    assert client.post(here, given).status_code == 302
    assert client.post(here, given | {"service_code": "GR2"}).status_code == 302
    assert "GR2" in page(client.get(here))
    assert "GR1" not in page(client.get(LIST))
    assert places_to_go(CHO, "graffiti") == [("the-county", "The county")]
    assert client.post(f"{here}routes/graffiti/close/").status_code == 302
    assert places_to_go(CHO, "graffiti") == []
    assert client.post(f"{here}routes/graffiti/close/").status_code == 404


def test_a_route_says_which_field_breaks_which_rule(signed_in):
    outside.add_server(**GOOD, by=OPERATOR)
    client, here = signed_in(Role.ADMINISTRATOR), f"{LIST}the-county/"
    private = {"kind": "other", "service_code": "O", "sends_description": "on"}
    answer = client.post(here, private)
    assert answer.status_code == 422
    assert "only for a kind that everybody may see" in page(answer)
    for wrong in ({"kind": "dragons", "service_code": "D"}, {"kind": "noise", "service_code": " "}):
        assert client.post(here, wrong).status_code == 422
    assert client.post(f"{LIST}nowhere/", private).status_code == 404
    assert client.get(f"{LIST}nowhere/").status_code == 404


def test_closing_a_server_asks_once_more_and_then_destroys_its_key(signed_in):
    added()
    client, here = signed_in(Role.ADMINISTRATOR), f"{LIST}the-county/"
    assert "This cannot be undone" in page(client.get(f"{here}close/"))
    assert OutsideServer.objects.get().closed_at is None
    assert client.post(f"{here}close/").status_code == 302
    row = OutsideServer.objects.get()
    assert (row.closed_at is None, bytes(row.sealed_api_key)) == (False, b"")
    assert "Closed servers" in page(client.get(LIST))
    assert client.get(here).status_code == 404
    assert client.post(f"{here}close/").status_code == 404


@pytest.mark.parametrize("role", [Role.OFFICER, Role.COORDINATOR, Role.ANALYST, Role.LEADER])
def test_only_who_sets_routes_finds_the_servers(role, signed_in):
    added()
    client = signed_in(role)
    for where in ("", "add/", "the-county/", "the-county/close/"):
        assert client.get(f"{LIST}{where}").status_code == 404
        assert client.post(f"{LIST}{where}", GOOD).status_code == 404
    assert client.post(f"{LIST}the-county/routes/graffiti/close/").status_code == 404
    assert OutsideServer.objects.get().closed_at is None
    assert LIST not in page(client.get("/staff/concern-kinds/"))


def test_what_did_not_arrive_is_told_with_what_happened_kept_and_to_do(signed_in):
    unknown, refused = sent(Unknown("no answer")), sent(Refused("400 lat long"))
    client = signed_in(Role.COORDINATOR)
    assert '<span class="tabs-n">2</span>' in page(client.get("/staff/concerns/"))
    text = page(client.get(SETTLE))
    for key in (unknown, refused):
        assert line(key).number in text
    for said in (
        "took the concern and then gave no answer",
        "says that something is missing or wrong",
        '<code dir="ltr">lat long</code>',
        "are kept here",
        "Ask them first",
        "Put right what was wrong",
    ):
        assert said in text
    assert "Somebody must settle this" in page(client.get(f"/staff/concerns/{refused}/"))


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("out of reach", "could not be reached"),
        ("answered 503", "answered with the status 503"),
        ("403 403", "does not accept our key"),
        ("404", "does not know this service"),
        ("address not allowed", "into our own network"),
        ("something new", "did not say why"),
    ],
)
def test_each_reason_is_told_as_a_sentence(reason, said, signed_in):
    sent(Refused(reason))
    assert said in page(signed_in(Role.COORDINATOR).get(SETTLE))


def test_their_number_is_noted_or_it_is_sent_again_or_kept(signed_in):
    keys = [sent(Unknown("no answer")) for _ in range(3)]
    client = signed_in(Role.COORDINATOR)
    [first, again, kept] = [one.id for one in to_settle(CHO)]
    client.post(f"{SETTLE}{first}/number/", {"number": " C-7 "})
    client.post(f"{SETTLE}{again}/again/")
    client.post(f"{SETTLE}{kept}/keep/")
    states = [(one.state, one.outside_number) for key in keys for one in forwardings(CHO, key)]
    assert states == [("sent", "C-7"), ("queued", ""), ("kept", "")]
    assert "Nothing to settle" in page(client.get(SETTLE))
    assert "it stays with us" in page(client.get(f"/staff/concerns/{keys[2]}/"))
    late = client.post(f"{SETTLE}{kept}/again/", follow=True)
    assert "somebody has settled it already" in page(late)
    verbs = ("concerns.note_number", "concerns.send_again", "concerns.keep_here")
    assert LedgerEntry.objects.filter(verb__in=verbs).count() == 3


@pytest.mark.parametrize("number", ["", "   ", "x" * 121])
def test_a_number_that_is_none_is_refused_at_its_field(number, signed_in):
    key = sent(Unknown("no answer"))
    [one] = to_settle(CHO)
    answer = signed_in(Role.COORDINATOR).post(f"{SETTLE}{one.id}/number/", {"number": number})
    assert answer.status_code == 422
    assert f'id="wrong-{one.id}"' in page(answer)
    assert f'value="{number}"' in page(answer)
    assert forwardings(CHO, key)[0].state == "unknown"


def test_what_waits_for_a_closed_server_can_only_be_kept(signed_in):
    sent(Refused("out of reach"))
    outside.close_server(code="the-county", by=OPERATOR)
    client = signed_in(Role.COORDINATOR)
    [one] = to_settle(CHO)
    text = page(client.get(SETTLE))
    assert "That server is closed" in text
    assert f"{SETTLE}{one.id}/again/" not in text
    answer = client.post(f"{SETTLE}{one.id}/again/", follow=True)
    assert "that server was closed" in page(answer)
    client.post(f"{SETTLE}{one.id}/keep/")
    assert to_settle(CHO) == []


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ANALYST, Role.LEADER, Role.ADMINISTRATOR])
def test_only_who_sends_on_settles(role, signed_in):
    sent(Unknown("no answer"))
    [one] = to_settle(CHO)
    client = signed_in(role)
    assert client.get(SETTLE).status_code == 404
    for what in ("again", "number", "keep"):
        assert client.post(f"{SETTLE}{one.id}/{what}/", {"number": "1"}).status_code == 404
    assert [each.id for each in to_settle(CHO)] == [one.id]
    assert SETTLE not in page(client.get("/staff/concerns/"))


def test_an_unknown_way_to_settle_is_not_found(signed_in):
    client = signed_in(Role.COORDINATOR)
    assert client.post(f"{SETTLE}1/burn/").status_code == 404
    assert client.post(f"{SETTLE}{2**63}/keep/").status_code == 404
    assert client.get(f"{SETTLE}1/keep/").status_code == 405


def test_what_they_closed_and_is_not_fixed_goes_to_them_again(signed_in):
    key = sent(Sent("N-1", ""))
    [watched] = forwarding.claim_watched(limit=5, by=CLOCK)
    closed = Standing("closed", "We were there.", "1")
    forwarding.record_standing(forwarding_id=watched.id, standing=closed, by=CLOCK)
    holder = actor(Role.CALLER, "link", holds=frozenset({f"concerns.concern:{key}"}))
    concern_intake.say_not_fixed(key=key, by=holder)
    client: Client = signed_in(Role.COORDINATOR)
    assert 'value="the-county"' in page(client.get(f"/staff/concerns/{key}/"))
    client.post(f"/staff/concerns/{key}/forward/", {"server": "the-county"})
    [again] = forwardings(CHO, key)
    assert (again.state, again.outside_number) == ("queued", "")
    assert forwarding.claim_next(by=CLOCK) is not None
