"""Meetings: who opens, who comes, what is on the table, and what the screen shows."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonbeat.core import clock
from commonbeat.core.errors import NotPermitted
from commonbeat.domains.agencies.actions.agreements import end_agreement, end_undertaking
from commonbeat.domains.agencies.models import Agreement, Undertaking
from commonbeat.domains.hub.actions import deciding, meetings, tables
from commonbeat.domains.hub.actions.tables import Rules
from commonbeat.domains.hub.errors import (
    AnotherIsOpen,
    ChangedMeanwhile,
    NoMeeting,
    NoQuorum,
    NoSuchMeeting,
    NoSuchSituation,
    NotComplete,
    NotTheirs,
)
from commonbeat.domains.hub.queries import meeting as shown
from commonbeat.domains.hub.queries import stamps
from tests.domains.hub import walks
from tests.domains.hub.cast import SPEAKERS, Cast, seat_people


def live(hub: Cast, who: str = "chair") -> shown.Live:
    found = shown.live(hub.by[who])
    assert found is not None
    return found


def test_the_chair_plans_opens_and_closes_a_meeting(hub):
    planned = meetings.plan_meeting(planned_for=clock.now() + walks.AN_HOUR, by=hub.by["chair"])
    assert [one.key for one in live(hub).planned] == [planned.key]
    meetings.open_meeting(key=planned.key, by=hub.by["chair"])
    assert live(hub).meeting.key == planned.key
    meetings.close_meeting(key=planned.key, by=hub.by["chair"])
    assert live(hub).meeting is None
    assert [one.closed_at for one in shown.meetings(hub.by["lead"])] == [clock.now()]


@pytest.mark.parametrize("who", ["ana", "clerk", "lead", "police_approver"])
def test_nobody_but_the_chair_opens_or_closes_a_meeting(hub, who):
    planned = meetings.plan_meeting(planned_for=clock.now(), by=hub.by["chair"])
    with pytest.raises(NotPermitted):
        meetings.open_meeting(key=planned.key, by=hub.by[who])
    with pytest.raises(NotPermitted):
        meetings.close_meeting(key=planned.key, by=hub.by[who])


def test_a_table_has_one_open_meeting(hub):
    walks.meet(hub)
    second = meetings.plan_meeting(planned_for=clock.now(), by=hub.by["chair"])
    with pytest.raises(AnotherIsOpen):
        meetings.open_meeting(key=second.key, by=hub.by["chair"])
    assert [one.key for one in live(hub).planned] == [second.key]


def test_opening_twice_opens_once_and_a_closed_meeting_stays_closed(hub):
    meeting = walks.meet(hub)
    with pytest.raises(AnotherIsOpen):
        meetings.open_meeting(key=meeting.key, by=hub.by["chair"])
    meetings.close_meeting(key=meeting.key, by=hub.by["chair"])
    with pytest.raises(NoMeeting):
        meetings.open_meeting(key=meeting.key, by=hub.by["chair"])
    with pytest.raises(NoMeeting):
        meetings.attend(meeting_key=meeting.key, how="room", by=hub.by["ana"])


def test_anybody_who_discusses_may_call_an_emergency_meeting(hub):
    called = meetings.call_emergency(by=hub.by["ana"])
    assert live(hub).planned[0].kind == "emergency"
    meetings.open_meeting(key=called.key, by=hub.by["chair"])
    assert live(hub).meeting.kind == "emergency"


def test_an_emergency_called_from_two_screens_is_one_meeting(hub):
    called = [meetings.call_emergency(by=hub.by[who]).key for who in ("ana", "bell", "chair")]
    assert set(called) == {one.key for one in live(hub).planned}
    meetings.open_meeting(key=called[0], by=hub.by["chair"])
    with pytest.raises(AnotherIsOpen):
        meetings.call_emergency(by=hub.by["cho"])
    meetings.close_meeting(key=called[0], by=hub.by["chair"])
    assert live(hub).planned == ()
    assert meetings.call_emergency(by=hub.by["ana"]).key not in called


def test_what_was_called_for_now_is_opened_before_what_is_planned(hub):
    by = hub.by["chair"]
    earlier = meetings.plan_meeting(planned_for=clock.now() - walks.AN_HOUR, by=by)
    tomorrow = meetings.plan_meeting(
        planned_for=clock.now() + 24 * walks.AN_HOUR, kind="emergency", by=by
    )
    called = meetings.call_emergency(by=hub.by["ana"])
    order = [called.key, earlier.key, tomorrow.key]
    assert [one.key for one in live(hub).planned] == order


def test_a_meeting_that_nobody_held_is_not_the_next_one_for_ever(hub):
    missed = meetings.plan_meeting(planned_for=clock.now() + walks.AN_HOUR, by=hub.by["chair"])
    with clock.moved_by(24 * walks.AN_HOUR):
        coming = meetings.plan_meeting(planned_for=clock.now(), by=hub.by["chair"])
        assert [one.key for one in live(hub).planned] == [coming.key]
        listed = {one.key: one.was_missed for one in shown.meetings(hub.by["chair"])}
    assert listed == {missed.key: True, coming.key: False}


def test_a_meeting_that_goes_on_past_midnight_stays_open(hub):
    meeting = walks.meet(hub)
    with clock.moved_by(13 * walks.AN_HOUR):
        assert live(hub).meeting.key == meeting.key
        assert live(hub).is_quorate


def test_an_agency_whose_agreement_lapses_during_the_meeting_is_not_waited_for(hub, operator):
    key = walks.submit(hub)
    walks.meet(hub, ["ana", "bell", "cho", "diaz"])
    walks.present(hub, key)
    walks.agree(hub, key, ["ana", "bell", "cho"])
    agreement = Agreement.objects.get(agency=hub.agencies["housing"])
    end_agreement(agreement_key=agreement.key, by=operator)
    assert "housing" not in {one.code for one in live(hub).agencies}
    walks.decide(hub, key)
    assert walks.card(hub, key).step == "elevated"


def test_who_may_not_come_in_any_more_makes_no_quorum(hub, operator):
    walks.meet(hub, ["ana", "bell", "cho"])
    end_undertaking(
        undertaking_key=Undertaking.objects.get(staff=hub.staff["cho"]).key, by=operator
    )
    assert not live(hub).is_quorate
    with pytest.raises(NoQuorum):
        walks.present(hub, walks.submit(hub))


def test_the_chair_notes_who_left_without_a_word_and_they_may_come_back(hub):
    key = walks.submit(hub)
    meeting = walks.meet(hub, ["ana", "bell", "cho", "diaz"])
    walks.present(hub, key)
    walks.agree(hub, key, ["ana", "bell", "cho"])
    diaz = hub.staff["diaz"].key
    with pytest.raises(NotPermitted):
        meetings.note_gone(meeting_key=meeting.key, staff_key=diaz, by=hub.by["ana"])
    meetings.note_gone(meeting_key=meeting.key, staff_key=diaz, by=hub.by["chair"])
    assert [one.person for one in live(hub).attendance] == ["Cho", "Ana", "Bell"]
    for who in (diaz, "nosuchkey", hub.staff["eve"].key):
        with pytest.raises(NotComplete):
            meetings.note_gone(meeting_key=meeting.key, staff_key=who, by=hub.by["chair"])
    meetings.attend(meeting_key=meeting.key, how="remote", by=hub.by["diaz"])
    assert live(hub, "diaz").am_there
    meetings.note_gone(meeting_key=meeting.key, staff_key=diaz, by=hub.by["chair"])
    walks.decide(hub, key)
    assert walks.card(hub, key).step == "elevated"


@pytest.mark.parametrize("who", ["clerk", "lead", "police_approver"])
def test_who_only_writes_watches_or_approves_calls_no_meeting(hub, who):
    with pytest.raises(NotPermitted):
        meetings.call_emergency(by=hub.by[who])


def test_a_meeting_of_another_kind_is_refused(hub):
    with pytest.raises(NotComplete):
        meetings.plan_meeting(planned_for=clock.now(), kind="secret", by=hub.by["chair"])


def test_people_come_from_near_and_far_and_leave(hub):
    meeting = walks.meet(hub, ["ana"])
    meetings.attend(meeting_key=meeting.key, how="remote", by=hub.by["bell"])
    there = live(hub, "bell").attendance
    assert [(one.person, one.how, one.is_me) for one in there] == [
        ("Ana", "room", False),
        ("Bell", "remote", True),
    ]
    meetings.leave(meeting_key=meeting.key, by=hub.by["ana"])
    assert [one.person for one in live(hub).attendance] == ["Bell"]
    meetings.attend(meeting_key=meeting.key, how="remote", by=hub.by["ana"])
    assert live(hub, "ana").am_there
    assert not live(hub).am_there


def test_one_comes_in_the_room_or_from_afar_and_no_other_way(hub):
    meeting = walks.meet(hub, [])
    with pytest.raises(NotComplete):
        meetings.attend(meeting_key=meeting.key, how="in spirit", by=hub.by["ana"])


def test_the_quorum_counts_sectors_of_those_who_discuss(hub):
    meeting = walks.meet(hub, ["ana", "bell"])
    for who in ("chair", "clerk"):
        meetings.attend(meeting_key=meeting.key, how="room", by=hub.by[who])
    key = walks.submit(hub)
    assert (len(live(hub).sectors), live(hub).is_quorate) == (2, False)
    with pytest.raises(NoQuorum):
        walks.present(hub, key)
    meetings.attend(meeting_key=meeting.key, how="remote", by=hub.by["cho"])
    assert live(hub).is_quorate
    walks.present(hub, key)


def test_a_seat_that_ended_is_not_at_the_meeting_any_more(hub, operator):
    walks.meet(hub, ["ana", "bell", "cho"])
    tables.end_seat(seat_key=hub.seats["cho"].key, by=operator)
    assert not live(hub).is_quorate
    with pytest.raises(NoQuorum):
        walks.present(hub, walks.submit(hub))


def test_nothing_is_presented_outside_a_meeting(hub):
    key = walks.submit(hub)
    with pytest.raises(NoMeeting):
        walks.present(hub, key)
    meetings.plan_meeting(planned_for=clock.now(), by=hub.by["chair"])
    with pytest.raises(NoMeeting):
        walks.present(hub, key)


def test_what_is_presented_is_on_every_screen_since_then(hub):
    key = walks.submit(hub)
    walks.meet(hub)
    walks.present(hub, key, by="ana")
    seen = live(hub, "eve")
    assert (seen.presenting.key, seen.presenting.step) == (key, "presented")
    assert (seen.presenting_since, seen.minutes) == (clock.now(), 4)


@pytest.mark.parametrize("who", ["bell", "clerk"])
def test_only_the_chair_and_who_brought_it_present_a_situation(hub, who):
    key = walks.submit(hub)
    walks.meet(hub)
    with pytest.raises((NotTheirs, NotPermitted)):
        walks.present(hub, key, by=who)
    assert live(hub).presenting is None


def test_a_page_that_is_older_than_the_card_presents_nothing(hub):
    key = walks.submit(hub)
    walks.meet(hub)
    walks.present(hub, key)
    with pytest.raises(ChangedMeanwhile):
        meetings.present(situation_key=key, version=1, by=hub.by["chair"])


def test_closing_leaves_open_situations_for_the_next_meeting(hub):
    key = walks.submit(hub)
    first = walks.meet(hub)
    walks.present(hub, key)
    walks.agree(hub, key)
    meetings.close_meeting(key=first.key, by=hub.by["chair"])
    assert [one.key for one in live(hub).queue] == [key]
    walks.meet(hub, ["ana", "bell", "cho"])
    assert live(hub).presenting is None
    walks.present(hub, key)
    assert live(hub).presenting.accords == ()  # each meeting says for itself


def test_the_rules_in_force_when_it_is_put_on_the_table_are_the_ones_it_is_decided_by(
    hub, operator
):
    key = walks.submit(hub)
    tables.set_policy(
        table_key=hub.table.key, rules=Rules(note_mode="none", quorum_sectors=5), by=operator
    )
    walks.meet(hub, SPEAKERS[:4])
    with pytest.raises(NoQuorum):
        walks.present(hub, key)
    meetings.attend(meeting_key=live(hub).meeting.key, how="room", by=hub.by["eve"])
    walks.present(hub, key)
    assert walks.card(hub, key).note_mode == "none"


def test_the_chair_orders_the_queue_and_versions_stand(hub):
    keys = [walks.submit(hub, who) for who in ("ana", "bell", "cho")]
    before = [one.version for one in live(hub).queue]
    meetings.order_queue(situation_keys=[keys[2]], by=hub.by["chair"])
    assert [one.key for one in live(hub).queue] == [keys[2], keys[0], keys[1]]
    assert [one.version for one in live(hub).queue] == before
    with pytest.raises(NoSuchSituation):
        meetings.order_queue(situation_keys=["nosuchkey"], by=hub.by["chair"])


def test_each_change_grows_the_stamp_that_screens_watch(hub):
    def stamp() -> int:
        return stamps.stamps()[hub.table.live_token]

    seen = [stamp()]
    key = walks.submit(hub)
    seen.append(stamp())
    meeting = walks.meet(hub)
    seen.append(stamp())
    walks.present(hub, key)
    seen.append(stamp())
    walks.agree(hub, key, ["ana"])
    seen.append(stamp())
    meetings.order_queue(situation_keys=[key], by=hub.by["chair"])
    seen.append(stamp())
    meetings.close_meeting(key=meeting.key, by=hub.by["chair"])
    seen.append(stamp())
    assert seen == sorted(set(seen))


def test_another_table_has_no_part_in_any_of_it(hub):
    sea = seat_people(code="SEA", people=["ana", "chair"])
    key = walks.submit(hub)
    meeting = walks.meet(hub)
    with pytest.raises(NoSuchMeeting):
        meetings.attend(meeting_key=meeting.key, how="room", by=sea.by["ana"])
    with pytest.raises(NoSuchMeeting):
        meetings.close_meeting(key=meeting.key, by=sea.by["chair"])
    with pytest.raises(NoSuchSituation):
        meetings.present(situation_key=key, version=1, by=sea.by["chair"])
    assert shown.card(sea.by["chair"], key) is None
    assert live(sea).queue == ()
    assert live(sea).meeting is None


@pytest.mark.parametrize("who", ["lead", "police_approver"])
def test_who_does_not_see_the_table_has_no_screen(hub, who):
    walks.meet(hub)
    assert shown.live(hub.by[who]) is None


def test_the_screen_is_read_in_few_queries_however_much_is_on_it(hub):
    walks.meet(hub)
    for _ in range(3):
        key = walks.submit(hub)
        walks.present(hub, key)
        walks.agree(hub, key, ["ana", "bell"])
    with CaptureQueriesContext(
        connection,
    ) as few:
        live(hub, "ana")
    for _ in range(3):
        walks.submit(hub, "bell")
    with CaptureQueriesContext(connection) as more:
        live(hub, "ana")
    assert len(more) == len(few) <= 9


def test_a_hidden_card_takes_the_same_reads_as_one_that_never_was(hub):
    sea = seat_people(code="SEA", people=["ana"])
    key = walks.submit(hub)
    counted = []
    for asked in (key, "nosuchkey"):
        with CaptureQueriesContext(connection) as reads:
            assert shown.card(sea.by["ana"], asked) is None
        counted.append(len(reads))
    assert counted == [1, 1]


def test_labels_come_in_both_languages(hub):
    card = walks.card(hub, walks.submit(hub), "ana")
    assert card.kind.text("en") == "A person"
    assert card.kind.text("fr-ca") == "Une personne"
    assert [one.code for one in card.risks] == ["alcohol-use", "antisocial-home"]
    assert (card.is_mine, card.lead, card.my_accord) == (True, None, None)


def test_what_is_said_on_one_screen_is_shown_on_the_others(hub):
    key = walks.submit(hub)
    walks.meet(hub)
    walks.present(hub, key)
    deciding.say_agreed(situation_key=key, agrees=False, by=hub.by["bell"])
    said = {one.agency.code: one.agrees for one in live(hub, "ana").presenting.accords}
    assert said == {"school": False}
    assert live(hub, "bell").presenting.my_accord is False
