import numpy as np
import pytest

from commonbeat.evidence import faults
from commonbeat.evidence.effects.calibrated import calibrated_effect
from commonbeat.evidence.effects.ranks import rank_sum_p
from commonbeat.evidence.effects.selection import (
    among_the_worst,
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


def test_the_rank_sum_has_its_exact_chance():
    scores = np.array([1.0, 5.0, 3.0, 4.0, 2.0])
    assert rank_sum_p(scores, [1]) == pytest.approx(1 / 5)
    assert rank_sum_p(scores, [1, 3]) == pytest.approx(1 / 10)
    assert rank_sum_p(scores, [1, 2]) == pytest.approx(2 / 10)
    assert rank_sum_p(scores, [0, 4]) == pytest.approx(1)
    assert rank_sum_p(np.ones(6), [0, 1]) == pytest.approx(1)


def test_the_rank_sum_of_very_many_areas_is_near_its_exact_chance():
    scores, chosen = np.random.default_rng(1).random(300), list(range(40))
    told = rank_sum_p(np.tile(scores, 4), chosen)
    assert told == pytest.approx(rank_sum_p(scores, chosen), abs=0.05)


@pytest.mark.parametrize("n", [1, 3, 8])
def test_the_worst_by_level_raise_the_warning_from_the_data_alone_and_lots_seldom_do(town, n):
    fired = 0
    for seed in range(60):
        counts = town(seed)
        worst = np.argsort(-worst_level(counts[:, :48]))[:n].tolist()
        assert among_the_worst(counts, worst, 48).suspicious
        fired += among_the_worst(counts, list(range(n)), 48).suspicious
    assert fired <= 12


def test_what_lots_would_show_is_told(town):
    counts = town(1)
    worst = among_the_worst(counts, [int(np.argmax(worst_level(counts[:, :48])))], 48)
    assert worst.p_level == pytest.approx(1 / 30)
    assert "chosen_for_being_bad" in worst.warnings
    assert worst.sentence().startswith("Areas drawn by lot would have as many events")
    assert worst.sentence("fr").startswith("Des secteurs tirés au sort")
    with pytest.raises(faults.OutOfRange):
        among_the_worst(counts, [30], 48)
    with pytest.raises(faults.TooFew):
        among_the_worst(counts, [0], 23)
