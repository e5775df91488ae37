"""Figures of calls: counted right, opened safely, released once."""

from __future__ import annotations

import datetime as dt
import itertools
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonbeat.core import clock
from commonbeat.core.errors import NotPermitted
from commonbeat.domains.calls.queries.counts import call_counts
from commonbeat.domains.publishing import public
from commonbeat.workflows import call_figures
from tests.workflows.town_calls import calls, draw_area

MARCH = dt.datetime(2026, 3, 10, 15, 0, tzinfo=dt.UTC)
SPAN = (dt.date(2026, 2, 1), dt.date(2026, 3, 31))
FIRST = dt.date(2026, 3, 1)


def rows(figure: str, **where: object) -> list[dict[str, object]]:
    release = public.release(call_figures.NAME)
    assert release is not None
    found = [row for row in release.figures["rows"] if row["figure"] == figure]
    return [row for row in found if all(row[key] == value for key, value in where.items())]


def row(figure: str, month: str | None = None, area: str | None = None) -> dict[str, object]:
    (found,) = rows(figure, month=month, area=area, group=None)
    return found


def test_calls_are_counted_by_the_months_and_areas_of_the_town(noon, the_clock):
    mill = draw_area("mill")
    calls(3, mill, MARCH)
    calls(2, mill, MARCH, told=False, reason="landline")
    calls(4, None, MARCH, told=None)
    # Late on the last evening of February in the town, and March already by UTC.
    calls(1, mill, dt.datetime(2026, 3, 1, 3, 0, tzinfo=dt.UTC))
    counted = call_counts(the_clock, *SPAN)
    february = dt.date(2026, 2, 1)
    assert counted.calls == {(FIRST, mill.pk): 5, (FIRST, None): 4, (february, mill.pk): 1}
    assert counted.with_caller[FIRST, mill.pk] == 5
    assert counted.with_caller[FIRST, None] == 0
    assert counted.followed[FIRST, mill.pk] == 3
    assert counted.to_arrival[FIRST, mill.pk] == pytest.approx((12, 13, 14), abs=1e-4)
    assert counted.to_way == {}
    assert counted.told == {FIRST: 3, february: 1}
    assert counted.not_told == {(FIRST, "landline"): 2}


def test_merged_calls_and_those_of_officers_are_not_counted(noon, the_clock):
    calls(2, None, MARCH, merged_into="another")
    calls(2, None, MARCH, officer_initiated=True)
    counted = call_counts(the_clock, *SPAN)
    assert counted.calls == {}
    assert counted.followed == {}
    assert counted.told == {}


def test_counting_asks_the_database_three_times_however_many_calls(noon, the_clock):
    calls(5, draw_area("mill"), MARCH)
    with CaptureQueriesContext(connection) as asked:
        call_counts(the_clock, *SPAN)
    assert len(asked) == 3


def test_whoever_may_not_count_sees_nothing_and_releases_nothing(noon, eve, bell):
    assert call_counts(eve, *SPAN) is None
    assert call_figures.desk_figures(bell, *SPAN) is None
    with pytest.raises(NotPermitted):
        call_figures.release_public_figures(by=eve)
    assert public.release(call_figures.NAME) is None


def test_the_desk_sees_small_counts_with_their_intervals(noon, diaz):
    mill = draw_area("mill")
    calls(3, mill, MARCH)
    calls(1, mill, MARCH, told=False, reason="said STOP")
    figures = call_figures.desk_figures(diaz, *SPAN)
    assert figures.whole.n_calls == 4
    assert figures.whole.followed.estimate == 0.75
    assert figures.whole.followed.lower < 0.75 < figures.whole.followed.upper
    assert figures.whole.to_arrival.estimate == pytest.approx(13, abs=1e-4)
    assert figures.whole.to_way is None
    assert [(area, line.n_followed) for area, line in figures.by_area] == [(mill.pk, 3)]
    assert [(one.reason, one.n) for one in figures.not_told] == [("said STOP", 1)]
    assert figures.told.estimate == 0.75
    assert figures.kept is None


def test_only_months_long_over_and_still_whole_are_released():
    months = call_figures.settled_months(dt.date(2026, 5, 20))
    assert months[-1] == dt.date(2026, 3, 1)
    assert call_figures.settled_months(dt.date(2026, 5, 21))[-1] == dt.date(2026, 4, 1)
    for day in range(0, 400, 7):
        today = dt.date(2026, 1, 1) + dt.timedelta(days=day)
        months = call_figures.settled_months(today)
        assert 11 <= len(months) <= 12
        assert today - months[0] <= call_figures.DECISIONS_KEPT


def test_the_released_table_holds_what_is_large_enough(noon, the_clock):
    mill, shore = draw_area("mill"), draw_area("shore", west=1.0)
    calls(20, mill, MARCH)
    calls(15, shore, MARCH)
    calls(12, mill, MARCH, told=False, reason="landline")
    call_figures.release_public_figures(by=the_clock)
    assert row("calls_followed")["n"] == 35
    assert row("calls_followed", "2026-03")["n"] == 35
    assert row("calls_followed", "2026-03", "mill")["n"] == 20
    assert row("calls_followed", None, "mill")["sentence"].startswith("20 calls were followed")
    assert row("share_followed", "2026-03")["value"] == round(35 / 47, 4)
    assert row("callers_told")["n"] == 47
    arrival = row("minutes_to_arrival", None, "shore")
    assert (arrival["n"], arrival["value"]) == (15, 19)
    assert arrival["lower"] < 19 < arrival["upper"]
    assert arrival["sentence_fr"].startswith("La moitié ont pris 19")
    assert row("satisfaction")["value"] is None
    assert row("follow_ups_kept")["sentence"] == "Too few to show."
    (reason,) = rows("callers_not_told")
    assert (reason["group"], reason["n"], reason["month"]) == ("landline", 12, "2026-03")


def test_no_small_count_is_released_nor_one_that_gives_it_away(noon, the_clock):
    mill, shore, hill = draw_area("mill"), draw_area("shore"), draw_area("hill")
    calls(25, mill, MARCH)
    calls(14, shore, MARCH)
    calls(4, hill, MARCH)
    call_figures.release_public_figures(by=the_clock)
    shown = {
        area: row("calls_followed", "2026-03", area)["n"] for area in ("mill", "shore", "hill")
    }
    assert shown["hill"] is None
    assert list(shown.values()).count(None) == 2
    assert row("calls_followed", "2026-03")["n"] == 43
    assert row("calls_followed", None, "hill")["n"] is None


def test_two_tables_of_different_months_give_no_hidden_count_away(the_clock):
    """The oldest month leaves the table: no total may then be less by exactly its hidden cell."""
    mill, shore, hill = draw_area("mill"), draw_area("shore"), draw_area("hill")
    months = [dt.datetime(2025, 5, 5, tzinfo=dt.UTC), dt.datetime(2026, 4, 5, tzinfo=dt.UTC)]
    calls(3, hill, months[0])
    for place, month in itertools.product((mill, shore, hill), months):
        calls(14, place if month == months[1] or place != hill else mill, month)
    tables = []
    for today in (dt.datetime(2026, 5, 22, tzinfo=dt.UTC), dt.datetime(2026, 6, 22, tzinfo=dt.UTC)):
        with clock.held_at(today):
            call_figures.release_public_figures(by=the_clock)
        tables.append({a: row("calls_followed", None, a)["n"] for a in ("mill", "shore", "hill")})
        assert (
            row("minutes_to_arrival", None, "hill")["n"] == row("calls_followed", None, "hill")["n"]
        )
    before, after = tables
    assert before["hill"] == after["hill"] == 14


def test_an_unchanged_table_makes_no_new_release(noon, the_clock):
    calls(20, draw_area("mill"), MARCH)
    first = call_figures.release_public_figures(by=the_clock)
    again = call_figures.release_public_figures(by=the_clock)
    assert first.pk == again.pk
    calls(1, None, noon)  # this month is not over: it changes nothing
    assert call_figures.release_public_figures(by=the_clock).pk == first.pk
    calls(30, None, MARCH)
    assert call_figures.release_public_figures(by=the_clock).version == first.version + 1


def test_a_table_without_any_call_is_released_as_too_few(noon, the_clock):
    draw_area("mill")
    call_figures.release_public_figures(by=the_clock)
    release = public.release(call_figures.NAME)
    assert all(one["value"] is None for one in release.figures["rows"])
    assert "Infinity" not in json.dumps(release.figures)
