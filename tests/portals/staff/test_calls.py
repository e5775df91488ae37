"""Calls at the desk."""

import datetime as dt

from commonbeat.core import clock
from commonbeat.domains.calls.queries.policies import policy_history, type_of, wording_history
from commonbeat.domains.presence.queries import open_follow_ups
from commonbeat.roles import Role, actor
from tests.domains.agencies.cast import area
from tests.portals.staff import town

CHO = actor(Role.COORDINATOR, "cho")


def test_the_list_says_what_was_told_and_why_not(signed_in):
    town.set_up()
    town.call("26-1", "NOISE")
    town.call("26-2", "DVA")
    client = signed_in(Role.OFFICER)
    assert "Call received" not in client.get("/staff/calls/").content.decode()  # it waits
    town.carry()
    page = client.get("/staff/calls/").content.decode()
    assert "Call received" in page
    assert "It takes longer" not in page  # it waits for its time
    assert "Not told: a text could do harm with this type of call" in page
    assert town.ANA not in page


def test_the_list_narrows_down_to_those_not_told(signed_in):
    town.set_up()
    town.call("first-call", "NOISE")
    town.call("second-call", "DVA")
    client = signed_in(Role.OFFICER)
    page = client.get("/staff/calls/?told=not+told").content.decode()
    assert "second-call" in page
    assert "first-call" not in page
    assert "No call fits" in client.get("/staff/calls/?status=closed").content.decode()


def test_a_call_shows_masked_numbers_and_texts_without_the_private_link(signed_in):
    town.set_up()
    one = town.call()
    page = signed_in(Role.OFFICER).get(f"/staff/calls/{one.key}/").content.decode()
    assert "••01" in page
    assert "we got your call" in page
    assert "/c/…" in page
    assert town.ANA not in page


def test_a_leader_sees_the_call_but_not_the_texts(signed_in):
    town.set_up()
    one = town.call()
    page = signed_in(Role.LEADER).get(f"/staff/calls/{one.key}/").content.decode()
    assert "we got your call" not in page
    assert "••01" not in page


def test_an_officer_promises_a_call_back_once(signed_in):
    town.set_up()
    one = town.call()
    client = signed_in(Role.OFFICER)
    point = town.point_of_number(town.FEED, town.ANA)
    url = f"/staff/calls/{one.key}/promise/{point.id}/"
    assert client.post(url, {"within": "x"}).status_code == 302
    assert open_follow_ups(CHO) == []
    client.post(url, {"within": "24"})
    client.post(url, {"within": "24"})
    assert [p.owner_name for p in open_follow_ups(CHO)] == ["Officer"]
    other = town.call("26-9", phone="")
    assert client.post(f"/staff/calls/{other.key}/promise/{point.id}/").status_code == 404


def test_the_front_page_says_what_is_wrong_and_what_to_do(signed_in):
    town.set_up()
    one = town.call()
    town.promise(one, hours=1)
    client = signed_in(Role.OFFICER)
    with clock.moved_by(dt.timedelta(hours=3)):
        page = client.get("/staff/").content.decode()
    assert "Worker: never started" in page
    assert "1 promised call is late" in page
    assert "1 call has waited more than an hour" in page
    assert "The oldest text that is due has waited" in page


POLICY = {
    "tells": "on", "milestones": ["received", "closed"], "received": "2", "delay_after": "20",
    "closed": "10", "quiet_from": "22:00", "quiet_until": "07:00", "surveys": "on",
    "survey_after": "48", "follow_up_within": "72",
}  # fmt: skip


def test_a_change_of_policy_is_a_new_version_and_the_old_one_stays(signed_in):
    town.set_up()
    answer = signed_in(Role.COORDINATOR).post("/staff/telling/policy/NOISE/change/", POLICY)
    assert answer.status_code == 302
    new, old = policy_history(CHO, "NOISE")
    assert (new.version, old.version) == (2, 1)
    assert dict(new.pauses) == {
        "received": dt.timedelta(minutes=2), "closed": dt.timedelta(minutes=10),
    }  # fmt: skip
    assert new.survey_after == dt.timedelta(hours=48)


def test_a_wrong_policy_keeps_what_was_typed_and_names_the_field(signed_in):
    town.set_up()
    wrong = POLICY | {"delay_after": "2", "milestones": []}
    answer = signed_in(Role.COORDINATOR).post("/staff/telling/policy/NOISE/change/", wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose at least one" in page
    assert 'value="2"' in page
    assert len(policy_history(CHO, "NOISE")) == 1


def test_a_sensitive_type_cannot_be_switched_on_and_says_why(signed_in):
    town.set_up()
    client = signed_in(Role.COORDINATOR)
    assert "Nobody can switch it on" in client.get("/staff/telling/policy/DVA/").content.decode()
    answer = client.post("/staff/telling/policy/DVA/change/", POLICY)
    assert answer.status_code == 422
    assert "never told anything" in answer.content.decode()
    assert len(policy_history(CHO, "DVA")) == 1
    named = {"label": "x", "label_fr": "x", "group": "traffic"}
    client.post("/staff/telling/policy/DVA/name/", named)
    kind = type_of(CHO, "DVA")
    assert kind
    assert kind.is_sensitive


def test_a_new_type_may_be_named_as_dispatch_likes(signed_in):
    town.set_up()
    client = signed_in(Role.COORDINATOR)
    given = {"code": "EMS: FALL/LIFT", "label": "Fall", "label_fr": "Chute", "group": "disorder"}
    answer = client.post("/staff/telling/add/", given, follow=True)
    assert answer.status_code == 200
    kind = type_of(CHO, "EMS: FALL/LIFT")
    assert kind
    assert kind.policy is None or not kind.policy.tells


def test_an_officer_reads_the_policies_and_changes_none(signed_in):
    town.set_up()
    client = signed_in(Role.OFFICER)
    assert client.get("/staff/telling/policy/NOISE/").status_code == 200
    assert client.post("/staff/telling/policy/NOISE/change/", POLICY).status_code == 404


def test_a_preview_counts_parts_and_names_what_makes_them_shorter(signed_in):
    town.set_up()
    client = signed_in(Role.COORDINATOR)
    text = "{service}: call {number} 😀 STOP"
    answer = client.post("/staff/telling/words/received/en/", {"text": text, "preview": "1"})
    page = answer.content.decode()
    assert "UCS-2" in page
    assert "Grinning face" in page
    assert "26-004512" in page
    assert len(wording_history(CHO, "received", "en")) == 1
    part = client.post("/staff/telling/words/preview/", {"text": text}).content.decode()
    assert "<html" not in part
    assert "UCS-2" in part


def test_words_that_nothing_fills_or_without_stop_are_refused_with_the_reason(signed_in):
    town.set_up()
    client = signed_in(Role.COORDINATOR)
    url = "/staff/telling/words/received/en/"
    for text, reason in (
        ("{service} {name} STOP", "Nothing fills this: name"),
        ("{service} has your call", "must say how to stop"),
        ("{service STOP", "Nothing fills this"),
    ):
        answer = client.post(url, {"text": text})
        assert answer.status_code == 422
        assert reason in answer.content.decode()
        assert text.split()[0] in answer.content.decode()


def test_a_language_can_be_added(signed_in):
    town.set_up()
    client = signed_in(Role.COORDINATOR)
    assert "Español" in client.get("/staff/telling/words/?language=es").content.decode()
    text = "{service}: un agente ha llegado."
    client.post("/staff/telling/words/arrived/es/", {"text": text})
    assert wording_history(CHO, "arrived", "es")[0].text == text


def test_a_feed_shows_its_token_once(signed_in):
    client = signed_in(Role.ADMINISTRATOR)
    opened = client.post("/staff/feeds/open/", {"name": "County", "code": "county"})
    token = opened.context["feed"].token
    assert token in opened.content.decode()
    assert token not in client.get("/staff/feeds/").content.decode()
    again = client.post("/staff/feeds/open/", {"name": "County", "code": "county"})
    assert again.status_code == 422
    client.post("/staff/feeds/county/close/")
    assert "closed" in client.get("/staff/feeds/").content.decode()
    late = client.post("/staff/feeds/county/renew/", follow=True)
    assert "This feed is closed" in late.content.decode()


def test_a_french_reader_reads_french_names_of_types_and_areas(signed_in):
    town.set_up()
    one = town.call()
    type(one).objects.filter(pk=one.pk).update(area=area())
    client = signed_in(Role.OFFICER)
    client.post("/staff/account/language/", {"language": "fr"})
    page = client.get("/staff/calls/").content.decode()
    assert "Bruit" in page
    assert "Vieux-Moulin" in page


def test_a_page_of_the_list_takes_the_same_queries_however_long(
    signed_in, django_assert_max_num_queries
):
    town.set_up()
    for number in range(8):
        town.call(f"call-{number}")
    client = signed_in(Role.OFFICER)
    with django_assert_max_num_queries(13):
        client.get("/staff/calls/")
