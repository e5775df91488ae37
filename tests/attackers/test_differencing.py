"""Taking every figure from every other: no count under the threshold can be narrowed down.

The onlooker knows all that any release showed, how it adds up over months, quarters, years and
five years, and how the views hang together: a category within its theme, services within all that
was sought, a quantile of hours beside the share within 48. Each small count must stay possible
from nought to the threshold; a part of a part, such as the other factors of a category in one of
its months, must keep as much play as the threshold, though it may be known that there were some.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest

from commonbeat.core import clock
from commonbeat.domains.hub.actions.tables import Rules, found_table, set_policy
from commonbeat.domains.hub.actions.tallies import tally_months
from commonbeat.domains.hub.actions.words import load_codes
from commonbeat.domains.hub.models import HubTable
from commonbeat.domains.hub.queries import counting
from commonbeat.domains.hub.shipped.risks import RISKS
from commonbeat.evidence.periods import Period, periods_of
from commonbeat.roles import Role, actor
from tests.attackers.onlooker import Onlooker
from tests.attackers.releases import (
    Release,
    Truth,
    base,
    everything,
    told,
    truth,
)
from tests.workflows.hub_past import Past

pytestmark = pytest.mark.arithmetic

CLOCK = actor(Role.CLOCK, "worker")
OPERATOR = actor(Role.OPERATOR, "tests")
LATER = dt.datetime(2026, 1, 20, 15, tzinfo=dt.UTC)
Found = tuple[str, Period, float, float]
KEPT: dict[int, tuple[Release, Truth]] = {}


def founded(sensitivity: str = "low", on: dt.date = dt.date(2024, 1, 1)) -> HubTable:
    load_codes(by=OPERATOR)
    rules = Rules(sensitivity=sensitivity)
    made = found_table(code="RIV", name="Riverton", name_fr="Riverton", rules=rules, by=OPERATOR)
    HubTable.objects.filter(pk=made.pk).update(founded_on=on)
    made.refresh_from_db()
    return made


def tallied(made: HubTable, at: dt.datetime = LATER) -> None:
    with clock.held_at(at):
        while tally_months(table_key=made.key, by=CLOCK):
            pass


@pytest.fixture(params=[(60, 3), (20, 4)], ids=["large", "small"])
def town(request) -> tuple[Release, Truth]:
    """Two years of a table, with so many situations a month, and all that is shown of it.

    Numbers alone, so that one town serves every test.
    """
    per_month, seed = request.param
    if per_month in KEPT:
        return KEPT[per_month]
    made = founded()
    Past(made, np.random.default_rng(seed)).fill(dt.date(2024, 1, 1), 24, per_month)
    tallied(made)
    release = everything(made.key)
    KEPT[per_month] = release, truth(made.key, release.months)
    return KEPT[per_month]


def narrowed(
    onlooker: Onlooker, facts: Truth, parts: Sequence[str], threshold: int, *, play: bool = False
) -> Iterator[Found]:
    """Each small count that can be narrowed down: part, period, and the bounds.

    With `play` it may be known that there were some, while as much as the threshold stays open.
    """
    for period in periods_of(list(onlooker.months)):
        for part in parts:
            n = facts.of(part, period)
            if not 0 < n < threshold:
                continue
            low, high = onlooker.bounds([part], period)
            assert low - 1e-6 <= n <= high + 1e-6, "the onlooker's own book is wrong"
            is_loose = high - low >= threshold - 1e-6 if play else low <= 1e-6
            if not is_loose or high < threshold - 1e-6:
                yield part, period, low, high


def split(release: Release, view: str, lines: dict[str, list[str]], parts: list[str]) -> Onlooker:
    """An onlooker at the lines of one view that split one whole into parts."""
    onlooker = Onlooker(tuple(parts), release.months)
    for code, marked in lines.items():
        told(onlooker, release, (view, code), marked, parts)
    return onlooker


SPLITS: dict[str, tuple[dict[str, list[str]], list[str]]] = {
    "threshold": ({"threshold": ["elevated"]}, ["elevated", "rejected"]),
    "wait list": ({"wait_list": ["waiting"]}, ["waiting", "not waiting"]),
    "visits": (
        {"refused": ["refused"], "coercive": ["coercive"]},
        ["refused", "coercive", "other visits"],
    ),
    "outcome": (
        {"lowered": ["connected", "lowered"], "connected": ["connected"]},
        ["connected", "lowered", "not lowered"],
    ),
}


@pytest.mark.parametrize("name", SPLITS)
def test_nothing_small_along_the_way_can_be_narrowed_down(town, name):
    release, facts = town
    lines, parts = SPLITS[name]
    onlooker = split(release, "steps", lines, parts)
    if name in {"threshold", "wait list"}:
        whole = ["elevated"] if name == "threshold" else parts
        base(onlooker, release, "steps", whole)
    assert list(narrowed(onlooker, facts, parts, release.threshold)) == []


@pytest.mark.parametrize("days", ["30", "90"])
def test_nothing_small_of_the_later_checks_can_be_narrowed_down(town, days):
    release, facts = town
    known = [f"{days}:{answer}" for answer in ("improved", "stable", "worse")]
    onlooker = Onlooker((f"{days}:unknown", *known), release.months)
    told(onlooker, release, ("steps", f"unknown_{days}"), [f"{days}:unknown"], [*onlooker.parts])
    for name, answer in (("better", "improved"), ("worse", "worse")):
        told(onlooker, release, ("steps", f"{name}_{days}"), [f"{days}:{answer}"], known)
    assert list(narrowed(onlooker, facts, onlooker.parts, release.threshold)) == []


def test_the_hours_until_a_visit_do_not_tell_how_few_were_late(town):
    release, facts = town
    onlooker = Onlooker(("soon", "late"), release.months)
    for view in ("steps", "times"):
        told(onlooker, release, (view, "within_48"), ["soon"], ["soon", "late"])
    base(onlooker, release, "times", ["soon", "late"])
    for code, share in (("median", 0.5), ("ninth", 0.9)):
        for period, (hours, n) in release.hours.get(code, {}).items():
            if hours < 48:  # so many at least were soon: the others are at most these
                onlooker.sees_at_most({"late": 1.0}, period, (1 - share) * n + 1e-9)
            else:
                onlooker.sees_at_most({"soon": 1.0}, period, share * n + 1e-9)
    assert list(narrowed(onlooker, facts, onlooker.parts, release.threshold)) == []


def test_no_service_can_be_worked_out_from_all_that_was_sought(town):
    release, facts = town
    services = sorted(p.removeprefix("none:") for p in facts.cells if p.startswith("none:"))
    parts = [f"{how}:{service}" for service in services for how in ("none", "there")]
    onlooker = Onlooker(tuple(parts), release.months)
    base(onlooker, release, "gaps", parts)
    for service in services:
        both = [f"none:{service}", f"there:{service}"]
        told(onlooker, release, ("gaps", service), both[:1], both)
    assert list(narrowed(onlooker, facts, parts, release.threshold)) == []


def test_no_sector_can_be_worked_out_from_the_others_and_the_police(town):
    release, facts = town
    parts = sorted(p for p in facts.cells if p.startswith("sector:"))
    onlooker = Onlooker(tuple(parts), release.months)
    base(onlooker, release, "mix", parts)
    told(onlooker, release, ("steps", "police"), ["sector:police"], parts)
    for part in parts:
        told(onlooker, release, ("mix", part.removeprefix("sector:")), [part], parts)
    assert list(narrowed(onlooker, facts, parts, release.threshold)) == []


def inside(release: Release, facts: Truth, inner: str, outer: str) -> tuple[Onlooker, Truth]:
    """An onlooker at one group that lies within another, and both within the elevated ones."""
    onlooker = Onlooker(("inner", "rest", "none"), release.months)
    base(onlooker, release, "steps", ["inner", "rest", "none"])
    for name, parts in ((inner, ["inner"]), (outer, ["inner", "rest"])):
        grouping, code = name.split(":", 1)
        told(onlooker, release, (f"factors:{grouping}", code), parts, [*onlooker.parts])
    cells: dict[str, dict[int, int]] = {part: {} for part in onlooker.parts}
    for m in release.months:
        a, b, n = (facts.cells.get(k, {}).get(m, 0) for k in (inner, outer, "elevated"))
        cells["inner"][m], cells["rest"][m], cells["none"][m] = a, b - a, n - b
    return onlooker, Truth(cells)


def members() -> dict[str, dict[str, str]]:
    """Each factor's category and theme."""
    return {
        "category": {one.code: one.group for one in RISKS},
        "theme": {one.code: one.theme for one in RISKS},
    }


def whole_categories() -> dict[str, list[str]]:
    """Of each theme the categories that lie within it with all their factors."""
    of = members()
    themes: dict[str, set[str]] = {}
    for code, category in of["category"].items():
        themes.setdefault(category, set()).add(of["theme"][code])
    found: dict[str, list[str]] = {}
    for category, its in themes.items():
        if len(its) == 1:
            found.setdefault(next(iter(its)), []).append(category)
    return found


def test_a_category_and_its_theme_do_not_tell_how_few_have_only_the_others(town):
    release, facts = town
    faults = []
    assert len(whole_categories()) > 8
    for theme, categories in whole_categories().items():
        for category in categories:
            onlooker, cells = inside(release, facts, f"category:{category}", f"theme:{theme}")
            found = narrowed(onlooker, cells, onlooker.parts, release.threshold, play=True)
            faults += [(theme, category, *fault) for fault in found]
    assert faults == []


def test_the_categories_of_a_theme_do_not_tell_how_few_have_two_of_them(town):
    release, facts = town
    faults = []
    for theme, categories in whole_categories().items():
        touching = {one.group for one in RISKS if one.theme == theme}
        if len(categories) != 2 or touching != set(categories):
            continue
        one, two = (f"category:{code}" for code in categories)
        onlooker = Onlooker(("one", "two", "both", "none"), release.months)
        base(onlooker, release, "steps", [*onlooker.parts])
        for grouping, code, parts in (
            ("category", categories[0], ["one", "both"]),
            ("category", categories[1], ["two", "both"]),
            ("theme", theme, ["one", "two", "both"]),
        ):
            told(onlooker, release, (f"factors:{grouping}", code), parts, [*onlooker.parts])
        cells: dict[str, dict[int, int]] = {part: {} for part in onlooker.parts}
        for m in release.months:
            a, b = (facts.cells.get(k, {}).get(m, 0) for k in (one, two))
            both = facts.cells.get(f"category:{categories[0]}+{categories[1]}", {}).get(m, 0)
            n = facts.cells["elevated"].get(m, 0)
            cells["one"][m], cells["two"][m], cells["both"][m] = a - both, b - both, both
            cells["none"][m] = n - a - b + both
        found = narrowed(onlooker, Truth(cells), onlooker.parts, release.threshold)
        faults += [(theme, *fault) for fault in found]
    assert faults == []


def test_a_factor_its_category_and_its_theme_tell_nothing_small_of_each_other(town):
    release, facts = town
    faults = []
    of = members()
    shown = [code for view, code in release.lines if view == "factors:factor"]
    assert shown
    for code in shown[::4]:
        for grouping in ("category", "theme"):
            outer = of[grouping][code]
            onlooker, cells = inside(release, facts, f"factor:{code}", f"{grouping}:{outer}")
            found = narrowed(onlooker, cells, onlooker.parts, release.threshold, play=True)
            faults += [(code, outer, *fault) for fault in found]
    assert faults == []


def test_the_files_tell_no_number_that_the_pages_do_not(town):
    release, _facts = town
    seen: dict[Period, set[int]] = {}
    for lines in release.lines.values():
        for period, (marked, n) in lines.items():
            seen.setdefault(period, set()).update({marked, n or 0})
    for period, row in release.files:
        for name in ("Discussions", "Out of"):
            if row[name].isdigit() and row["Status"] != "Rejected":
                assert int(row[name]) in seen[period], row
            if row[name].isdigit():
                assert int(row[name]) >= release.threshold


def together(one: Release, other: Release, key: tuple[str, str], parts: list[str]) -> Onlooker:
    """An onlooker who kept the earlier release."""
    onlooker = Onlooker(tuple(parts), other.months)
    for release in (one, other):
        told(onlooker, release, key, parts[:1], parts)
        base(onlooker, release, "steps", parts)
    return onlooker


def two_releases(before: str, after: str) -> list[tuple[object, ...]]:
    """What falls to somebody who kept the figures of August when those of January come out."""
    made = founded(before)
    Past(made, np.random.default_rng(12)).fill(dt.date(2024, 1, 1), 24, 40)
    tallied(made, dt.datetime(2025, 8, 20, 15, tzinfo=dt.UTC))
    early = everything(made.key)
    set_policy(table_key=made.key, rules=Rules(sensitivity=after), by=OPERATOR)
    tallied(made)
    late = everything(made.key)
    assert len(early.months) < len(late.months)
    facts = truth(made.key, late.months)
    least = min(early.threshold, late.threshold)
    faults: list[tuple[object, ...]] = []
    for code in sorted({code for view, code in late.lines if view == "factors:category"}):
        onlooker = together(early, late, ("factors:category", code), ["yes", "no"])
        cells: dict[str, dict[int, int]] = {"yes": {}, "no": {}}
        for m in late.months:
            cells["yes"][m] = facts.cells.get(f"category:{code}", {}).get(m, 0)
            cells["no"][m] = facts.cells["elevated"].get(m, 0) - cells["yes"][m]
        faults += [(code, *f) for f in narrowed(onlooker, Truth(cells), ["yes", "no"], least)]
    return faults


@pytest.mark.parametrize(("before", "after"), [("high", "low"), ("low", "high"), ("low", "low")])
def test_two_releases_with_other_rules_between_them_tell_nothing_small(before, after):
    assert two_releases(before, after) == []


def test_they_would_if_the_rules_of_today_were_put_on_months_of_before(monkeypatch):
    """Two releases under two thresholds undo each other; so a month keeps that of its time."""
    read = counting.tallies

    def of_today(*given: object) -> list[counting.Tally]:
        return [
            replace(one, counts={k: v for k, v in one.counts.items() if k != "sensitivity"})
            for one in read(*given)
        ]

    monkeypatch.setattr(counting, "tallies", of_today)
    assert two_releases("high", "low")


def test_the_solver_does_narrow_down_a_count_where_the_rule_was_not_kept(town):
    """Were each month shown that is large enough, and each year, some month would fall."""
    release, facts = town
    parts = ["elevated", "rejected"]
    onlooker = Onlooker(tuple(parts), release.months)
    for period in periods_of(release.months):
        values = [facts.of(part, period) for part in parts]
        if min(values) >= release.threshold or period.length == 12:
            for part, n in zip(parts, values, strict=True):
                onlooker.sees([part], period, n)
        for month in release.months[1:]:
            onlooker.sees(["rejected"], Period(month, 1), facts.of("rejected", Period(month, 1)))
    assert list(narrowed(onlooker, facts, parts, release.threshold))
