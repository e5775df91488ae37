import math

import pytest

from commonbeat.evidence import faults
from commonbeat.evidence.masks import Donut, donut_for, masked_point

SECRET = b"sixteen bytes or more"


def test_rings_for_so_many_people_as_allshouse_2010():
    donut = donut_for(0.005, hidden_among=20)
    assert (donut.nearest, donut.farthest) == pytest.approx((35.682, 112.838), abs=1e-3)
    donut = donut_for(0.002, hidden_among=50)
    assert (donut.nearest, donut.farthest) == pytest.approx((89.206, 282.095), abs=1e-3)


def test_an_address_always_moves_to_the_same_place_and_another_secret_elsewhere():
    donut = Donut(50, 150)
    here = masked_point((1000, 2000), "12 Elm", secret=SECRET, donut=donut)
    assert here == masked_point((1000, 2000), "12 Elm", secret=SECRET, donut=donut)
    assert here != masked_point((1000, 2000), "14 Elm", secret=SECRET, donut=donut)
    assert here != masked_point((1000, 2000), "12 Elm", secret=SECRET[::-1], donut=donut)


def test_moves_fill_the_ring_evenly():
    moves = [masked_point((0, 0), str(i), secret=SECRET, donut=Donut(50, 150)) for i in range(4000)]
    far = [math.hypot(*m) for m in moves]
    assert 50 <= min(far) < 55
    assert 148 < max(far) <= 150
    half_area = math.sqrt((50**2 + 150**2) / 2)
    assert sum(d < half_area for d in far) / 4000 == pytest.approx(0.5, abs=0.03)
    assert abs(sum(x for x, _ in moves)) / 4000 < 5


def test_short_secrets_and_odd_rings_are_refused():
    with pytest.raises(faults.TooFew):
        masked_point((0, 0), "a", secret=b"short", donut=Donut(1, 2))
    with pytest.raises(faults.Contradiction):
        Donut(5, 5)
    with pytest.raises(faults.OutOfRange):
        donut_for(0, hidden_among=5)
    with pytest.raises(faults.NotFinite):
        masked_point((0, math.nan), "a", secret=SECRET, donut=Donut(1, 2))
    with pytest.raises(faults.WrongShape):
        masked_point((0, 0, 0), "a", secret=SECRET, donut=Donut(1, 2))
