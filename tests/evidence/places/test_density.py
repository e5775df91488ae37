import math

import numpy as np
import pytest

from commonbeat.evidence import faults
from commonbeat.evidence.places.density import close_groups, rule_of_thumb, smooth_surface


def test_the_surface_holds_all_events_and_is_a_gaussian_around_a_single_one():
    one = smooth_surface([(0.0, 0.0)], bandwidth=100, cell=10)
    assert one.values.sum() * one.cell**2 == pytest.approx(1)
    assert one.values.max() == pytest.approx(1 / (2 * math.pi * 100**2), rel=0.01)


def test_the_surface_agrees_with_the_sum_of_kernels():
    rng = np.random.default_rng(1)
    xy = rng.normal(0, 300, (400, 2))
    surface = smooth_surface(xy, bandwidth=150, cell=15)
    row, column = np.unravel_index(surface.values.argmax(), surface.values.shape)
    x = surface.left + (column + 0.5) * 15
    y = surface.bottom + (row + 0.5) * 15
    exact = np.exp(-((xy - (x, y)) ** 2).sum(axis=1) / (2 * 150**2)).sum()
    assert surface.values.max() == pytest.approx(exact / (2 * math.pi * 150**2), rel=0.02)


def test_two_groups_and_a_loner_are_told_apart():
    near = [(i, 0.0) for i in range(6)]
    far = [(100 + i, 50.0) for i in range(4)]
    found = close_groups([*far, *near, (500, 500)], reach=1.5, least=3)
    assert found.sizes == (6, 4)
    assert found.labels == (1,) * 4 + (0,) * 6 + (-1,)


def test_groups_agree_with_growing_them_by_hand():
    rng = np.random.default_rng(2)
    xy = rng.uniform(0, 30, (120, 2))
    away = np.sqrt(((xy[:, None] - xy) ** 2).sum(axis=2))
    inner = (away <= 2).sum(axis=1) >= 4
    found = np.array(close_groups(xy, reach=2, least=4).labels)
    assert (found[inner] >= 0).all()
    for i in np.flatnonzero(inner):
        for j in np.flatnonzero(inner & (away[i] <= 2)):
            assert found[i] == found[j]
    lonely = ~inner & ~(inner & (away <= 2)).any(axis=1)
    assert (found[lonely] == -1).all()


def test_a_wider_spread_needs_a_wider_bandwidth():
    rng = np.random.default_rng(3)
    xy = rng.normal(0, 1, (200, 2))
    assert rule_of_thumb(3 * xy) == pytest.approx(3 * rule_of_thumb(xy))


def test_bad_points_and_settings_are_refused():
    with pytest.raises(faults.TooFew):
        smooth_surface([], bandwidth=1, cell=1)
    with pytest.raises(faults.WrongShape):
        smooth_surface([1, 2, 3], bandwidth=1, cell=1)
    with pytest.raises(faults.OutOfRange):
        smooth_surface([(0, 0), (1e6, 1e6)], bandwidth=1, cell=1)
    with pytest.raises(faults.OutOfRange):
        close_groups([(0, 0)], reach=1, least=1)
    with pytest.raises(faults.OutOfRange):
        close_groups([(0, 0)], reach=0, least=2)
    with pytest.raises(faults.TooFew):
        rule_of_thumb([(0, 0)])
