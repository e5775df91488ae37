import math

import numpy as np
import pytest

from commonbeat.evidence import faults
from commonbeat.evidence.monitoring.cusum import cusum, reference_value


def test_the_reference_value_is_lucas_1985():
    assert reference_value(4, 6) == pytest.approx(2 / math.log(1.5))


def test_the_sum_by_hand_starts_anew_after_a_signal():
    run = cusum([3, 6, 7, 2, 9], reference=4, limit=4.5)
    assert run.path == (0, 2, 5, 0, 5)
    assert run.signals == (2, 4)
    assert "first in period 3" in run.sentence()


def test_a_small_lasting_rise_is_found_where_no_single_week_stands_out():
    rng = np.random.default_rng(8)
    calm, raised = rng.poisson(10, 40), rng.poisson(14, 20)
    k = reference_value(10, 14)
    run = cusum(np.concatenate([calm, raised]), reference=k, limit=10)
    assert run.signals
    assert run.signals[0] >= 40
    assert not cusum(calm, reference=k, limit=10).signals
    assert "Aucune hausse durable" in cusum(calm, reference=k, limit=10).sentence("fr")


def test_bad_settings_are_refused():
    with pytest.raises(faults.Contradiction):
        reference_value(6, 4)
    with pytest.raises(faults.OutOfRange):
        cusum([1], reference=0, limit=1)
    with pytest.raises(faults.NegativeCount):
        cusum([-1], reference=1, limit=1)
    with pytest.raises(faults.TooFew):
        cusum([], reference=1, limit=1)
