"""A month's rows for the province: refused by default, and told without number, day or rarity."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import Counter

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from commonbeat.core import clock, ledger
from commonbeat.domains.agencies.actions.agreements import end_agreement
from commonbeat.domains.agencies.models import Agreement
from commonbeat.domains.hub import groups
from commonbeat.domains.hub.actions.tables import Rules, set_policy
from commonbeat.domains.hub.actions.words import add_local_code
from commonbeat.domains.hub.layout import COLUMNS
from commonbeat.domains.hub.models import Situation, SituationCode
from commonbeat.domains.hub.models.situations import Step
from commonbeat.roles import Role, actor
from tests.domains.agencies.cast import engage
from tests.domains.hub import walks
from tests.domains.hub.cast import Cast
from tests.portals.partners.conftest import client_of
from tests.workflows.hub_past import Past

OPERATOR = actor(Role.OPERATOR, "tests")
COUNTER = actor(Role.HUB_FIGURES, "tests")
SENDS = Rules(sends_rows=True, assessment_ref="PIA 9", assessed_on=dt.date(2026, 3, 1))
APRIL = {"month": "2026-04"}


def address(cast: Cast) -> str:
    return reverse("partners:month_rows", args=[cast.table.key])


def rows_of(client: Client, cast: Cast, month: str = "2026-04") -> list[dict[str, str]]:
    answer = client.get(address(cast), {"month": month})
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


@pytest.fixture
def past(hub: Cast) -> Cast:
    """A table whose rules send rows, with two months behind it."""
    Past(hub.table, np.random.default_rng(4)).fill(dt.date(2026, 3, 1), 2, 60)
    set_policy(table_key=hub.table.key, rules=SENDS, by=OPERATOR)
    return hub


def test_a_month_has_a_row_for_each_discussion_that_ended_in_it(past, sign_in):
    rows = rows_of(sign_in("clerk"), past)
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == 60
    assert {row["Month Concluded"] for row in rows} == {"2026-04"}
    closed = [row for row in rows if row["Status"] == "Closed"]
    assert {(row["Age Group"], row["Sex"]) for row in closed} == {("18 to 24 years", "Female")}
    assert {row["Lead Agency"] for row in closed} <= {"Municipal police", "Public school board",
        "Mental health", "Housing and shelter", "Child protection"}  # fmt: skip
    assert any("No service available" in row["Services Mobilized"] for row in closed)


def test_no_row_holds_a_number_a_day_or_an_agency(past, sign_in):
    text = sign_in("chair").get(address(past), APRIL).content.decode()
    situations = Situation.objects.seen_by(COUNTER).filter(table=past.table)
    assert not [one for one in situations if one.number in text or one.key in text]
    assert not [one for one in situations if one.opened_on.isoformat() in text]
    body = text.splitlines()[1:]
    assert body == sorted(body, key=lambda line: next(csv.reader([line])))


def test_a_rejected_one_has_its_kind_sector_and_reason_and_nothing_else(past, sign_in):
    rejected = [row for row in rows_of(sign_in("clerk"), past) if row["Status"] == "Rejected"]
    assert rejected
    kept = {"Site", "Month Opened", "Month Concluded", "Discussion Type", "Status",
            "Originating Sector", "Conclusion Reason"}  # fmt: skip
    for row in rejected:
        assert {value for name, value in row.items() if name not in kept} == {"N/A"}
        assert row["Conclusion Reason"] == "The risk is not acutely elevated"


def test_what_is_rare_at_the_table_is_told_roughly_or_not_at_all(hub, sign_in):
    """One situation alone: who it was about and each of its factors would point at somebody."""
    set_policy(table_key=hub.table.key, rules=SENDS, by=OPERATOR)
    walks.close(hub)
    with clock.moved_by(dt.timedelta(days=40)):
        (row,) = rows_of(client_of(hub.staff["clerk"]), hub, "2026-05")
    for name in ("Age Group", "Sex", "Risk Factors", "Protective Factors", "Study Flags"):
        assert row[name] == "suppressed"
    assert "Food" not in row["Services Mobilized"]
    assert row["Lead Agency"] == "Municipal police"
    assert row["Assisting Agencies"] == "Mental health"


def test_a_rare_factor_of_a_common_category_is_told_as_the_category(past, sign_in):
    rows = rows_of(sign_in("clerk"), past)
    told = {word for row in rows for word in row["Risk Factors"].split("; ")}
    held = SituationCode.objects.seen_by(COUNTER).filter(code__kind="risk")
    counts = Counter(held.values_list("code__label", flat=True))
    assert not [label for label, n in counts.items() if n < 15 and label in told]
    assert [label for label, n in counts.items() if n >= 15 and label in told]
    with translation.override("en"):
        assert told & {str(name) for name in groups.GROUPS.values()}
    assert "suppressed" in told


def test_a_word_of_the_table_itself_is_told_as_a_local_one(past, sign_in):
    local = add_local_code(
        kind="conclusion", code="by_the_lake", label="Moved to the lake", label_fr="Au lac",
        group="other", by=OPERATOR,
    )  # fmt: skip
    Situation.objects.seen_by(COUNTER).filter(table=past.table, step=Step.CLOSED).update(
        reason=local
    )
    rows = rows_of(sign_in("clerk"), past)
    assert {r["Conclusion Reason"] for r in rows if r["Status"] == "Closed"} == {"Local addition"}


def test_each_taking_is_written_down_with_no_more_than_how_many(past, sign_in):
    sign_in("chair").get(address(past), APRIL)
    (line,) = ledger.latest(verb="hub.take_month")
    assert line.by.endswith(past.staff["chair"].key)
    assert line.codes == {"table": past.table.key, "month": "2026-04", "n_rows": 60}


def test_the_privacy_lead_sees_who_took_rows_and_another_lead_does_not(past, elsewhere, sign_in):
    oversight = reverse("partners:oversight", args=[past.table.key])
    assert "Rows taken" not in sign_in("lead").get(oversight).content.decode()
    sign_in("clerk").get(address(past), APRIL)
    page = sign_in("lead").get(oversight).content.decode()
    assert "Rows taken for the province" in page
    assert "60 rows" in page
    assert "No row leaves the table" not in page
    other = reverse("partners:oversight", args=[elsewhere.table.key])
    page = client_of(elsewhere.staff["lead"]).get(other).content.decode()
    assert "Rows taken" not in page
    assert "No row leaves the table" in page


def test_unless_the_rules_say_so_there_is_no_file(hub, sign_in):
    Past(hub.table, np.random.default_rng(4)).fill(dt.date(2026, 4, 1), 1, 20)
    for who in ("chair", "clerk"):
        assert sign_in(who).get(address(hub), APRIL).status_code == 404
    record = reverse("partners:record", args=[hub.table.key])
    assert address(hub) not in sign_in("clerk").get(record).content.decode()
    assert not ledger.latest(verb="hub.take_month")


def test_the_record_offers_the_months_that_may_be_taken(past, sign_in):
    page = sign_in("clerk").get(reverse("partners:record", args=[past.table.key])).content.decode()
    assert address(past) in page
    assert 'value="2026-04"' in page
    assert 'value="2026-05"' not in page


def test_rules_that_send_rows_need_an_assessment(hub):
    for rules in (Rules(sends_rows=True), Rules(sends_rows=True, assessment_ref="PIA 9")):
        assert rules.faults()
    assert not SENDS.faults()


@pytest.mark.parametrize("month", ["2026-05", "2026-06", "2026", "", "2026-13", "x"])
def test_a_month_that_is_not_over_for_a_week_is_not_there(past, sign_in, month):
    assert sign_in("clerk").get(address(past), {"month": month}).status_code == 404


def test_nobody_else_at_the_table_can_take_it(past, sign_in):
    for who in ("ana", "bell", "cho", "diaz", "eve", "police_approver", "lead"):
        assert sign_in(who).get(address(past), APRIL).status_code == 404


def test_another_table_and_the_desk_find_nothing_there(past, elsewhere):
    set_policy(table_key=elsewhere.table.key, rules=SENDS, by=OPERATOR)
    for who in ("chair", "clerk"):
        assert client_of(elsewhere.staff[who]).get(address(past), APRIL).status_code == 404
    for role in (Role.ANALYST, Role.ADMINISTRATOR, Role.PRIVACY_OFFICER, Role.PARTNER):
        desk = client_of(engage(role.value.replace(" ", "-"), role))
        assert desk.get(address(past), APRIL).status_code == 404


def test_a_lapsed_agreement_takes_it_away_that_day(past, sign_in):
    assert sign_in("clerk").get(address(past), APRIL).status_code == 200
    end_agreement(agreement_key=Agreement.objects.get(agency__code="school").key, by=OPERATOR)
    assert sign_in("clerk").get(address(past), APRIL).status_code == 404


def test_the_file_is_only_read_and_not_kept_by_the_browser(past, sign_in):
    answer = sign_in("clerk").get(address(past), APRIL)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="riv-2026-04-rows.csv"'
    assert "no-store" in answer.headers["Cache-Control"]
    assert sign_in("clerk").post(address(past), APRIL).status_code == 405
