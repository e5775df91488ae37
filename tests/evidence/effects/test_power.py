import numpy as np
import pytest

from commonbeat.evidence import faults
from commonbeat.evidence.effects.calibrated import Verdict, calibrated_effect
from commonbeat.evidence.effects.power import smallest_visible_fall


def test_the_promised_chance_is_what_simulation_sees(town):
    visible = smallest_visible_fall(town(1, n_months=96), [0, 1, 2], n_before=48, n_after=12)
    assert visible.chance_to_see(visible.estimate) == pytest.approx(0.8, abs=0.03)
    seen = 0
    for seed in range(150):
        counts = town(seed, change=1 - visible.estimate, treated=(0, 1, 2))
        effect = calibrated_effect(
            counts[:, :48].sum(axis=1), counts[:, 48:].sum(axis=1), [0, 1, 2]
        )
        seen += effect.verdict is Verdict.FALL
    assert 0.65 <= seen / 150 <= 0.95


def test_nothing_is_seen_by_accident_more_often_than_promised(town):
    visible = smallest_visible_fall(town(2), [0], n_before=36, n_after=12)
    assert visible.chance_to_see(0) == pytest.approx(0.05, abs=1e-6)


def test_more_areas_and_more_events_see_smaller_falls(town):
    history = town(3)
    one = smallest_visible_fall(history, [0], n_before=36, n_after=12)
    eight = smallest_visible_fall(history, list(range(8)), n_before=36, n_after=12)
    busy = smallest_visible_fall(town(3, mean=250), [0], n_before=36, n_after=12)
    assert eight.estimate < one.estimate
    assert busy.estimate < one.estimate


def test_the_sentence_says_what_will_be_missed(town):
    told = smallest_visible_fall(town(3), [0], n_before=36, n_after=12)
    assert "you could see a fall of" in told.sentence()
    assert "ne serait vue que" in told.sentence("fr")
    short = smallest_visible_fall(town(3), [0], n_before=12, n_after=12)
    assert "short_history" in short.warnings


def test_too_short_a_history_and_impossible_falls_are_refused(town):
    with pytest.raises(faults.TooFew) as told:
        smallest_visible_fall(town(1), [0], n_before=60, n_after=12)
    assert told.value.needed == 72
    visible = smallest_visible_fall(town(1), [0], n_before=36, n_after=12)
    with pytest.raises(faults.OutOfRange):
        visible.chance_to_see(1)


def test_where_hardly_anything_happens_no_fall_is_promised():
    told = smallest_visible_fall(np.zeros((12, 40)), [0], n_before=20, n_after=10)
    assert "hardly any fall could be seen" in told.sentence()
    assert "presque aucune baisse" in told.sentence("fr")
