import numpy as np
import pytest

from commonbeat.evidence import faults
from commonbeat.evidence.monitoring.funnel import funnel, funnel_limit

LEVELS = (0.001, 0.025, 0.975, 0.999)


@pytest.mark.parametrize(
    ("expected", "limits"),
    [
        (10, (0.12205, 0.37752, 1.61600, 2.06620)),
        (50, (0.58246, 0.72243, 1.27661, 1.45503)),
        (100, (0.70065, 0.80366, 1.19581, 1.31805)),
        (5, (-0.17032, 0.10841, 1.87531, 2.55427)),
    ],
)
def test_exact_limits_as_spiegelhalter_2005(expected, limits):
    found = [funnel_limit(expected, p) for p in LEVELS]
    assert found == pytest.approx(limits, abs=1e-5)


def test_extra_spread_widens_the_funnel_so_that_fewer_areas_stand_out():
    rng = np.random.default_rng(3)
    expected = rng.uniform(20, 400, 60)
    level = rng.lognormal(0, 0.25, 60)
    level[7] = 4
    found = funnel(rng.poisson(expected * level), expected)
    plain = sum(abs(z) > 3 for z in found.z)
    assert plain > 10
    assert found.outside == (7,)
    assert found.tau > 0
    assert "uneven_spread" in found.warnings
    assert found.sentence().startswith("1 area of 60 stands out")
    assert found.sentence("fr").startswith("1\u00a0secteur sur 60 sort du lot")


def test_pure_chance_is_left_as_it_is():
    expected = np.full(40, 100.0)
    seen = [100] * 40
    found = funnel(seen, expected)
    assert found.tau == 0
    assert found.outside == ()


def test_bad_expectations_are_refused():
    with pytest.raises(faults.OutOfRange):
        funnel([1, 2, 3], [1, 0, 3])
    with pytest.raises(faults.TooFew):
        funnel([1, 2], [1, 2])
    with pytest.raises(faults.UnequalLengths):
        funnel([1, 2, 3], [1, 2])
    with pytest.raises(faults.OutOfRange):
        funnel_limit(0, 0.5)
    with pytest.raises(faults.OutOfRange):
        funnel([1, 2, 3], [1, 2, 3], winsorized=0.5)
