"""How long things took when some are still open, as R's survival gives it."""

import numpy as np
import pytest

from commonbeat.evidence.durations import kaplan_meier
from tests.oracles.r import ask


def cases(seed=9, n=120):
    rng = np.random.default_rng(seed)
    time, watched = np.ceil(rng.exponential(40, n)), np.ceil(rng.uniform(5, 90, n))
    return np.minimum(time, watched), (time <= watched).astype(int)


def test_the_curve_its_errors_and_log_log_limits_as_survfit():
    times, done = cases()
    told = ask(
        """
        library(survival)
        d <- table_of("d")
        s <- summary(survfit(Surv(t, e) ~ 1, d, conf.type = "log-log"), times = c(12, 24, 48, 60))
        tell("s", 1 - s$surv)
        tell("low", 1 - s$upper)
        tell("high", 1 - s$lower)
        tell("se", s$std.err)
        """,
        d={"t": times.tolist(), "e": done.tolist()},
    )
    curve = kaplan_meier(times, done)
    ours = [curve.share_by(t) for t in (12, 24, 48, 60)]
    assert [s.estimate for s in ours] == pytest.approx(told["s"], abs=1e-12)
    assert [s.lower for s in ours] == pytest.approx(told["low"], abs=1e-9)
    assert [s.upper for s in ours] == pytest.approx(told["high"], abs=1e-9)


@pytest.mark.parametrize("limits", ["log-log", "log", "plain"])
def test_every_kind_of_limits_and_the_median_as_survfit(limits):
    times, done = cases(seed=10, n=60)
    told = ask(
        f"""
        library(survival)
        d <- table_of("d")
        f <- survfit(Surv(t, e) ~ 1, d, conf.type = "{limits}")
        s <- summary(f, times = c(12, 24, 48))
        tell("low", 1 - s$upper)
        tell("high", 1 - s$lower)
        tell("se", s$std.err)
        for (p in c(.25, .5, .75)) {{
          q <- quantile(f, p)
          tell(paste0("q", 100 * p), c(q$quantile, q$lower, q$upper))
        }}
        """,
        d={"t": times.tolist(), "e": done.tolist()},
    )
    curve = kaplan_meier(times, done)
    ours = [curve.share_by(t, limits=limits) for t in (12, 24, 48)]
    assert [s.lower for s in ours] == pytest.approx(told["low"], abs=1e-9)
    assert [s.upper for s in ours] == pytest.approx(told["high"], abs=1e-9)
    assert [s.se for s in ours] == pytest.approx(told["se"], abs=1e-9)
    for share in (0.25, 0.5, 0.75):
        q = curve.quantile(share, limits=limits)
        there = [float("inf") if x != x else x for x in told[f"q{100 * share:.0f}"]]
        assert [q.estimate, q.lower, q.upper] == there
