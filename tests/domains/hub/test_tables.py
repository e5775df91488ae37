"""Tables, their rules, seats and words."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from django.utils import translation

from commonbeat.core import clock
from commonbeat.core.errors import NotPermitted
from commonbeat.domains.agencies.terms import today
from commonbeat.domains.hub.access import SeatRole
from commonbeat.domains.hub.actions import tables
from commonbeat.domains.hub.actions.tables import Rules
from commonbeat.domains.hub.actions.words import add_local_code, end_code, load_codes
from commonbeat.domains.hub.errors import NoSuchTable, NotComplete, NotTheirs, NotTogether
from commonbeat.domains.hub.groups import GROUPS, THEMES, group_label, theme_label
from commonbeat.domains.hub.models import Code
from commonbeat.domains.hub.models.codes import CodeKind
from commonbeat.domains.hub.queries import stamps
from commonbeat.domains.hub.queries import tables as seen
from commonbeat.domains.hub.shipped import SHIPPED
from commonbeat.roles import Role, actor

A_DAY = dt.timedelta(days=1)


def test_105_risk_factors_stand_in_27_categories_and_13_themes(words):
    risks = seen.codes(CodeKind.RISK)
    assert len(risks) == 105
    assert len({risk.group for risk in risks}) == 27
    assert len({risk.theme for risk in risks}) == 13


def test_the_shipped_lists_are_whole(words):
    n = {kind: len(seen.codes(kind)) for kind in CodeKind.values}
    assert n["protective"] == 51
    assert len({one.group for one in seen.codes(CodeKind.PROTECTIVE)}) == 8
    assert (n["type"], n["check"], n["later"], n["flag"]) == (5, 10, 4, 29)
    assert {one.group for one in seen.codes(CodeKind.CONCLUSION)} == {
        "lowered",
        "still_elevated",
        "other",
    }
    assert {o.code for o in seen.codes(CodeKind.VISIT) if o.group == "coercive"} >= {"arrested"}
    assert sum(n.values()) == words


def test_every_word_has_two_languages_and_every_group_a_name(words):
    for kind in CodeKind.values:
        for one in seen.codes(kind):
            assert one.label
            assert one.label_fr
            assert not one.group or one.group in GROUPS
            assert not one.theme or one.theme in THEMES
    assert group_label("a_local_group") == "a_local_group"
    with translation.override("en"):
        assert theme_label("peers") == "Peers"


def test_loading_twice_changes_nothing(words, operator):
    assert load_codes(by=operator) == 0


def test_a_changed_wording_is_a_new_version_and_the_record_keeps_the_old(words, operator):
    first = SHIPPED[CodeKind.SEX][0]
    changed = {CodeKind.SEX: [dataclasses.replace(first, label="Woman")]}
    with clock.moved_by(A_DAY * 40):
        assert load_codes(lists=changed, by=operator) == 1
        assert seen.codes(CodeKind.SEX)[0].label == "Woman"
        assert seen.codes(CodeKind.SEX, today() - A_DAY)[0].label == "Female"
    versions = Code.objects.filter(kind=CodeKind.SEX, code=first.code).order_by("version")
    assert [row.label for row in versions] == ["Female", "Woman"]


def test_what_a_town_ended_stays_ended(words, operator):
    end_code(kind=CodeKind.RISK, code="surroundings-neighbourhood", by=operator)
    assert load_codes(by=operator) == 0
    codes = [one.code for one in seen.codes(CodeKind.RISK)]
    assert "surroundings-neighbourhood" not in codes


def test_a_local_word_is_marked_and_comes_once(words, operator):
    given = {"kind": CodeKind.FLAG, "code": "flood", "label": "Flood", "label_fr": "Inondation"}
    add_local_code(**given, by=operator)
    assert [one.code for one in seen.codes(CodeKind.FLAG) if one.is_local] == ["flood"]
    with pytest.raises(NotComplete):
        add_local_code(**given, by=operator)
    assert load_codes(by=operator) == 0


def test_the_ten_questions_take_no_additions(words, operator):
    with pytest.raises(NotComplete):
        add_local_code(kind=CodeKind.CHECK, code="x", label="X?", label_fr="X?", by=operator)


def test_a_person_sees_the_tables_where_they_sit_and_no_other(hub, operator):
    tables.found_table(code="SEA", name="Sea", name_fr="Mer", by=operator)
    ana = hub.staff["ana"].key
    assert [one.code for one in seen.tables_for(ana, today())] == ["RIV"]
    assert seen.tables_for(ana, today())[0].seats == ("discussant",)
    assert seen.table(hub.by["ana"]).code == "RIV"
    assert len(seen.seats(hub.by["ana"], today())) == 13


def test_a_seat_is_over_on_the_day_it_ends(hub, operator):
    tables.end_seat(seat_key=hub.seats["ana"].key, by=operator)
    assert seen.seats_of(hub.staff["ana"].key, today()) == []
    with pytest.raises(NoSuchTable):
        tables.end_seat(seat_key=hub.seats["ana"].key, by=operator)


def test_a_seat_to_come_is_not_held_yet(hub, operator):
    ana = hub.staff["ana"].key
    tables.give_seat(
        table_key=hub.table.key,
        staff_key=ana,
        role=SeatRole.CHAIR,
        starts_on=today() + A_DAY,
        by=operator,
    )
    assert [seat.role for seat in seen.seats_of(ana, today())] == ["discussant"]
    assert len(seen.seats_of(ana, today() + A_DAY)) == 2


def test_nobody_seats_themselves(hub):
    admin = actor(Role.ADMINISTRATOR, hub.staff["eve"].key)
    with pytest.raises(NotTheirs):
        tables.give_seat(
            table_key=hub.table.key, staff_key=hub.staff["eve"].key, role="chair", by=admin
        )


@pytest.mark.parametrize(("who", "role"), [("lead", "discussant"), ("ana", "privacy lead")])
def test_who_watches_over_a_table_holds_no_other_seat_there(hub, operator, who, role):
    with pytest.raises(NotTogether):
        tables.give_seat(
            table_key=hub.table.key, staff_key=hub.staff[who].key, role=role, by=operator
        )


def test_a_partner_sets_nothing_up(hub):
    with pytest.raises(NotPermitted):
        tables.set_policy(table_key=hub.table.key, rules=Rules(), by=hub.by["chair"])
    assert seen.all_tables(hub.by["chair"]) == []
    assert seen.seats_at(hub.by["chair"], hub.table.key, today()) == []
    assert seen.policies(hub.by["chair"], hub.table.key) == []


def test_a_new_rule_is_a_new_version(hub, operator):
    tables.set_policy(table_key=hub.table.key, rules=Rules(quorum_sectors=5), by=operator)
    assert seen.policy(hub.by["ana"]).quorum_sectors == 5
    assert [one.version for one in seen.policies(operator, hub.table.key)] == [2, 1]


@pytest.mark.parametrize(
    ("rules", "fault"),
    [
        (Rules(note_days=15), "note_days"),
        (Rules(repeat_check=True), "assessment_ref"),
        (Rules(repeat_check=True, assessment_ref="PIA 7"), "assessed_on"),
        (Rules(switched_off=("no-such-risk",)), "switched_off"),
        (Rules(consensus="one"), "consensus"),
        (Rules(cadence="hourly"), "cadence"),
    ],
)
def test_some_rules_no_table_may_have(hub, operator, rules, fault):
    with pytest.raises(NotComplete) as refused:
        tables.set_policy(table_key=hub.table.key, rules=rules, by=operator)
    assert fault in refused.value.missing


def test_the_careful_rules_are_the_ones_nobody_set(hub):
    policy = seen.policy(hub.by["ana"])
    assert (policy.free_text, policy.repeat_check, policy.note_days) == (False, False, 14)
    assert policy.consensus == "all"


def test_each_change_of_a_table_grows_its_stamp(hub, operator):
    before = stamps.stamps()[hub.table.live_token]
    tables.set_policy(table_key=hub.table.key, rules=Rules(), by=operator)
    assert stamps.stamps()[hub.table.live_token] > before


def test_an_ended_table_lets_nobody_in(hub, operator):
    tables.end_table(table_key=hub.table.key, by=operator)
    assert seen.tables_for(hub.staff["ana"].key, today()) == []
    assert seen.table(hub.by["ana"]) is None
    assert stamps.stamps() == {}
