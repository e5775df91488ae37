"""A resident texts us back.

Everything on the private page can also be done by text, with a telephone that knows no links.
"""

from __future__ import annotations

import datetime as dt

import pytest

from commonbeat.core import clock
from commonbeat.domains.contact import replies
from commonbeat.domains.contact.queries import messages_about, point_of_number
from commonbeat.domains.contact.segments import segments
from commonbeat.domains.presence.queries import open_follow_ups
from commonbeat.roles import Role, actor
from commonbeat.workflows.text_replies import take_text
from tests.stories.calls import ANA, event, send, words_to

GATEWAY = actor(Role.GATEWAY, "console")
_n_texts = iter(range(10**6))


def say(text: str, number: str = ANA, **more: object) -> None:
    """Somebody texts us."""
    ref = f"t{next(_n_texts)}"
    take_text(gateway="console", gateway_ref=ref, number=number, text=text, by=GATEWAY, **more)


def replies_to(number: str = ANA) -> list[str]:
    """What we answered, oldest first, that is still to be sent."""
    point = point_of_number(GATEWAY, number)
    views = messages_about(GATEWAY, point.subject) if point else []
    return [view.text for view in views if view.text and view.state == "queued"]


@pytest.fixture
def called(town: dt.datetime) -> dt.datetime:
    """Ana has called about noise, and was told so."""
    send(event("1", "received", town, call_type="NOISE", phone=ANA))
    assert words_to()
    return town


def test_stop_ends_everything_at_once_with_exactly_one_confirmation(called):
    """STOP cancels what waits. The confirmation names us, and a second STOP hears nothing."""
    say("Arrêt")
    assert words_to() == replies_to()
    assert len(replies_to()) == 1
    assert replies_to()[0].startswith("Riverbend Police")
    say("STOP")
    send(event("1", "dispatched", called + dt.timedelta(minutes=1), call_type="NOISE"))
    assert words_to() == replies_to()
    assert len(replies_to()) == 1


def test_start_brings_the_texts_back(called):
    """START undoes STOP from the next text on."""
    say("STOP")
    say("START")
    assert len(replies_to()) == 2
    assert not point_of_number(GATEWAY, ANA).is_stopped


def test_help_is_answered_even_to_those_who_stopped(called):
    """HELP says who we are and where help is; after STOP it still does, and nothing else."""
    say("STOP")
    say("HELP")
    assert "911" in replies_to()[-1]
    say("STATUS")
    say("hello?")
    assert len(replies_to()) == 2


def test_a_language_is_chosen_by_its_letters(called):
    """FR answers in French from now on, EN in English."""
    say("FR")
    assert point_of_number(GATEWAY, ANA).language == "fr"
    say("EN")
    assert replies_to()[-1] == "Riverbend Police: our texts to you are now in English."


def test_status_tells_where_the_call_stands(called):
    """STATUS answers with the newest call of this number; a stranger is told where to call."""
    say("STATUS")
    assert "call 1" in replies_to()[-1]
    say("status", "+15145550177")
    assert "do not see a recent call" in replies_to("+15145550177")[-1]


def test_call_me_makes_a_promise_and_says_until_when(called, cho):
    """CALL ME makes a promise that the desk sees."""
    say("Call me!")
    assert "we will call you by" in replies_to()[-1]
    assert len(open_follow_ups(cho)) == 1


def test_words_that_we_do_not_understand_are_answered_once_a_day(called):
    """A text that is no keyword and no answer gets one kind reply a day, not more."""
    say("my neighbour is loud again")
    say("hello?")
    assert len(replies_to()) == 1
    assert "HELP" in replies_to()[0]
    with clock.moved_by(dt.timedelta(days=1)):
        say("hello?")
    assert len(replies_to()) == 2


def test_where_the_network_answered_stop_itself_we_say_nothing(called):
    """Some networks confirm STOP themselves; two confirmations would be one too many."""
    say("STOP", is_answered=True)
    assert words_to() == []
    assert point_of_number(GATEWAY, ANA).is_stopped


def test_the_same_text_brought_twice_is_answered_once(called):
    """A gateway that repeats itself changes nothing."""
    for _ in range(2):
        take_text(gateway="console", gateway_ref="same", number=ANA, text="HELP", by=GATEWAY)
    assert len(replies_to()) == 1


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_reply_names_us_and_fits_one_text(language, noon):
    """A reply costs one part, in either language."""
    said = [
        replies.stopped(language),
        replies.started(language),
        replies.help_words(language),
        replies.language_chosen(language),
        replies.no_call(language),
        replies.will_call(language, noon),
        replies.not_understood(language),
    ]
    for words in said:
        assert words.startswith("Riverbend Police")
        counted = segments(words)
        assert counted.n_segments == 1, (words, counted)
