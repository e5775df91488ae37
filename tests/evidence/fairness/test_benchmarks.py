import math

import pytest

from commonbeat.evidence import faults
from commonbeat.evidence.fairness.benchmarks import Group, benchmark_ratio, hit_rates


def test_the_ratio_of_rates_says_that_residents_are_not_people_present():
    ratio = benchmark_ratio(Group(60, 10_000), Group(40, 20_000))
    assert ratio.estimate == pytest.approx(3)
    assert math.log(ratio.upper / 3) == pytest.approx(1.959964 * math.sqrt(1 / 60 + 1 / 40))
    assert "residents_are_not_present" in ratio.warnings
    assert "shows no bias" in ratio.sentence()
    assert "parti pris" in ratio.sentence("fr")


def test_hit_rates_are_compared_by_chi_square():
    rates = hit_rates({"A": (20, 100), "B": (40, 100)})
    assert rates.estimate == pytest.approx(0.2)
    assert rates.p == pytest.approx(math.erfc(math.sqrt((10**2 * 2 / 21) / 2)), rel=1e-6)
    assert rates.lower < 0.2 < rates.upper
    assert "more than chance" in rates.sentence()
    assert "average_not_border" in rates.warnings
    assert "le hasard peut" in hit_rates({"A": (20, 100), "B": (22, 100)}).sentence("fr")


def test_impossible_groups_are_refused():
    with pytest.raises(faults.TooFew):
        benchmark_ratio(Group(0, 10), Group(4, 20))
    with pytest.raises(faults.TooFew):
        benchmark_ratio(Group(3, 0), Group(4, 20))
    with pytest.raises(faults.MoreThanAll):
        hit_rates({"A": (5, 4), "B": (1, 4)})
    with pytest.raises(faults.TooFew):
        hit_rates({"A": (5, 9)})
    with pytest.raises(faults.TooFew):
        hit_rates({"A": (0, 9), "B": (0, 4)})
    with pytest.raises(faults.TooFew):
        hit_rates({"A": (0, 0), "B": (0, 4)})
