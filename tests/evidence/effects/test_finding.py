from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from commonbeat.evidence import faults
from commonbeat.evidence.effects.calibrated import Verdict
from commonbeat.evidence.effects.finding import run_plan
from commonbeat.evidence.effects.panel import panel_of, panel_of_events
from commonbeat.evidence.effects.plan import Chosen, FrozenPlan, Plan, freeze

AREAS = tuple(f"Area {i}" for i in range(30))
MONTHS = tuple(f"{2020 + m // 12}-{m % 12 + 1:02d}" for m in range(60))
PLAN = Plan(
    title="Block watch",
    measure="break-ins",
    treated=AREAS[:3],
    comparison=AREAS[5:],
    neighbours=AREAS[3:5],
    first_month="2020-01",
    start_month="2024-01",
    last_month="2024-12",
    chosen=Chosen.AT_RANDOM,
    locked_on="2023-12-01",
)


def test_a_clear_fall_is_found_with_its_second_opinion_and_its_neighbours(town):
    panel = panel_of(town(5, change=0.4, treated=(0, 1, 2)), AREAS, MONTHS)
    finding = run_plan(freeze(PLAN), panel)
    assert finding.verdict is Verdict.FALL
    assert finding.placebo.p < 0.05
    assert finding.next_door.n_treated == 2
    assert finding.effect.n_comparison == 25
    assert finding.fingerprint == PLAN.fingerprint
    assert finding.sentence().startswith("Evidence of a fall")
    assert run_plan(freeze(PLAN), panel) == finding


def test_areas_chosen_after_a_surge_are_warned_about_whatever_the_data_say(town):
    panel = panel_of(town(5), AREAS, MONTHS)
    finding = run_plan(freeze(replace(PLAN, chosen=Chosen.AFTER_A_SURGE)), panel)
    assert "chosen_for_being_bad" in finding.warnings
    assert finding.verdict is Verdict.UNCERTAIN
    assert finding.sentence().startswith("Cannot tell")
    assert any("worse than usual" in remark for remark in finding.remarks())
    assert len(finding.remarks("fr")) == len(finding.warnings)


def test_volunteers_are_told_as_such(town):
    panel = panel_of(town(5), AREAS, MONTHS)
    finding = run_plan(freeze(replace(PLAN, chosen=Chosen.VOLUNTEERED)), panel)
    assert "volunteered" in finding.warnings


def test_a_short_history_leaves_out_checks_and_says_so(town):
    panel = panel_of(town(5), AREAS, MONTHS)
    finding = run_plan(freeze(replace(PLAN, first_month="2023-03")), panel)
    assert finding.checks.trend is None
    assert "short_history" in finding.warnings


def test_sham_plans_seldom_find_anything(town):
    found = 0
    for seed in range(60):
        finding = run_plan(freeze(PLAN), panel_of(town(seed), AREAS, MONTHS))
        found += finding.verdict in (Verdict.FALL, Verdict.RISE)
    assert found <= 6


def test_a_plan_changed_after_freezing_is_refused(town):
    frozen = freeze(PLAN)
    changed = FrozenPlan(replace(PLAN, comparison=AREAS[6:]), frozen.fingerprint)
    with pytest.raises(faults.PlanChanged):
        run_plan(changed, panel_of(town(1), AREAS, MONTHS))


def test_the_fingerprint_is_of_every_part_of_the_plan():
    prints = {
        replace(PLAN, **change).fingerprint
        for change in ({}, {"seed": 1}, {"benchmark": -0.1}, {"title": "Other"})
    }
    assert len(prints) == 4
    assert all(len(each) == 64 for each in prints)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"treated": ()}, faults.TooFew),
        ({"treated": ("Area 6",)}, faults.Overlap),
        ({"start_month": "2020-01"}, faults.Contradiction),
        ({"benchmark": -1.5}, faults.OutOfRange),
    ],
)
def test_a_plan_that_contradicts_itself_cannot_be_frozen(change, fault):
    with pytest.raises(fault):
        freeze(replace(PLAN, **change))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"treated": ("Nowhere",)}, faults.OutOfRange),
        ({"last_month": "2031-01"}, faults.OutOfRange),
        ({"last_month": "2019-01"}, faults.OutOfRange),
        ({"last_month": "2023-01"}, faults.Contradiction),
        ({"first_month": "2024-06"}, faults.Contradiction),
        ({"comparison": AREAS[5:12]}, faults.TooFew),
    ],
)
def test_a_plan_that_does_not_fit_the_panel_is_refused(town, change, fault):
    with pytest.raises(fault):
        run_plan(freeze(replace(PLAN, **change)), panel_of(town(1), AREAS, MONTHS))


def test_panels_that_do_not_add_up_are_refused():
    with pytest.raises(faults.UnequalLengths):
        panel_of(np.ones((2, 3)), ["a"], ["1", "2", "3"])
    with pytest.raises(faults.Contradiction):
        panel_of(np.ones((2, 1)), ["a", "a"], ["1"])
    with pytest.raises(faults.WrongShape):
        panel_of(np.ones(3), ["a", "b", "c"], ["1"])


def test_events_are_counted_by_area_and_month_with_the_empty_months():
    panel = panel_of_events(
        ["North", "South", "North"], [date(2025, 12, 3), date(2026, 2, 1), date(2025, 12, 9)]
    )
    assert panel.areas == ("North", "South")
    assert panel.months == ("2025-12", "2026-01", "2026-02")
    assert panel.counts.tolist() == [[2, 0, 0], [0, 0, 1]]
    with pytest.raises(faults.TooFew):
        panel_of_events([], [])
    with pytest.raises(faults.UnequalLengths):
        panel_of_events(["North"], [])


def test_the_worst_areas_are_warned_about_though_the_plan_says_at_random(town):
    table = town(5)
    order = np.argsort(-table[:, 36:48].sum(axis=1), kind="stable")
    finding = run_plan(freeze(PLAN), panel_of(table[order], AREAS, MONTHS))
    assert finding.checks.among_the_worst.p_level < 0.01
    assert "chosen_for_being_bad" in finding.warnings
