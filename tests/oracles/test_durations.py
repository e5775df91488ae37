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
