"""When the sun sets and when it is dark, at a place on a day."""

import math
from datetime import UTC, date, datetime, timedelta

from commonbeat.evidence.checks import within
from commonbeat.evidence.faults import OutOfRange

MEEUS = "Meeus, J. (1998). Astronomical Algorithms, 2nd ed. Willmann-Bell."
SUNSET, CIVIL_DUSK = 90.833, 96.0
LONGEST_DAY = 23.44


def sun_down(day: date, latitude: float, longitude: float, zenith: float) -> datetime:
    """Return when the sun passes a zenith angle in the evening, in UTC, to about a minute.

    `day` is the local day; `longitude` is east-positive. Raises OutOfRange where the sun does
    not pass that angle on that day.
    """
    within(latitude, "latitude", -90, 90)
    within(longitude, "longitude", -180.001, 180.001)
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    moment = noon - timedelta(minutes=4 * longitude)
    for _ in range(3):
        declination, equation = _sun(moment)
        turn = _hour_angle(latitude, declination, zenith)
        minutes = 4 * (turn - longitude) - equation
        moment = noon + timedelta(minutes=minutes)
    return moment


def _sun(moment: datetime) -> tuple[float, float]:
    """Return the sun's declination in degrees and the equation of time in minutes."""
    century = (moment - datetime(2000, 1, 1, 12, tzinfo=UTC)) / timedelta(days=36_525)
    mean = math.radians(280.46646 + century * (36_000.76983 + century * 0.0003032))
    anomaly = math.radians(357.52911 + century * (35_999.05029 - 0.0001537 * century))
    eccentricity = 0.016708634 - century * (0.000042037 + 0.0000001267 * century)
    centre = math.sin(anomaly) * (1.914602 - century * 0.004817)
    centre += math.sin(2 * anomaly) * 0.019993 + math.sin(3 * anomaly) * 0.000289
    node = math.radians(125.04 - 1_934.136 * century)
    longitude = mean + math.radians(centre - 0.00569 - 0.00478 * math.sin(node))
    tilt = math.radians(LONGEST_DAY - 0.0130042 * century + 0.00256 * math.cos(node))
    declination = math.degrees(math.asin(math.sin(tilt) * math.sin(longitude)))
    y = math.tan(tilt / 2) ** 2
    equation = (
        y * math.sin(2 * mean)
        - 2 * eccentricity * math.sin(anomaly)
        + 4 * eccentricity * y * math.sin(anomaly) * math.cos(2 * mean)
        - 0.5 * y * y * math.sin(4 * mean)
        - 1.25 * eccentricity**2 * math.sin(2 * anomaly)
    )
    return declination, 4 * math.degrees(equation)


def _hour_angle(latitude: float, declination: float, zenith: float) -> float:
    here, sun = math.radians(latitude), math.radians(declination)
    cosine = math.cos(math.radians(zenith)) / (math.cos(here) * math.cos(sun))
    cosine -= math.tan(here) * math.tan(sun)
    if not -1 <= cosine <= 1:
        raise OutOfRange("latitude", 0, latitude, "where the sun sets and it gets dark")
    return math.degrees(math.acos(cosine))
