import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonbeat.evidence import additive, faults
from commonbeat.evidence.periods import (
    Period,
    month_of,
    open_periods,
    period_around,
    periods_of,
)

JANUARY = month_of(2026, 1)
QUARTER, YEAR = Period(JANUARY, 3), Period(JANUARY, 12)


def test_periods_are_those_of_the_calendar():
    assert period_around(month_of(2026, 5), 3) == Period(month_of(2026, 4), 3)
    assert period_around(month_of(2026, 5), 12) == YEAR
    assert period_around(month_of(2026, 5), 60) == Period(month_of(2026, 1), 60)
    assert period_around(month_of(2025, 12), 60) == Period(month_of(2021, 1), 60)
    assert periods_of(range(JANUARY, JANUARY + 4)) == [
        *(Period(JANUARY + i, 1) for i in range(4)), QUARTER,
    ]  # fmt: skip
    with pytest.raises(faults.OutOfRange):
        period_around(JANUARY, 6)


def test_a_single_hidden_month_hides_its_quarter():
    groups = {JANUARY: (40, 60), JANUARY + 1: (40, 60), JANUARY + 2: (3, 60)}
    shown = open_periods(groups, threshold=15)
    assert set(shown) == {Period(JANUARY, 1), Period(JANUARY + 1, 1)}


def test_two_hidden_months_that_share_enough_leave_the_quarter_open():
    groups = {JANUARY: (40, 60), JANUARY + 1: (9, 60), JANUARY + 2: (8, 60)}
    shown = open_periods(groups, threshold=15)
    assert shown[QUARTER] == (57, 180)
    assert Period(JANUARY + 1, 1) not in shown
    tight = {JANUARY: (40, 60), JANUARY + 1: (2, 60), JANUARY + 2: (8, 60)}
    assert QUARTER not in open_periods(tight, threshold=15)


def test_months_without_anything_hide_nobody():
    groups = {JANUARY: (0, 0), JANUARY + 1: (40, 60), JANUARY + 2: (7, 12)}
    assert QUARTER not in open_periods(groups, threshold=15)
    groups = {JANUARY: (0, 0), JANUARY + 1: (0, 0), JANUARY + 2: (40, 60)}
    assert open_periods(groups, threshold=15)[QUARTER] == (40, 60)


def test_what_was_shown_stays_shown_when_months_are_added():
    rng = np.random.default_rng(1)
    groups = {JANUARY + i: tuple(map(int, rng.poisson((14, 40)))) for i in range(24)}
    before = {}
    for n in range(1, 25):
        now = open_periods({m: groups[m] for m in list(groups)[:n]}, threshold=11)
        assert before.items() <= now.items()
        before = now


class Onlooker:
    """Somebody who knows all that is shown, and how it adds up; the last part is the base."""

    def __init__(self, groups, periods):
        self.months, self.parts = sorted(groups), range(len(next(iter(groups.values()))) + 1)
        wide = [p for p in periods if p.length > 1]
        keys = [*self.months, *wide]
        self.place = {
            (key, k): i for i, (key, k) in enumerate((a, b) for a in keys for b in self.parts)
        }
        self.relations = [
            self.relation((p, k), [(m, k) for m in self.months if p.first <= m <= p.last])
            for p in wide
            for k in self.parts
        ]
        inner = self.parts[:-1]
        self.relations += [
            self.relation((m, self.parts[-1]), [(m, k) for k in inner]) for m in self.months
        ]
        self.seen = np.full(len(self.place), np.nan)

    def relation(self, total, parts):
        line = np.zeros(len(self.place))
        line[[self.place[part] for part in parts]] = 1
        line[self.place[total]] = -1
        return line

    def is_shown(self, period, values, parts):
        key = period.first if period.length == 1 else period
        for k, value in zip(parts, values, strict=True):
            self.seen[self.place[key, k]] = value

    def bounds(self):
        low, high = additive.bounds(np.array(self.relations), self.seen)
        return {name: (low[i], high[i], self.seen[i]) for name, i in self.place.items()}


def knows(groups, shown, n_shown, periods):
    """What an onlooker can work out of two parts and their base, month by month."""
    onlooker = Onlooker(groups, periods)
    for period, values in shown.items():
        onlooker.is_shown(period, values, (0, 1))
    for period, values in n_shown.items():
        onlooker.is_shown(period, values, (2,))
    for month, cell in groups.items():  # whoever sits at the table knows when it did not meet
        if not sum(cell):
            onlooker.is_shown(Period(month, 1), (0, 0, 0), (0, 1, 2))
    return onlooker.bounds()


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 60)), min_size=6, max_size=6),
    st.sampled_from([5, 11, 15]),
)
@settings(max_examples=40)
def test_a_solver_that_knows_all_that_is_shown_cannot_narrow_down_a_small_count(cells, threshold):
    groups = {JANUARY + i: cell for i, cell in enumerate(cells)}
    levels = (1, 3)
    periods = periods_of(list(groups), levels=levels)
    shown = open_periods(groups, threshold=threshold, levels=levels)
    bases = {m: (sum(cell),) for m, cell in groups.items()}
    n_shown = open_periods(bases, threshold=threshold, levels=levels)
    for (where, part), (low, high, seen) in knows(groups, shown, n_shown, periods).items():
        if isinstance(where, Period) or not np.isnan(seen) or part == 2:
            continue
        if groups[where][part] < threshold:
            assert low == 0
            assert high >= threshold


def test_three_parts_are_shown_together_or_not_at_all():
    groups = {JANUARY: (20, 20, 20), JANUARY + 1: (20, 20, 4), JANUARY + 2: (20, 20, 12)}
    shown = open_periods(groups, threshold=11)
    assert set(shown) == {Period(JANUARY, 1), Period(JANUARY + 2, 1)}
    assert open_periods(groups, threshold=11, levels=(3, 12)) == {QUARTER: (60, 60, 36)}


def test_what_cannot_be_is_refused():
    with pytest.raises(faults.OutOfRange):
        open_periods({JANUARY: (1, 2)}, threshold=0)
    with pytest.raises(faults.UnequalLengths):
        open_periods({JANUARY: (1, 2), JANUARY + 1: (1, 2, 3)}, threshold=5)
