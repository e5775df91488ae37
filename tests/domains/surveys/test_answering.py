"""Answers by text: one question at a time, in any form, and nothing else is taken for one."""

import datetime as dt

import pytest

from commonbeat.core import clock, sealed
from commonbeat.core.errors import NotPermitted
from commonbeat.core.keyring.models import SealedKey
from commonbeat.core.models import LedgerEntry
from commonbeat.core.subject import erase
from commonbeat.domains.contact.actions import inbound, points
from commonbeat.domains.contact.models import Inbound, Message
from commonbeat.domains.contact.queries import messages_about
from commonbeat.domains.surveys import holding, queries, schedule
from commonbeat.domains.surveys.actions import answering
from commonbeat.domains.surveys.errors import AlreadyAnswered, NoSuchSurvey, NotAnAnswer
from commonbeat.domains.surveys.models import (
    Conversation,
    HeldAnswer,
    HeldRemark,
    Invitation,
)
from commonbeat.domains.surveys.tokens import token_of
from commonbeat.roles import Role, actor
from commonbeat.workflows.survey_asking import answer_by_text

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def ana(noon, person, invited, the_clock):
    """Ana was asked the first question."""
    point = person()
    invited(point, about="calls.call:ana")
    schedule.ask_due(by=the_clock)
    return point


def say(point, text, by):
    return answer_by_text(point_id=point.id, text=text, by=by)


def topics(by):
    rows = Message.objects.seen_by(by).order_by("pk").values_list("topic", flat=True)
    return [topic.split(":", 2)[2] for topic in rows]


def held():
    """{question: [values]} of what waits for release."""
    found = {}
    for answer in holding.opened_answers(list(HeldAnswer.objects.all())):
        found.setdefault(answer.question, []).append(answer.value)
    return found


def test_four_answers_finish_the_survey_with_a_thank_you(ana, gateway):
    for text in ("5", " 4.", "quatre", "very happy"):
        assert say(ana, text, gateway)
    assert topics(gateway) == ["1", "2", "3", "5", "thanks"]
    assert held() == {"voice": [5], "respect": [4], "explanation": [4], "overall": [5]}
    assert Invitation.objects.get().state == "answered"


def test_every_question_text_names_its_scale_in_the_language_of_the_person(
    noon, person, invited, the_clock, gateway, cho
):
    louis = person(7, language="fr")
    invited(louis, about="calls.call:louis")
    schedule.ask_due(by=the_clock)
    say(louis, "5 merci", gateway)
    told = [message.text for message in messages_about(cho, "calls.call:louis")]
    assert "1/4 J'ai pu dire" in told[0]
    assert "ARRET" in told[0]
    assert told[1].startswith("2/4 On m'a parlé avec respect. Répondez de 1 (pas du tout)")


def test_a_number_the_question_does_not_offer_is_asked_again_once_and_kindly(ana, gateway):
    for _ in range(3):
        assert say(ana, "9", gateway)
    assert topics(gateway) == ["1", "1:again"]
    assert say(ana, "3", gateway)
    assert topics(gateway) == ["1", "1:again", "2"]


@pytest.mark.parametrize(
    "text", ["4 people are fighting outside my house", "thank you officer", "where are you?", ""]
)
def test_a_text_about_something_else_is_not_taken_for_an_answer(ana, gateway, text):
    before = LedgerEntry.objects.count()
    assert not say(ana, text, gateway)
    assert topics(gateway) == ["1"]
    assert LedgerEntry.objects.count() == before


def test_a_number_from_somebody_who_was_asked_nothing_is_no_answer(ana, person, gateway):
    eve = person(66)
    assert not say(eve, "5", gateway)
    assert answering.take_text_answer(point_id=eve.id, text="5", by=gateway) is None


def test_after_stop_a_number_is_no_answer_and_nothing_is_sent(ana, gateway):
    say(ana, "5", gateway)
    points.stop(point_key=ana.key, source="text", by=gateway)
    assert not say(ana, "5", gateway)
    assert topics(gateway) == ["1", "2"]


def test_skip_passes_a_question(ana, gateway):
    for text in ("skip", "4", "passer", "2"):
        assert say(ana, text, gateway)
    assert held() == {"respect": [4], "overall": [2]}


def test_skipping_everything_is_declining(ana, gateway):
    for _ in range(4):
        say(ana, "skip", gateway)
    assert Invitation.objects.get().state == "declined"
    assert held() == {}


def test_a_number_alone_days_later_is_still_understood(ana, gateway, the_clock):
    with clock.moved_by(24 * HOUR * 9):
        schedule.end_conversations(by=the_clock)
        assert say(ana, "5", gateway)
    assert topics(gateway) == ["1", "2"]


def test_after_a_day_of_silence_what_was_answered_counts_as_partly(ana, gateway, the_clock):
    say(ana, "5", gateway)
    say(ana, "1", gateway)
    with clock.moved_by(23 * HOUR):
        schedule.end_conversations(by=the_clock)
        assert held() == {}
    with clock.moved_by(24 * HOUR):
        schedule.end_conversations(by=the_clock)
        schedule.end_conversations(by=the_clock)
    assert held() == {"voice": [5], "respect": [1]}
    assert Invitation.objects.get().state == "partly"


def test_a_number_after_the_end_is_told_once_that_it_is_over(ana, gateway, the_clock):
    for text in "5555":
        say(ana, text, gateway)
    for _ in range(3):
        assert say(ana, "4", gateway)
    assert topics(gateway)[-2:] == ["thanks", "closed"]
    assert held()["overall"] == [5]


def test_what_was_answered_is_sealed_and_its_key_goes_at_the_end(
    ana, gateway, the_clock, django_capture_on_commit_callbacks
):
    say(ana, "5", gateway)
    talk = Conversation.objects.get()
    assert talk.key_ref
    assert b"voice" not in bytes(talk.answers)
    with django_capture_on_commit_callbacks(execute=True):
        for text in "555":
            say(ana, text, gateway)
    assert not SealedKey.objects.filter(ref=talk.key_ref).exists()
    assert Conversation.objects.get().answers is None
    schedule.sweep_keys(by=the_clock)
    assert not Conversation.objects.exists()


def test_a_key_left_by_a_crash_is_destroyed_by_the_sweep(ana, gateway, the_clock):
    say(ana, "5", gateway)
    ref = Conversation.objects.get().key_ref
    for text in "555":  # the test's transaction never commits: as if we had crashed right then
        say(ana, text, gateway)
    assert SealedKey.objects.filter(ref=ref).exists()
    schedule.sweep_keys(by=the_clock)
    assert not SealedKey.objects.filter(ref=ref).exists()


def test_sealed_answers_have_one_size_whatever_was_answered(ana, gateway):
    sizes = set()
    for text in ("5", "skip", "2"):
        say(ana, text, gateway)
        sizes.add(len(Conversation.objects.get().answers))
    assert len(sizes) == 1


def test_who_is_erased_in_the_middle_can_go_on_and_nothing_breaks(ana, gateway):
    say(ana, "5", gateway)
    erase(ana.id)
    assert sealed.ring([Conversation.objects.get().key_ref])._keys == {}
    say(ana, "4", gateway)


def test_the_words_of_an_answer_are_wiped_from_the_texts_that_came_in(ana, gateway, noon):
    came = inbound.record_inbound(
        gateway="console", gateway_ref="1", number="+18195550001", text="4", by=gateway
    )
    answer_by_text(point_id=ana.id, text=came.text, inbound_key=came.key, by=gateway)
    row = Inbound.objects.seen_by(gateway).get()
    assert row.body is None


def test_the_ledger_says_that_ana_answered_and_never_what(ana, gateway):
    for text in ("2", "3", "2", "very unhappy"):
        say(ana, text, gateway)
    lines = LedgerEntry.objects.filter(verb="surveys.take_text_answer")
    subject = Invitation.objects.get().subject
    assert {(line.subject, str(line.codes)) for line in lines} == {(subject, "{}")}


def test_who_has_no_right_cannot_answer_for_others(ana, eve, diaz):
    for someone in (eve, diaz):
        assert not answer_by_text(point_id=ana.id, text="5", by=someone)
        assert queries.has_open_question(someone, ana.id) is None
        with pytest.raises(NotPermitted):
            answering.take_text_answer(point_id=ana.id, text="5", by=someone)


# On the page.


def page_of(ana):
    return token_of(Invitation.objects.get(contact_point=ana.id).key)


def test_a_page_is_counted_once_however_often_it_is_sent(ana, gateway):
    token = page_of(ana)
    for number in range(2):
        given = {"voice": 4, "again": 1, "trust": 5}
        if number:
            with pytest.raises(AlreadyAnswered):
                answering.answer_on_page(token=token, answers=given, remark="", by=gateway)
        else:
            answering.answer_on_page(token=token, answers=given, remark="", by=gateway)
    assert held() == {"voice": [4], "again": [1], "trust": [5]}


def test_a_page_ends_the_text_conversation_and_its_answers_replace_those(ana, gateway):
    say(ana, "1", gateway)
    answering.answer_on_page(token=page_of(ana), answers={"voice": 5}, remark="", by=gateway)
    assert held() == {"voice": [5]}
    assert say(ana, "3", gateway)
    assert held() == {"voice": [5]}


@pytest.mark.parametrize(
    "answers", [{}, {"voice": 0}, {"voice": 6}, {"again": 2}, {"words": 1}, {"height": 3}]
)
def test_a_page_with_what_is_not_offered_is_refused_whole(ana, gateway, answers):
    given = {"respect": 4, **answers} if answers else {}
    with pytest.raises(NotAnAnswer):
        answering.answer_on_page(token=page_of(ana), answers=given, remark=" ", by=gateway)
    assert held() == {}
    assert Invitation.objects.get().state == "asked"


def test_a_page_is_gone_when_its_time_is_over_or_the_token_is_wrong(ana, gateway):
    token = page_of(ana)
    with pytest.raises(NoSuchSurvey):
        answering.answer_on_page(token="x" * 32, answers={"voice": 1}, remark="", by=gateway)
    with clock.moved_by(24 * HOUR * 15), pytest.raises(NoSuchSurvey):
        answering.answer_on_page(token=token, answers={"voice": 1}, remark="", by=gateway)
    assert queries.survey_page(gateway, "x" * 32) is None


def test_a_remark_alone_is_an_answer_and_is_screened_before_it_is_held(ana, gateway):
    said = "Officer Bell was kind, call me at 819-555-0123"
    answering.answer_on_page(token=page_of(ana), answers={}, remark=said, by=gateway)
    (remark,) = holding.opened_remarks(list(HeldRemark.objects.all()))
    assert remark.text == "[removed] was kind, call me at [removed]"
    assert Invitation.objects.get().state == "answered"


def test_who_declines_on_the_page_is_not_asked_by_text(noon, person, invited, gateway, the_clock):
    point = person()
    one = invited(point)
    answering.decline_on_page(token=token_of(one.key), by=gateway)
    schedule.ask_due(by=the_clock)
    assert topics(gateway) == []
    assert Invitation.objects.get().state == "declined"


def test_the_page_of_a_call_is_told_only_to_who_holds_that_call(ana, gateway, bell):
    holder = actor(Role.CALLER, "x", holds=frozenset({"calls.call:ana"}))
    other = actor(Role.CALLER, "y", holds=frozenset({"calls.call:other"}))
    token = queries.page_token(holder, "calls.call:ana", ana.id)
    assert token == page_of(ana)
    for someone in (other, gateway, bell):
        assert queries.page_token(someone, "calls.call:ana", ana.id) is None
