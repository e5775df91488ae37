import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonbeat.evidence.effects.calibrated import calibrated_effect, log_changes
from commonbeat.evidence.effects.shams import sham_sets
from commonbeat.evidence.effects.touching import group_sizes

ROW, COLUMN = np.divmod(np.arange(48), 8)
TOUCHING = np.abs(ROW[:, None] - ROW) + np.abs(COLUMN[:, None] - COLUMN) == 1


def changed(treated, seed=1, n=48, leave_out=()):
    rng = np.random.default_rng(seed)
    level = rng.lognormal(5, 0.4, n)
    after = rng.poisson(level * np.exp(rng.normal(0, 0.2, n)))
    return log_changes(rng.poisson(level), after, treated, leave_out)


def uneven(seed, n=24):
    """Areas of which a few swing far more than the rest, with nothing done."""
    rng = np.random.default_rng(seed)
    level = rng.lognormal(5, 0.4, n)
    swing = 0.1 * rng.standard_t(2, n)
    return rng.poisson(level), rng.poisson(level * np.exp(swing))


def test_all_sets_are_tried_where_they_can_be_listed_without_the_treated_one():
    sets = sham_sets(changed([0, 1], n=12))
    assert len(sets.members) == math.comb(12, 2) - 1
    assert (sets.members.sum(axis=1) == 2).all()
    assert not (sets.members & sets.compared).any()
    assert not sets.members[:, [0, 1]].all(axis=1).any()


def test_sham_sets_hang_together_as_the_treated_areas_do_and_leave_out_who_touches_them():
    treated = [0, 1, 8, 30]
    near = np.flatnonzero(TOUCHING[treated].any(axis=0)).tolist()
    out = [i for i in near if i not in treated]
    sets = sham_sets(changed(treated, leave_out=out), touching=TOUCHING)
    assert len(sets.members) > 400
    for members, compared in zip(sets.members[:100], sets.compared[:100], strict=True):
        assert group_sizes(TOUCHING, np.flatnonzero(members)) == (3, 1)
        assert not (TOUCHING[members].any(axis=0) & compared).any()


def test_shams_may_stand_next_door_but_never_where_something_was_done_too():
    changes = changed([0], leave_out=[1, 8])
    next_door = sham_sets(changes, touching=TOUCHING)
    assert next_door.members[:, [1, 8]].any()
    elsewhere = sham_sets(changes, touching=TOUCHING, acted=[1, 8])
    assert not elsewhere.members[:, [1, 8]].any()
    assert not elsewhere.compared[:, [1, 8]].any()


@pytest.mark.parametrize("size", [1, 3])
def test_areas_drawn_by_lot_are_covered_as_promised_however_unevenly_areas_swing(size):
    hits, n = 0, 500
    for seed in range(n):
        lot = np.random.default_rng(seed + 10_000).permutation(24)[:size].tolist()
        effect = calibrated_effect(*uneven(seed), lot)
        hits += effect.lower <= 0 <= effect.upper
    assert 0.925 <= hits / n <= 0.98


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([1, 2, 3]))
def test_p_and_interval_agree_and_the_order_of_areas_does_not_matter(seed, size):
    before, after = uneven(seed, n=40)
    effect = calibrated_effect(before, after, list(range(size)))
    assert (effect.p < 0.05) == (not effect.lower <= 0 <= effect.upper)
    order = np.random.default_rng(seed).permutation(40)
    places = [int(np.flatnonzero(order == i)[0]) for i in range(size)]
    again = calibrated_effect(before[order], after[order], places)
    assert again.lower == pytest.approx(effect.lower, abs=1e-8)
    assert again.upper == pytest.approx(effect.upper, abs=1e-8)


def test_the_same_question_has_the_same_answer():
    before, after = uneven(3, n=60)
    assert calibrated_effect(before, after, [0, 1, 2]) == calibrated_effect(
        before, after, [0, 1, 2]
    )


def test_a_wider_confidence_gives_a_wider_interval():
    before, after = uneven(5, n=40)
    for treated in ([0], [0, 1, 2]):
        by_level = [
            calibrated_effect(before, after, treated, confidence=c) for c in (0.8, 0.9, 0.95, 0.99)
        ]
        widths = [effect.upper - effect.lower for effect in by_level]
        assert widths == sorted(widths)


def test_a_block_that_fits_nowhere_else_is_answered_with_what_is_known():
    block = [0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25]
    near = [4, 12, 20, 26, 27, 32, 33]
    changes = changed(block, leave_out=near)
    table = TOUCHING.copy()
    table[34:], table[:, 34:] = False, False
    assert len(sham_sets(changes, touching=table, acted=near).members) <= 8
    rng = np.random.default_rng(2)
    before, after = rng.poisson(200, (2, 48))
    effect = calibrated_effect(before, after, block, leave_out=near, touching=table, acted=near)
    assert "degrees of freedom" in effect.method
    assert effect.lower < effect.upper


def test_on_a_small_map_an_interval_still_ends():
    row = np.arange(12)
    line = np.abs(row[:, None] - row) == 1
    before = np.full(12, 400)
    after = np.array([400, 390, 410, 300, 500, 420, 380, 400, 405, 395, 410, 390])
    effect = calibrated_effect(before, after, [0, 1, 2], touching=line)
    assert -1 < effect.lower < effect.upper < 10
