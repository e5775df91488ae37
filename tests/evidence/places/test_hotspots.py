import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from commonbeat.evidence import faults
from commonbeat.evidence.places.hotspots import (
    false_discovery,
    forecast_quality,
    gi_star,
    gi_star_on_grid,
    share_living_inside,
)


def queen(rows, columns, reach):
    place = [(r, c) for r in range(rows) for c in range(columns)]
    return np.array(
        [[float(max(abs(a - c), abs(b - d)) <= reach) for c, d in place] for a, b in place]
    )


@settings(max_examples=30)
@given(arrays(float, (5, 7), elements=st.integers(0, 30)), st.integers(1, 3))
def test_the_grid_agrees_with_the_formula_written_out(grid, reach):
    x, w = grid.ravel(), queen(5, 7, reach)
    n, mean, s = x.size, x.mean(), x.std()
    if s == 0:
        with pytest.raises(faults.OutOfRange):
            gi_star_on_grid(grid, reach=reach)
        return
    total, squares = w.sum(axis=1), (w**2).sum(axis=1)
    room = np.sqrt((n * squares - total**2) / (n - 1))
    z = np.divide(w @ x - mean * total, s * room, out=np.zeros(n), where=room > 0)
    assert gi_star_on_grid(grid, reach=reach).z == pytest.approx(z, abs=1e-9)
    assert gi_star(x, w).z == pytest.approx(z, abs=1e-9)


def test_a_planted_hot_corner_is_flagged_and_told():
    grid = np.random.default_rng(1).poisson(3, (20, 20))
    grid[:4, :4] += 8
    hot = gi_star_on_grid(grid)
    assert {0, 1, 21} <= set(hot.flagged)
    assert 399 not in hot.flagged
    assert "stand out" in hot.sentence()
    assert "hasard" in hot.sentence("fr")


def test_where_nothing_clusters_hardly_ever_anything_is_flagged():
    flagged = [
        len(gi_star_on_grid(np.random.default_rng(s).poisson(9, (15, 15))).flagged)
        for s in range(60)
    ]
    assert sum(n > 0 for n in flagged) <= 9


def test_benjamini_hochberg_1995_keeps_the_first_four_of_their_example():
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240,
         0.4262, 0.5719, 0.6528, 0.7590, 1.0]  # fmt: skip
    assert false_discovery(p).tolist() == [True] * 4 + [False] * 11


def test_pai_pei_and_rri_as_ptools_prints_them():
    small = forecast_quality([6, 3, 0], [3, 2, 1])
    assert small.pai == pytest.approx((2, 1.5, 1))
    assert small.pei == (1, 1, 1)
    assert small.rri == pytest.approx((0.5, 0.555556, 0.666667), abs=1e-6)
    ties = forecast_quality([6, 7, 3, 2, 1, 0], [8, 4, 4, 2, 1, 0])
    assert ties.pai == pytest.approx((1.894737, 2.052632, 1.684211, 1.421053, 1.2, 1), abs=1e-6)
    assert ties.pei == pytest.approx((0.857143, 1, 1, 1, 1, 1), abs=1e-6)
    assert ties.rri == pytest.approx((1.333333, 0.923077, 1, 1, 1, 1), abs=1e-6)


def test_the_share_of_each_group_that_lives_in_the_flagged_places():
    told = share_living_inside({"renters": 50}, {"renters": 200, "owners": 300})
    assert told.shares == {"renters": 0.25, "owners": 0}
    assert told.sentence() == "Who lives in the flagged places: renters 25%, owners 0%."
    with pytest.raises(faults.MoreThanAll):
        share_living_inside({"renters": 500}, {"renters": 200})
    with pytest.raises(faults.OutOfRange):
        share_living_inside({"owners": 5}, {"renters": 200})
    with pytest.raises(faults.TooFew):
        share_living_inside({}, {"renters": 0})


def test_bad_cells_are_refused_by_name():
    with pytest.raises(faults.WrongShape):
        gi_star([1, 2, 3], np.eye(2))
    with pytest.raises(faults.OutOfRange):
        gi_star([2, 2, 2], np.eye(3))
    with pytest.raises(faults.TooFew):
        gi_star([1, 2], np.eye(2))
    with pytest.raises(faults.OutOfRange):
        gi_star_on_grid([[1, 2], [3, 4]], reach=0)
    with pytest.raises(faults.TooFew):
        forecast_quality([0, 0], [1, 2])
    with pytest.raises(faults.UnequalLengths):
        forecast_quality([1, 2], [1])
    with pytest.raises(faults.OutOfRange):
        forecast_quality([1, 2], [1, 1], areas=[1, 0])
