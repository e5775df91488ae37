import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonbeat.evidence import faults
from commonbeat.evidence.places.knox import knox_poisson_p, knox_table

INF = math.inf


def table(points, days, distances=(0, 2, 5, INF), day_edges=(0, 2, 4, INF), **more):
    given_ = {"rng": np.random.default_rng(0), "n_shuffles": 99, **more}
    return knox_table(points, days, distances=distances, day_edges=day_edges, **given_)


def by_hand(points, days, distances, day_edges):
    seen = np.zeros((len(distances) - 1, len(day_edges) - 1), dtype=int)
    for i, j in itertools.combinations(range(len(days)), 2):
        gap = math.dist(points[i], points[j])
        late = abs(days[i] - days[j])
        row = max(k for k, edge in enumerate(distances) if gap >= edge)
        column = max(k for k, edge in enumerate(day_edges) if late >= edge)
        if row < seen.shape[0] and column < seen.shape[1]:
            seen[row, column] += 1
    return seen


def test_burkitt_chance_of_13_or_more_counts_equality_unlike_pointpats():
    expected = 3429 * 52 / 17578
    assert expected == pytest.approx(10.143816133803618)
    assert knox_poisson_p(13, expected) == pytest.approx(0.22226667, abs=1e-8)
    assert knox_poisson_p(14, expected) == pytest.approx(0.14624558, abs=1e-8)
    assert knox_poisson_p(0, 2) == 1


def test_bands_are_half_open_so_100_metres_and_3_days_fall_in_the_band_they_name():
    points, days = [(0, 0), (0, 100), (9e5, 0), (0, 9e5)], [0, 3, 500, 900]
    knox = table(points, days, (0, 100, 200, INF), (0, 3, 6, INF))
    assert knox.observed[1][1] == 1
    inner = table(points, days, (0, 101, 200, INF), (0, 4, 6, INF))
    assert inner.observed[0][0] == 1


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 12)),
        min_size=4,
        max_size=25,
    ),
    st.sampled_from([(0, 2, 5, INF), (0, 1, 4, 6), (0, 3)]),
    st.sampled_from([(0, 2, 4, INF), (0, 1, 5), (0, 3, 20)]),
)
def test_counts_agree_with_looking_at_every_pair(events, distances, day_edges):
    points, days = [(x, y) for x, y, _ in events], [d for _, _, d in events]
    knox = table(points, days, distances, day_edges, n_shuffles=3)
    assert (np.array(knox.observed) == by_hand(points, days, distances, day_edges)).all()


def test_mean_and_variance_are_those_of_all_orders_of_the_days():
    points = [(0, 0), (1, 0), (0, 1), (4, 4), (9, 9), (9, 8)]
    days = [0, 1, 1, 3, 7, 3]
    knox = table(points, days)
    tables = np.array(
        [
            by_hand(points, order, (0, 2, 5, INF), (0, 2, 4, INF))
            for order in itertools.permutations(days)
        ]
    )
    assert np.array(knox.expected) == pytest.approx(tables.mean(axis=0))
    assert np.array(knox.variance) == pytest.approx(tables.var(axis=0), abs=1e-9)


def test_a_planted_near_repeat_is_found_and_repeats_from_its_generator():
    rng = np.random.default_rng(4)
    points, days = rng.uniform(0, 5_000, (150, 2)), rng.integers(0, 365, 150)
    again = points[:40] + rng.normal(0, 30, (40, 2)), days[:40] + rng.integers(0, 5, 40)
    xy, when = np.vstack([points, again[0]]), np.concatenate([days, again[1]])
    knox = table(xy, when, (0, 200, 400, INF), (0, 8, 15, INF))
    assert knox.p[0][0] == 0.01
    assert knox.ratio[0][0] > 3
    assert knox == table(xy, when, (0, 200, 400, INF), (0, 8, 15, INF))
    assert "more than chance" in knox.sentence()
    assert "plus que le hasard" in knox.sentence("fr")


def test_without_clustering_p_values_are_spread_out():
    low = 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        knox = table(rng.uniform(0, 50, (60, 2)), rng.integers(0, 40, 60), rng=rng)
        low += knox.p[0][0] <= 0.05
    assert low <= 8


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"points": [(0, 0)] * 3, "days": [1, 2, 3]}, faults.TooFew),
        ({"points": [(0, 0)] * 5}, faults.UnequalLengths),
        ({"points": [1, 2, 3, 4]}, faults.WrongShape),
        ({"points": [(0, math.nan)] * 4}, faults.NotFinite),
        ({"days": [1, 2, 3, 4.5]}, faults.FractionalCount),
        ({"distances": (1, 2)}, faults.OutOfRange),
        ({"distances": (0, 2, 2)}, faults.OutOfRange),
        ({"day_edges": (0,)}, faults.TooFew),
        ({"metric": "crow"}, faults.OutOfRange),
    ],
)
def test_bad_events_and_edges_are_refused_by_name(change, fault):
    good = {"points": [(0, 0), (1, 1), (2, 2), (3, 3)], "days": [1, 2, 3, 4]}
    with pytest.raises(fault):
        table(**{**good, **change})
