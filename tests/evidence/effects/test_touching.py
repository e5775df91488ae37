import math

import numpy as np
import pytest

from commonbeat.evidence import faults
from commonbeat.evidence.effects.alike import likeness
from commonbeat.evidence.effects.calibrated import calibrated_effect
from commonbeat.evidence.effects.touching import group_sizes, touching_table

ROW, COLUMN = np.divmod(np.arange(30), 6)
AWAY = np.hypot(ROW[:, None] - ROW, COLUMN[:, None] - COLUMN)
TOUCHING = (AWAY > 0) & (AWAY < 1.5)
SHOCKS = np.linalg.cholesky(np.exp(-AWAY / 1.5) + 1e-9 * np.eye(30))


def sham(seed):
    """A town of 5 × 6 areas whose shocks are alike next door, with nothing done."""
    rng = np.random.default_rng(seed)
    level = rng.lognormal(math.log(300), 0.4, 30)
    return rng.poisson(level), rng.poisson(level * np.exp(0.2 * SHOCKS @ rng.normal(size=30)))


def coverage(treated, touching):
    hits = 0
    for seed in range(300):
        effect = calibrated_effect(*sham(seed), treated, touching=touching)
        hits += effect.lower <= 0 <= effect.upper
    return hits / 300


def test_areas_that_touch_are_promised_too_much_unless_that_is_allowed_for():
    together = [0, 1, 6]
    assert coverage(together, None) < 0.90
    assert coverage(together, TOUCHING) > coverage(together, None) + 0.03


def test_areas_apart_cover_as_promised_too():
    assert 0.91 <= coverage([0, 15, 29], TOUCHING) <= 0.98


def test_knowing_what_touches_changes_the_interval_and_not_the_estimate():
    for seed in range(20):
        before, after = sham(seed)
        plain = calibrated_effect(before, after, [7, 8, 13])
        knowing = calibrated_effect(before, after, [7, 8, 13], touching=TOUCHING)
        assert knowing.log == plain.log
        assert (knowing.lower, knowing.upper) != (plain.lower, plain.upper)


def test_likeness_falls_with_every_border_and_is_none_among_areas_that_do_not_share():
    rng = np.random.default_rng(4)
    shared, alone = SHOCKS @ rng.normal(size=(30, 40)), rng.normal(size=(30, 40))
    tables = [
        np.mean(
            [likeness(x, TOUCHING, np.arange(30)) for x in (kind - kind.mean(axis=0)).T], axis=0
        )
        for kind in (shared, alone)
    ]
    next_door, two_away = AWAY == 1, AWAY == 2
    assert tables[0][next_door].mean() > 0.18 > tables[0][two_away].mean() > 0.01
    assert tables[1][next_door].mean() < 0.15
    assert (np.diag(tables[0]) == 1).all()


def test_borders_said_once_hold_both_ways_and_unknown_names_are_refused():
    table = touching_table(["a", "b", "c"], {"a": ["b"]})
    assert table.tolist() == [[False, True, False], [True, False, False], [False] * 3]
    with pytest.raises(faults.OutOfRange):
        touching_table(["a"], {"a": ["z"]})


def test_one_large_block_is_covered_as_promised_and_its_interval_is_wider():
    block = [0, 1, 2, 6, 7, 8, 12, 13]
    before, after = sham(2)
    plain = calibrated_effect(before, after, block)
    knowing = calibrated_effect(before, after, block, touching=TOUCHING)
    assert knowing.upper - knowing.lower > plain.upper - plain.lower
    assert 0.91 <= coverage(block, TOUCHING) <= 0.98


def test_places_are_grouped_by_what_touches():
    table = touching_table(["a", "b", "c", "d"], {"a": ["b"], "b": ["c"]})
    assert group_sizes(table, np.array([0, 1, 3])) == (2, 1)
    assert group_sizes(table, np.array([0, 2])) == (1, 1)
