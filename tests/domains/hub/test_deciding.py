"""The threshold, filter 3, and the beginning of filter 4."""

from __future__ import annotations

import dataclasses

import pytest

from commonbeat.core import clock
from commonbeat.core.errors import NotPermitted
from commonbeat.domains.agencies.actions.agreements import end_agreement
from commonbeat.domains.agencies.models import Agreement
from commonbeat.domains.hub import reading
from commonbeat.domains.hub.actions import deciding, meetings, tables
from commonbeat.domains.hub.actions.tables import Rules
from commonbeat.domains.hub.carried import Carried
from commonbeat.domains.hub.errors import (
    ChangedMeanwhile,
    FilterSkipped,
    NoAccord,
    NoMeeting,
    NoQuorum,
    NoSuchSituation,
    NotComplete,
    NotTheirs,
)
from commonbeat.domains.hub.queries import meeting as shown
from commonbeat.domains.hub.reading import Card
from tests.domains.hub import walks
from tests.domains.hub.cast import SPEAKERS, Cast, seat_people

LEFT = {"key", "number", "opened_on", "kind", "sector", "reason", "step", "version", "concluded_at"}
RULES = {"note_mode", "allows_text"}  # the table's, not the situation's


def presented(hub: Cast) -> str:
    key = walks.submit(hub)
    walks.meet(hub)
    walks.present(hub, key)
    return key


def holds_more_than_rejection_leaves(card: Card) -> dict[str, object]:
    values = {f.name: getattr(card, f.name) for f in dataclasses.fields(card)}
    empty = reading.Tests(None, None, None, None)
    return {
        name: value
        for name, value in values.items()
        if name not in LEFT | RULES and value and value != empty
    }


def test_the_table_agrees_and_the_decision_is_on_record(hub):
    card = walks.card(hub, walks.elevate(hub))
    assert (card.step, card.is_elevated, card.decided_at) == ("elevated", True, clock.now())
    assert card.tests == walks.YES
    assert len(card.accords) == 5


@pytest.mark.parametrize("who", ["ana", "clerk", "lead", "police_approver"])
def test_only_the_chair_records_the_decision(hub, who):
    key = presented(hub)
    walks.agree(hub, key)
    with pytest.raises(NotPermitted):
        walks.decide(hub, key, by=hub.by[who])


@pytest.mark.parametrize("test", ["interest", "probability", "severity", "many_agencies"])
def test_each_of_the_four_tests_must_be_met(hub, test):
    key = presented(hub)
    walks.agree(hub, key)
    with pytest.raises(NotComplete) as refused:
        walks.decide(hub, key, tests=dataclasses.replace(walks.YES, **{test: False}))
    assert refused.value.missing == (test,)
    assert walks.card(hub, key).step == "presented"


def test_where_all_must_agree_one_that_does_not_or_is_silent_is_enough_to_stop(hub):
    key = presented(hub)
    walks.agree(hub, key, SPEAKERS[:4])
    with pytest.raises(NoAccord):
        walks.decide(hub, key)
    walks.agree(hub, key, ["eve"], agrees=False)
    with pytest.raises(NoAccord):
        walks.decide(hub, key)
    walks.agree(hub, key, ["eve"])
    walks.decide(hub, key)


def test_where_most_must_agree_two_thirds_of_those_there_do(hub, operator):
    tables.set_policy(table_key=hub.table.key, rules=Rules(consensus="most"), by=operator)
    key = presented(hub)
    walks.agree(hub, key, SPEAKERS[:3])
    with pytest.raises(NoAccord):
        walks.decide(hub, key)
    walks.agree(hub, key, [SPEAKERS[3]])
    walks.decide(hub, key)


def test_who_has_left_is_not_asked_but_the_quorum_must_still_be_there(hub):
    key = presented(hub)
    walks.agree(hub, key, SPEAKERS[:3])
    meeting = shown.live(hub.by["chair"]).meeting.key
    for who in SPEAKERS[3:]:
        meetings.leave(meeting_key=meeting, by=hub.by[who])
    meetings.leave(meeting_key=meeting, by=hub.by["cho"])
    with pytest.raises(NoQuorum):
        walks.decide(hub, key)
    meetings.attend(meeting_key=meeting, how="remote", by=hub.by["cho"])
    walks.decide(hub, key)


def test_an_agency_that_is_not_there_has_no_say(hub):
    key = walks.submit(hub)
    walks.meet(hub, SPEAKERS[:3])
    walks.present(hub, key)
    with pytest.raises(NotTheirs):
        walks.agree(hub, key, ["eve"])


def test_only_what_is_on_the_table_is_decided(hub):
    first = presented(hub)
    second = walks.submit(hub, "bell")
    walks.present(hub, second)
    with pytest.raises(FilterSkipped):
        walks.agree(hub, first, ["ana"])
    with pytest.raises(FilterSkipped):
        walks.decide(hub, first, yes=False)


def test_the_filters_are_walked_in_order(hub):
    key = walks.submit(hub)
    walks.meet(hub)
    chair, ana = hub.by["chair"], hub.by["ana"]
    with pytest.raises(FilterSkipped):
        walks.decide(hub, key)
    with pytest.raises(FilterSkipped):
        deciding.say_in(situation_key=key, part="engaged", by=ana)
    with pytest.raises(FilterSkipped):
        walks.begin(hub, key)
    with pytest.raises(FilterSkipped):
        deciding.end_before_plan(situation_key=key, version=1, reason="single_agency", by=chair)
    with pytest.raises(FilterSkipped):
        walks.conclude(hub, key)


def test_after_the_meeting_nothing_is_decided(hub):
    key = presented(hub)
    walks.agree(hub, key)
    meetings.close_meeting(key=shown.live(hub.by["chair"]).meeting.key, by=hub.by["chair"])
    with pytest.raises(NoMeeting):
        walks.decide(hub, key)


def test_a_no_leaves_number_date_type_sector_and_reason(hub):
    key = walks.submit(hub, is_emergency=True, was_reopened=True)
    walks.meet(hub)
    walks.present(hub, key)
    walks.agree(hub, key, agrees=False)
    before = walks.card(hub, key)
    walks.decide(hub, key, yes=False)
    card = walks.card(hub, key)
    assert holds_more_than_rejection_leaves(before)
    assert holds_more_than_rejection_leaves(card) == {}
    assert (card.step, card.number, card.kind.code) == ("rejected", "RIV-2026-0001", "person")
    assert (card.sector, card.reason.code) == ("police_municipal", "not_elevated")
    assert shown.live(hub.by["chair"]).presenting is None


@pytest.mark.parametrize("reason", ["", "connected", "no-such-reason"])
def test_a_no_needs_a_reason_of_the_list(hub, reason):
    key = presented(hub)
    with pytest.raises(NotComplete):
        walks.decide(hub, key, yes=False, reason=reason)
    assert walks.card(hub, key).step == "presented"


def test_what_was_rejected_is_gone_from_the_screens_of_those_who_discuss(hub):
    key = presented(hub)
    walks.decide(hub, key, yes=False)
    assert shown.card(hub.by["ana"], key) is None
    with pytest.raises(NoSuchSituation):
        deciding.say_agreed(situation_key=key, agrees=True, by=hub.by["ana"])
    with pytest.raises(FilterSkipped):
        walks.decide(hub, key)


@pytest.mark.parametrize("until", ["queued", "presented", "elevated"])
def test_who_brought_it_takes_it_back_until_filter_4(hub, until):
    walk = {"queued": walks.submit, "presented": presented, "elevated": walks.elevate}
    key = walk[until](hub)
    deciding.withdraw(
        situation_key=key,
        version=walks.version(hub, key),
        reason="withdrawn",
        by=hub.by["ana"],
    )
    card = walks.card(hub, key)
    assert card.step == "withdrawn"
    assert holds_more_than_rejection_leaves(card) == {}


def test_nobody_else_takes_it_back_and_nobody_after_filter_3(hub):
    key = walks.involve(hub)
    given = {"situation_key": key, "version": walks.version(hub, key), "reason": "withdrawn"}
    with pytest.raises(FilterSkipped):
        deciding.withdraw(**given, by=hub.by["ana"])
    other = walks.submit(hub, "bell")
    given |= {"situation_key": other, "version": walks.version(hub, other)}
    with pytest.raises(NotTheirs):
        deciding.withdraw(**given, by=hub.by["ana"])
    with pytest.raises(NotPermitted):
        deciding.withdraw(**given, by=hub.by["chair"])


def test_the_chair_ends_it_at_filter_3_when_nobody_else_is_needed(hub):
    key = walks.elevate(hub)
    deciding.say_out(situation_key=key, by=hub.by["bell"])
    deciding.end_before_plan(
        situation_key=key,
        version=walks.version(hub, key),
        reason="already_connected",
        by=hub.by["chair"],
    )
    card = walks.card(hub, key)
    assert card.step == "rejected"
    assert holds_more_than_rejection_leaves(card) == {}


def test_agencies_say_in_or_out_and_may_change_their_mind(hub):
    key = walks.elevate(hub)
    deciding.say_in(situation_key=key, part="informed", by=hub.by["ana"])
    deciding.say_out(situation_key=key, by=hub.by["bell"])
    deciding.say_in(situation_key=key, part="consulted", by=hub.by["bell"])
    deciding.say_out(situation_key=key, by=hub.by["ana"])
    said = {o.agency.code: (o.is_in, o.part) for o in walks.card(hub, key).involvements}
    assert said == {"police": (False, ""), "school": (True, "consulted")}


def test_a_part_is_one_of_three(hub):
    key = walks.elevate(hub)
    with pytest.raises(NotComplete):
        deciding.say_in(situation_key=key, part="curious", by=hub.by["ana"])


@pytest.mark.parametrize("who", ["chair", "clerk", "lead"])
def test_only_those_who_discuss_say_in_or_out(hub, who):
    key = walks.elevate(hub)
    with pytest.raises(NotPermitted):
        deciding.say_in(situation_key=key, part="engaged", by=hub.by[who])
    with pytest.raises(NotPermitted):
        deciding.say_out(situation_key=key, by=hub.by[who])


def test_filter_4_needs_a_lead_that_is_in_and_one_more(hub):
    key = walks.elevate(hub)
    deciding.say_in(situation_key=key, part="engaged", by=hub.by["ana"])
    deciding.say_out(situation_key=key, by=hub.by["bell"])
    with pytest.raises(NotComplete) as refused:
        walks.begin(hub, key, "school")
    assert refused.value.missing == ("lead",)
    with pytest.raises(NotComplete) as refused:
        walks.begin(hub, key, "police")
    assert refused.value.missing == ("assisting",)
    deciding.say_in(situation_key=key, part="engaged", by=hub.by["cho"])
    walks.begin(hub, key, "health")
    card = walks.card(hub, key)
    assert (card.step, card.lead.code, card.involved_at) == ("involved", "health", clock.now())
    assert [o.agency.code for o in card.involvements if o.is_lead] == ["health"]


def test_an_assisting_agency_may_leave_later_but_the_lead_concludes(hub):
    key = walks.involve(hub, ("ana", "bell", "cho"))
    walks.plan(hub, key, agencies=["police", "school", "health"])
    deciding.say_out(situation_key=key, by=hub.by["bell"])
    with pytest.raises(NotTheirs):
        deciding.say_out(situation_key=key, by=hub.by["ana"])
    with pytest.raises(FilterSkipped):
        deciding.say_in(situation_key=key, part="engaged", by=hub.by["bell"])
    assert not walks.card(hub, key, "bell").is_in


def change_lead(hub: Cast, key: str, lead: str, by: str = "chair") -> None:
    version = walks.version(hub, key)
    deciding.change_lead(situation_key=key, version=version, lead=lead, by=hub.by[by])


def test_another_agency_that_is_in_takes_the_lead_and_the_first_may_leave(hub):
    key = walks.involve(hub, ("ana", "cho", "diaz"))
    before = walks.card(hub, key)
    with pytest.raises(NotTheirs):
        deciding.say_out(situation_key=key, by=hub.by["ana"])
    change_lead(hub, key, "health")
    now = walks.card(hub, key)
    assert (now.lead.code, now.step, now.due_at) == ("health", "involved", before.due_at)
    assert [one.agency.code for one in now.involvements if one.is_lead] == ["health"]
    deciding.say_out(situation_key=key, by=hub.by["ana"])
    with pytest.raises(NotTheirs):
        deciding.say_out(situation_key=key, by=hub.by["cho"])
    visit = walks.plan(hub, key, agencies=["health", "housing"], by=hub.by["cho"])
    walks.report(hub, visit, by=hub.by["cho"])
    with pytest.raises(NotTheirs):
        walks.conclude(hub, key)
    walks.conclude(hub, key, by=hub.by["cho"])
    assert walks.card(hub, key).step == "closed"


def test_when_the_lead_lapses_the_situation_can_still_be_concluded(hub, operator):
    key = walks.visit(hub)
    agreement = Agreement.objects.get(agency=hub.agencies["police"])
    end_agreement(agreement_key=agreement.key, by=operator)
    change_lead(hub, key, "health")
    walks.conclude(hub, key, by=hub.by["cho"])
    assert walks.card(hub, key).step == "closed"


@pytest.mark.parametrize("lead", ["police", "housing", "school", "nobody", ""])
def test_only_another_agency_that_is_in_takes_the_lead(hub, lead):
    key = walks.involve(hub)
    with pytest.raises(NotComplete):
        change_lead(hub, key, lead)


@pytest.mark.parametrize("who", ["ana", "cho", "clerk", "lead"])
def test_nobody_but_the_chair_changes_the_lead(hub, who):
    key = walks.involve(hub)
    with pytest.raises(NotPermitted):
        change_lead(hub, key, "health", by=who)


def test_the_lead_is_changed_at_filter_4_alone_and_on_the_version_shown(hub):
    elevated = walks.elevate(hub)
    with pytest.raises(FilterSkipped):
        change_lead(hub, elevated, "health")
    for who in ("ana", "cho"):
        deciding.say_in(situation_key=elevated, part="engaged", by=hub.by[who])
    walks.begin(hub, elevated)
    given = {"version": walks.version(hub, elevated) - 1, "lead": "health"}
    with pytest.raises(ChangedMeanwhile):
        deciding.change_lead(situation_key=elevated, **given, by=hub.by["chair"])


def test_the_clerk_and_who_brought_it_fill_in_the_card(hub):
    key = walks.submit(hub)
    filled = Carried(kind="family", risks=("drugs-use",), n_affected=4)
    for who in ("clerk", "ana"):
        deciding.fill_card(
            situation_key=key, version=walks.version(hub, key), carried=filled, by=hub.by[who]
        )
    card = walks.card(hub, key)
    assert (card.kind.code, card.n_affected, card.age_band) == ("family", 4, None)
    assert [one.code for one in card.risks] == ["drugs-use"]
    assert (card.protective, card.flags) == ((), ())


@pytest.mark.parametrize("who", ["bell", "chair"])
def test_nobody_else_fills_in_the_card(hub, who):
    key = walks.submit(hub)
    with pytest.raises(NotTheirs):
        deciding.fill_card(situation_key=key, version=1, carried=walks.CARRIED, by=hub.by[who])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"kind": "somebody"}, "kind"),
        ({"age_band": "old"}, "age_band"),
        ({"sex": "?"}, "sex"),
        ({"n_affected": 0}, "n_affected"),
        ({"n_affected": 100}, "n_affected"),
        ({"risks": ("lives at 12 Mill Street",)}, "risks"),
        ({"protective": ("alcohol-use",)}, "protective"),
        ({"flags": ("supervised",)}, "flags"),
    ],
)
def test_a_card_holds_codes_in_force_and_nothing_else(hub, changes, field):
    key = walks.submit(hub)
    with pytest.raises(NotComplete) as refused:
        deciding.fill_card(
            situation_key=key,
            version=1,
            carried=dataclasses.replace(walks.CARRIED, **changes),
            by=hub.by["ana"],
        )
    assert refused.value.missing == (field,)


def test_a_table_may_switch_risk_factors_off(hub, operator):
    rules = Rules(switched_off=("alcohol-use",))
    tables.set_policy(table_key=hub.table.key, rules=rules, by=operator)
    with pytest.raises(NotComplete):
        walks.submit(hub)


def test_of_two_who_change_the_same_version_one_wins(hub):
    key = presented(hub)
    walks.agree(hub, key)
    seen = walks.version(hub, key)
    walks.decide(hub, key, version=seen)
    with pytest.raises(ChangedMeanwhile):
        walks.decide(hub, key, yes=False, version=seen)
    assert walks.card(hub, key).step == "elevated"


def test_another_tables_people_cannot_tell_that_it_exists(hub):
    sea = seat_people(code="SEA", people=["ana", "chair", "clerk"])
    key = walks.elevate(hub)
    for asked in (key, "nosuchkey"):
        with pytest.raises(NoSuchSituation):
            deciding.say_in(situation_key=asked, part="engaged", by=sea.by["ana"])
        with pytest.raises(NoSuchSituation):
            deciding.begin_plan(situation_key=asked, version=1, lead="police", by=sea.by["chair"])
        with pytest.raises(NoSuchSituation):
            deciding.fill_card(
                situation_key=asked, version=1, carried=walks.CARRIED, by=sea.by["clerk"]
            )
