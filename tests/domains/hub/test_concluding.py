"""The end of a situation, what is asked later, and who may say it."""

from __future__ import annotations

import datetime as dt

import pytest

from commonbeat.core import clock
from commonbeat.domains.hub.actions import concluding
from commonbeat.domains.hub.actions.concluding import Mobilised
from commonbeat.domains.hub.errors import (
    ChangedMeanwhile,
    FilterSkipped,
    NoSuchSituation,
    NotComplete,
    NotTheirs,
    TooEarly,
)
from commonbeat.domains.hub.queries import meeting as shown
from commonbeat.domains.hub.queries import visits
from tests.domains.hub import walks

DAYS = dt.timedelta(days=1)


def test_a_conclusion_keeps_reason_services_and_what_there_is_not(hub):
    key = walks.close(hub)
    plan = visits.plan(hub.by["ana"], key)
    assert (plan.card.step, plan.card.reason.group) == ("closed", "lowered")
    services = {one.service.code: (one.how, one.agency) for one in plan.services}
    assert services["housing"][0] == "connected"
    assert services["housing"][1].code == "housing"
    assert services["food"] == ("none", None)
    assert [(one.days, one.due_on - clock.now().date()) for one in plan.later_checks] == [
        (30, 30 * DAYS),
        (90, 90 * DAYS),
    ]


def test_only_the_lead_concludes(hub):
    key = walks.visit(hub)
    for who in ("cho", "bell"):
        with pytest.raises(NotTheirs):
            walks.conclude(hub, key, by=hub.by[who])
    assert walks.card(hub, key).step == "visited"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"reason": "because"}, "reason"),
        ({"reason": "not_elevated"}, "reason"),
        ({"services": ()}, "services"),
        ({"services": (Mobilised("a nice talk", "connected"),)}, "services"),
        ({"services": (Mobilised("food", "somehow"),)}, "services"),
        ({"services": (Mobilised("food", "informed"), Mobilised("food", "none"))}, "services"),
        ({"services": (Mobilised("food", "connected", "nobody"),)}, "services"),
        ({"services": (Mobilised("food", "none", "housing"),)}, "services"),
        ({"reason": "systemic", "services": (Mobilised("food", "informed"),)}, "services"),
    ],
)
def test_a_conclusion_needs_a_reason_and_each_service_with_how(hub, given, field):
    key = walks.visit(hub)
    with pytest.raises(NotComplete) as refused:
        walks.conclude(hub, key, **given)
    assert refused.value.missing == (field,)
    assert visits.plan(hub.by["ana"], key).services == ()


def test_what_the_system_lacks_is_named(hub):
    key = walks.visit(hub)
    walks.conclude(hub, key, reason="systemic", services=[Mobilised("detox", "none")])
    assert visits.plan(hub.by["ana"], key).services[0].how == "none"


@pytest.mark.parametrize("planned", [True, False])
def test_before_any_visit_only_other_reasons_end_it(hub, planned):
    key = walks.involve(hub)
    if planned:
        walks.plan(hub, key)
    with pytest.raises(FilterSkipped):
        walks.conclude(hub, key)
    walks.conclude(hub, key, reason="relocated", services=())
    plan = visits.plan(hub.by["ana"], key)
    assert (plan.card.step, plan.visits) == ("closed", ())


def test_risk_that_fell_by_itself_needs_no_service(hub):
    key = walks.visit(hub)
    walks.conclude(hub, key, reason="without_table", services=())


def test_what_is_closed_stays_closed(hub):
    key = walks.close(hub)
    with pytest.raises(FilterSkipped):
        walks.conclude(hub, key)
    with pytest.raises(FilterSkipped):
        concluding.still_elevated(
            situation_key=key, version=walks.version(hub, key), by=hub.by["ana"]
        )


def test_a_new_plan_after_a_visit_is_counted_as_visits(hub):
    key = walks.visit(hub)
    with pytest.raises(NotTheirs):
        concluding.still_elevated(
            situation_key=key, version=walks.version(hub, key), by=hub.by["cho"]
        )
    concluding.still_elevated(situation_key=key, version=walks.version(hub, key), by=hub.by["ana"])
    walks.report(hub, walks.plan(hub, key))
    assert walks.card(hub, key).n_visits == 2


def test_closed_situations_are_seen_by_the_records_keepers_and_the_lead(hub):
    key = walks.close(hub)
    since = clock.now().date()
    for who in ("chair", "clerk", "ana"):
        assert [one.key for one in shown.record(hub.by[who], since=since)] == [key]
    for who in ("bell", "cho", "lead", "police_approver"):
        assert shown.record(hub.by[who], since=since) == []
        assert shown.card(hub.by[who], key) is None


def test_thirty_and_ninety_days_later_the_lead_says_a_code_once(hub):
    key = walks.close(hub)
    given = {"situation_key": key, "days": 30, "answer": "unknown"}
    with pytest.raises(TooEarly):
        concluding.record_later_check(**given, by=hub.by["ana"])
    assert visits.later_checks_due(hub.by["ana"]) == []
    with clock.moved_by(31 * DAYS):
        assert [one.days for one in visits.later_checks_due(hub.by["ana"])] == [30]
        assert visits.later_checks_due(hub.by["cho"]) == []
        concluding.record_later_check(**given, by=hub.by["ana"])
        assert visits.later_checks_due(hub.by["ana"]) == []
        with pytest.raises(ChangedMeanwhile):
            concluding.record_later_check(**given, by=hub.by["ana"])
        with pytest.raises(TooEarly):
            concluding.record_later_check(**(given | {"days": 90}), by=hub.by["ana"])
    checks = visits.plan(hub.by["ana"], key).later_checks
    assert [one.answer.code if one.answer else None for one in checks] == ["unknown", None]


@pytest.mark.parametrize(
    ("days", "answer", "refusal"),
    [(30, "fine I think", NotComplete), (60, "stable", NoSuchSituation)],
)
def test_a_later_check_takes_a_code_on_one_of_two_days(hub, days, answer, refusal):
    key = walks.close(hub)
    with clock.moved_by(100 * DAYS), pytest.raises(refusal):
        concluding.record_later_check(situation_key=key, days=days, answer=answer, by=hub.by["ana"])


def test_nobody_but_the_lead_can_say_how_it_stands_later(hub):
    key = walks.close(hub)
    with clock.moved_by(31 * DAYS), pytest.raises(NoSuchSituation):
        concluding.record_later_check(situation_key=key, days=30, answer="stable", by=hub.by["cho"])
