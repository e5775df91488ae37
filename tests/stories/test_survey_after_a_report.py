"""Ana's report is closed: she may be asked, once, how it went, and nobody can tell what she said."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client

from commonbeat.core import clock
from commonbeat.core.retention import purge
from commonbeat.domains.concerns.actions import kinds
from commonbeat.domains.concerns.actions.bulk import Chosen
from commonbeat.domains.concerns.errors import NotAccepted
from commonbeat.domains.concerns.queries.kinds import desk_kinds
from commonbeat.domains.concerns.reports import Report
from commonbeat.domains.surveys import queries, schedule
from commonbeat.domains.surveys.instruments import AFTER_A_REPORT
from commonbeat.domains.surveys.models import HeldAnswer, Invitation, Response
from commonbeat.roles import Role, actor
from commonbeat.workflows import concern_desk, concern_intake
from tests.domains.concerns.cases import ANA_PAGE, CHO, OPERATOR, line, raised
from tests.stories.calls import ANA, event, send, words_to
from tests.stories.test_text_replies import replies_to, say

CLOCK = actor(Role.CLOCK, "worker")
LATER = dt.timedelta(days=2)
DAY = dt.timedelta(days=1)
pytestmark = pytest.mark.usefixtures("town")


def close(key: str, state: str = "done") -> None:
    concern_desk.answer(key=key, version=line(key).version, state=state, words="", by=CHO)


def not_fixed(key: str) -> None:
    holder = actor(Role.CALLER, "link", holds=frozenset({f"concerns.concern:{key}"}))
    concern_intake.say_not_fixed(key=key, by=holder)


def asked() -> list[str]:
    """The first questions that went out to Ana."""
    return [words for words in words_to() if "1/3" in words]


def by_page(mail: str = "") -> str:
    """Ana reports on the page and leaves no number; her private page."""
    report = Report(kind="noise", description="Drums", address="Mill", answers={"when": ["night"]})
    taken = concern_intake.take_report(report=report, mail=mail, by=ANA_PAGE)
    close(taken.key)
    return f"/r/{taken.token}"


def survey_on(page: str) -> str:
    """The address of the questions on a private page; '' where it has none."""
    found = re.search(r'href="(/s/[^"]+)"', Client().get(page).content.decode())
    return found[1] if found else ""


def test_she_is_asked_a_day_later_and_three_short_answers_are_taken_and_hidden():
    key = raised(number=ANA)
    close(key)
    schedule.ask_due(by=CLOCK)
    assert asked() == []
    with clock.moved_by(LATER):
        schedule.ask_due(by=CLOCK)
        [first] = asked()
        assert "your report" in first
        assert "It was easy to say what was wrong." in first
        for words in ("5", "4 thanks", "very satisfied"):
            say(words)
        assert "Thank you" in words_to()[-1]
    assert Invitation.objects.get().state == "answered"
    assert HeldAnswer.objects.count() == 3


def test_nobody_is_asked_at_night(town):
    key = raised(number=ANA)
    with clock.held_at(town + dt.timedelta(hours=11)):  # eleven in the evening
        close(key)
    with clock.held_at(town + dt.timedelta(hours=35, minutes=5)):
        schedule.ask_due(by=CLOCK)
        assert asked() == []
    with clock.held_at(town + dt.timedelta(hours=44)):  # eight in the morning
        schedule.ask_due(by=CLOCK)
        assert len(asked()) == 1


def test_what_is_opened_and_closed_again_is_asked_about_once():
    key = raised(number=ANA)
    close(key)
    not_fixed(key)
    assert Invitation.objects.get().reason == "report opened again"
    with clock.moved_by(LATER):
        schedule.ask_due(by=CLOCK)
        assert asked() == []
        close(key)
    with clock.moved_by(2 * LATER):
        schedule.ask_due(by=CLOCK)
        assert len(asked()) == 1
        not_fixed(key)
        close(key)
    with clock.moved_by(3 * LATER):
        schedule.ask_due(by=CLOCK)
    assert len(asked()) == 1
    assert Invitation.objects.count() == 1


def test_not_even_when_all_is_forgotten_of_the_first_time():
    key = raised(number=ANA)
    close(key)
    with clock.moved_by(LATER):
        schedule.ask_due(by=CLOCK)
    with clock.moved_by(100 * DAY):
        schedule.end_conversations(by=CLOCK)
        purge()
        assert Invitation.objects.get().about == ""
        not_fixed(key)
        close(key)
    with clock.moved_by(102 * DAY):
        schedule.ask_due(by=CLOCK)
    assert Invitation.objects.count() == 1
    assert len(asked()) == 1


def test_who_said_stop_is_not_asked():
    key = raised(number=ANA)
    say("STOP")
    close(key)
    with clock.moved_by(LATER):
        schedule.ask_due(by=CLOCK)
        assert asked() == []
    assert (Invitation.objects.get().state, Invitation.objects.get().reason) == (
        "not asked",
        "said STOP",
    )


def test_stop_between_the_closing_and_the_question_is_heard():
    close(raised(number=ANA))
    say("STOP")
    with clock.moved_by(LATER):
        schedule.ask_due(by=CLOCK)
        assert asked() == []


def test_who_was_asked_after_a_call_not_long_ago_is_left_alone(town):
    send(event("26-1", "received", town, call_type="NOISE", phone=ANA))
    with clock.held_at(town + dt.timedelta(minutes=40)):
        send(event("26-1", "closed", clock.now(), disposition="18"))
    with clock.moved_by(LATER):
        schedule.ask_due(by=CLOCK)
        close(raised(number=ANA))
    with clock.moved_by(2 * LATER):
        schedule.ask_due(by=CLOCK)
    assert asked() == []
    assert Invitation.objects.get(instrument__code=AFTER_A_REPORT).reason == "too soon"


def test_nobody_is_asked_about_private_matters():
    described = Report(
        kind="suspicious",
        address="Mill",
        answers={
            "happening": ["past"],
            "behaviour": "tried doors",
            "seen-at": "Tuesday",
            "unusual": "nobody lives there",
        },
    )
    keys = [raised("other", number=ANA)]
    keys += [concern_intake.take_report(report=described, number=ANA, by=ANA_PAGE).key]
    for key in keys:
        close(key)
    assert Invitation.objects.count() == 0


def test_no_tip_is_ever_asked_about():
    say("TIP they sell behind the mill")
    with clock.moved_by(LATER):
        schedule.ask_due(by=CLOCK)
    assert Invitation.objects.count() == 0


def test_what_goes_on_as_another_report_asks_nothing():
    first, second = raised(), raised(number=ANA)
    concern_desk.join_duplicate(
        key=second, version=line(second).version, of_number=line(first).number, by=CHO
    )
    assert Invitation.objects.count() == 0


def test_a_kind_can_be_switched_off_and_a_private_one_never_on():
    given = {"due_days": 7, "agency": ""}
    kinds.set_kind(code="noise", is_public=True, asks_after=False, by=OPERATOR, **given)
    close(raised(number=ANA))
    assert Invitation.objects.count() == 0
    kinds.set_kind(code="noise", is_public=True, asks_after=True, by=OPERATOR, **given)
    close(raised(number=ANA))
    assert Invitation.objects.count() == 1
    with pytest.raises(NotAccepted):
        kinds.set_kind(code="noise", is_public=False, asks_after=True, by=OPERATOR, **given)
    kinds.set_kind(code="noise", is_public=False, by=OPERATOR, **given)
    assert not next(one for one in desk_kinds(CHO) if one.code == "noise").asks_after


def test_a_bulk_closing_that_is_undone_asks_nothing():
    key = raised(number=ANA)
    chosen = [Chosen(key, line(key).version)]
    done = concern_desk.answer_many(chosen=chosen, state="done", template="", by=CHO)
    assert Invitation.objects.get().state == "waiting"
    concern_desk.undo_bulk(key=done.key, by=CHO)
    assert Invitation.objects.get().state == "not asked"
    with clock.moved_by(LATER):
        schedule.ask_due(by=CLOCK)
        assert asked() == []


def test_a_number_answers_the_survey_and_words_go_to_nobody_by_mistake():
    close(raised(number=ANA))
    with clock.moved_by(LATER):
        schedule.ask_due(by=CLOCK)
        say("it is loud again")
        assert HeldAnswer.objects.count() == 0
        assert "cannot read" in replies_to()[-1]
        say("REPORT noise")
        say("Mill Street")
        say("4")  # the report asked last: when is it loud?
        assert "What else" in replies_to()[-1]
        say("no")
        say("4")
        assert "2/3" in words_to()[-1]


def test_on_the_private_page_the_questions_stand_until_they_are_answered():
    page = by_page()
    address = survey_on(page)
    asks = Client().get(address).content.decode()
    assert "questions about your report" in asks
    assert "kind of report and language" in asks
    french = Client().get(f"{address}?lang=fr").content.decode()
    assert "Que pensez-vous de ce qui a été fait" in french
    Client().post(address, {"overall": "4", "explanation": "5"})
    assert survey_on(page) == ""
    assert HeldAnswer.objects.count() == 2
    assert "stored without your name" in Client().get(address).content.decode()


def test_the_page_asks_nothing_while_the_report_is_open_or_private():
    report = Report(kind="noise", description="Drums", address="Mill", answers={"when": ["night"]})
    taken = concern_intake.take_report(report=report, by=ANA_PAGE)
    assert survey_on(f"/r/{taken.token}") == ""
    close(taken.key)
    assert survey_on(f"/r/{taken.token}") != ""
    Client().post(f"/r/{taken.token}/not-fixed")
    assert survey_on(f"/r/{taken.token}") == ""


def test_a_mail_brings_the_link_and_no_question_to_answer_by_mail():
    by_page("ana@example.org")
    with clock.moved_by(LATER):
        schedule.ask_due(by=CLOCK)
        words = words_to("ana@example.org")[-1]
    address = re.search(r"/s/\S+", words)[0]
    assert "1/3" not in words
    assert "your report" in Client().get(address).content.decode()


def test_no_answer_knows_its_concern_and_five_alike_become_a_figure(town):
    for number in range(5):
        phone = f"+1514555011{number}"
        close(raised(number=phone))
    with clock.moved_by(LATER):
        schedule.ask_due(by=CLOCK)
        for number in range(5):
            for words in ("5", "4", str(1 + number)):
                say(words, number=f"+1514555011{number}")
        schedule.release_answers(by=CLOCK)
        schedule.sweep_keys(by=CLOCK)
    found = queries.results(CHO, town.date(), town.date(), questionnaire=AFTER_A_REPORT)
    overall = next(q for q in found.questions if q.code == "overall")
    assert (overall.n, overall.mean.estimate) == (5, 3.0)
    assert HeldAnswer.objects.count() == 0
    kept = {field.name for field in Response._meta.get_fields()}
    assert not kept & {"about", "concern", "invitation", "contact_point", "answered_at"}
    assert set(Response.objects.values_list("group", flat=True)) == {"noise"}
