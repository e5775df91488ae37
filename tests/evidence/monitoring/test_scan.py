import numpy as np
import pytest

from commonbeat.evidence import faults
from commonbeat.evidence.monitoring.scan import busiest_window_p


def test_naus_1982_on_aberdein_spiegelhalter_2013_208_windows_of_mean_point_six():
    assert busiest_window_p(6, length=208, window=1, mean=0.6) == pytest.approx(0.0390, abs=5e-5)


def test_naus_1982_on_260_weeks_of_mean_one_where_ptools_takes_one_power_more():
    found = busiest_window_p(6, length=260, window=1, mean=1)
    assert found == pytest.approx(0.4856, abs=5e-5)
    assert found == pytest.approx(0.4868, abs=2e-3)


def test_the_chance_is_what_simulation_shows():
    rng, hits = np.random.default_rng(1), 0
    for _ in range(2_000):
        times = np.sort(rng.uniform(0, 30, rng.poisson(30)))
        hits += bool(len(times) >= 5 and (times[4:] - times[:-4]).min() <= 1)
    assert busiest_window_p(5, length=30, window=1, mean=1) == pytest.approx(hits / 2_000, abs=0.04)


def test_what_cannot_be_scanned_is_refused():
    with pytest.raises(faults.TooFew):
        busiest_window_p(2, length=10, window=1, mean=1)
    with pytest.raises(faults.OutOfRange):
        busiest_window_p(4, length=1.5, window=1, mean=1)
