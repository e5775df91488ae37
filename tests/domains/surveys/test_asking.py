"""Whom we ask, when, and whom we must not or cannot ask."""

import datetime as dt

import pytest
from django.conf import settings

from commonbeat.core import clock
from commonbeat.core.errors import NotPermitted
from commonbeat.core.retention import purge
from commonbeat.domains.contact.actions import points
from commonbeat.domains.contact.models import ContactPoint, Message
from commonbeat.domains.surveys import schedule
from commonbeat.domains.surveys.actions import asking
from commonbeat.domains.surveys.models import Conversation, Instrument, Invitation
from commonbeat.domains.surveys.queries import is_to_be_asked, page_token
from commonbeat.domains.surveys.tokens import token_of
from commonbeat.roles import Role, actor
from tests.domains.surveys.conftest import MAY
from tests.stories.calls import words_to

DAY = dt.timedelta(days=1)


def state(invited):
    row = Invitation.objects.get(key=invited.key)
    return row.state, row.reason


def texts(by):
    return list(Message.objects.seen_by(by).order_by("pk").values_list("topic", "state"))


def test_a_person_is_asked_when_the_time_has_come_and_not_before(noon, person, invited, the_clock):
    one = invited(person(), due_at=noon + dt.timedelta(hours=2))
    assert schedule.ask_due(by=the_clock) == 0
    with clock.moved_by(dt.timedelta(hours=2)):
        assert schedule.ask_due(by=the_clock) == 1
        assert schedule.ask_due(by=the_clock) == 0
    assert state(one) == ("asked", "")
    assert texts(the_clock) == [(f"survey:{one.key}:1", "queued")]


def test_inviting_twice_about_one_call_is_one_invitation(noon, person, invited):
    ana = person()
    first = invited(ana, about="calls.call:same")
    again = invited(ana, about="calls.call:same", due_at=noon + DAY)
    assert again == first
    nobody = invited(None, about="calls.call:same")
    assert invited(None, about="calls.call:same") == nobody
    assert Invitation.objects.count() == 2


def test_two_callers_of_one_call_are_invited_each(noon, person, invited):
    invited(person(1), about="calls.call:same")
    invited(person(2), about="calls.call:same")
    assert Invitation.objects.count() == 2


def test_without_a_number_nobody_can_be_asked_and_that_is_counted(noon, invited):
    assert state(invited(None)) == ("not asked", "no number")


def test_who_said_stop_is_not_asked(noon, person, invited, gateway, the_clock):
    ana = person()
    one = invited(ana)
    points.stop(point_key=ana.key, source="text", by=gateway)
    schedule.ask_due(by=the_clock)
    assert state(one) == ("not asked", "said STOP")
    assert texts(the_clock) == []


def test_a_landline_and_a_number_that_failed_are_not_asked(noon, person, invited, the_clock):
    land, broken = person(1), person(2)
    rows = ContactPoint.objects.seen_by(the_clock)
    rows.filter(pk=land.id).update(reach="landline")
    rows.filter(pk=broken.id).update(reach="failed")
    one, two = invited(land), invited(broken)
    schedule.ask_due(by=the_clock)
    assert state(one) == ("not asked", "landline")
    assert state(two) == ("not asked", "unreached")


def test_a_forgotten_number_is_not_asked(noon, person, invited, the_clock):
    one = invited(person(), due_at=noon + 500 * DAY)
    with clock.moved_by(501 * DAY):
        purge()
        schedule.ask_due(by=the_clock)
    assert state(one) == ("not asked", "forgotten")


def test_one_person_is_not_asked_again_within_the_days_of_the_town(
    noon, person, invited, the_clock
):
    ana = person()
    invited(ana)
    schedule.ask_due(by=the_clock)
    again = settings.SURVEY_AGAIN_DAYS
    soon = invited(ana, due_at=noon + (again - 1) * DAY)
    later = invited(ana, due_at=noon + (again + 1) * DAY)
    with clock.moved_by((again - 1) * DAY):
        schedule.ask_due(by=the_clock)
    assert state(soon) == ("not asked", "too soon")
    with clock.moved_by((again + 1) * DAY):
        schedule.ask_due(by=the_clock)
    assert state(later) == ("asked", "")


def test_two_calls_of_one_person_due_together_ask_once(noon, person, invited, the_clock):
    ana = person()
    one, two = invited(ana), invited(ana)
    schedule.ask_due(by=the_clock)
    assert sorted([state(one), state(two)]) == [("asked", ""), ("not asked", "too soon")]


def test_a_withdrawn_invitation_is_not_asked_and_may_come_back(
    noon, person, invited, dispatch, the_clock
):
    ana = person()
    one = invited(ana, about="calls.call:x")
    asking.withdraw_invitation(about="calls.call:x", reason="reopened", by=dispatch)
    schedule.ask_due(by=the_clock)
    assert state(one) == ("not asked", "reopened")
    assert invited(ana, about="calls.call:x").state == "waiting"


def test_a_sensitive_type_stops_a_waiting_invitation_but_not_an_answered_one(noon, person, invited):
    ana = person()
    invited(ana, about="calls.call:x")
    told = invited(ana, about="calls.call:x", reason_not="sensitive type")
    assert (told.state, told.reason) == ("not asked", "sensitive type")


def test_an_invitation_that_was_never_asked_in_time_counts_as_not_asked(
    noon, person, invited, the_clock
):
    one = invited(person())
    with clock.moved_by(asking.OPEN_FOR):
        schedule.end_conversations(by=the_clock)
    assert state(one) == ("not asked", "too late")


def test_who_never_answers_expires_and_the_conversation_goes(noon, person, invited, the_clock):
    one = invited(person())
    schedule.ask_due(by=the_clock)
    with clock.moved_by(asking.OPEN_FOR - DAY):
        schedule.end_conversations(by=the_clock)
    assert state(one) == ("asked", "")
    with clock.moved_by(asking.OPEN_FOR):
        schedule.end_conversations(by=the_clock)
    assert state(one) == ("expired", "")
    assert not Conversation.objects.exists()


def test_the_link_to_the_call_is_forgotten_after_the_time_declared(
    noon, person, invited, the_clock
):
    ana = person()
    invited(ana)
    invited(ana)
    with clock.moved_by(asking.OPEN_FOR + 31 * DAY):
        purge()
    assert set(Invitation.objects.values_list("about", "token_hash")) == {("", "")}


def test_without_a_questionnaire_in_force_nobody_is_invited(noon, person, dispatch):
    Instrument.objects.update(in_force=False)
    told = asking.invite(
        about="calls.call:x",
        point_id=person().id,
        area_id=None,
        group="",
        month=MAY,
        due_at=noon,
        by=dispatch,
    )
    assert told is None


def test_who_has_no_right_asks_nobody(noon, person, eve, bell):
    for someone in (eve, bell):
        with pytest.raises(NotPermitted):
            asking.ask_due(by=someone)
        with pytest.raises(NotPermitted):
            asking.withdraw_invitation(about="calls.call:x", reason="", by=someone)


def test_asking_costs_the_same_number_of_queries_for_one_and_for_many(
    noon, person, invited, the_clock, django_assert_max_num_queries
):
    for number in range(1, 21):
        invited(person(number))
    with django_assert_max_num_queries(20 + 2 * 20):
        asking.ask_due(by=the_clock)


def test_who_left_no_number_finds_the_questions_on_their_page_alone(noon, invited, the_clock):
    """Nobody is texted; when the time is over without an answer, they could not be asked."""
    one = invited(None, about="concerns.concern:c1", by_link=True)
    assert state(one) == ("waiting", "")
    assert schedule.ask_due(by=the_clock) == 0
    holder = actor(Role.CALLER, "link", holds=frozenset({"concerns.concern:c1"}))
    assert page_token(holder, "concerns.concern:c1") == token_of(one.key)
    assert page_token(actor(Role.CALLER, "other"), "concerns.concern:c1") is None
    with clock.moved_by(15 * DAY):
        schedule.end_conversations(by=the_clock)
        assert page_token(holder, "concerns.concern:c1") is None
    assert state(one) == ("not asked", "no number")


def test_who_gets_mails_is_sent_the_page_because_a_mail_cannot_be_answered(
    noon, invited, dispatch, the_clock
):
    known = points.know_addresses(
        addresses=["ana@example.org"],
        languages={"ana@example.org": "en"},
        keep_until=noon + 40 * DAY,
        by=dispatch,
    )
    one = invited(known["ana@example.org"])
    schedule.ask_due(by=the_clock)
    assert texts(the_clock) == [(f"survey:{one.key}:page", "queued")]
    assert Conversation.objects.count() == 0
    [words] = words_to("ana@example.org")
    assert f"/s/{token_of(one.key)}" in words
    with clock.moved_by(15 * DAY):
        schedule.end_conversations(by=the_clock)
    assert state(one) == ("expired", "")


def test_nobody_is_asked_with_a_questionnaire_that_is_not_in_force(noon, person, dispatch):
    given = {"about": "concerns.concern:c1", "area_id": None, "group": "", "month": MAY}
    assert (
        asking.invite(
            point_id=person().id, due_at=noon, questionnaire="other", by=dispatch, **given
        )
        is None
    )


def test_only_who_invites_learns_who_is_to_be_asked(noon, person, invited, dispatch, bell):
    invited(person(), about="concerns.concern:c1")
    assert is_to_be_asked(dispatch, "concerns.concern:c1")
    assert not is_to_be_asked(bell, "concerns.concern:c1")
