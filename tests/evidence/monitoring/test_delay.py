from datetime import date

import numpy as np
import pytest

from commonbeat.evidence import faults
from commonbeat.evidence.monitoring.delay import days_between, like_for_like, still_to_come


def test_days_of_each_kind_are_counted():
    july = days_between(date(2026, 7, 1), date(2026, 7, 31), holidays=[date(2026, 7, 1)])
    assert (july.working, july.weekend, july.holidays, july.total) == (22, 8, 1, 31)
    with pytest.raises(faults.Contradiction):
        days_between(date(2026, 7, 2), date(2026, 7, 1))


def test_a_part_week_is_compared_for_its_length():
    part = days_between(date(2026, 11, 2), date(2026, 11, 4))
    whole = days_between(date(2026, 11, 2), date(2026, 11, 8))
    assert like_for_like(part, whole) == pytest.approx(3 / 7)
    assert like_for_like(part, whole, weekend=0.5) == pytest.approx(3 / 6)
    with pytest.raises(faults.TooFew):
        like_for_like(days_between(date(2026, 11, 7), date(2026, 11, 8)), whole, weekend=0)


def triangle(seed, n_days=60, mean=40):
    rng = np.random.default_rng(seed)
    return rng.poisson(mean * np.array([0.5, 0.2, 0.15, 0.1, 0.05]), (n_days, 5))


def hide(table):
    known = table.astype(float)
    for back in range(4):
        known[-1 - back, back + 1 :] = np.nan
    return known


def test_late_reports_are_foreseen_with_the_promised_certainty():
    hits = 0
    for seed in range(200):
        table = triangle(seed)
        found = still_to_come(hide(table))
        hits += found.lower <= table[-4:].sum() <= found.upper
        assert found.n_known < found.estimate
    assert 0.90 <= hits / 200 <= 0.99


def test_the_sentence_tells_what_is_known_and_what_will_come():
    told = still_to_come(hide(triangle(1)))
    assert "are known so far; about" in told.sentence()
    assert "une fois tous signalés" in told.sentence("fr")


def test_too_little_to_learn_from_is_refused():
    with pytest.raises(faults.TooFew):
        still_to_come(triangle(1, n_days=12))
    with pytest.raises(faults.TooFew):
        still_to_come(np.zeros((40, 5)))
    with pytest.raises(faults.WrongShape):
        still_to_come([1, 2, 3])
    bad = triangle(1).astype(float)
    bad[3, 2] = np.nan
    with pytest.raises(faults.NotFinite):
        still_to_come(bad)
