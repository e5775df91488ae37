import numpy as np
import pytest

from commonbeat.evidence import faults
from commonbeat.evidence.surveys.areas import small_area_shares


def test_small_areas_borrow_more_and_say_so():
    areas = small_area_shares([9, 450, 130, 200], [10, 600, 300, 300])
    assert areas[0].kept < areas[1].kept
    assert areas[0].estimate < areas[0].own
    assert "few" in areas[0].warnings
    assert "count for" in areas[0].sentence()
    assert "comptent pour" in areas[0].sentence("fr")


def test_areas_that_do_not_differ_all_get_the_same_figure():
    areas = small_area_shares([30, 61, 29], [50, 100, 50])
    assert {round(a.kept, 6) for a in areas} == {0}
    assert len({round(a.estimate, 6) for a in areas}) == 1


def test_borrowing_is_nearer_to_the_truth_and_the_limits_hold_it():
    rng = np.random.default_rng(1)
    own = borrowed = hits = 0.0
    for _ in range(100):
        truth = rng.beta(12, 8, 22)
        n = rng.integers(8, 60, 22)
        marked = rng.binomial(n, truth)
        areas = small_area_shares(marked, n)
        own += ((marked / n - truth) ** 2).sum()
        borrowed += sum((a.estimate - t) ** 2 for a, t in zip(areas, truth, strict=True))
        hits += sum(a.lower <= t <= a.upper for a, t in zip(areas, truth, strict=True))
    assert borrowed < 0.8 * own
    assert 0.92 <= hits / 2_200 <= 0.98


def test_odd_areas_are_refused():
    with pytest.raises(faults.TooFew):
        small_area_shares([1, 2], [3, 4])
    with pytest.raises(faults.TooFew):
        small_area_shares([1, 0, 2], [3, 0, 4])
    with pytest.raises(faults.MoreThanAll):
        small_area_shares([1, 5, 2], [3, 4, 4])
    with pytest.raises(faults.OutOfRange):
        small_area_shares([1, 2, 2], [3, 4, 4], deff=0)
    with pytest.raises(faults.UnequalLengths):
        small_area_shares([1, 2, 2], [3, 4])
