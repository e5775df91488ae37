"""Chapter 1. A resident follows their 911 call by text."""

from __future__ import annotations

import datetime as dt

from commonbeat.core import clock
from commonbeat.domains.calls.models import Call, PrivateLink, Telling
from tests.stories.calls import ANA, event, send, texts_to, words_to

MINUTE = dt.timedelta(minutes=1)


def test_ana_calls_about_noise_and_is_told_step_by_step(town):
    """Ana calls. A minute later a text says that her call was taken, with its number and how to stop."""
    send(event("26-1", "received", town, call_type="NOISE", phone=ANA, language="en"))
    received, delayed = words_to()
    assert "26-1" in received
    assert "/c/" in received
    assert "STOP" in received
    assert "30 minutes" in delayed

    later = town + 10 * MINUTE
    with clock.held_at(later):
        send(event("26-1", "en_route", later))
        assert any("on the way" in words for words in words_to())

    there = town + 20 * MINUTE
    with clock.held_at(there):
        send(event("26-1", "arrived", there))
        assert any("still waits" in words for words in words_to(state="cancelled"))

    end = town + 50 * MINUTE
    with clock.held_at(end):
        send(event("26-1", "closed", end, disposition="01"))
    assert "took a report" in words_to()[-1]


def test_a_caller_who_speaks_french_is_told_in_french(town):
    send(event("26-2", "received", town, call_type="NOISE", phone=ANA, language="fr"))
    assert "nous avons votre appel" in words_to()[0]


def test_events_sent_again_tell_nothing_twice(town):
    first = event("26-3", "received", town, call_type="NOISE", phone=ANA)
    send(first)
    send(first, first)
    assert len(texts_to()) == 2  # received, and delayed for later


def test_nobody_is_told_of_a_type_that_nobody_allowed(town):
    """A type that stands on no list tells nobody, and the desk sees why."""
    send(event("26-4", "received", town, call_type="MARTIANS", phone=ANA))
    assert texts_to() == []
    assert Telling.objects.get().reason == "unknown type"


def test_nobody_is_told_of_a_sensitive_type(town):
    send(event("26-5", "received", town, call_type="DVA", phone=ANA))
    assert texts_to() == []
    assert Telling.objects.get().reason == "sensitive type"


def test_a_call_that_turns_out_sensitive_goes_silent_at_once(town, client):
    """A theft turns out to be intimate-partner violence: what is queued is cancelled, the page closes."""
    send(event("26-6", "received", town, call_type="LARCENY", phone=ANA))
    link = words_to()[0].split("/c/")[1].split()[0]
    assert client.get(f"/c/{link}").status_code == 200
    later = town + MINUTE
    with clock.held_at(later):
        send(event("26-6", "updated", later, call_type="DVA"))
        assert {state for state, _ in texts_to()} == {"cancelled"}
        assert client.get(f"/c/{link}").status_code == 404
        send(event("26-6", "updated", later + MINUTE / 2, call_type="LARCENY"))
        assert words_to() == []  # once sensitive, always silent
    assert PrivateLink.objects.get().closed_at is not None


def test_an_officer_initiated_call_tells_nobody(town):
    send(event("26-7", "received", town, call_type="NOISE", phone=ANA, officer_initiated=True))
    assert texts_to() == []


def test_news_that_come_too_late_are_not_told(town):
    hours_ago = town - dt.timedelta(hours=5)
    send(event("26-8", "received", hours_ago, call_type="NOISE", phone=ANA))
    assert texts_to() == []
    assert set(Telling.objects.values_list("reason", flat=True)) == {"too late"}


def test_a_call_that_is_reopened_takes_back_its_closing_and_tells_the_next_one(town):
    send(
        event("26-9", "received", town - 5 * MINUTE, call_type="NOISE", phone=ANA),
        event("26-9", "closed", town, disposition="02"),
    )
    with clock.held_at(town + MINUTE):
        send(event("26-9", "reopened", town + MINUTE))
        assert not any("is closed" in words for words in words_to())
    with clock.held_at(town + 2 * MINUTE):
        send(event("26-9", "closed", town + 2 * MINUTE, disposition="01"))
        assert sum("is closed" in words for words in words_to()) == 1
        assert "took a report" in words_to()[-1]


def test_the_caller_of_a_merged_call_follows_the_other_one(town):
    """Two people call about one fire-cracker. The second call is merged; both are told of the first."""
    ben = "+15145550102"
    send(
        event("26-10", "received", town, call_type="FIREWRKS", phone=ANA),
        event("26-11", "received", town, call_type="FIREWRKS", phone=ben),
    )
    later = town + 2 * MINUTE
    with clock.held_at(later):
        send(event("26-11", "merged", later, merged_into="26-10"))
        send(event("26-10", "en_route", later))
        assert any("on the way" in words for words in words_to(ANA))
        assert any("on the way" in words for words in words_to(ben))


def test_the_closing_is_held_until_the_morning(town):
    """Quiet hours hold back what can wait: the closing of a night call is told at eight."""
    night = town.replace(hour=3) + dt.timedelta(days=1)  # 23:00 in the town
    with clock.held_at(night):
        send(
            event("26-12", "received", night - MINUTE, call_type="NOISE", phone=ANA),
            event("26-12", "closed", night, disposition="01"),
        )
    from commonbeat.domains.contact.models import Message
    from tests.stories.calls import READER

    closed = Message.objects.seen_by(READER).get(topic__contains=":closed:")
    assert closed.not_before == dt.datetime(2026, 5, 13, 12, 0, tzinfo=dt.UTC)  # 8:00 in the town


def test_the_order_of_arrival_does_not_change_the_call(town):
    events = [
        event("26-13", "received", town - 9 * MINUTE, call_type="NOISE", phone=ANA),
        event("26-13", "en_route", town - 6 * MINUTE),
        event("26-13", "arrived", town - 3 * MINUTE),
        event("26-13", "closed", town, disposition="02"),
    ]
    for one in reversed(events):
        send(one)
    call = Call.objects.get()
    assert (call.status, call.arrived_at, call.closed_at) == ("closed", town - 3 * MINUTE, town)
    queued = [words for words in words_to() if "is closed" in words]
    assert len(queued) == 1
