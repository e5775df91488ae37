"""The Hub's figures: only what the disclosure rule lets through, and what stands out of it."""

import csv
import datetime as dt
import io
from collections import Counter

import numpy as np
import pytest

from commonbeat.core import clock
from commonbeat.core.errors import NotPermitted
from commonbeat.domains.hub.actions.tables import found_table
from commonbeat.domains.hub.actions.tallies import tally_months
from commonbeat.domains.hub.actions.words import load_codes
from commonbeat.domains.hub.models import HubTable, MonthTally, SituationCode, TablePolicy
from commonbeat.domains.hub.queries import counting
from commonbeat.roles import Role, actor
from commonbeat.workflows import hub_figures
from commonbeat.workflows.hub_figures import know, span_named
from tests.workflows.hub_past import GAP, Past

ANALYST = actor(Role.ANALYST, "diaz")
CLOCK = actor(Role.CLOCK, "worker")
COUNTER = actor(Role.HUB_FIGURES, "tests")
OPERATOR = actor(Role.OPERATOR, "tests")
LATER = dt.datetime(2026, 1, 20, 15, tzinfo=dt.UTC)


def table(founded_on: dt.date) -> HubTable:
    load_codes(by=OPERATOR)
    made = found_table(code="RIV", name="Riverton table", name_fr="Table de Riverton", by=OPERATOR)
    HubTable.objects.filter(pk=made.pk).update(founded_on=founded_on)
    made.refresh_from_db()
    return made


def tallied(made: HubTable) -> None:
    with clock.held_at(LATER):
        while tally_months(table_key=made.key, by=CLOCK):
            pass


@pytest.fixture
def small():
    """Eighteen months of a town's table, about fifteen situations a month."""
    made = table(dt.date(2024, 7, 1))
    Past(made, np.random.default_rng(3)).fill(dt.date(2024, 7, 1), 18, 15)
    tallied(made)
    return made


def known(made, name, viewer=ANALYST):
    return know(viewer, made.key, span_named(name))


def test_a_month_is_counted_once_when_it_is_over(small):
    rows = MonthTally.objects.seen_by(COUNTER)
    assert rows.count() == 18
    before = {row.month: row.counts for row in rows}
    SituationCode.objects.seen_by(CLOCK).filter(code__kind="flag").delete()
    tallied(small)
    assert {row.month: row.counts for row in MonthTally.objects.seen_by(COUNTER)} == before
    with clock.held_at(dt.datetime(2026, 2, 3, 15, tzinfo=dt.UTC)):
        assert tally_months(table_key=small.key, by=CLOCK) == 0  # late reports still come in
    with pytest.raises(NotPermitted):
        tally_months(by=ANALYST)


def test_tallies_hold_what_the_rows_hold(small):
    codes = SituationCode.objects.seen_by(COUNTER).filter(code__kind="risk").count()
    read = counting.tallies(COUNTER, small.key, dt.date(2024, 1, 1), dt.date(2025, 12, 1))
    factors = counting.added([counting.grouped(tally, "factor") for tally in read])
    assert factors.margins.sum() == codes
    assert (factors.sizes * factors.n_by_number).sum() == codes
    assert factors.pairs.diagonal().tolist() == factors.margins.tolist()
    assert factors.n == sum(tally.counts["elevated"] for tally in read)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ADMINISTRATOR, Role.PARTNER])
def test_who_may_not_see_figures_finds_nothing(small, role):
    viewer = actor(role, "eve")
    assert hub_figures.tables(viewer) == []
    assert known(small, "2025", viewer) is None
    assert hub_figures.period_choices(viewer, small.key) == []
    assert counting.tallies(ANALYST, small.key, dt.date(2024, 1, 1), dt.date(2026, 1, 1)) == []


def test_only_closed_periods_can_be_asked_for(small):
    names = [span.name for span in hub_figures.period_choices(ANALYST, small.key)]
    assert "2025" in names
    assert "2024" not in names  # it began in July
    assert "2024-Q3" in names
    for name in ("2024", "2026-01", "2021-2025"):
        assert known(small, name) is None
    for name in ("2025-13", "x", "2025-Q5", "2022-2026", "2025-1"):
        assert span_named(name) is None


def test_no_line_shows_less_than_the_smallest_count(small):
    shown, hidden = 0, 0
    for name in ("2025", "2025-Q2", "2025-05"):
        what = known(small, name)
        page = hub_figures.month_page(what)
        for line in [line for view in page.views() for line in view.lines]:
            if line.estimate is None:
                hidden += 1
            elif line.n_marked is not None:
                shown += 1
                assert line.n_marked >= 15
                assert line.estimate.n - line.n_marked >= 15
    assert shown > 15
    assert hidden > 100


def test_a_factor_that_leaves_a_small_rest_of_its_category_is_hidden(small):
    what = known(small, "2025")
    single = {line.code: line.n_marked for line in hub_figures.factor_view(what, "factor").lines}
    whole = {line.code: line.n_marked for line in hub_figures.factor_view(what, "category").lines}
    category_of = {word.code: word.group for word in what.words("risk").values()}
    told = [(code, n) for code, n in single.items() if n is not None]
    assert told
    for code, n in told:
        union = whole[category_of[code]]
        assert union is None or union == n or union - n >= 15


@pytest.fixture
def large():
    """A year of a table with many situations."""
    made = table(dt.date(2025, 1, 1))
    Past(made, np.random.default_rng(8)).fill(dt.date(2025, 1, 1), 12, 150)
    tallied(made)
    return known(made, "2025")


def test_a_factor_that_is_all_of_its_category_is_shown_where_its_category_is(large):
    single = {line.code: line.n_marked for line in hub_figures.factor_view(large, "factor").lines}
    whole = {line.code: line.n_marked for line in hub_figures.factor_view(large, "category").lines}
    category_of = {word.code: word.group for word in large.words("risk").values()}
    n_in = Counter(category_of.values())
    alone = {code: group for code, group in category_of.items() if n_in[group] == 1}
    assert all(single[code] in (None, whole[group]) for code, group in alone.items())
    assert any(single[code] is not None for code in alone)


def test_a_pair_of_factors_tells_nothing_small_beside_the_pair_of_their_categories(large):
    category_of = {word.code: word.group for word in large.words("risk").values()}
    n_in = Counter(category_of.values())
    found = large.grouped("category", large.span.period)
    place = {code: i for i, code in enumerate(found.codes)}
    lines = hub_figures.pair_view(large, "factor").lines
    assert lines
    for line in lines:
        one, two = category_of[line.pair.first], category_of[line.pair.second]
        rest = int(found.pairs[place[one], place[two]]) - line.pair.n_together
        assert rest >= 15 or n_in[one] == n_in[two] == 1


def test_the_planted_gap_and_pair_are_suggested_and_little_else():
    made = table(dt.date(2021, 1, 1))
    Past(made, np.random.default_rng(8)).fill(dt.date(2021, 1, 1), 60, 30)
    tallied(made)
    what = known(made, "2021-2025")
    found = hub_figures.suggestions(ANALYST, what)
    gaps = [one.code for one in found if one.kind == "gap"]
    pairs = [one.code for one in found if one.kind == "pair"]
    assert gaps == [GAP]
    assert pairs == ["elder_abuse-suffers+gambling-chronic"]
    assert "Withdrawal management" in next(one.said for one in found if one.kind == "gap")
    assert "Gestion du sevrage" in next(one.said_fr for one in found if one.kind == "gap")
    view = hub_figures.pair_view(what, "factor")
    assert [line.pair.first for line in view.lines] == ["elder_abuse-suffers"]
    figure = hub_figures.frozen(view, "elder_abuse-suffers+gambling-chronic")
    assert figure.covers_until == dt.date(2025, 12, 31)
    assert hub_figures.frozen(view, "alcohol-use+gambling-chronic") is None
    assert view.lines[0].pair.n_together >= 15
    assert hub_figures.pair_view(known(made, "2025-05"), "category") is None
    times = {line.code: line.estimate for line in hub_figures.time_view(what).lines}
    assert times["median"].lower <= 23.5 <= times["median"].upper + 1
    assert "hours or less" in times["ninth"].sentence()


def test_shares_along_the_way_come_with_their_cautions(small):
    what = known(small, "2025")
    lines = {line.code: line for line in hub_figures.step_view(what).lines}
    assert lines["threshold"].estimate.estimate == pytest.approx(0.9, abs=0.06)
    assert "challenge" in lines["threshold"].careful("en")
    assert "échec" in lines["refused"].careful("fr")
    assert lines["police"].estimate.estimate == pytest.approx(0.6, abs=0.12)
    assert lines["wait_list"].estimate.estimate == pytest.approx(0.3, abs=0.12)
    assert lines["coercive"].estimate is None  # too few to show
    mix = hub_figures.mix_view(what)
    assert mix.lines[0].code == "police"
    assert hub_figures.mix_view(known(small, "2025-Q2")) is None


def test_the_file_has_the_provincial_fields_and_says_nothing_of_rejected_ones(small):
    rows = list(csv.DictReader(io.StringIO(hub_figures.as_csv(known(small, "2025-Q2")))))
    rejected = [row for row in rows if row["Status"] == "Rejected"]
    assert {row["Field"] for row in rejected} >= {"Risk Factors", "Study Flags", "Affected Persons"}
    assert all(r["Value"] == "N/A" for r in rejected if r["Field"] != "Discussions")
    for row in rows:
        if row["Discussions"].isdigit():
            assert int(row["Discussions"]) >= 15
    assert {row["Site"] for row in rows} == {"RIV"}


def test_a_table_of_high_sensitivity_shows_nothing_under_twenty(small):
    TablePolicy.objects.filter(table=small).update(sensitivity="high")
    after = known(small, "2025")
    assert after.table.threshold == 20
    shown = [line for line in hub_figures.factor_view(after, "category").lines if line.estimate]
    assert shown
    assert all(line.n_marked >= 20 for line in shown)


def test_a_small_table_shows_no_months_so_that_its_years_stay_whole(small):
    assert hub_figures.step_view(known(small, "2025-05")).lines[0].estimate is None
    assert hub_figures.step_view(known(small, "2025")).lines[0].estimate is not None


def test_the_page_on_paper_is_a_pdf_in_either_language(small):
    page = hub_figures.month_page(known(small, "2025"))
    for language in ("en", "fr"):
        body = hub_figures.as_pdf(page, language)
        assert body.startswith(b"%PDF")
        assert 2_000 < len(body) < 60_000
