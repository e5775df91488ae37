"""Years of complaints for everybody: times and outcomes, good or bad, and nothing small."""

from __future__ import annotations

import datetime as dt

import pytest

from commonbeat.core import clock
from commonbeat.core.errors import NotPermitted
from commonbeat.domains.concerns.actions import complaints
from commonbeat.domains.concerns.queries.complaint_years import (
    complaint_year,
    first_year_of_complaints,
)
from commonbeat.domains.concerns.shipped.bodies import CATEGORIES, OUTCOMES
from commonbeat.domains.publishing import public as publishing
from commonbeat.domains.publishing.models import Release
from commonbeat.roles import Role, actor
from commonbeat.workflows import complaint_figures
from tests.workflows.town_complaints import CHO, CLOCK, DAY, MARCH, NEW_YEAR, complaint, several


def released(at: dt.datetime = NEW_YEAR) -> dict[tuple[str, str | None, str | None], dict]:
    """The rows of 2025 in force, by figure, category and outcome."""
    with clock.held_at(at):
        complaint_figures.release_complaint_figures(by=CLOCK)
    table = publishing.release("complaints")
    assert table is not None
    return {
        (row["figure"], row["category"], row["outcome"]): row
        for row in table.figures["rows"]
        if row["year"] == "2025"
    }


def test_times_and_shares_are_told_late_as_plainly_as_on_time():
    several(12, local=10)
    several(6, local=40)
    several(13, "duties", "upheld", local=12, investigated=150)
    several(11, "duties", local=13)
    several(10, "service", "upheld", local=10)
    rows = released()
    local = rows["local_response", "service", None]
    assert (local["n"], local["median_days"], local["p90_days"]) == (28, 10, 40)
    assert local["in_time"] == pytest.approx(22 / 28, abs=0.001)
    slow = rows["investigation", None, None]
    assert (slow["n"], slow["median_days"], slow["in_time"]) == (13, 150, 0)
    assert rows["until_closed", "duties", None]["median_days"] == 162
    assert rows["received", None, None]["n"] == 52
    assert rows["closed", "duties", "upheld"]["n"] == 13


def test_a_year_that_is_not_over_is_not_shown():
    several(15)
    with clock.held_at(NEW_YEAR - dt.timedelta(seconds=1)):
        assert complaint_figures.release_complaint_figures(by=CLOCK) is None
    assert publishing.release("complaints") is None
    several(12, at=NEW_YEAR + DAY)
    with clock.held_at(NEW_YEAR + 60 * DAY):
        complaint_figures.release_complaint_figures(by=CLOCK)
    assert publishing.release("complaints").figures["years"] == ["2025"]


def test_a_year_once_published_does_not_change_when_its_open_ones_end():
    several(12)
    several(11, ends=False, at=MARCH + 200 * DAY)
    before = released()
    assert before["local_response_overdue", None, None]["n"] == 11
    several(20, at=NEW_YEAR + DAY)
    for one in complaints.Complaint.objects.seen_by(CHO).filter(ended_at=None):
        with clock.held_at(NEW_YEAR + 5 * DAY):
            complaints.conclude_complaint(
                key=one.key, version=3, outcome="resolved", words="", by=CHO
            )
    assert released(NEW_YEAR + 90 * DAY) == before
    assert Release.objects.filter(name="complaints").count() == 1


def test_a_small_group_is_hidden_and_cannot_be_worked_out_from_the_total():
    several(30, "service")
    several(20, "public-interactions")
    several(3, "integrity")
    rows = released()
    for figure in ("received", "closed", "local_response", "until_closed"):
        shown = {c: rows[figure, c, None]["n"] for c in CATEGORIES}
        hidden = [c for c, n in shown.items() if n is None]
        total = rows[figure, None, None]["n"]
        assert "integrity" in hidden
        if total is not None:
            rest = total - sum(n for n in shown.values() if n is not None)
            # What is left is of several groups and no small number of people.
            assert len(hidden) >= 2
            assert rest >= 10
        for category in hidden:
            row = rows[figure, category, None]
            assert {row["median_days"], row["p90_days"], row["in_time"]} == {None}


def test_outcomes_cannot_be_worked_out_across_rows_or_columns():
    several(20, "service", "resolved")
    several(2, "service", "upheld")
    several(15, "duties", "resolved")
    several(14, "duties", "upheld")
    rows = released()
    assert rows["closed", "service", "upheld"]["n"] is None
    for category in ("service", "duties"):
        cells = [rows["closed", category, outcome]["n"] for outcome in OUTCOMES]
        total = rows["closed", category, None]["n"]
        if total is not None:
            left = total - sum(n for n in cells if n is not None)
            assert left == 0 or left >= 10
    column = [rows["closed", category, "upheld"]["n"] for category in CATEGORIES]
    total = rows["closed", None, "upheld"]["n"]
    if total is not None:
        assert total - sum(n for n in column if n is not None) >= 10


def test_the_times_until_closed_are_told_of_just_the_groups_whose_number_is_shown():
    several(30, "service")
    several(12, "duties")
    several(9, "laws")
    rows = released()
    for category in CATEGORIES:
        closed = rows["closed", category, None]["n"]
        assert rows["until_closed", category, None]["n"] == closed
        assert (rows["until_closed", category, None]["median_days"] is None) == (closed is None)


def test_a_town_with_few_complaints_shows_no_number_at_all():
    several(4)
    rows = released()
    assert all(row["n"] is None for row in rows.values())
    assert all(row["median_days"] is None for row in rows.values())


def test_a_town_without_complaints_releases_nothing():
    with clock.held_at(NEW_YEAR):
        assert complaint_figures.release_complaint_figures(by=CLOCK) is None


def test_the_years_begin_at_midnight_in_the_town():
    several(12, at=NEW_YEAR - dt.timedelta(minutes=1), local=1)
    year = complaint_year(CLOCK, 2025)
    assert (sum(year.received.values()), sum(year.ended.values())) == (12, 0)
    assert first_year_of_complaints(CLOCK) == 2025


@pytest.mark.parametrize("role", [Role.ANALYST, Role.OFFICER, Role.ANYBODY, Role.PARTNER])
def test_only_who_handles_complaints_or_keeps_time_counts_them(role):
    complaint()
    assert complaint_year(actor(role, "x"), 2025) is None
    assert first_year_of_complaints(actor(role, "x")) is None


def test_nobody_else_releases_them():
    several(12)
    with clock.held_at(NEW_YEAR), pytest.raises(NotPermitted):
        complaint_figures.release_complaint_figures(by=CHO)
