"""Issues, their evidence and their reviews."""

import datetime as dt

import pytest

from commonbeat.core import clock
from commonbeat.core.errors import NotPermitted
from commonbeat.core.models import LedgerEntry
from commonbeat.core.screening import Trace
from commonbeat.domains.initiatives import errors, queries
from commonbeat.domains.initiatives.actions import evidence, indicators, issues, recommendations
from commonbeat.domains.initiatives.public import log, published_issue
from commonbeat.domains.initiatives.writing import Written
from commonbeat.roles import Role, actor
from tests.domains.initiatives import made
from tests.domains.initiatives.made import ANALYST, COORDINATOR, LEADER

FRENCHLESS = Written("A study of the university found the same.")


def test_a_draft_is_seen_at_the_desk_and_not_by_the_public(noon):
    issue = made.draft()
    assert queries.issue(ANALYST, issue.key).title == "No bed the same night"
    assert published_issue(issue.key) is None
    assert log().issues == ()


def test_hidden_and_absent_look_the_same(noon, eve, bell):
    issue = made.published()
    for viewer in (eve, bell):
        assert queries.issues(viewer) == []
        assert queries.issue(viewer, issue.key) is None
        assert queries.recommendations(viewer) == []
        assert queries.indicators(viewer) == []
    assert queries.issue(ANALYST, "nothing") is None


def test_only_a_leader_publishes_and_only_with_evidence_and_french(noon):
    issue = made.draft()
    with pytest.raises(NotPermitted):
        issues.publish_issue(key=issue.key, by=ANALYST)
    with pytest.raises(errors.NoEvidence):
        issues.publish_issue(key=issue.key, by=LEADER)
    evidence.add_document(
        issue_key=issue.key, sentence=FRENCHLESS, source=Written("Annual report"), by=ANALYST
    )
    with pytest.raises(errors.NotInBothLanguages) as refused:
        issues.publish_issue(key=issue.key, by=LEADER)
    assert refused.value.field == "evidence"


def test_what_is_added_to_a_public_issue_stands_in_both_languages(noon):
    issue = made.published()
    with pytest.raises(errors.NotInBothLanguages):
        evidence.add_opportunity(issue_key=issue.key, text=FRENCHLESS, by=ANALYST)
    with pytest.raises(errors.AlreadyPublished):
        issues.publish_issue(key=issue.key, by=LEADER)


def test_a_text_that_could_lead_to_somebody_is_refused_and_says_what_was_found(noon):
    issue = made.draft()
    with pytest.raises(errors.NamesSomebody) as refused:
        evidence.add_opportunity(
            issue_key=issue.key, text=Written("Ask at 12 Old Mill Road", ""), by=ANALYST
        )
    assert refused.value.found[0].trace is Trace.ADDRESS
    assert not refused.value.may_confirm
    assert "Old Mill" not in str(refused.value)
    waved = Written("Ring 819 555 0123", "", has_checked=True)
    with pytest.raises(errors.NamesSomebody):
        evidence.add_opportunity(issue_key=issue.key, text=waved, by=ANALYST)


def test_what_only_looks_like_a_name_passes_when_the_writer_looked(noon):
    issue = made.draft()
    text = "Work with the Health Unit"
    with pytest.raises(errors.NamesSomebody) as refused:
        evidence.add_opportunity(issue_key=issue.key, text=Written(text), by=ANALYST)
    assert refused.value.may_confirm
    checked = Written(text, has_checked=True)
    evidence.add_opportunity(issue_key=issue.key, text=checked, by=ANALYST)
    assert queries.issue(ANALYST, issue.key).opportunities[0].text == text


def test_a_figure_is_kept_as_it_read(noon):
    issue = made.published()
    kept = published_issue(issue.key).evidence[0]
    assert kept.sentence == made.FIGURE.sentence
    assert kept.rows == (("Withdrawal care", "40"),)
    assert kept.covers_until == dt.date(2025, 12, 31)


def test_an_indicator_brings_its_readings_as_they_are_today(noon):
    issue = made.draft()
    beds = indicators.define_indicator(
        name=Written("Beds for withdrawal care", "Lits de sevrage"),
        source=Written("Ministry of Health", "Ministère de la Santé"),
        unit=Written("beds for 10 people", "lits pour 10 personnes"),
        comparison=Written("the province", "la province"),
        by=ANALYST,
    )
    said = Written("Beds are fewer than elsewhere.", "Il y a moins de lits qu’ailleurs.")
    with pytest.raises(errors.NotComplete):
        evidence.add_indicator(
            issue_key=issue.key, indicator_key=beds.key, sentence=said, by=ANALYST
        )
    year = {"covers_from": dt.date(2025, 1, 1), "covers_until": dt.date(2025, 12, 31)}
    indicators.record_reading(indicator_key=beds.key, value=2.5, compared=4.0, by=ANALYST, **year)
    with pytest.raises(errors.ReadBefore):
        indicators.record_reading(indicator_key=beds.key, value=3.0, by=ANALYST, **year)
    evidence.add_indicator(issue_key=issue.key, indicator_key=beds.key, sentence=said, by=ANALYST)
    view = queries.issue(ANALYST, issue.key).evidence[0]
    assert view.indicator_key == beds.key
    assert view.rows[0][1:] == ("2.5", "4.0")
    assert queries.indicators(ANALYST)[0].readings[0].compared == 4.0


def test_an_issue_is_resolved_only_when_something_was_implemented(noon):
    issue = made.published()
    with pytest.raises(errors.StillOpen):
        issues.close_issue(key=issue.key, was_resolved=True, by=LEADER)
    one = made.recommended(issue, dt.date(2026, 9, 1))
    with pytest.raises(errors.StillOpen):
        issues.close_issue(key=issue.key, was_resolved=False, by=LEADER)
    recommendations.record_reply(
        key=one.key, answer="accepted", text=made.REPLY, replied_on=noon.date(), by=COORDINATOR
    )
    recommendations.record_implemented(key=one.key, by=COORDINATOR)
    issues.close_issue(key=issue.key, was_resolved=True, by=LEADER)
    assert published_issue(issue.key).state == "resolved"
    with pytest.raises(errors.AlreadyClosed):
        evidence.add_opportunity(issue_key=issue.key, text=made.OPPORTUNITY, by=ANALYST)


def test_a_review_is_planned_once_held_and_shown_late(noon):
    issue = made.published()
    said = Written("Still no bed.", "Toujours pas de lit.")
    with pytest.raises(errors.NoReviewPlanned):
        issues.hold_review(key=issue.key, said=said, by=ANALYST)
    with pytest.raises(errors.DueInThePast):
        issues.plan_review(key=issue.key, due_on=dt.date(2026, 5, 11), by=ANALYST)
    for day in (20, 25):
        issues.plan_review(key=issue.key, due_on=dt.date(2026, 5, day), by=ANALYST)
    with clock.moved_by(dt.timedelta(days=20)):
        assert queries.issues(ANALYST)[0].is_review_late
        issues.hold_review(key=issue.key, said=said, by=ANALYST)
        assert not queries.issues(ANALYST)[0].is_review_late
    assert [review.said for review in published_issue(issue.key).reviews] == ["Still no bed."]


def test_unknown_groups_and_origins_are_refused_and_wording_can_change(noon):
    issue = made.draft()
    given = {"title": made.TITLE, "statement": made.STATEMENT, "by": ANALYST}
    with pytest.raises(errors.NotComplete):
        issues.raise_issue(affected=["the neighbours"], origin="hub", **given)
    with pytest.raises(errors.NotComplete):
        issues.raise_issue(affected=["youth"], origin="gossip", **given)
    issues.change_issue(
        key=issue.key,
        title=Written("No bed"),
        statement=made.STATEMENT,
        affected=["youth"],
        by=ANALYST,
    )
    assert queries.issue(ANALYST, issue.key).title == "No bed"
    with pytest.raises(errors.NoSuchIssue):
        issues.change_issue(key="none", affected=["youth"], **given)


def test_the_ledger_holds_no_word_of_it(noon):
    made.published()
    lines = [str(row) for row in LedgerEntry.objects.values()]
    assert any("freeze_figure" in line for line in lines)
    assert not any("bed" in line.lower().replace("beds", "") for line in lines)


def test_lists_cost_the_same_whatever_their_length(noon, django_assert_num_queries):
    key = made.owner()
    for _ in range(3):
        made.recommended(made.published(), dt.date(2026, 9, 1), key)
    with django_assert_num_queries(5):
        assert len(queries.issues(ANALYST)) == 3
    with django_assert_num_queries(3):
        assert len(log().issues) == 3
    assert actor(Role.PRIVACY_OFFICER, "x").may("initiatives.see")
