import numpy as np
import pytest
import scipy.stats

from commonbeat.evidence import faults
from commonbeat.evidence.patterns.changes import share_changes
from commonbeat.evidence.patterns.discovery import adjusted

CODES = [f"factor {i}" for i in range(60)]


def test_a_change_by_hand():
    result = share_changes([56], 70, [48], 80, codes=["a"])
    change = result.changes[0]
    # Newcombe (1998), table II, method 10, first column: 0.2000, from 0.0524 to 0.3339.
    assert change.estimate == pytest.approx(0.2)
    assert (change.lower, change.upper) == pytest.approx((0.0524, 0.3339), abs=1e-4)
    law = scipy.stats.hypergeom(150, 104, 70)
    assert change.p == pytest.approx(2 * (law.sf(56) + law.pmf(56) / 2))
    assert "80% now, 60% before" in change.sentence()
    assert "points" in change.sentence("fr")


def test_at_most_one_find_in_twenty_is_false_and_real_changes_are_found():
    rng = np.random.default_rng(9)
    shares = rng.beta(2, 18, 60)
    moved = shares.copy()
    moved[[2, 30]] += 0.12
    false_shares, n_found = [], 0
    for _ in range(200):
        now, before = rng.binomial(600, moved), rng.binomial(600, shares)
        found = {c.code for c in share_changes(now, 600, before, 600, codes=CODES).found}
        meant = {CODES[2], CODES[30]}
        false_shares.append(len(found - meant) / max(len(found), 1))
        n_found += len(found & meant)
    assert np.mean(false_shares) <= 0.05
    assert n_found >= 0.75 * 400


def test_adjusted_values_as_published_rules_give_them():
    p = [0.01, 0.04, 0.03, 0.005]
    assert adjusted(p, rule="hochberg") == pytest.approx(scipy.stats.false_discovery_control(p))
    by = scipy.stats.false_discovery_control(p, method="by")
    assert adjusted(p) == pytest.approx(by)
    assert adjusted([]).size == 0
    with pytest.raises(faults.OutOfRange):
        adjusted([0.5, 1.2])


def test_empty_periods_are_refused():
    with pytest.raises(faults.TooFew):
        share_changes([0], 0, [1], 10, codes=["a"])
    with pytest.raises(faults.MoreThanAll):
        share_changes([11], 10, [1], 10, codes=["a"])
