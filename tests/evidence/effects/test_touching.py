import math

import numpy as np
import pytest

from commonbeat.evidence import faults
from commonbeat.evidence.effects.calibrated import calibrated_effect
from commonbeat.evidence.effects.touching import touching_table

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


def test_areas_apart_keep_their_interval():
    before, after = sham(1)
    apart = [0, 15, 29]
    plain = calibrated_effect(before, after, apart)
    assert calibrated_effect(before, after, apart, touching=TOUCHING) == plain


def test_the_interval_never_narrows():
    for seed in range(50):
        before, after = sham(seed)
        plain = calibrated_effect(before, after, [7, 8, 13])
        wide = calibrated_effect(before, after, [7, 8, 13], touching=TOUCHING)
        assert wide.log == plain.log
        assert wide.log_se >= plain.log_se


def test_borders_said_once_hold_both_ways_and_unknown_names_are_refused():
    table = touching_table(["a", "b", "c"], {"a": ["b"]})
    assert table.tolist() == [[False, True, False], [True, False, False], [False] * 3]
    with pytest.raises(faults.OutOfRange):
        touching_table(["a"], {"a": ["z"]})


def test_one_large_block_is_known_to_be_known_but_roughly():
    block = [0, 1, 2, 6, 7, 8, 12, 13]
    before, after = sham(2)
    wide = calibrated_effect(before, after, block, touching=TOUCHING)
    few, plain = wide.method.split()[-4], calibrated_effect(before, after, block).method
    assert float(few) < 8
    assert "t with 21 degrees" in plain
    assert coverage(block, TOUCHING) > 0.92
