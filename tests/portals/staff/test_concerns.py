"""The inbox and one concern at the desk, by those who may and refused to those who may not."""

from __future__ import annotations

import datetime as dt

import pytest

from commonbeat.core import clock
from commonbeat.domains.concerns import listing, public
from commonbeat.domains.concerns.actions import handling, kinds, outside
from commonbeat.domains.concerns.photos import cleaned
from commonbeat.domains.concerns.queries.concerns import whole
from commonbeat.domains.concerns.reports import Report
from commonbeat.domains.contact.models import Message
from commonbeat.domains.contact.queries import messages_about
from commonbeat.domains.places.models import Area
from commonbeat.roles import Role, actor
from commonbeat.workflows import concern_intake
from tests.domains.concerns.cases import (
    ANA_PAGE,
    ANA_PHONE,
    CHO,
    OPERATOR,
    line,
    raised,
    works,
)
from tests.domains.concerns.pictures import WHERE, a_photo

GATEWAY = actor(Role.GATEWAY, "console")
SQUARE = [[[-72.6, 45.3], [-72.4, 45.3], [-72.4, 45.5], [-72.6, 45.5], [-72.6, 45.3]]]


@pytest.fixture(autouse=True)
def _kinds(noon: dt.datetime) -> None:
    """Every test starts from the shipped kinds, at noon."""
    kinds.load_shipped_kinds(by=OPERATOR)


def page(answer) -> str:
    return answer.content.decode()


def path(key: str, what: str = "") -> str:
    return f"/staff/concerns/{key}/{what}"


def texts_about(key: str) -> list[str]:
    """What the resident was or will be texted about a concern."""
    reader = actor(Role.COORDINATOR, "reader")
    return [one.text or "" for one in messages_about(reader, f"concerns.concern:{key}")]


@pytest.fixture
def mill(db) -> Area:
    return Area.objects.create(
        code="mill",
        name="Old Mill",
        name_fr="Vieux-Moulin",
        boundary={"type": "Polygon", "coordinates": SQUARE},
        changed_at=clock.now(),
        changed_by="tests",
    )


@pytest.mark.parametrize("role", [Role.ANALYST, Role.PRIVACY_OFFICER, Role.ADMINISTRATOR])
def test_others_find_no_inbox_and_no_concern(role, signed_in):
    key, client = raised(), signed_in(role)
    for where in ("/staff/concerns/", path(key)):
        assert client.get(where).status_code == 404
    for what in ("answer/", "public/", "own/", "join/", "hand-over/"):
        assert client.post(path(key, what), {"version": "1"}).status_code == 404
    assert client.post("/staff/concerns/many/", {"what": "own"}).status_code == 404


def test_a_leader_reads_but_changes_nothing(signed_in):
    key, client = raised(), signed_in(Role.LEADER)
    text = page(client.get(path(key)))
    assert "Loud music" in text
    assert "Tell the resident" not in text
    assert client.post(path(key, "own/"), {"version": "1"}).status_code == 404


def test_the_inbox_shows_the_most_pressing_first_without_the_words_of_residents(signed_in):
    with clock.held_at(clock.now() - dt.timedelta(days=20)):
        late = raised()
    fresh = raised("broken-light")
    client = signed_in(Role.OFFICER)
    text = page(client.get("/staff/concerns/"))
    assert text.index(line(late).number) < text.index(line(fresh).number)
    assert "Loud music" not in text
    only_late = page(client.get("/staff/concerns/?state=late"))
    assert line(late).number in only_late
    assert line(fresh).number not in only_late


def test_the_filters_narrow_the_list_and_the_map_counts_what_it_holds(mill, signed_in):
    key = raised()
    client = signed_in(Role.OFFICER)
    text = page(client.get("/staff/concerns/"))
    assert 'aria-label="Old Mill: 1 concern"' in text
    assert f"area={mill.id}" in text
    number = line(key).number
    for query, is_there in (
        (f"area={mill.id}", True),
        ("kind=noise", True),
        ("kind=graffiti", False),
        ("agency=ours", True),
        ("agency=works", False),
        ("who=me", False),
        ("who=nobody", True),
        ("state=over", False),
        ("state=not+fixed", False),
        (f"number={number}", True),
    ):
        shown = page(client.get(f"/staff/concerns/?{query}"))
        assert (f'">{"Noise"}' in shown and number in shown) is is_there, query


def test_a_list_of_many_has_pages(signed_in):
    for _ in range(51):
        raised()
    client = signed_in(Role.OFFICER)
    assert "Page 1 of 2" in page(client.get("/staff/concerns/"))
    second = page(client.get("/staff/concerns/?page=2&kind=noise"))
    assert "Page 2 of 2" in second
    assert "?kind=noise&amp;page=1" in second


def test_an_officer_owns_it_and_the_resident_hears_that_somebody_looks(signed_in):
    key = raised(number=ANA_PHONE)
    client = signed_in(Role.OFFICER)
    done = client.post(path(key, "own/"), {"version": "1"}, follow=True)
    assert "You look after it now." in page(done)
    assert line(key).state == "looking"
    assert "we are looking into it" in texts_about(key)[-1]
    assert line(key).number in page(client.get("/staff/concerns/?who=me"))


def test_a_template_begins_the_answer_in_the_language_of_the_resident(signed_in):
    key = raised(language="fr")
    text = page(signed_in(Role.OFFICER).get(path(key) + "?template=looking"))
    assert "Nous regardons ce qui se passe" in text.split("<textarea")[1]


def test_an_answer_is_told_and_a_closing_one_ends_it(signed_in):
    key = raised(number=ANA_PHONE)
    client = signed_in(Role.OFFICER)
    given = {"version": "1", "state": "done", "words": "We spoke to them."}
    assert "the resident is told" in page(client.post(path(key, "answer/"), given, follow=True))
    assert "it is done. We spoke to them. Not fixed?" in texts_about(key)[-1]
    again = client.post(path(key, "answer/"), given | {"version": "2"})
    assert again.status_code == 422
    assert "it is closed" in page(again)


def test_whoever_was_slower_loses_nothing_and_is_told_so(signed_in):
    key = raised()
    slow, fast = signed_in(Role.OFFICER), signed_in(Role.COORDINATOR)
    fast.post(path(key, "answer/"), {"version": "1", "state": "planned", "words": ""})
    late = slow.post(
        path(key, "answer/"), {"version": "1", "state": "looking", "words": "I go there today."}
    )
    assert late.status_code == 409
    text = page(late)
    assert "Somebody else changed this concern meanwhile" in text
    assert "I go there today." in text
    assert 'name="version" value="2"' in text
    assert line(key).state == "planned"


def test_words_for_everybody_are_screened_and_only_a_second_look_publishes_them(signed_in):
    key = raised()
    client = signed_in(Role.OFFICER)
    given = {
        "version": "1",
        "state": "planned",
        "words": "We call 819-555-0110 back.",
        "is_public": "on",
    }
    warned = client.post(path(key, "answer/"), given)
    assert warned.status_code == 422
    assert "a phone number" in page(warned)
    assert "<q>819-555-0110</q>" in page(warned)
    assert listing.shown(public.Search())[0].words == ""
    client.post(path(key, "answer/"), given | {"looked": "on"})
    assert listing.shown(public.Search())[0].words == "We call 819-555-0110 back."


def test_what_everybody_may_read_can_be_set_and_taken_back(signed_in):
    key = raised()
    client = signed_in(Role.COORDINATOR)
    client.post(path(key, "public/"), {"public-version": "1", "public-words": "We know of it."})
    assert listing.shown(public.Search())[0].words == "We know of it."
    stale = client.post(path(key, "public/"), {"public-version": "1", "public-words": "Other."})
    assert stale.status_code == 409
    assert "Other." in page(stale)
    client.post(path(key, "public/"), {"public-version": "2", "public-words": ""})
    assert listing.shown(public.Search())[0].words == ""


def test_a_private_kind_is_never_shown_outside_whatever_is_posted(signed_in):
    key = raised("other")
    client = signed_in(Role.OFFICER)
    assert "never shown outside" in page(client.get(path(key)))
    refused = client.post(path(key, "public/"), {"public-version": "1", "public-words": "Seen."})
    assert refused.status_code == 422
    given = {"version": "1", "state": "planned", "words": "Seen.", "is_public": "on"}
    client.post(path(key, "answer/"), given)
    assert listing.shown(public.Search()) == []
    shown = whole(CHO, key)
    assert shown is not None
    assert shown.public_words == ""


def test_a_photo_is_the_desks_until_a_press_shows_it_to_everybody(signed_in):
    key = raised(photos=(cleaned(a_photo().read()),))
    client = signed_in(Role.OFFICER)
    shown = whole(CHO, key)
    assert shown is not None
    [photo] = shown.photos
    picture = client.get(f"/staff/concerns/photos/{photo.key}/")
    assert picture.headers["Cache-Control"] == "no-store, private"
    assert picture.content.startswith(b"\xff\xd8")
    assert WHERE not in picture.content
    for press, is_public in (("show", True), ("hide", False)):
        client.post(f"/staff/concerns/photos/{photo.key}/{press}/", {"looked": "on"})
        now = whole(CHO, key)
        assert now is not None
        assert now.photos[0].is_public is is_public
    assert signed_in(Role.ANALYST).get(f"/staff/concerns/photos/{photo.key}/").status_code == 404


def test_a_photo_of_a_private_kind_cannot_be_shown(signed_in):
    key = raised("other", photos=(cleaned(a_photo().read()),))
    shown = whole(CHO, key)
    assert shown is not None
    where = f"/staff/concerns/photos/{shown.photos[0].key}/show/"
    answer = signed_in(Role.OFFICER).post(where, {"public": "yes", "concern": key})
    assert answer.status_code == 404


def test_the_same_as_another_is_closed_and_a_wrong_number_keeps_what_was_typed(signed_in):
    first, second = raised(), raised(number=ANA_PHONE)
    client = signed_in(Role.OFFICER)
    wrong = client.post(path(second, "join/"), {"version": "1", "number": "26-9999999"})
    assert wrong.status_code == 422
    assert "no other concern with this number" in page(wrong)
    assert 'value="26-9999999"' in page(wrong)
    itself = client.post(path(second, "join/"), {"version": "1", "number": line(second).number})
    assert itself.status_code == 422
    client.post(path(second, "join/"), {"version": "1", "number": line(first).number})
    assert line(second, "over").state == "duplicate"
    assert line(first).number in page(client.get(path(second)))
    assert "the same as a report we already have" in texts_about(second)[-1]


def test_it_is_offered_accepted_and_theirs(signed_in):
    key, code = raised(number=ANA_PHONE), works()
    client = signed_in(Role.OFFICER)
    client.post(path(key, "hand-over/"), {"version": "1", "agency": code})
    assert (line(key).agency, line(key).offered_to) == ("", "Public Works")
    assert len(texts_about(key)) == 1  # it is still ours: no news
    client.post(path(key, "accept/"), {"version": "2"})
    assert (line(key).agency, line(key).offered_to, line(key).state) == (code, "", "looking")
    assert "Public Works accepted" in page(client.get(path(key)))
    assert len(texts_about(key)) == 2
    none = client.post(path(key, "accept/"), {"version": "3"})
    assert none.status_code == 422
    again = client.post(path(key, "hand-over/"), {"version": "3", "agency": code})
    assert again.status_code == 422
    assert "choose another agency" in page(again)


def test_it_is_handed_back_with_a_reason(signed_in):
    key, code = raised(), works()
    client = signed_in(Role.COORDINATOR)
    client.post(path(key, "hand-over/"), {"version": "1", "agency": code})
    wordless = client.post(path(key, "hand-back/"), {"version": "2", "reason": "bored"})
    assert wordless.status_code == 422
    client.post(path(key, "hand-back/"), {"version": "2", "reason": "no means"})
    text = page(client.get(path(key)))
    assert "Public Works handed it back" in text
    assert "They cannot do it now" in text
    assert line(key).offered_to == ""


def test_an_offer_that_waits_is_taken_back_by_another_offer_and_by_closing(signed_in):
    key = raised()
    works()
    works("parks", "Parks")
    client = signed_in(Role.OFFICER)
    client.post(path(key, "hand-over/"), {"version": "1", "agency": "works"})
    client.post(path(key, "hand-over/"), {"version": "2", "agency": "parks"})
    assert line(key).offered_to == "Parks"
    client.post(path(key, "answer/"), {"version": "3", "state": "nothing", "words": ""})
    assert line(key, "over").offered_to == ""
    assert page(client.get(path(key))).count("was taken back") == 2


def test_what_the_resident_says_stands_in_the_timeline(signed_in):
    key = raised()
    holder = actor(Role.CALLER, "link", holds=frozenset({f"concerns.concern:{key}"}))
    handling.add_word(key=key, words="It is worse now", by=holder)
    handling.answer(key=key, version=2, state="done", words="", by=CHO)
    handling.say_not_fixed(key=key, by=holder)
    text = page(signed_in(Role.OFFICER).get(path(key)))
    assert "The resident added" in text
    assert "The resident says: it is not fixed" in text
    assert "said once: not fixed" in text
    listed = page(signed_in(Role.LEADER).get("/staff/concerns/?state=not+fixed"))
    assert line(key).number in listed


def test_an_unknown_step_and_an_unknown_concern_are_not_found(signed_in):
    key, client = raised(), signed_in(Role.OFFICER)
    assert client.post(path(key, "burn/"), {"version": "1"}).status_code == 404
    assert client.post(path("nothing", "own/"), {"version": "1"}).status_code == 404
    assert client.get(path("nothing")).status_code == 404
    assert client.post(path(key, "own/"), {"version": "x"}).status_code == 409
    assert Message.objects.seen_by(GATEWAY).count() == 0


def test_a_coordinator_sends_it_on_where_a_route_leads_and_others_find_no_such_button(signed_in):
    key = raised("graffiti")
    coordinator = signed_in(Role.COORDINATOR)
    assert "Send it on" not in page(coordinator.get(path(key)))
    outside.add_server(
        code="county",
        name="The county",
        endpoint="https://311.example.org/open311/v2",
        api_key="kept by us",
        by=OPERATOR,
    )
    outside.add_route(kind="graffiti", server="county", service_code="GR1", by=OPERATOR)
    assert "Send it on" in page(coordinator.get(path(key)))
    wrong = coordinator.post(path(key, "forward/"), {"server": "nowhere"}, follow=True)
    assert "Nothing was sent on" in page(wrong)
    sent = coordinator.post(path(key, "forward/"), {"server": "county"}, follow=True)
    assert "It waits to be sent on." in page(sent)
    assert "waits to be sent" in page(sent)
    officer = signed_in(Role.OFFICER)
    assert "Send it on to" not in page(officer.get(path(key)))
    assert officer.post(path(key, "forward/"), {"server": "county"}).status_code == 404


def test_the_desk_says_in_which_part_of_town_a_report_without_a_point_is(signed_in, mill):
    report = Report(kind="graffiti", address="behind the mill", source="text")
    key = concern_intake.take_report(report=report, by=ANA_PAGE).key
    client = signed_in(Role.OFFICER)
    assert "Say where it is" in page(client.get(path(key)))
    given = {"version": "1", "area": "mill"}
    assert "It is noted where it is" in page(client.post(path(key, "area/"), given, follow=True))
    assert line(key).area_id == mill.pk
    late = client.post(path(key, "area/"), given)  # with the version of before
    assert late.status_code == 409
    wrong = client.post(path(key, "area/"), {"version": "2", "area": "nowhere"})
    assert wrong.status_code == 422
    with_point = raised()
    assert "Say where it is" not in page(client.get(path(with_point)))
    refused = client.post(path(with_point, "area/"), given)
    assert refused.status_code == 422
