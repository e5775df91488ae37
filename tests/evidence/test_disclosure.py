import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import optimize

from commonbeat.evidence import additive, faults
from commonbeat.evidence.disclosure import (
    hidden_in_table,
    may_show,
    open_counts,
    open_cross,
    open_rates,
    open_table,
    with_totals,
)

TABLE = [[3, 40, 25, 60], [20, 33, 50, 41], [70, 15, 22, 18]]


def whole_number_attack(full, hidden, row, column):
    """Bounds on one hidden cell by an integer programme written apart from the product's."""
    shape, n = full.shape, full.size
    lines = []
    for i in range(shape[0]):
        line = np.zeros(shape)
        line[i, :-1], line[i, -1] = 1, -1
        lines.append(line.ravel())
    for j in range(shape[1]):
        line = np.zeros(shape)
        line[:-1, j], line[-1, j] = 1, -1
        lines.append(line.ravel())
    seen = np.where(hidden, 0, full).ravel()
    top = np.where(hidden, 1e6, full).ravel()
    aim = np.zeros(shape)
    aim[row, column] = 1
    ends = []
    for sign in (1, -1):
        found = optimize.milp(
            sign * aim.ravel(),
            integrality=np.ones(n),
            bounds=optimize.Bounds(seen, top),
            constraints=optimize.LinearConstraint(np.array(lines), 0, 0),
        )
        assert found.success
        ends.append(sign * found.fun)
    return ends


def assert_safe(table, threshold):
    full = with_totals(np.array(table, dtype=float))
    hidden = hidden_in_table(table, threshold=threshold)
    assert hidden[full < threshold].all()
    for row, column in np.argwhere(hidden):
        low, high = whole_number_attack(full, hidden, row, column)
        if full[row, column] < threshold:
            assert low <= 0.5
            assert high >= threshold - 0.5
        else:
            assert high - low >= threshold - 0.5


def test_one_small_cell_takes_three_others_with_it():
    opened = open_table(TABLE)
    assert opened.cells[0][0] is None
    assert opened.n_hidden == 4
    assert opened.total == 397
    assert None not in opened.row_totals + opened.column_totals
    assert_safe(TABLE, 10)


def test_a_table_without_small_cells_is_shown_whole():
    opened = open_table([[10, 20], [30, 40]])
    assert opened.cells == ((10, 20), (30, 40))
    assert opened.row_totals == (30, 70)
    assert opened.column_totals == (40, 60)
    assert opened.sentence() == "All numbers are shown."


def test_when_everything_is_small_nothing_is_told_not_even_the_total():
    opened = open_table([[1, 2], [0, 3]])
    assert opened.total is None
    assert opened.n_hidden == 9
    assert opened.sentence().startswith("9 numbers are not shown")
    assert opened.sentence("fr").startswith("9\u00a0nombres ne sont pas montrés")


@settings(max_examples=60)
@given(
    arrays(
        np.int64,
        st.tuples(st.integers(1, 5), st.integers(1, 5)),
        elements=st.one_of(st.integers(0, 12), st.integers(0, 200)),
    ),
    st.sampled_from([2, 5, 10, 20]),
)
def test_no_attack_bounds_a_hidden_cell_more_tightly_than_the_threshold(table, threshold):
    assert_safe(table, threshold)


@settings(max_examples=60)
@given(
    st.lists(st.one_of(st.integers(0, 12), st.integers(0, 200)), min_size=1, max_size=8),
    st.sampled_from([2, 5, 10]),
)
def test_no_group_in_a_list_with_its_total_can_be_worked_out(parts, threshold):
    opened = open_counts(dict(enumerate(parts)), threshold=threshold)
    gone = [n for n, told in zip(parts, opened.shown.values(), strict=True) if told is None]
    assert all(
        told is None for n, told in zip(parts, opened.shown.values(), strict=True) if n < threshold
    )
    if gone and opened.total is not None:
        assert len(gone) > 1
        assert sum(gone) >= threshold


def test_every_table_that_fits_what_is_shown_is_counted_for_a_tiny_table():
    table = np.array([[1, 4, 6], [5, 7, 3]])
    hidden = hidden_in_table(table, threshold=3)
    full = with_totals(table.astype(float))
    cells = np.array(list(itertools.product(range(9), repeat=6))).reshape(-1, 2, 3)
    wide = np.concatenate([cells, cells.sum(axis=2, keepdims=True)], axis=2)
    others = np.concatenate([wide, wide.sum(axis=1, keepdims=True)], axis=1)
    fits = (others[:, ~hidden] == full[~hidden]).all(axis=1)
    assert {0, 1, 2, 3} <= set(cells[fits, 0, 0].tolist())


def test_the_modules_own_bounds_agree_with_the_whole_number_attack():
    full = with_totals(np.array(TABLE, dtype=float))
    hidden = hidden_in_table(TABLE)
    shown = np.where(hidden, np.nan, full).ravel()
    low, high = additive.bounds(additive.two_way(3, 4), shown)
    for row, column in np.argwhere(hidden):
        place = row * 5 + column
        assert [low[place], high[place]] == whole_number_attack(full, hidden, row, column)


def test_bounds_of_an_impossible_table_are_a_contradiction():
    with pytest.raises(faults.Contradiction):
        additive.bounds(additive.one_way(2), np.array([np.nan, 9.0, 4.0]))


def test_one_hidden_rate_takes_a_second_with_it():
    told = open_rates({"North": 4, "South": 30, "East": 55})
    assert told == {"North": False, "South": False, "East": True}
    assert may_show(10)
    assert not may_show(9)


def test_rounding_to_fives_rounds_every_shown_number():
    opened = open_table(TABLE, base=5)
    numbers = [n for line in opened.cells for n in line if n is not None]
    assert all(n % 5 == 0 for n in numbers)
    assert opened.sentence().endswith("Numbers are rounded to 5.")


def test_random_rounding_is_without_bias_and_repeats_from_its_generator():
    one = open_counts(dict.fromkeys(range(4000), 12), base=5, rng=np.random.default_rng(3))
    two = open_counts(dict.fromkeys(range(4000), 12), base=5, rng=np.random.default_rng(3))
    assert dict(one.shown) == dict(two.shown)
    assert set(one.shown.values()) == {10, 15}
    assert np.mean(list(one.shown.values())) == pytest.approx(12, abs=0.12)


def test_counts_by_area_and_month_keep_their_names_and_missing_pairs_are_small():
    opened = open_cross({("North", "May"): 40, ("South", "June"): 50, ("South", "May"): 60})
    assert opened.shown["North", "June"] is None
    assert opened.rows.keys() == {"North", "South"}
    assert opened.columns.keys() == {"May", "June"}


def test_the_callers_table_is_left_alone():
    table = np.array(TABLE)
    before = table.copy()
    open_table(table, base=5)
    assert (table == before).all()


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ([[1, -2]], faults.NegativeCount),
        ([[1, 2.5]], faults.FractionalCount),
        ([[1, float("nan")]], faults.NotFinite),
        ([1, 2], faults.WrongShape),
        ([[1, 2], [3]], faults.WrongShape),
        ([[]], faults.WrongShape),
    ],
)
def test_bad_tables_are_refused_by_name(table, fault):
    with pytest.raises(fault):
        open_table(table)


def test_the_fault_names_the_cell_and_bad_settings_are_refused():
    with pytest.raises(faults.NegativeCount) as told:
        open_table([[1, 2], [3, -4]])
    assert told.value.element == (1, 1)
    for wrong in ({"threshold": 0}, {"base": 0}, {"threshold": 2.5}):
        with pytest.raises(faults.OutOfRange):
            open_table(TABLE, **wrong)
    with pytest.raises(faults.TooFew):
        open_counts({})
