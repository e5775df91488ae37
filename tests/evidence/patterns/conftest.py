import numpy as np
import pytest

from commonbeat.evidence.patterns.pairs import ByNumber


@pytest.fixture
def situations():
    """Situations that differ in how many factors they hold, but in nothing else."""

    def make(n, n_factors, rng, planted=()):
        common = np.geomspace(1, 0.03, n_factors)[np.arange(n_factors) * 7 % n_factors]
        sizes = np.clip(rng.negative_binomial(4, 0.33, n) + 1, 1, n_factors - 1)
        luck = np.log(common) + rng.gumbel(size=(n, n_factors))
        rank = luck.argsort(axis=1)[:, ::-1].argsort(axis=1)
        held = rank < sizes[:, None]
        for first, second, share in planted:
            held[held[:, first] & (rng.random(n) < share), second] = True
        return held

    return make


@pytest.fixture
def counted():
    """What the statistics need to know of them: n, margins, pairs and counts by number."""

    def count(held):
        number = held.sum(axis=1)
        sizes = np.unique(number)
        by_number = ByNumber(
            sizes,
            [(number == size).sum() for size in sizes],
            [held[number == size].sum(axis=0) for size in sizes],
        )
        return len(held), held.sum(axis=0), held.T.astype(int) @ held, by_number

    return count
