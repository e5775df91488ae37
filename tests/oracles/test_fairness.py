"""The veil of darkness, as R's glm with a natural spline gives it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from commonbeat.evidence.fairness.twilight import CIVIL_DUSK, SUNSET, sun_down
from commonbeat.evidence.fairness.veil import veil_of_darkness
from tests.oracles.r import ask

ZONE, PLACE = ZoneInfo("America/Toronto"), (45.5, -73.6)


def stops(n=6_000):
    """Stops of a year, and for those that can be compared their clock hour and darkness."""
    rng = np.random.default_rng(3)
    days = [
        datetime(2023, 1, 1, tzinfo=ZONE) + timedelta(days=int(d)) for d in rng.integers(0, 365, n)
    ]
    local = [
        day.replace(hour=16) + timedelta(minutes=float(m))
        for day, m in zip(days, rng.uniform(0, 360, n), strict=True)
    ]
    area = rng.integers(0, 4, n)
    ends = [
        [sun_down(t.date(), *PLACE, angle).astimezone(ZONE) for angle in (SUNSET, CIVIL_DUSK)]
        for t in local
    ]
    dark = [t >= dusk for t, (_, dusk) in zip(local, ends, strict=True)]
    odds = np.exp(-1 + 0.2 * area - 0.4 * np.array(dark))
    group = rng.random(n) < odds / (1 + odds)
    return local, group, area, ends, dark


def hours(time):
    return time.hour + time.minute / 60 + time.second / 3600


@pytest.mark.parametrize("formula", ["", "+ factor(area) + factor(weekday)"])
def test_odds_in_the_light_and_their_limits_as_glm_with_a_natural_spline(formula):
    local, group, area, ends, dark = stops()
    year = [datetime(2023, 1, 1, tzinfo=ZONE) + timedelta(days=i) for i in range(365)]
    dusks = [hours(sun_down(d.date(), *PLACE, CIVIL_DUSK).astimezone(ZONE)) for d in year]
    kept = [
        min(dusks) <= hours(t) <= max(dusks) and not sunset < t < dusk
        for t, (sunset, dusk) in zip(local, ends, strict=True)
    ]
    weekday = [t.weekday() for t in local]
    rows = np.flatnonzero(kept)
    told = ask(
        """
        d <- table_of("d")
        q <- quantile(d$clock, c(0.05, 0.35, 0.65, 0.95))
        m <- glm(y ~ dark + splines::ns(clock, knots = q[2:3], Boundary.knots = q[c(1, 4)])
                 FORMULA, binomial, d, control = glm.control(epsilon = 1e-14))
        tell("b", summary(m)$coefficients["dark", 1:2])
        """.replace("FORMULA", formula),
        d={
            "y": [int(group[i]) for i in rows],
            "dark": [int(dark[i]) for i in rows],
            "clock": [hours(local[i]) for i in rows],
            "area": [int(area[i]) for i in rows],
            "weekday": [weekday[i] for i in rows],
        },
    )
    ours = veil_of_darkness(
        [t.astimezone(UTC) for t in local],
        group,
        zone="America/Toronto",
        latitude=PLACE[0],
        longitude=PLACE[1],
        beside={"area": area.tolist(), "weekday": weekday} if formula else None,
    )
    log, se = told["b"]
    assert ours.n == rows.size
    assert np.log(ours.estimate) == pytest.approx(-log, abs=1e-6)
    assert np.log(ours.upper / ours.lower) == pytest.approx(2 * 1.959964 * se, rel=1e-5)
