"""Chapter 3. An officer promises to call back, and does."""

from __future__ import annotations

import datetime as dt

import pytest

from commonbeat.core import clock
from commonbeat.core.errors import NotPermitted
from commonbeat.domains.calls.actions.policies import PAUSES, set_policy
from commonbeat.domains.contact.models import Message
from commonbeat.domains.presence import actions as presence
from commonbeat.domains.presence.errors import AlreadySettled
from commonbeat.domains.presence.queries import kept_share, open_follow_ups
from commonbeat.roles import Role, actor
from commonbeat.workflows.follow_ups import remind_of_promises
from commonbeat.workflows.text_replies import take_text
from tests.stories.calls import ANA, READER, event, send, words_to

HOUR = dt.timedelta(hours=1)
CLOCK = actor(Role.CLOCK, "worker")


@pytest.fixture
def asked(town):
    """Ana called about noise and texts CALL ME."""
    send(event("26-1", "received", town, call_type="NOISE", phone=ANA))
    take_text(gateway="console", gateway_ref="1", number=ANA, text="Call me!", by=READER)
    return town


def test_a_caller_who_texts_call_me_is_promised_a_time(asked, bell):
    [promise] = open_follow_ups(bell)
    assert promise.due_at - asked <= dt.timedelta(hours=24)
    assert any("call you" in words for words in words_to())


def test_texting_it_twice_makes_one_promise(asked, bell):
    take_text(gateway="console", gateway_ref="2", number=ANA, text="CALL ME", by=READER)
    assert len(open_follow_ups(bell)) == 1


def test_a_promise_kept_in_time_counts_as_kept_and_a_late_one_does_not(asked, bell):
    [promise] = open_follow_ups(bell)
    with clock.held_at(promise.due_at - HOUR):
        presence.record_done(key=promise.key, by=bell)
    with clock.held_at(promise.due_at + HOUR):
        kept = kept_share(bell, asked, promise.due_at + HOUR)
        assert (kept.n_due, kept.n_on_time) == (1, 1)
        presence.take_back(key=promise.key, by=bell)
        assert open_follow_ups(bell)[0].is_late
        presence.record_done(key=promise.key, by=bell)
        kept = kept_share(bell, asked, promise.due_at + HOUR)
        assert (kept.n_due, kept.n_on_time) == (1, 0)


def test_a_try_keeps_the_promise_open(asked, bell):
    [promise] = open_follow_ups(bell)
    presence.record_try(key=promise.key, by=bell)
    assert (open_follow_ups(bell)[0].state, open_follow_ups(bell)[0].n_tries) == ("tried", 1)


def test_what_is_no_longer_wanted_is_neither_kept_nor_broken(asked, bell):
    [promise] = open_follow_ups(bell)
    presence.record_not_wanted(key=promise.key, by=bell)
    with clock.held_at(promise.due_at + HOUR):
        kept = kept_share(bell, asked, promise.due_at + HOUR)
    assert (kept.n_due, kept.n_not_wanted) == (0, 1)
    with pytest.raises(AlreadySettled):
        presence.record_done(key=promise.key, by=bell)


def test_a_day_before_nothing_and_soon_before_one_reminder(asked, bell):
    [promise] = open_follow_ups(bell)
    assert remind_of_promises(by=CLOCK) == 0
    with clock.held_at(promise.due_at - 2 * HOUR):
        assert remind_of_promises(by=CLOCK) == 1
        assert remind_of_promises(by=CLOCK) == 0
        assert any("not forgotten you" in words for words in words_to())


def test_nobody_is_woken_by_a_reminder(asked, bell):
    [promise] = open_follow_ups(bell)
    night = promise.due_at.replace(hour=6)  # two in the morning in the town
    with clock.held_at(night):
        assert remind_of_promises(by=CLOCK) == 1
    reminder = Message.objects.seen_by(READER).get(topic__endswith=":reminder")
    assert reminder.not_before == promise.due_at.replace(hour=12, minute=0, second=0)


def test_who_said_stop_is_not_reminded_but_still_called(asked, bell):
    [promise] = open_follow_ups(bell)
    take_text(gateway="console", gateway_ref="2", number=ANA, text="STOP", by=READER)
    with clock.held_at(promise.due_at - 2 * HOUR):
        assert remind_of_promises(by=CLOCK) == 0
    assert len(open_follow_ups(bell)) == 1


def test_a_policy_promises_a_call_back_when_the_call_closes(town, operator, bell):
    set_policy(call_type="BURGLARY", tells=True, pauses=PAUSES, follows_up=True, by=operator)
    send(event("26-2", "received", town - HOUR, call_type="BURGLARY", phone=ANA))
    send(event("26-2", "closed", town, disposition="01"))
    send(event("26-2", "updated", town, priority="2"))
    [promise] = open_follow_ups(bell)
    assert promise.reason == "policy"
    assert any("will call you back by" in words for words in words_to())


def test_eve_sees_and_settles_nothing(asked, bell, eve):
    assert open_follow_ups(eve) == []
    assert kept_share(eve, asked, asked) is None
    [promise] = open_follow_ups(bell)
    with pytest.raises(NotPermitted):
        presence.record_done(key=promise.key, by=eve)
