"""Filter 1: an agency's own screening, and the step to the table."""

from __future__ import annotations

import datetime as dt

import pytest

from commonbeat.core import clock, ledger
from commonbeat.core.errors import NotPermitted
from commonbeat.core.retention import purge
from commonbeat.domains.hub.actions.screening import (
    approve_screening,
    change_screening,
    drop_screening,
    submit_situation,
)
from commonbeat.domains.hub.actions.tables import Rules, set_policy
from commonbeat.domains.hub.actions.words import end_code
from commonbeat.domains.hub.carried import Carried
from commonbeat.domains.hub.errors import (
    ChangedMeanwhile,
    FilterSkipped,
    NoSuchSituation,
    NotComplete,
    OwnDraft,
)
from commonbeat.domains.hub.models import Screening, Situation, SituationCode
from commonbeat.domains.hub.queries import stamps
from commonbeat.domains.hub.queries.screening import screening, screenings
from commonbeat.domains.hub.shipped.record import CHECKS
from commonbeat.roles import Role, actor, seated
from tests.domains.hub.cast import A, D, seat_people
from tests.domains.hub.filling import CARRIED, answered, drafted, submitted

AUTHORITY_PARTLY = {one.code: "yes" for one in CHECKS} | {"authority": "partly"}
SECRET = "Jo Marker, 12 Elm Street"


def numbers(hub) -> list[str]:
    rows = Situation.objects.seen_by(hub.by["chair"]).order_by("number")
    return list(rows.values_list("number", flat=True))


def test_a_draft_is_seen_in_its_own_agency_and_nowhere_else(hub):
    draft = drafted(hub)
    assert [one.key for one in screenings(hub.by["ana"])] == [draft.key]
    assert screening(hub.by["police_approver"], draft.key).carried == CARRIED
    others = [who for who in hub.by if who not in {"ana", "police_approver"}]
    for who in others:
        assert screenings(hub.by[who]) == []
        assert screening(hub.by[who], draft.key) is None


def test_an_administrator_sees_no_draft(hub, admin, eve):
    draft = drafted(hub)
    for viewer in (admin, eve, actor(Role.PRIVACY_OFFICER, "x"), actor(Role.OPERATOR, "x")):
        assert screening(viewer, draft.key) is None


def test_no_screen_of_the_table_stirs_while_an_agency_drafts(hub):
    before = stamps.stamps()
    draft = drafted(hub)
    approve_screening(key=draft.key, version=1, by=hub.by["police_approver"])
    assert stamps.stamps() == before
    submit_situation(key=draft.key, version=2, by=hub.by["ana"])
    assert stamps.stamps() != before


def test_hidden_and_absent_are_refused_alike(hub):
    draft = drafted(hub)
    for key in (draft.key, "no-such-key"):
        with pytest.raises(NoSuchSituation) as refused:
            drop_screening(key=key, by=hub.by["bell"])
        assert str(refused.value) == str(NoSuchSituation())


def test_submitting_gives_the_next_number_of_the_year(hub):
    keys = [submitted(hub, who) for who in ("ana", "bell", "cho")]
    assert len(set(keys)) == 3
    assert numbers(hub) == ["RIV-2026-0001", "RIV-2026-0002", "RIV-2026-0003"]


def test_each_table_and_each_year_counts_from_one(hub, operator):
    submitted(hub)
    sea = seat_people(code="SEA", people=("ana", "police_approver", "chair"))
    submitted(sea)
    assert numbers(sea) == ["SEA-2026-0001"]
    with clock.moved_by(dt.timedelta(days=300)):
        submitted(hub)
    assert numbers(hub) == ["RIV-2026-0001", "RIV-2027-0001"]


def test_only_codes_are_carried_over(hub):
    key = submitted(hub)
    row = Situation.objects.seen_by(hub.by["ana"]).get(key=key)
    assert (row.kind.code, row.age_band.code, row.sex.code) == ("person", "18-24", "female")
    assert (row.sector, row.originator.code, row.step) == ("police_municipal", "police", "queued")
    factors = SituationCode.objects.seen_by(hub.by["ana"]).filter(situation=row)
    assert {one.code.code for one in factors} == {
        *CARRIED.risks,
        *CARRIED.protective,
        *CARRIED.flags,
    }


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"answers": {SECRET: "yes"}}, "answers"),
        ({"answers": {"harm": SECRET}}, "answers"),
        ({"basis": SECRET}, "basis"),
        ({"consent_asked": SECRET}, "consent_asked"),
        ({"carried": Carried(kind=SECRET)}, "kind"),
        ({"carried": Carried(kind="person", risks=(SECRET,))}, "risks"),
        ({"carried": Carried(kind="person", flags=(SECRET,))}, "flags"),
        ({"carried": Carried(kind="person", age_band=SECRET)}, "age_band"),
        ({"carried": Carried(kind="family", n_affected=1000)}, "n_affected"),
    ],
)
def test_a_draft_has_no_room_for_a_name(hub, given, field):
    with pytest.raises(NotComplete) as refused:
        drafted(hub, **given)
    assert refused.value.missing == (field,)
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize(
    ("given", "lacking"),
    [
        ({"answers": {"harm": "yes"}}, "beyond"),
        ({"answers": AUTHORITY_PARTLY}, "authority"),
        ({"basis": ""}, "basis"),
        ({"consent_asked": ""}, "consent_asked"),
        ({"basis": "consent", "consent_asked": "refused"}, "consent_asked"),
        ({"carried": Carried(kind="person")}, "risks"),
    ],
)
def test_an_incomplete_screening_is_neither_approved_nor_submitted(hub, given, lacking):
    draft = drafted(hub, **given)
    assert lacking in draft.missing
    with pytest.raises(NotComplete) as refused:
        approve_screening(key=draft.key, version=1, by=hub.by["police_approver"])
    assert lacking in refused.value.missing
    with pytest.raises(FilterSkipped):
        submit_situation(key=draft.key, version=1, by=hub.by["ana"])


def test_a_word_that_ended_since_the_approval_stops_the_submission(hub, operator):
    draft = drafted(hub)
    approve_screening(key=draft.key, version=1, by=hub.by["police_approver"])
    end_code(kind="risk", code="housing-none", by=operator)
    with pytest.raises(NotComplete):
        submit_situation(key=draft.key, version=2, by=hub.by["ana"])
    assert numbers(hub) == []


def test_a_factor_that_the_table_switched_off_cannot_be_chosen(hub, operator):
    off = Rules(switched_off=("surroundings-neighbourhood",))
    set_policy(table_key=hub.table.key, rules=off, by=operator)
    with pytest.raises(NotComplete):
        drafted(hub, carried=Carried(kind="person", risks=("surroundings-neighbourhood",)))


def test_nobody_approves_what_they_drafted(hub):
    both = seated(
        Role.PARTNER,
        hub.staff["ana"].key,
        table_key=hub.table.key,
        agency_code="police",
        seats=(D, A),
    )
    draft = drafted(hub)
    with pytest.raises(OwnDraft):
        approve_screening(key=draft.key, version=1, by=both)


def test_nobody_approves_what_they_changed_last(hub):
    second = seated(
        Role.PARTNER,
        hub.staff["police_approver"].key,
        table_key=hub.table.key,
        agency_code="police",
        seats=(D, A),
    )
    draft = drafted(hub)
    changed = change(draft, second, sex="")
    with pytest.raises(OwnDraft):
        approve_screening(key=draft.key, version=changed.version, by=second)


def change(draft, by, **card):
    return change_screening(
        key=draft.key,
        version=draft.version,
        answers=answered(),
        carried=Carried(**{"kind": "person", "risks": CARRIED.risks, **card}),
        basis="statute",
        consent_asked="refused",
        by=by,
    )


def test_a_change_takes_the_approval_away(hub):
    draft = drafted(hub)
    approved = approve_screening(key=draft.key, version=1, by=hub.by["police_approver"])
    assert approved.approved_at is not None
    changed = change(approved, hub.by["ana"])
    assert (changed.state, changed.approved_at, changed.version) == ("draft", None, 3)
    with pytest.raises(FilterSkipped):
        submit_situation(key=draft.key, version=3, by=hub.by["ana"])


def test_the_second_of_two_changes_made_from_one_page_is_told(hub):
    draft = drafted(hub)
    change(draft, hub.by["ana"], sex="male")
    with pytest.raises(ChangedMeanwhile):
        change(draft, hub.by["ana"], sex="another")
    assert screening(hub.by["ana"], draft.key).carried.sex == "male"


def test_it_is_submitted_once(hub):
    draft = drafted(hub)
    approve_screening(key=draft.key, version=1, by=hub.by["police_approver"])
    submit_situation(key=draft.key, version=2, by=hub.by["ana"])
    for version in (2, 3):
        with pytest.raises(NoSuchSituation):
            submit_situation(key=draft.key, version=version, by=hub.by["ana"])
    assert len(numbers(hub)) == 1


def test_a_dropped_screening_says_nothing_any_more(hub):
    draft = drafted(hub)
    drop_screening(key=draft.key, by=hub.by["ana"])
    left = Screening.objects.seen_by(hub.by["ana"]).get(key=draft.key)
    assert (left.answers, left.carried, left.basis, left.state) == ({}, {}, "", "dropped")
    assert screenings(hub.by["ana"]) == []


def test_a_screening_is_gone_thirty_days_after_its_last_change(hub):
    draft = drafted(hub)
    with clock.moved_by(dt.timedelta(days=20)):
        change(draft, hub.by["ana"])
    with clock.moved_by(dt.timedelta(days=49)):
        purge()
        assert screening(hub.by["ana"], draft.key) is not None
    with clock.moved_by(dt.timedelta(days=50)):
        assert screening(hub.by["ana"], draft.key) is None
        purge()
        assert Screening.objects.seen_by(hub.by["ana"]).count() == 0


@pytest.mark.parametrize("who", ["chair", "clerk", "lead", "police_approver"])
def test_only_a_discussant_drafts_and_submits(hub, who):
    with pytest.raises(NotPermitted):
        drafted(hub, who)
    draft = drafted(hub)
    with pytest.raises(NotPermitted):
        submit_situation(key=draft.key, version=1, by=hub.by[who])


def test_the_ledger_has_the_basis_and_no_card(hub):
    submitted(hub)
    line = next(e for e in ledger.latest() if e.verb == "hub.submit_situation")
    assert (line.codes["basis"], line.codes["consent"]) == ("serious_harm", "not asked")
    assert "mental" not in str(line.codes)
