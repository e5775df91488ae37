"""The carrier: from the outbox to the gateway, in order, each text once."""

import datetime as dt

import pytest

from commonbeat.core import clock, heartbeats
from commonbeat.core.models import LedgerEntry
from commonbeat.domains.contact import carrying
from commonbeat.domains.contact.carrying import Carrier, handfuls
from commonbeat.domains.contact.gateways.gateway import BUSY, Rejected, Unknown
from commonbeat.domains.contact.queries import conversation, lately_texted
from tests.domains.contact.made import ANA, BEN, CARRIES, Told, draft, known, queued, state

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def carrier():
    made = Carrier(by=CARRIES, n_threads=4)
    yield made
    made.close()


@pytest.fixture
def told(monkeypatch):
    gateway = Told()
    monkeypatch.setattr(carrying, "gateway_for", lambda _kind: gateway)
    return gateway


def test_every_due_text_is_handed_over_once(carrier, told):
    people = [known(f"+15145550{100 + n}") for n in range(30)]
    queued(*(draft(person, f"to {person.key}") for person in people))
    assert [carrier.carry_due() for _ in range(4)] == [12, 12, 6, 0]
    assert len({asked.key for asked in told.asked}) == len(told.asked) == 30
    assert {said.state for p in people for said in conversation(CARRIES, p.id)} == {"handed over"}


def test_one_persons_texts_leave_in_their_order(carrier, told):
    ana, ben = known(ANA), known(BEN)
    queued(*(draft(ana, f"a{n}", text=f"a{n}") for n in range(4)), draft(ben, "b0", text="b0"))
    carrier.carry_due()
    assert [a.text for a in told.asked if a.text.startswith("a")] == ["a0", "a1", "a2", "a3"]
    assert [said.text for said in conversation(CARRIES, ana.id)] == ["a0", "a1", "a2", "a3"]
    assert set(lately_texted(CARRIES)) == {ana.id, ben.id}


def test_a_handful_never_holds_two_texts_for_one_person():
    class Held:
        def __init__(self, point_id):
            self.point_id = point_id

    parts = handfuls([Held(n) for n in (1, 2, 2, 3, 4, 5, 1)], 3)
    assert [[held.point_id for held in part] for part in parts] == [[1, 2], [2, 3, 4], [5, 1]]


def test_an_ending_worker_puts_the_rest_back(carrier, told):
    queued(*(draft(known(f"+15145550{100 + n}"), f"t{n}") for n in range(12)))
    looks = iter([False, True])
    assert carrier.carry_due(ends=lambda: next(looks)) == 2
    assert carrier.carry_due() == 10
    assert len({asked.key for asked in told.asked}) == 12


def test_a_gateway_that_breaks_leaves_the_text_unknown_and_says_nothing_of_it(
    carrier, monkeypatch, caplog
):
    class Broken(Told):
        def send(self, outgoing):
            raise RuntimeError(f"{outgoing.address} {outgoing.text}")

    monkeypatch.setattr(carrying, "gateway_for", lambda _kind: Broken())
    queued(draft(known()))
    carrier.carry_due()
    assert state() == ("unknown", "no answer")
    assert "RuntimeError" in caplog.text
    assert ANA not in caplog.text
    assert "officer" not in caplog.text


def test_the_desk_sees_whether_the_gateway_answers(carrier, told, monkeypatch):
    monkeypatch.setattr(carrying, "SIGN_EVERY", 0)
    told.answers = [Rejected(BUSY, permanent=False)]
    queued(draft(known()))
    carrier.carry_due()
    assert [(s.name, s.n_failures) for s in heartbeats.signs()] == [("gateway:told", 1)]
    with clock.moved_by(dt.timedelta(seconds=10)):
        carrier.carry_due()
    assert [s.n_failures for s in heartbeats.signs()] == [0]


def test_tidying_recovers_and_expires(carrier, told, noon):
    told.answers = [Unknown()]
    queued(draft(known(), "old", expires_at=noon + dt.timedelta(seconds=5), not_before=noon))
    with clock.moved_by(dt.timedelta(seconds=6)):
        carrier.tidy()
    assert state("old") == ("expired", "too late")


def test_an_idle_worker_writes_nothing(carrier, told):
    carrier.carry_due()
    carrier.tidy()
    assert not LedgerEntry.objects.exists()
