"""The veil of darkness: are some people stopped more often when they can be seen?

Only stops at clock times that are light on some days of the year and dark on others are
compared. The time zone must be declared: an hour's error undoes the test.
"""

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from commonbeat.evidence.checks import flags, same_length, within
from commonbeat.evidence.fairness.twilight import CIVIL_DUSK, SUNSET, sun_down
from commonbeat.evidence.faults import NoTimeZone, TooFew
from commonbeat.evidence.fitting import logit_fit
from commonbeat.evidence.results import Caution, Estimate
from commonbeat.evidence.wording import number, pick

Floats = NDArray[np.float64]
GROGGER = (
    "Grogger, J. & Ridgeway, G. (2006). Journal of the American Statistical Association "
    "101:878–887."
)
LEAST_STOPS = 100
KNOTS = (0.05, 0.35, 0.65, 0.95)


@dataclass(frozen=True, slots=True, kw_only=True)
class Veil(Estimate):
    """Odds that a stop in daylight is of the group, over those in the dark."""

    p: float
    n_dark: int
    n_light: int
    window: tuple[float, float]

    def sentence(self, language: str = "en") -> str:
        """Say the odds ratio and what it suggests."""
        odds, low, high = (number(x, language, 2) for x in (self.estimate, self.lower, self.upper))
        if self.lower <= 1 <= self.upper:
            told = pick(
                language,
                "so no difference between light and dark can be told",
                "on ne peut donc pas distinguer le jour de la nuit",
            )
        else:
            told = pick(
                language,
                f"so the group is stopped {'more' if self.estimate > 1 else 'less'} often when "
                "it can be seen",
                f"le groupe est donc arrêté {'plus' if self.estimate > 1 else 'moins'} souvent "
                "quand on le voit",
            )
        return pick(
            language,
            f"The odds in daylight are {odds} times those in the dark (likely between {low} "
            f"and {high}), {told}.",
            f"La cote de jour vaut {odds} fois celle de nuit (probablement entre {low} et "
            f"{high}) ; {told}.",
        )


def veil_of_darkness(
    times: Sequence[datetime],
    in_group: ArrayLike,
    *,
    zone: tzinfo | str,
    latitude: float,
    longitude: float,
    beside: Mapping[str, Sequence[Hashable]] | None = None,
    confidence: float = 0.95,
) -> Veil:
    """Compare stops in daylight and in the dark at the same clock times.

    `zone` is that of the place, also by its name (America/Toronto). `beside` names groupings to
    compare within, such as {"weekday": …, "area": …}, each with one level for every stop.

    Stops between sunset and civil dusk, and outside the window from the earliest to the latest
    dusk of the year, are left out. Raises NoTimeZone, UnequalLengths, OutOfRange, TooFew (under
    100 stops left, or none in the light or the dark).
    """
    marks = flags(in_group, "in_group").astype(float)
    groupings = {name: list(each) for name, each in (beside or {}).items()}
    same_length(times=times, in_group=marks, **groupings)
    zone = _zone(zone)
    local = [_in_zone(time, place, zone) for place, time in enumerate(times)]
    clock, dark, window = _compared(local, zone, latitude, longitude)
    kept = ~np.isnan(dark)
    if kept.sum() < LEAST_STOPS:
        raise TooFew("stops in the window", int(kept.sum()), LEAST_STOPS)
    for name, some in (("dark", dark == 1), ("light", dark == 0)):
        if not some.any():
            raise TooFew(f"stops in the {name}", 0, 1)
    apart = [column[kept] for each in groupings.values() for column in _dummies(each, kept)]
    return _fitted(marks[kept], [dark[kept], *apart], clock[kept], window, confidence)


def _zone(zone: tzinfo | str) -> tzinfo:
    """Return a zone given as such or by its name, such as America/Toronto."""
    if isinstance(zone, tzinfo):
        return zone
    try:
        return ZoneInfo(zone)
    except (ValueError, KeyError, TypeError, OSError, AttributeError):
        raise NoTimeZone(f"{zone!r} is no time zone", element="zone") from None


def _in_zone(time: datetime, place: int, zone: tzinfo) -> datetime:
    if getattr(time, "tzinfo", None) is None or time.utcoffset() is None:
        raise NoTimeZone(f"times: element {place} has no time zone", element=place)
    return time.astimezone(zone)


def _compared(
    local: Sequence[datetime], zone: tzinfo, latitude: float, longitude: float
) -> tuple[Floats, Floats, tuple[float, float]]:
    """Return clock hours, darkness (NaN where left out), and the window in hours."""
    clock = np.array([_hours(time) for time in local])
    years = {time.year for time in local}
    dusks = [
        _hours(sun_down(day, latitude, longitude, CIVIL_DUSK).astimezone(zone))
        for year in sorted(years)
        for day in (date(year, 1, 1) + timedelta(days=i) for i in range(365))
    ]
    window = min(dusks), max(dusks)
    ends = {
        day: tuple(
            _hours(sun_down(day, latitude, longitude, angle).astimezone(zone))
            for angle in (SUNSET, CIVIL_DUSK)
        )
        for day in {time.date() for time in local}
    }
    dark = np.full(clock.size, np.nan)
    for i, time in enumerate(local):
        sunset, dusk = ends[time.date()]
        if window[0] <= clock[i] <= window[1] and not sunset < clock[i] < dusk:
            dark[i] = float(clock[i] >= dusk)
    return clock, dark, window


def _hours(time: datetime) -> float:
    return time.hour + time.minute / 60 + time.second / 3600


def _dummies(levels: Sequence[Hashable], kept: NDArray[np.bool_]) -> list[Floats]:
    """Return a column for each level that is met among the stops compared, but the first."""
    met = dict.fromkeys(level for level, here in zip(levels, kept, strict=True) if here)
    return [np.array([level == each for level in levels], dtype=float) for each in list(met)[1:]]


def _fitted(
    marks: Floats,
    columns: Sequence[Floats],
    clock: Floats,
    window: tuple[float, float],
    confidence: float,
) -> Veil:
    dark = columns[0]
    x = np.column_stack([np.ones(marks.size), *columns, *_curve(clock)])
    one = np.ones(marks.size)
    beta = logit_fit(x, marks, one)
    share = 1 / (1 + np.exp(-(x @ beta)))
    covariance = np.linalg.inv(x.T @ (x * (share * (1 - share))[:, None]))
    log, se = -float(beta[1]), math.sqrt(covariance[1, 1])
    z = float(scipy.special.ndtri(0.5 + within(confidence, "confidence", 0, 1) / 2))
    return Veil(
        estimate=math.exp(log),
        lower=math.exp(log - z * se),
        upper=math.exp(log + z * se),
        n=marks.size,
        method="veil of darkness, logistic, clock time as a natural spline"
        + (f", {len(columns) - 1} other columns" if len(columns) > 1 else ""),
        citation=GROGGER,
        confidence=confidence,
        warnings=(Caution.LIGHT_AT_NIGHT,),
        p=float(2 * scipy.special.ndtr(-abs(log) / se)),
        n_dark=int((dark == 1).sum()),
        n_light=int((dark == 0).sum()),
        window=window,
    )


def _curve(clock: Floats) -> list[Floats]:
    """Natural cubic spline of the clock time with four knots, scaled."""
    away = (clock - clock.mean()) / max(float(clock.std()), 1e-9)
    knots = np.quantile(away, KNOTS)
    if np.unique(knots).size < len(KNOTS):
        return [away]

    def bend(knot: float) -> Floats:
        upper = np.maximum(away - knot, 0) ** 3 - np.maximum(away - knots[-1], 0) ** 3
        return np.asarray(upper / (knots[-1] - knot))

    return [away, *(bend(knot) - bend(knots[-2]) for knot in knots[:-2])]
