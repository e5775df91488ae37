import numpy as np
import pytest

from commonbeat.evidence import faults
from commonbeat.evidence.effects.calibrated import calibrated_effect
from commonbeat.evidence.effects.selection import (
    history_weighted_effect,
    looks_chosen,
    recent_rise,
    replayed_choice,
    worst_level,
    worst_surge,
)


def surging(counts, start=48, n=3):
    return [int(i) for i in np.argsort(-worst_surge(counts[:, :start]))[:n]]


def test_choosing_after_a_surge_raises_the_warning_and_choosing_at_random_seldom_does(town):
    fired = {"surge": 0, "random": 0}
    for seed in range(100):
        counts = town(seed, sd=0.2)
        fired["surge"] += looks_chosen(recent_rise(counts, surging(counts), 48))
        fired["random"] += looks_chosen(recent_rise(counts, [0, 1, 2], 48))
    assert fired["surge"] >= 90
    assert fired["random"] <= 20


def test_weighing_past_years_takes_away_most_of_the_false_fall_after_a_surge(town):
    naive, weighted = [], []
    for seed in range(120):
        counts = town(seed, sd=0.2)
        worst = surging(counts)
        year = counts[:, 36:48].sum(axis=1), counts[:, 48:].sum(axis=1)
        naive.append(calibrated_effect(*year, worst).log)
        weighted.append(history_weighted_effect(counts, worst, 48).log)
    assert np.mean(naive) < -0.05
    assert abs(np.mean(weighted)) < abs(np.mean(naive)) / 2


def test_with_nothing_chosen_the_weighted_estimate_covers_no_effect(town):
    hits = 0
    for seed in range(200):
        effect = history_weighted_effect(town(seed), [0, 1, 2], 48)
        hits += effect.lower <= 0 <= effect.upper
    assert 0.91 <= hits / 200 <= 0.99


def test_replaying_the_choice_shows_the_fall_that_choosing_makes(town):
    counts = town(4, n_months=96, sd=0.25)
    replay = replayed_choice(
        counts, 84, n_treated=3, observed_log=-0.9, rule=worst_surge, n_before=12
    )
    assert replay.n_dates > 5
    assert replay.p == pytest.approx(1 / (replay.n_dates + 1))
    assert replay.lower <= replay.estimate <= replay.upper
    assert "with nothing done" in replay.sentence()
    assert "sans rien faire" in replay.sentence("fr")


def test_rules_score_the_latest_year():
    past = np.ones((2, 36))
    past[1, -12:] = 2
    assert worst_level(past).tolist() == [12, 24]
    assert worst_surge(past)[1] > worst_surge(past)[0]


def test_too_short_a_history_is_refused_with_what_would_be_enough(town):
    counts = town(1)
    for rule, needed in ((recent_rise, 24), (history_weighted_effect, 36)):
        with pytest.raises(faults.TooFew) as told:
            rule(counts, [0], needed - 1)
        assert told.value.needed == needed
    with pytest.raises(faults.TooFew):
        replayed_choice(counts, 30, n_treated=2, observed_log=0)
