"""Ana reports a concern with a telephone that knows no pages, and what she texts is never mistaken."""

from __future__ import annotations

import datetime as dt

import pytest

from commonbeat.core import clock
from commonbeat.core.action import story
from commonbeat.domains.concerns import public
from commonbeat.domains.concerns.actions import questions
from commonbeat.domains.concerns.queries import concerns, tips
from commonbeat.domains.concerns.queries.concerns import Wanted
from commonbeat.domains.contact.models import Inbound
from commonbeat.domains.surveys import schedule
from commonbeat.domains.surveys.models import HeldAnswer
from commonbeat.roles import Role, actor
from commonbeat.workflows import concern_intake
from tests.stories.calls import event, send, words_to
from tests.stories.test_text_replies import replies_to, say

CHO = actor(Role.COORDINATOR, "cho")
CLOCK = actor(Role.CLOCK, "worker")
OPERATOR = actor(Role.OPERATOR, "tests")


def inbox() -> list[concerns.Line]:
    return concerns.inbox(CHO, Wanted())[0]


def test_a_report_takes_a_few_texts_and_ends_with_a_number(town):
    say("REPORT")
    assert "2 Noise" in replies_to()[-1]
    say("2")
    assert "Where" in replies_to()[-1]
    say("Mill Street and Oak, by the bridge")
    assert "When is it loud?" in replies_to()[-1]
    say("3 and 4")
    say("It begins at eleven")
    [line] = inbox()
    whole = concerns.whole(CHO, line.key)
    assert (whole.line.kind, whole.address) == ("noise", "Mill Street and Oak, by the bridge")
    assert whole.description == "It begins at eleven"
    assert whole.answers[0].values == ("evening", "night")
    assert whole.has_contact


def test_everything_in_one_text_and_in_french(town):
    say("FR")
    say("Signaler un lampadaire brisé")
    assert "Où" in replies_to()[-1]
    say("Rue du Moulin et Chêne")
    say("non")
    [line] = inbox()
    assert line.kind == "broken-light"


def test_whoever_begins_in_french_goes_on_in_french(town):
    say("SIGNALER bruit")
    assert "Où" in replies_to()[-1]
    say("Rue du Moulin")
    assert "Quand est-ce bruyant" in replies_to()[-1]
    say("4")
    say("non")
    [line] = inbox()
    assert concerns.whole(CHO, line.key).language == "fr"
    assert "signalement" in words_to()[-1]


def test_whoever_chose_french_is_answered_in_french_whatever_word_begins(town):
    say("FR")
    say("REPORT noise")
    assert "Où" in replies_to()[-1]


def closed_report() -> concerns.Line:
    """A report by text that the desk has closed, and said so."""
    for text in ("REPORT noise", "Mill Street", "4", "no"):
        say(text)
    [line] = inbox()
    concern_intake.answer(
        key=line.key, version=line.version, state="done", words="We were there.", by=CHO
    )
    return line


@pytest.mark.parametrize("words", ["not fixed", "It's NOT fixed!", "Ce n’est pas réparé"])
def test_a_telephone_that_knows_no_pages_says_not_fixed(words, town):
    line = closed_report()
    assert "Text NOT FIXED" in words_to()[-1]
    say(words)
    [again] = inbox()
    assert (again.state, again.n_not_fixed) == ("received", 1)
    assert line.number in replies_to()[-1]
    assert "open again" in replies_to()[-1]
    say(words)  # it is open: now it is a word about it
    assert inbox()[0].n_not_fixed == 1
    assert "added" in replies_to()[-1]


def test_another_word_about_a_closed_report_is_added_and_says_how_to_open_it(town):
    line = closed_report()
    say("Thank you all")
    assert inbox() == []
    assert concerns.whole(CHO, line.key).updates[-1].words == "Thank you all"
    assert "NOT FIXED" in replies_to()[-1]


def test_not_fixed_is_understood_after_the_survey_has_asked_too(town):
    closed_report()
    with clock.moved_by(dt.timedelta(days=2)):
        schedule.ask_due(by=CLOCK)
        say("not fixed")
        assert inbox()[0].n_not_fixed == 1
        assert HeldAnswer.objects.count() == 0


def test_not_fixed_of_somebody_without_a_report_opens_nothing(town):
    say("not fixed")
    assert inbox() == []
    assert "cannot read" in replies_to()[-1]


def test_status_tells_of_a_report_where_there_was_no_call(town):
    for text in ("REPORT noise", "Mill Street", "4", "no"):
        say(text)
    say("STATUS")
    [line] = inbox()
    assert line.number in replies_to()[-1]
    assert "we have it" in replies_to()[-1]
    concern_intake.answer(key=line.key, version=1, state="planned", words="Friday.", by=CHO)
    say("statut")
    assert "quelque chose" in replies_to()[-1] or "something will" in replies_to()[-1]


def test_a_picture_by_text_is_refused_kindly_and_the_words_are_taken(town):
    say("REPORT noise", has_picture=True)
    assert "cannot take pictures" in replies_to()[-2]
    assert "Where" in replies_to()[-1]
    say("", has_picture=True)  # nothing but a picture answers nothing
    assert "cannot take pictures" in replies_to()[-1]
    say("Mill Street")
    assert "When is it loud?" in replies_to()[-1]
    say("STOP", has_picture=True)
    assert len([said for said in replies_to() if "pictures" in said]) == 0
    say("", has_picture=True)
    assert "no more texts" in replies_to()[-1]


def test_a_date_is_asked_for_in_a_form_that_is_understood(town):
    questions.add_question(
        kind="graffiti", words="When was it first there?", words_fr="Depuis quand?",
        datatype="datetime", is_required=True, by=OPERATOR,
    )  # fmt: skip
    say("REPORT graffiti")
    say("Mill Street")
    assert "2026-05-31 16:00" in replies_to()[-1]
    say("yesterday")
    assert "Sorry" in replies_to()[-1]
    say("2026-05-10 21:30")
    say("no")
    [line] = inbox()
    [answer] = concerns.whole(CHO, line.key).answers
    assert answer.values == ("2026-05-10T21:30:00-04:00",)


def test_an_answer_that_comes_too_late_is_told_so_and_the_report_can_begin_again(town):
    say("REPORT noise")
    with clock.moved_by(dt.timedelta(hours=1)):
        say("Mill Street")
        assert "was not sent" in replies_to()[-1]
        say("Mill Street")  # told once; then it is a text like any other
        assert "cannot read" in replies_to()[-1]
        say("REPORT noise")
        assert "Where" in replies_to()[-1]


def test_a_long_text_about_a_report_is_kept_whole(town):
    line = closed_report()
    words = "It is loud again. " * 60
    say(words)
    told = concerns.whole(CHO, line.key).updates
    assert "".join(one.words for one in told if one.is_theirs) == words.strip()


def test_an_answer_that_is_none_is_asked_again_and_one_can_give_up(town):
    say("REPORT")
    say("99")
    assert "Sorry" in replies_to()[-1]
    say("never mind")
    assert "kept nothing" in replies_to()[-1]
    assert inbox() == []


def test_stop_wins_in_the_middle_of_a_report(town):
    say("REPORT noise")
    say("STOP")
    say("Mill Street")
    assert inbox() == []
    assert "no more texts" in replies_to()[-1]


def test_a_number_goes_to_whoever_asked_last(town):
    send(event("26-1", "received", town, call_type="NOISE", phone="+15145550101"))
    with clock.held_at(town + dt.timedelta(minutes=40)):
        send(event("26-1", "closed", clock.now(), disposition="18"))
    with clock.moved_by(dt.timedelta(days=2)):
        say("REPORT")
        with clock.moved_by(dt.timedelta(minutes=1)):
            schedule.ask_due(by=CLOCK)
        with clock.moved_by(dt.timedelta(minutes=2)):
            say("4")  # the survey asked last
            assert HeldAnswer.objects.count() == 0
            assert "2/4" in words_to()[-1]
            say("REPORT")
        with clock.moved_by(dt.timedelta(minutes=3)):
            say("2")  # now the report asked last
            assert "Where" in words_to()[-1]


def test_a_word_after_news_of_a_report_is_added_to_it(town):
    say("REPORT noise")
    say("Mill Street")
    say("4")
    say("no")
    [line] = inbox()
    with story():
        concern_intake.answer(
            key=line.key, version=line.version, state="looking", words="We will go.", by=CHO
        )
    say("It is loud again tonight")
    whole = concerns.whole(CHO, line.key)
    assert whole.updates[-1].words == "It is loud again tonight"
    assert "added" in replies_to()[-1]
    assert public.updates(None, None) == [
        told for told in public.updates(None, None) if "loud" not in told.words
    ]


def test_a_tip_by_text_says_what_the_carrier_knows_and_keeps_no_words_by_the_phone(town):
    say("TIP they sell behind the mill")
    assert "phone company" in replies_to()[-1]
    say("tip: on Fridays")
    [line] = tips.tips(CHO)
    thread = tips.thread(CHO, line.key)
    assert [m.words for m in thread.messages] == ["they sell behind the mill", "on Fridays"]
    reader = actor(Role.GATEWAY, "console")
    assert set(Inbound.objects.seen_by(reader).values_list("body", flat=True)) == {None}
    assert tips.alias_of(CHO, line.key) is not None
    say("STOP")
    assert tips.alias_of(CHO, line.key) is None


def test_a_sentence_that_only_holds_the_word_report_begins_nothing(town):
    say("I want to report my neighbour")
    assert inbox() == []
    assert "cannot read" in replies_to()[-1]


@pytest.mark.parametrize("word", ["TIP", "indice"])
def test_a_tip_without_words_is_asked_for_them(word, town):
    say(word)
    assert tips.tips(CHO) == []


def test_a_question_that_is_closed_or_added_meanwhile_loses_no_report(town):
    say("REPORT noise")
    say("Mill Street")
    assert "When is it loud?" in replies_to()[-1]
    questions.close_question(kind="noise", code="when", by=OPERATOR)
    questions.add_question(
        kind="noise",
        words="How many nights?",
        words_fr="Combien de nuits?",
        datatype="number",
        is_required=True,
        by=OPERATOR,
    )
    say("4")
    assert "How many nights?" in replies_to()[-1]
    say("many")
    assert "Sorry" in replies_to()[-1]
    say("3")
    say("no")
    [line] = inbox()
    whole = concerns.whole(CHO, line.key)
    assert [(one.code, one.values) for one in whole.answers] == [("how-many-nights", ("3",))]
