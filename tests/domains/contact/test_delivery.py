"""Carrying: claims with leases, the last look before a text leaves, and what a crash leaves."""

import datetime as dt

import pytest

from commonbeat.core import clock, sealed
from commonbeat.core.errors import NotPermitted
from commonbeat.domains.contact.actions import delivery, points
from commonbeat.domains.contact.actions.delivery import Carried
from commonbeat.domains.contact.drafts import CONSENT
from commonbeat.domains.contact.known import index_of
from commonbeat.domains.contact.models import State, StoppedNumber
from commonbeat.domains.contact.queries import pulse
from tests.domains.contact.made import ANA, BEN, CARRIES, draft, known, queued, row, state

pytestmark = pytest.mark.usefixtures("noon")
MINUTE = dt.timedelta(minutes=1)


def claim(claimant: str = "a", limit: int = 9) -> list[Carried]:
    return delivery.claim_messages(claimant=claimant, limit=limit, lease=MINUTE, by=CARRIES)


def begin(*held: Carried, claimant: str = "a") -> frozenset[int]:
    return delivery.begin_hand_over(claimant=claimant, held=held, lease=MINUTE, by=CARRIES)


def recover(*, again: bool = False) -> int:
    return delivery.recover_lapsed(may_send_again={"text": again, "mail": False}, by=CARRIES)


def test_a_due_message_is_claimed_by_one_worker_and_opened():
    queued(draft(known()))
    held = claim("a")
    assert [(h.outgoing.address, h.outgoing.text[-7:]) for h in held] == [(ANA, "he way.")]
    assert claim("b") == []


def test_nothing_is_claimed_before_its_time_or_after_its_end(noon):
    point = known()
    hour = dt.timedelta(hours=1)
    queued(
        draft(point, "later", not_before=noon + hour),
        draft(point, "too late", expires_at=noon),
    )
    assert claim() == []
    assert pulse(CARRIES).stale
    assert delivery.expire_messages(by=CARRIES) == 1
    assert state("too late") == ("expired", "too late")


def test_one_persons_next_text_waits_while_somebody_holds_one_of_theirs():
    point, other = known(ANA), known(BEN)
    queued(draft(point, "first"))
    claim("a")
    queued(draft(point, "second"), draft(other, "to another"))
    assert [held.point_id for held in claim("b")] == [other.id]


def test_stop_is_looked_at_again_just_before_a_text_leaves():
    point = known()
    queued(draft(point))
    held = claim()
    # As if STOP were written by another transaction that could not yet see our message.
    StoppedNumber.objects.create(index=index_of(ANA), stopped_at=clock.now(), stopped_by="x")
    assert begin(*held) == frozenset()
    assert state() == ("stopped", "stopped")


def test_stop_takes_a_text_out_of_a_workers_hands():
    point = known()
    queued(draft(point))
    held = claim()
    points.stop(point_key=point.key, source="text", by=CARRIES)
    assert begin(*held) == frozenset()
    assert state()[0] == "stopped"


def test_the_confirmation_of_stop_leaves_although_stopped():
    point = known()
    points.stop(point_key=point.key, source="text", by=CARRIES)
    queued(draft(point, purpose=CONSENT))
    held = claim()
    assert begin(*held) == {held[0].id}


def test_a_text_whose_time_ran_out_in_the_workers_hands_does_not_leave():
    queued(draft(known(), expires_at=clock.now() + dt.timedelta(seconds=30)))
    held = claim()
    with clock.moved_by(dt.timedelta(seconds=31)):
        assert begin(*held) == frozenset()


def test_a_worker_that_lost_its_claim_begins_nothing():
    queued(draft(known()))
    held = claim("a")
    with clock.moved_by(2 * MINUTE):
        recover()
        claim("b")
        assert begin(*held, claimant="a") == frozenset()
        assert begin(*held, claimant="b") == {held[0].id}


def test_what_a_dead_worker_only_held_is_queued_again():
    queued(draft(known()))
    claim()
    assert not pulse(CARRIES).lapsed
    with clock.moved_by(2 * MINUTE):
        assert pulse(CARRIES).lapsed
        assert recover() == 1
        assert state() == ("queued", "")
        assert len(claim("b")) == 1


def test_what_a_dead_worker_perhaps_handed_over_is_unknown_and_never_sent_again():
    queued(draft(known()))
    begin(*claim())
    with clock.moved_by(2 * MINUTE):
        recover()
        assert state() == ("unknown", "worker ended")
        assert claim("b") == []


def test_where_the_gateway_tells_repeated_keys_apart_it_is_sent_again():
    queued(draft(known()))
    begin(*claim())
    with clock.moved_by(2 * MINUTE):
        recover(again=True)
        assert len(claim("b")) == 1


def test_a_worker_that_ends_puts_back_what_it_did_not_begin():
    queued(draft(known(ANA), "begun"), draft(known(BEN), "held"))
    held = claim()
    begin(held[0])
    assert delivery.put_back(claimant="a", by=CARRIES) == 1
    assert (row("begun").state, row("held").state) == (State.CLAIMED, State.QUEUED)


def test_a_text_to_a_number_that_was_forgotten_meanwhile_is_given_up():
    point = known()
    queued(draft(point))
    sealed.destroy_keys([point.key_ref])
    assert claim() == []
    assert state() == ("failed", "forgotten")


def test_a_carried_text_shows_neither_number_nor_words_in_its_repr():
    queued(draft(known()))
    shown = repr(claim())
    assert ANA not in shown
    assert "officer" not in shown


def test_eve_carries_nothing(eve):
    queued(draft(known()))
    for refused in (
        lambda: delivery.claim_messages(claimant="e", limit=1, lease=MINUTE, by=eve),
        lambda: delivery.begin_hand_over(claimant="e", held=[], lease=MINUTE, by=eve),
        lambda: delivery.put_back(claimant="e", by=eve),
        lambda: delivery.recover_lapsed(may_send_again={}, by=eve),
        lambda: delivery.expire_messages(by=eve),
    ):
        with pytest.raises(NotPermitted):
            refused()
