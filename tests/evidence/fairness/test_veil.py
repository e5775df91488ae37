from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from commonbeat.evidence import faults
from commonbeat.evidence.fairness.twilight import CIVIL_DUSK, sun_down
from commonbeat.evidence.fairness.veil import veil_of_darkness

ZONE = ZoneInfo("America/Vancouver")
PLACE = {"latitude": 49.25, "longitude": -123.1}


def stops(seed, bias, n=4_000):
    """Stops through a year between 16 and 22 o'clock; the group is likelier in the light."""
    rng = np.random.default_rng(seed)
    times, group = [], []
    for _ in range(n):
        day = datetime(2024, 1, 1, tzinfo=ZONE) + timedelta(days=int(rng.integers(0, 365)))
        time = day.replace(hour=16) + timedelta(minutes=float(rng.uniform(0, 360)))
        light = time < sun_down(day.date(), *PLACE.values(), CIVIL_DUSK)
        odds = 0.4 * (bias if light else 1) * (1 + 0.1 * (time.hour - 16))
        times.append(time.astimezone(UTC))
        group.append(rng.random() < odds / (1 + odds))
    return times, group


def test_a_planted_bias_is_found_and_none_is_not():
    found = veil_of_darkness(*stops(1, 1.6), zone=ZONE, **PLACE)
    assert found.lower > 1.1
    assert found.lower < 1.6 < found.upper
    assert "more often when it can be seen" in found.sentence()
    assert "plus souvent quand on le voit" in found.sentence("fr")
    none = veil_of_darkness(*stops(2, 1.0), zone=ZONE, **PLACE)
    assert none.lower < 1 < none.upper
    assert "no difference" in none.sentence()
    assert "light_at_night" in none.warnings


def test_only_clock_times_that_are_both_light_and_dark_in_the_year_count():
    found = veil_of_darkness(*stops(1, 1.0), zone=ZONE, **PLACE)
    assert found.window[0] == pytest.approx(16.85, abs=0.1)
    assert found.window[1] == pytest.approx(22.05, abs=0.1)
    assert found.n == found.n_dark + found.n_light < 4_000


def test_times_without_zone_and_too_few_stops_are_refused():
    times, group = stops(1, 1.0, n=150)
    with pytest.raises(faults.NoTimeZone) as told:
        veil_of_darkness([*times[:-1], times[-1].replace(tzinfo=None)], group, zone=ZONE, **PLACE)
    assert told.value.element == 149
    with pytest.raises(faults.TooFew):
        veil_of_darkness(times[:50], group[:50], zone=ZONE, **PLACE)
    with pytest.raises(faults.UnequalLengths):
        veil_of_darkness(times, group[:-1], zone=ZONE, **PLACE)
    with pytest.raises(faults.OutOfRange):
        veil_of_darkness(times, [2] * 150, zone=ZONE, **PLACE)


def test_the_zone_may_be_named_and_groupings_are_compared_within():
    times, group = stops(1, 1.6)
    plain = veil_of_darkness(times, group, zone="America/Vancouver", **PLACE)
    assert plain.estimate == veil_of_darkness(times, group, zone=ZONE, **PLACE).estimate
    weekday = [time.weekday() for time in times]
    within = veil_of_darkness(times, group, zone=ZONE, beside={"weekday": weekday}, **PLACE)
    assert within.estimate == pytest.approx(plain.estimate, rel=0.05)
    assert "6 other columns" in within.method
    with pytest.raises(faults.UnequalLengths) as told:
        veil_of_darkness(times, group, zone=ZONE, beside={"weekday": weekday[:-1]}, **PLACE)
    assert told.value.element == "weekday"
