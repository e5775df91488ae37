"""A partner works on what is their agency's or offered to it, and finds nothing else."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from commonbeat.core.errors import NotPermitted
from commonbeat.domains.concerns.actions import for_agency, handling, kinds
from commonbeat.domains.concerns.errors import NoSuchConcern, NoSuchOffer
from commonbeat.domains.concerns.photos import cleaned
from commonbeat.domains.concerns.queries.concerns import whole
from commonbeat.domains.concerns.queries.inbox import of_agency
from commonbeat.domains.contact.queries import messages_about
from commonbeat.roles import Role, actor
from tests.domains.agencies.cast import engage, partner
from tests.domains.concerns.cases import ANA_PHONE, CHO, OPERATOR, line, raised, works
from tests.domains.concerns.pictures import a_photo
from tests.portals.partners.conftest import client_of

DIAZ = actor(Role.PARTNER, "diaz", holds=frozenset({"agencies.agency:works"}))


@pytest.fixture(autouse=True)
def _kinds(noon: dt.datetime) -> None:
    """Every test starts from the shipped kinds and two agencies, at noon."""
    kinds.load_shipped_kinds(by=OPERATOR)
    works()
    works("health", "Health")


@pytest.fixture
def diaz() -> Client:
    """Diaz of the public works, signed in."""
    return client_of(partner("diaz", "works"))


@pytest.fixture
def eve() -> Client:
    """Eve of another agency, signed in."""
    return client_of(partner("eve", "health"))


def page(answer) -> str:
    return answer.content.decode()


def path(key: str, what: str = "") -> str:
    return f"/partners/concerns/{key}/{what}"


def offered_to_works(**more: str) -> str:
    key = raised(**more)
    handling.hand_over(key=key, version=1, to="works", by=CHO)
    return key


def theirs(**more: str) -> str:
    key = offered_to_works(**more)
    handling.accept_offer(key=key, version=2, by=CHO)
    return key


def test_what_is_offered_is_accepted_and_answered_and_the_resident_hears_of_it(diaz):
    key = offered_to_works(number=ANA_PHONE)
    listed = page(diaz.get("/partners/concerns/"))
    assert listed.index("Offered to you") < listed.index(line(key).number)
    assert "Loud music" in page(diaz.get(path(key)))
    taken = diaz.post(path(key, "accept/"), {"version": "2"}, follow=True)
    assert "It is yours now" in page(taken)
    assert (line(key).agency, line(key).state) == ("works", "looking")
    diaz.post(path(key, "answer/"), {"version": "3", "state": "done", "words": "Repaired."})
    assert line(key, "over").state == "done"
    reader = actor(Role.COORDINATOR, "reader")
    texts = [one.text or "" for one in messages_about(reader, f"concerns.concern:{key}")]
    assert "it is done. Repaired." in texts[-1]
    shown = page(diaz.get(path(key)))
    assert "Repaired." in shown
    assert "Tell the resident" not in shown


def test_what_is_handed_back_is_no_longer_theirs_to_see(diaz):
    key = offered_to_works()
    wrong = diaz.post(path(key, "hand-back/"), {"version": "2", "reason": "bored"})
    assert wrong.status_code == 422
    back = diaz.post(path(key, "hand-back/"), {"version": "2", "reason": "not ours"}, follow=True)
    assert "It went back" in page(back)
    assert diaz.get(path(key)).status_code == 404
    seen = whole(CHO, key)
    assert seen is not None
    assert (seen.offers[-1].state, seen.offers[-1].reason) == ("handed back", "not ours")


def test_how_the_resident_can_be_reached_is_never_shown(diaz):
    key = theirs(number=ANA_PHONE)
    text = page(diaz.get(path(key)))
    assert ANA_PHONE[-7:] not in text.replace("-", "").replace(" ", "")
    seen = whole(DIAZ, key)
    assert seen is not None
    assert seen.point_id is None
    assert messages_about(DIAZ, f"concerns.concern:{key}") == []


def test_concerns_of_others_are_not_found(diaz, eve):
    ours, works_has, works_is_offered = raised(), theirs(), offered_to_works()
    for client, key in ((diaz, ours), (eve, works_has), (eve, works_is_offered), (eve, "nothing")):
        assert client.get(path(key)).status_code == 404
        for what in ("accept/", "hand-back/", "answer/"):
            given = {"version": "1", "state": "done", "reason": "not ours"}
            assert client.post(path(key, what), given).status_code == 404
    assert line(works_has).number not in page(eve.get("/partners/concerns/"))
    assert line(ours).number not in page(diaz.get("/partners/concerns/"))


def test_a_photo_is_seen_by_the_agency_that_works_on_it_and_by_no_other(diaz, eve):
    key = raised(photos=(cleaned(a_photo().read()),))
    handling.hand_over(key=key, version=1, to="works", by=CHO)
    seen = whole(CHO, key)
    assert seen is not None
    where = f"/partners/concerns/photos/{seen.photos[0].key}/"
    assert diaz.get(where).headers["Cache-Control"] == "no-store, private"
    assert eve.get(where).status_code == 404


def test_what_is_only_offered_is_not_answered_yet(diaz):
    key = offered_to_works()
    early = diaz.post(path(key, "answer/"), {"version": "2", "state": "done", "words": "Quick."})
    assert early.status_code == 422
    assert "accept it first" in page(early)
    assert line(key).state == "received"


def test_whoever_was_slower_loses_nothing_and_is_told_so(diaz):
    key = theirs()
    handling.publish_words(key=key, version=3, words="We know.", by=CHO)
    late = diaz.post(path(key, "answer/"), {"version": "3", "state": "planned", "words": "Monday."})
    assert late.status_code == 409
    assert "Somebody else changed this concern" in page(late)
    assert "Monday." in page(late)
    assert 'name="version" value="4"' in page(late)


def test_the_actions_check_the_agency_too():
    others, own = raised(), theirs()
    eve = actor(Role.PARTNER, "eve", holds=frozenset({"agencies.agency:health"}))
    given = {"state": "done", "words": ""}
    for key, version, by in ((others, 1, DIAZ), (own, 3, eve)):
        with pytest.raises(NoSuchConcern):
            for_agency.answer_for_agency(key=key, version=version, by=by, **given)
        with pytest.raises(NoSuchConcern):
            for_agency.accept_for_agency(key=key, version=version, by=by)
    with pytest.raises(NoSuchOffer):
        for_agency.hand_back_for_agency(key=own, version=3, reason="not ours", by=DIAZ)
    with pytest.raises(NotPermitted):
        handling.answer(key=own, version=3, by=DIAZ, **given)
    with pytest.raises(NotPermitted):
        for_agency.answer_for_agency(key=own, version=3, by=CHO, **given)


def test_a_partner_of_no_agency_sees_nothing():
    nobody = actor(Role.PARTNER, "nobody")
    key = theirs()
    assert whole(nobody, key) is None
    assert of_agency(nobody, offered=False) == []
    assert of_agency(actor(Role.OFFICER, "bell"), offered=False) == []


def test_staff_of_the_service_have_no_page_here():
    client = client_of(engage("bell", Role.OFFICER))
    assert client.get("/partners/concerns/").status_code == 404


def test_a_partner_without_a_seat_finds_the_way_to_their_concerns(diaz):
    assert "/partners/concerns/" in page(diaz.get("/partners/"))
