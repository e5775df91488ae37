"""Several concerns at once at the desk, and undone for a quarter of an hour."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import pytest
from django.test import Client

from commonbeat.core import clock
from commonbeat.domains.concerns.actions import bulk, handling, kinds
from commonbeat.domains.concerns.errors import TooLateToUndo
from commonbeat.domains.concerns.queries.concerns import followed, whole
from commonbeat.domains.concerns.queries.inbox import undoable
from commonbeat.domains.contact.carrying import Carrier
from commonbeat.domains.contact.queries import messages_about
from commonbeat.roles import Role, actor
from commonbeat.workflows import concern_desk
from tests.domains.concerns.cases import ANA_PHONE, CHO, OPERATOR, as_listed, line, raised, works

BELL = actor(Role.OFFICER, "bell")
MINUTES = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _kinds(noon: dt.datetime) -> None:
    """Every test starts from the shipped kinds, at noon."""
    kinds.load_shipped_kinds(by=OPERATOR)


@pytest.fixture
def client(signed_in) -> Iterator[Client]:
    return signed_in(Role.OFFICER)


def page(answer) -> str:
    return answer.content.decode()


def ticked(*keys: str) -> list[str]:
    return [f"{one.key}:{one.version}" for one in as_listed(*keys)]


def press(client: Client, what: str, keys: tuple[str, ...], **given: str) -> str:
    sent = {"what": what, "chosen": ticked(*keys), **given}
    return page(client.post("/staff/concerns/many/", sent, follow=True))


def undo(client: Client) -> str:
    found = re.search(r"/staff/concerns/many/(\w+)/undo/", page(client.get("/staff/concerns/")))
    assert found
    return page(client.post(found.group(), {"here": ""}, follow=True))


def news(key: str) -> list[tuple[str, dt.timedelta]]:
    """What waits or went to the resident after the first text, and how long it waits."""
    reader = actor(Role.COORDINATOR, "reader")
    told = messages_about(reader, f"concerns.concern:{key}")[1:]
    return [(one.state, one.not_before - one.queued_at) for one in told]


def carry(after: dt.timedelta) -> None:
    carrier = Carrier(by=actor(Role.GATEWAY, "console"), n_threads=1)
    with clock.moved_by(after):
        carrier.carry_due()
    carrier.close()


def test_several_are_answered_in_each_residents_language_and_nobody_is_told_before_it_is_final(
    client,
):
    english, french = raised(number=ANA_PHONE), raised(number="+18195550102", language="fr")
    text = press(client, "answer", (english, french), state="planned", template="visited")
    assert "2 concerns were changed." in text
    words = [whole(CHO, key).updates[-1].words for key in (english, french)]
    assert words[0].startswith("We went there")
    assert words[1].startswith("Nous y sommes allés")
    assert news(english) == [("queued", 15 * MINUTES)]
    carry(14 * MINUTES)
    assert news(english)[0][0] == "queued"
    carry(16 * MINUTES)
    assert news(english)[0][0] == "handed over"


def test_an_undo_restores_everything_and_nobody_hears_of_it(client):
    key, other = raised(number=ANA_PHONE), raised()
    press(client, "answer", (key, other), state="done", template="")
    assert line(key, "over").state == "done"
    text = undo(client)
    assert "2 concerns are as they were, and nobody was told." in text
    assert (line(key).state, line(other).state) == ("received", "received")
    assert news(key) == [("cancelled", 15 * MINUTES)]
    carry(20 * MINUTES)
    assert news(key)[0][0] == "cancelled"
    holder = actor(Role.CALLER, "link", holds=frozenset({f"concerns.concern:{key}"}))
    own = followed(holder, key)
    assert own is not None
    assert [told.state for told in own.updates] == ["received"]
    assert "/undo/" not in page(client.get("/staff/concerns/"))


def test_what_somebody_changed_since_stays_and_is_named(client):
    key, moved = raised(), raised()
    press(client, "own", (key, moved))
    handling.answer(key=moved, version=2, state="planned", words="Soon.", by=CHO)
    text = undo(client)
    assert "1 concern is as it was" in text
    assert f"Somebody has changed these since, so they stay: {line(moved).number}" in text
    assert (line(key).state, line(key).owner_id) == ("received", None)
    assert line(moved).state == "planned"
    assert line(moved).owner_id is not None


def test_news_of_a_bulk_change_is_overtaken_by_what_happens_to_the_concern_meanwhile(client):
    key = raised(number=ANA_PHONE)
    press(client, "answer", (key,), state="planned", template="")
    concern_desk.answer(key=key, version=2, state="done", words="Done.", by=CHO)
    assert [state for state, _wait in news(key)] == ["cancelled", "queued"]


def test_after_a_quarter_of_an_hour_it_is_too_late(client):
    key = raised()
    press(client, "own", (key,))
    where = re.search(r"/staff/concerns/many/(\w+)/undo/", page(client.get("/staff/concerns/")))
    assert where
    with clock.moved_by(15 * MINUTES):
        assert "/undo/" not in page(client.get("/staff/concerns/"))
        assert "too late" in page(client.post(where.group(), follow=True))
    assert line(key).state == "looking"


def test_a_change_is_undone_once_and_by_its_doer_alone():
    key = raised()
    done = bulk.take_on_many(chosen=as_listed(key), owner_id=None, by=BELL)
    with pytest.raises(TooLateToUndo):
        concern_desk.undo_bulk(key=done.key, by=CHO)
    assert undoable(CHO) is None
    concern_desk.undo_bulk(key=done.key, by=BELL)
    with pytest.raises(TooLateToUndo):
        concern_desk.undo_bulk(key=done.key, by=BELL)


def test_when_all_of_it_has_moved_on_nothing_is_undone():
    key = raised()
    done = bulk.take_on_many(chosen=as_listed(key), owner_id=None, by=BELL)
    handling.answer(key=key, version=2, state="planned", words="", by=CHO)
    with pytest.raises(TooLateToUndo):
        concern_desk.undo_bulk(key=done.key, by=BELL)
    assert line(key).state == "planned"


def test_several_are_offered_and_an_undo_brings_back_the_offer_that_stood_before(client):
    key, other = raised(), raised("broken-light")
    works()
    works("parks", "Parks")
    handling.hand_over(key=key, version=1, to="parks", by=CHO)
    press(client, "hand-over", (key, other), agency="works")
    assert (line(key).offered_to, line(other).offered_to) == ("Public Works", "Public Works")
    undo(client)
    assert (line(key).offered_to, line(other).offered_to) == ("Parks", "")
    handling.accept_offer(key=key, version=line(key).version, by=CHO)
    assert line(key).agency == "parks"


def test_a_closing_that_is_undone_brings_the_waiting_offer_back():
    key = raised()
    handling.hand_over(key=key, version=1, to=works(), by=CHO)
    done = bulk.answer_many(chosen=as_listed(key), state="nothing", by=BELL)
    assert line(key, "over").offered_to == ""
    concern_desk.undo_bulk(key=done.key, by=BELL)
    handling.accept_offer(key=key, version=line(key).version, by=CHO)
    assert line(key).agency == "works"


def test_what_changed_since_the_list_was_shown_is_left_alone_and_named(client):
    fresh, moved, over = raised(), raised(), raised()
    chosen = ticked(fresh, moved, over)
    handling.take_on(key=moved, version=1, owner_id=None, by=CHO)
    handling.answer(key=over, version=1, state="done", words="", by=CHO)
    given = {"what": "answer", "chosen": [*chosen, "nothing:1", "odd"], "state": "planned"}
    text = page(client.post("/staff/concerns/many/", given, follow=True))
    assert "1 concern was changed." in text
    left = f"{line(moved).number}, {line(over, 'over').number}, ?"
    assert left in text
    assert line(moved).state == "looking"


def test_an_agency_that_has_a_concern_already_is_not_offered_it_again(client):
    key = raised()
    handling.hand_over(key=key, version=1, to=works(), by=CHO)
    handling.accept_offer(key=key, version=2, by=CHO)
    text = press(client, "hand-over", (key,), agency="works")
    assert "These were left as they are" in text
    assert "/undo/" not in text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"what": "own"}, "tick at least one"),
        ({"what": "answer", "chosen": ["x:1"], "state": "received"}, "choose what the residents"),
        ({"what": "answer", "chosen": ["x:1"], "state": "duplicate"}, "choose what the residents"),
    ],
)
def test_a_press_without_a_choice_changes_nothing_and_says_so(given, said, client):
    assert said in page(client.post("/staff/concerns/many/", given, follow=True))


def test_a_press_that_is_none_is_not_found_and_the_filters_stay(client):
    assert client.post("/staff/concerns/many/", {"what": "burn"}).status_code == 404
    given = {"what": "own", "here": "kind=noise&next=//evil.example"}
    assert client.post("/staff/concerns/many/", given).headers["Location"] == (
        "/staff/concerns/?kind=noise"
    )
