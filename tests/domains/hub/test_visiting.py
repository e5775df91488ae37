"""Filter 4: the plan, the clock, the visit and how it ended."""

from __future__ import annotations

import datetime as dt

import pytest

from commonbeat.core import clock
from commonbeat.core.errors import NotPermitted
from commonbeat.domains.hub.actions import concluding, deciding
from commonbeat.domains.hub.errors import (
    ChangedMeanwhile,
    FilterSkipped,
    NoSuchSituation,
    NotComplete,
    NotTheirs,
)
from commonbeat.domains.hub.queries import visits
from tests.domains.hub import walks

HOURS = dt.timedelta(hours=1)


def test_the_agencies_that_are_in_see_the_plan_and_nobody_else(hub):
    key = walks.involve(hub)
    walks.plan(hub, key)
    for who in ("ana", "cho"):
        plan = visits.plan(hub.by[who], key)
        assert [one.code for one in plan.next_visit.agencies] == ["health", "police"]
    for who in ("bell", "chair", "clerk", "lead"):
        assert visits.plan(hub.by[who], key) is None
    assert visits.plan(hub.by["ana"], "nosuchkey") is None


def test_a_plan_within_the_hours_needs_no_reason_and_one_after_them_does(hub):
    key = walks.involve(hub)
    walks.plan(hub, key, planned_for=clock.now() + 48 * HOURS)
    late = {"planned_for": clock.now() + 49 * HOURS}
    for reason in ("", "we forgot"):
        with pytest.raises(NotComplete) as refused:
            walks.plan(hub, key, **late, late_reason=reason)
        assert refused.value.missing == ("late_reason",)
    walks.plan(hub, key, **late, late_reason="person_away")
    plan = visits.plan(hub.by["ana"], key)
    assert len(plan.visits) == 1  # planning again changes the plan
    assert plan.next_visit.late_reason == "person_away"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"agencies": []}, "agencies"),
        ({"agencies": ["police"]}, "agencies"),
        ({"agencies": ["police", "school"]}, "agencies"),
        ({"planned_for": dt.datetime(2026, 5, 1, tzinfo=dt.UTC)}, "planned_for"),
    ],
)
def test_a_plan_names_two_agencies_that_are_in_and_a_time_to_come(hub, given, field):
    key = walks.involve(hub)
    with pytest.raises(NotComplete) as refused:
        walks.plan(hub, key, **given)
    assert refused.value.missing == (field,)


def test_when_all_others_left_the_lead_plans_alone(hub):
    key = walks.involve(hub)
    deciding.say_out(situation_key=key, by=hub.by["cho"])
    walks.plan(hub, key, agencies=["police"])


def test_who_is_not_in_plans_nothing(hub):
    key = walks.involve(hub)
    with pytest.raises(NotTheirs):
        walks.plan(hub, key, by=hub.by["bell"])
    with pytest.raises(NotPermitted):
        walks.plan(hub, key, by=hub.by["chair"])


def test_a_visit_is_told_once_by_an_agency_that_is_in(hub):
    key = walks.involve(hub)
    visit = walks.plan(hub, key)
    with pytest.raises(NoSuchSituation):
        walks.report(hub, visit, by=hub.by["bell"])
    walks.report(hub, visit, by=hub.by["cho"])
    with pytest.raises(FilterSkipped):
        walks.report(hub, visit)
    card = walks.card(hub, key)
    assert (card.step, card.n_visits, card.first_visit_at) == ("visited", 1, clock.now())


def test_an_earlier_visit_is_not_told_again_under_a_new_plan(hub):
    key = walks.visit(hub)
    first = visits.plan(hub.by["ana"], key).visits[0].key
    concluding.still_elevated(situation_key=key, version=walks.version(hub, key), by=hub.by["ana"])
    walks.plan(hub, key)
    with pytest.raises(ChangedMeanwhile):
        walks.report(hub, first)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"outcome": "had tea"}, "outcome"),
        ({"visited_at": dt.datetime(2026, 5, 12, 15, tzinfo=dt.UTC)}, "visited_at"),
        ({"visited_at": dt.datetime(2026, 5, 12, 17, tzinfo=dt.UTC)}, "visited_at"),
        ({"consent_asked": False, "consent_given": True}, "consent_asked"),
    ],
)
def test_a_report_has_an_outcome_of_the_list_and_a_time_that_can_be(hub, given, field):
    visit = walks.plan(hub, walks.involve(hub))
    with pytest.raises(NotComplete) as refused:
        walks.report(hub, visit, **given)
    assert refused.value.missing == (field,)


def test_endings_by_force_are_on_record_whatever_is_ticked(hub):
    key = walks.involve(hub)
    walks.report(hub, walks.plan(hub, key), outcome="apprehended", consent_given=False)
    told = visits.plan(hub.by["ana"], key).visits[0]
    assert (told.was_coercive, told.outcome.code) == (True, "apprehended")
    assert (told.consent_asked, told.consent_given) == (True, False)


def test_a_visit_where_nobody_was_asked_says_nothing_of_consent(hub):
    key = walks.involve(hub)
    visit = walks.plan(hub, key)
    walks.report(hub, visit, outcome="nobody_there", consent_asked=False, consent_given=False)
    assert visits.plan(hub.by["ana"], key).visits[0].consent_given is None


def test_late_is_shown_to_the_agencies_that_are_in_once_the_hours_have_passed(hub):
    key = walks.involve(hub)
    walks.plan(hub, key, planned_for=clock.now() + 47 * HOURS)
    (due,) = visits.due(hub.by["ana"])
    assert (due.due_at, due.is_late, due.is_soon) == (clock.now() + 48 * HOURS, False, False)
    with clock.moved_by(40 * HOURS):
        assert visits.due(hub.by["cho"])[0].is_soon
    with clock.moved_by(49 * HOURS):
        (due,) = visits.due(hub.by["ana"])
        assert (due.is_late, due.is_lead, due.awaits_report) == (True, True, True)
        assert walks.card(hub, key).is_late
        assert visits.due(hub.by["bell"]) == []
        assert visits.due(hub.by["chair"]) == []


def test_the_clock_stops_at_the_first_visit_and_does_not_start_again(hub):
    key = walks.involve(hub)
    with clock.moved_by(47 * HOURS):
        walks.report(hub, walks.plan(hub, key, planned_for=clock.now() + HOURS))
    with clock.moved_by(60 * HOURS):
        assert not walks.card(hub, key).is_late
        concluding.still_elevated(
            situation_key=key, version=walks.version(hub, key), by=hub.by["ana"]
        )
        walks.plan(hub, key, planned_for=clock.now() + 24 * HOURS)
        assert not visits.due(hub.by["ana"])[0].is_late


def test_a_first_visit_after_the_hours_stays_late(hub):
    key = walks.involve(hub)
    with clock.moved_by(50 * HOURS):
        walks.report(hub, walks.plan(hub, key, late_reason="worker_needed"))
        assert walks.card(hub, key).is_late


def test_the_most_urgent_comes_first(hub):
    late = walks.involve(hub)
    with clock.moved_by(49 * HOURS):
        soon = walks.submit(hub)
        walks.present(hub, soon)
        walks.agree(hub, soon)
        walks.decide(hub, soon)
        for who in ("ana", "cho"):
            deciding.say_in(situation_key=soon, part="engaged", by=hub.by[who])
        walks.begin(hub, soon)
        assert [one.situation_key for one in visits.due(hub.by["ana"])] == [late, soon]
