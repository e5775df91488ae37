from datetime import UTC, date, datetime, timedelta

import pytest

from commonbeat.evidence import faults
from commonbeat.evidence.fairness.twilight import CIVIL_DUSK, SUNSET, sun_down


@pytest.mark.parametrize(
    ("day", "place", "told"),
    [
        (date(2024, 6, 20), (51.4779, 0.0), datetime(2024, 6, 20, 20, 21, tzinfo=UTC)),
        (date(2024, 12, 21), (51.4779, 0.0), datetime(2024, 12, 21, 15, 53, tzinfo=UTC)),
        (date(2024, 3, 20), (0.0, 0.0), datetime(2024, 3, 20, 18, 11, tzinfo=UTC)),
    ],
)
def test_sunset_as_printed_in_almanacs_to_two_minutes(day, place, told):
    assert abs(sun_down(day, *place, SUNSET) - told) <= timedelta(minutes=2)


def test_dusk_comes_after_sunset_and_on_the_local_day_west_of_greenwich():
    for month in range(1, 13):
        day = date(2024, month, 15)
        sunset = sun_down(day, 49.25, -123.1, SUNSET)
        dusk = sun_down(day, 49.25, -123.1, CIVIL_DUSK)
        assert timedelta(minutes=25) < dusk - sunset < timedelta(minutes=55)
        assert (dusk - timedelta(hours=8)).date() == day


def test_where_the_sun_does_not_set_the_question_is_refused():
    with pytest.raises(faults.OutOfRange):
        sun_down(date(2024, 6, 21), 69.0, 20.0, SUNSET)
    with pytest.raises(faults.OutOfRange):
        sun_down(date(2024, 6, 21), 95.0, 20.0, SUNSET)
