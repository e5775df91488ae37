"""After her call is closed, Ana answers four questions by text; nobody can tell what she said."""

import datetime as dt

from commonbeat.core import clock
from commonbeat.core.retention import purge
from commonbeat.domains.contact.actions import inbound, points
from commonbeat.domains.contact.models import Inbound
from commonbeat.domains.contact.queries import point_of_number
from commonbeat.domains.surveys import queries, schedule
from commonbeat.domains.surveys.models import HeldAnswer, Invitation, Response
from commonbeat.roles import Role, actor
from commonbeat.workflows.survey_asking import answer_by_text
from tests.stories.calls import ANA, READER, event, send, words_to

CLOCK = actor(Role.CLOCK, "worker")
LATER = dt.timedelta(days=2)  # past the pause and past quiet hours


def is_helped(number, call, at, **given):
    send(event(call, "received", at, call_type="NOISE", phone=number, **given))
    closed_at = at + dt.timedelta(minutes=40)
    with clock.held_at(closed_at):
        send(event(call, "closed", closed_at, disposition="18"))


def texts_back(number, *texts):
    """The texts come in as a gateway brings them; whether each was taken as an answer."""
    taken = []
    for text in texts:
        ref = str(Inbound.objects.seen_by(READER).count())
        came = inbound.record_inbound(
            gateway="console", gateway_ref=ref, number=number, text=text, by=READER
        )
        taken.append(
            answer_by_text(point_id=came.point.id, text=text, inbound_key=came.key, by=READER)
        )
    return taken


def test_ana_is_asked_after_a_pause_and_answers_in_her_own_words(town):
    """The closing text comes first; the questions come later, one at a time, without a link."""
    is_helped(ANA, "26-1", town)
    schedule.ask_due(by=CLOCK)
    assert not any("1/4" in words for words in words_to())
    with clock.moved_by(LATER):
        schedule.ask_due(by=CLOCK)
        assert "1/4 I could say what I wanted to say." in words_to()[-1]
        assert "http" not in words_to()[-1]
        assert texts_back(ANA, "5", "four", "4 merci", "very satisfied") == [True] * 4
        assert "Thank you" in words_to()[-1]
    assert Invitation.objects.get().state == "answered"
    assert HeldAnswer.objects.count() == 4
    assert set(Inbound.objects.seen_by(READER).values_list("body", flat=True)) == {None}


def test_a_new_report_in_the_middle_of_the_survey_is_not_an_answer(town):
    """One mailbox for answers and reports: what is no answer goes on to whoever reads it."""
    is_helped(ANA, "26-1", town)
    with clock.moved_by(LATER):
        schedule.ask_due(by=CLOCK)
        assert texts_back(ANA, "3 men are back and they are fighting") == [False]
        assert texts_back(ANA, "3") == [True]


def test_stop_ends_the_survey_at_once(town):
    is_helped(ANA, "26-1", town)
    with clock.moved_by(LATER):
        schedule.ask_due(by=CLOCK)
        texts_back(ANA, "5")
        ana = point_of_number(READER, ANA)
        points.stop(point_key=ana.key, source="text", by=READER)
        assert texts_back(ANA, "5") == [False]
        assert words_to() == []


def test_a_call_that_turns_sensitive_is_never_surveyed(town):
    is_helped(ANA, "26-1", town)
    send(event("26-1", "updated", town + dt.timedelta(hours=1), call_type="DVA"))
    with clock.moved_by(LATER):
        schedule.ask_due(by=CLOCK)
    assert Invitation.objects.get().state == "not asked"
    assert not any("1/4" in words for words in words_to())


def test_five_callers_later_the_coordinator_reads_a_figure_and_no_person(town):
    for number in range(5):
        is_helped(f"+1514555011{number}", f"26-{number}", town)
    with clock.moved_by(LATER):
        schedule.ask_due(by=CLOCK)
        for number in range(5):
            texts_back(f"+1514555011{number}", "5", "5", "4", str(1 + number))
        schedule.release_answers(by=CLOCK)
        schedule.sweep_keys(by=CLOCK)
    month = town.date()
    found = queries.results(actor(Role.COORDINATOR, "cho"), month, month)
    overall = next(q for q in found.questions if q.code == "overall")
    assert (overall.n, overall.mean.estimate) == (5, 3.0)
    assert found.asking.response_rate.estimate == 1.0
    assert (Response.objects.count(), HeldAnswer.objects.count()) == (20, 0)


def test_when_the_number_is_forgotten_the_answers_stay_and_nothing_of_ana_does(town):
    is_helped(ANA, "26-1", town)
    with clock.moved_by(LATER):
        schedule.ask_due(by=CLOCK)
        texts_back(ANA, "5", "5", "5", "5")
    with clock.moved_by(dt.timedelta(days=80)):
        purge()
        assert point_of_number(READER, ANA) is None
    assert Invitation.objects.get().about == ""
    assert HeldAnswer.objects.count() == 4
