"""Texts that come in: taken once, sealed, flagged when they perhaps ask to stop."""

import pytest

from commonbeat.core.errors import NotPermitted
from commonbeat.domains.contact.actions import inbound
from commonbeat.domains.contact.keywords import Keyword
from commonbeat.domains.contact.models import Inbound
from commonbeat.domains.contact.queries import inbound_of, points_by_id, texts_to_review
from tests.domains.contact.made import ANA, CARRIES, known

pytestmark = pytest.mark.usefixtures("noon")


def took(text: str, ref: str = "one", number: str = ANA):
    return inbound.record_inbound(
        gateway="kannel", gateway_ref=ref, number=number, text=text, by=CARRIES
    )


def test_a_text_is_taken_once_for_each_reference():
    assert took("STATUS").understood.keyword is Keyword.STATUS
    assert took("STATUS") is None
    assert took("STATUS", ref="two") is not None
    assert Inbound.objects.seen_by(CARRIES).count() == 2


def test_a_stranger_who_texts_is_known_and_can_be_texted():
    taken = took("hello")
    assert points_by_id(CARRIES, [taken.point.id])[taken.point.id].reach == "mobile"
    assert not taken.point.is_stopped


def test_the_words_are_sealed_and_shown_to_those_who_may_read(bell, diaz):
    taken = took("My own words")
    assert b"words" not in bytes(Inbound.objects.seen_by(CARRIES).get().body)
    assert [said.text for said in inbound_of(bell, taken.point.id)] == ["My own words"]
    assert inbound_of(diaz, taken.point.id) == []
    assert "words" not in repr(taken)


def test_what_perhaps_asks_to_stop_waits_for_a_person(bell, diaz):
    took("Stop. Nobody ever came!")
    took("stop the noise on Oak St", ref="two")
    assert [said.text for said in texts_to_review(bell)] == ["Stop. Nobody ever came!"]
    assert texts_to_review(diaz) == []


def test_words_that_answered_a_survey_are_wiped():
    taken = took("4")
    inbound.forget_words(key=taken.key, by=CARRIES)
    assert [said.text for said in inbound_of(CARRIES, taken.point.id)] == [None]


def test_an_endless_text_is_cut():
    assert len(took("x" * 5_000).text) == inbound.LONGEST


def test_eve_brings_no_texts(eve):
    known()
    with pytest.raises(NotPermitted):
        inbound.record_inbound(gateway="kannel", gateway_ref="x", number=ANA, text="STOP", by=eve)
