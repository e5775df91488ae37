import math

import numpy as np
import pytest


def towns(seed, *, n_areas=30, n_months=60, mean=25, sd=0.15, change=1.0, treated=(), start=48):
    """Counts of an invented town: areas × months, with drifting levels and seasons."""
    rng = np.random.default_rng(seed)
    level = rng.lognormal(math.log(mean), 0.5, (n_areas, 1))
    noise = np.empty((n_areas, n_months))
    state = rng.normal(0, sd, n_areas)
    for month in range(n_months):
        state = 0.8 * state + rng.normal(0, sd * 0.6, n_areas)
        noise[:, month] = state
    season = 0.18 * np.sin(2 * np.pi * np.arange(n_months) / 12)
    rate = level * np.exp(noise + season)
    rate[list(treated), start:] *= change
    return rng.poisson(rate)


@pytest.fixture(name="town")
def town_fixture():
    return towns
