"""The outbox: what is queued once, what must not be sent, and what is taken back."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonbeat.core import clock, sealed
from commonbeat.core.errors import NotPermitted
from commonbeat.domains.contact.actions import delivery, messages, points
from commonbeat.domains.contact.drafts import CONSENT
from commonbeat.domains.contact.models import ContactPoint, Message, Reach
from commonbeat.domains.contact.queries import (
    conversation,
    lately_texted,
    messages_about,
    queue_health,
)
from tests.domains.contact.made import ANA, BEN, CARRIES, FEED, draft, known, queued, row, state

pytestmark = pytest.mark.usefixtures("noon")


def test_a_topic_is_told_once_and_keeps_its_first_message():
    point = known()
    first = queued(draft(point, text="first"), draft(point, text="second in the same batch"))
    again = queued(draft(point, text="later"))
    assert first == again
    assert Message.objects.seen_by(CARRIES).count() == 1


def test_the_text_is_sealed_and_opens_only_for_those_who_may_read(bell, diaz, eve):
    point = known()
    queued(draft(point))
    assert b"officer" not in bytes(row().body)
    assert messages_about(bell, "calls.call:one")[0].text.endswith("on the way.")
    assert messages_about(FEED, "calls.call:one")[0].text is None
    assert messages_about(diaz, "calls.call:one") == messages_about(eve, "calls.call:one") == []


def test_after_stop_a_text_is_recorded_without_its_words_and_not_sent():
    point = known()
    points.stop(point_key=point.key, source="text", by=CARRIES)
    queued(draft(point, "update"), draft(point, "confirmation", purpose=CONSENT))
    assert state("update") == ("stopped", "stopped")
    assert row("update").body is None
    assert state("confirmation") == ("queued", "")


def test_a_landline_and_a_number_that_failed_are_told_nothing_and_unknown_ones_are_tried():
    toll_free, failed, unknown = known("+18005550101"), known(ANA), known(BEN)
    ContactPoint.objects.seen_by(CARRIES).filter(pk=failed.id).update(reach=Reach.FAILED)
    queued(draft(toll_free, "landline"), draft(failed, "failed"), draft(unknown, "unknown"))
    assert state("landline") == ("failed", "landline")
    assert state("failed") == ("failed", "no such number")
    assert state("unknown") == ("queued", "")


def test_a_number_whose_key_is_gone_is_told_nothing():
    point = known()
    sealed.destroy_keys([point.key_ref])
    queued(draft(point))
    assert state() == ("failed", "forgotten")


def test_a_long_text_is_counted_in_parts():
    queued(draft(known(), text="ç" * 71))
    assert row().n_segments == 2


def test_the_number_of_queries_does_not_depend_on_the_batch():
    few = [known(f"+1514555010{n}") for n in range(2)]
    many = [known(f"+15145550{n}") for n in range(110, 140)]
    counts = set()
    for some in (few, many):
        with CaptureQueriesContext(connection) as asked:
            queued(*(draft(point, f"to {point.key}") for point in some))
        counts.add(len(asked))
    assert len(counts) == 1
    assert counts.pop() <= 10


def test_what_has_not_left_is_taken_back_by_topic_or_by_subject():
    point = known()
    queued(draft(point, "one"), draft(point, "two"), draft(point, "other", about="calls.call:two"))
    assert messages.cancel_messages(topics=["one"], reason="arrived", by=FEED) == 1
    assert messages.cancel_messages(about="calls.call:one", reason="sensitive type", by=FEED) == 1
    assert messages.cancel_messages(reason="nothing named", by=FEED) == 0
    assert state("one") == ("cancelled", "arrived")
    assert state("two") == ("cancelled", "sensitive type")
    assert state("other") == ("queued", "")


def test_what_a_worker_began_to_hand_over_is_not_taken_back():
    point, other = known(ANA), known(BEN)
    queued(draft(point, "begun"), draft(other, "held"))
    minute = dt.timedelta(minutes=1)
    held = delivery.claim_messages(claimant="a", limit=9, lease=minute, by=CARRIES)
    delivery.begin_hand_over(claimant="a", held=held[:1], lease=minute, by=CARRIES)
    assert messages.cancel_messages(about="calls.call:one", reason="sensitive type", by=FEED) == 1
    assert (state("begun")[0], state("held")[0]) == ("claimed", "cancelled")


def test_the_health_of_the_outbox_tells_what_is_late(noon):
    point = known()
    queued(draft(point, "due"), draft(point, "later", not_before=noon + dt.timedelta(hours=1)))
    with clock.moved_by(dt.timedelta(minutes=3)):
        health = queue_health(CARRIES)
    assert (health.n_waiting, health.n_due) == (2, 1)
    assert health.oldest_due_age == dt.timedelta(minutes=3)


def test_nobody_was_texted_before_a_gateway_has_something():
    point = known()
    queued(draft(point))
    assert conversation(CARRIES, point.id) == []
    assert lately_texted(CARRIES) == []


def test_eve_may_neither_queue_nor_take_back(eve):
    point = known()
    with pytest.raises(NotPermitted):
        queued(draft(point), by=eve)
    with pytest.raises(NotPermitted):
        messages.cancel_messages(about="x", reason="x", by=eve)
