"""Rates, shares, monitoring and p values, as R's own functions give them."""

import numpy as np
import pytest

from commonbeat.evidence.change import change_between, conditional_test, e_test, poisson_rate
from commonbeat.evidence.effects.many import holm
from commonbeat.evidence.fairness.benchmarks import hit_rates
from commonbeat.evidence.monitoring.cusum import cusum
from commonbeat.evidence.monitoring.funnel import funnel, funnel_limit
from commonbeat.evidence.places.hotspots import false_discovery
from commonbeat.evidence.proportions import clopper_pearson, wilson
from tests.oracles.r import ask

PAIRS = [(3, 0, 1, 1), (6, 2, 1, 1), (41, 15, 28.010, 19.017), (11, 23, 0.8, 3.011), (0, 9, 2, 1)]


def test_rate_ratios_and_exact_p_as_poisson_test():
    columns = dict(zip(("a", "b", "t", "u"), zip(*PAIRS, strict=True), strict=True))
    told = ask(
        """
        d <- table_of("d")
        for (i in seq_len(nrow(d))) {
          r <- poisson.test(c(d$a[i], d$b[i]), c(d$t[i], d$u[i]))
          tell(paste0("p", i), c(r$p.value, r$conf.int))
        }
        """,
        d=columns,
    )
    for i, (a, b, t, u) in enumerate(PAIRS, start=1):
        p, low, high = told[f"p{i}"]
        ours = change_between(a, b, length_now=t, length_before=u)
        assert conditional_test(a, b, length_now=t, length_before=u) == pytest.approx(p, rel=1e-9)
        assert ours.p_exact == pytest.approx(p, rel=1e-9)
        assert (ours.lower, ours.upper) == pytest.approx((low, high), rel=1e-7)


def test_the_e_test_as_its_definition_written_out_in_r():
    columns = dict(zip(("a", "b", "t", "u"), zip(*PAIRS, strict=True), strict=True))
    told = ask(
        """
        d <- table_of("d")
        e <- function(a, b, t, u) {
          rate <- (a + b) / (t + u)
          x <- 0:400
          far <- function(p, q) abs(p / t - q / u) / sqrt(p / t^2 + q / u^2)
          g <- outer(x, x, far)
          g[1, 1] <- 0
          sum((outer(dpois(x, rate * t), dpois(x, rate * u)))[g >= far(a, b) - 1e-12])
        }
        tell("p", mapply(e, d$a, d$b, d$t, d$u))
        """,
        d=columns,
    )
    ours = [e_test(a, b, length_now=t, length_before=u) for a, b, t, u in PAIRS]
    assert ours == pytest.approx(told["p"], rel=1e-8)


def test_a_rate_as_poisson_test_of_one_sample():
    told = ask('r <- poisson.test(137, 24.19893); tell("r", c(r$estimate, r$conf.int))')
    ours = poisson_rate(137, length=24.19893)
    assert (ours.estimate, ours.lower, ours.upper) == pytest.approx(told["r"], rel=1e-9)


def test_shares_as_prop_test_and_binom_test():
    told = ask(
        """
        for (k in c(0, 7, 50)) {
          tell(paste0("w", k), prop.test(k, 50, correct = FALSE)$conf.int)
          tell(paste0("e", k), binom.test(k, 50)$conf.int)
        }
        """
    )
    for k in (0, 7, 50):
        w, e = wilson(k, 50), clopper_pearson(k, 50)
        assert (w.lower, w.upper) == pytest.approx(told[f"w{k}"], abs=1e-9)
        assert (e.lower, e.upper) == pytest.approx(told[f"e{k}"], abs=1e-9)


def test_hit_rates_as_prop_test_of_three_groups():
    told = ask('tell("p", prop.test(c(83, 90, 129), c(186, 193, 236), correct = FALSE)$p.value)')
    ours = hit_rates({"a": (83, 186), "b": (90, 193), "c": (129, 236)})
    assert ours.p == pytest.approx(told["p"][0], rel=1e-9)


def test_holm_and_false_discovery_as_p_adjust():
    p = np.random.default_rng(3).uniform(0, 1, 40) ** 3
    told = ask(
        'd <- table_of("d"); tell("h", p.adjust(d$p, "holm")); tell("b", p.adjust(d$p, "BH"))',
        d={"p": p.tolist()},
    )
    assert holm(p) == pytest.approx(told["h"], rel=1e-9)
    assert false_discovery(p, 0.1).tolist() == [q <= 0.1 for q in told["b"]]


def test_a_cumulative_sum_as_reduce():
    y = np.random.default_rng(4).poisson(5, 60)
    told = ask(
        """
        d <- table_of("d")
        tell("s", Reduce(function(s, x) max(0, ifelse(s > 4.5, 0, s) + x - 4.8), d$y, 0,
             accumulate = TRUE)[-1])
        """,
        d={"y": y.tolist()},
    )
    ours = cusum(y, reference=4.8, limit=4.5)
    assert ours.path == pytest.approx(told["s"], abs=1e-9)
    assert list(ours.signals) == [i for i, s in enumerate(told["s"]) if s > 4.5]


def test_funnel_limits_and_extra_spread_as_spiegelhalters_formulae_in_r():
    rng = np.random.default_rng(5)
    wanted = rng.uniform(5, 90, 30)
    seen = rng.poisson(wanted * rng.lognormal(0, 0.3, 30))
    told = ask(
        """
        d <- table_of("d")
        edge <- function(E, p) {
          r <- qpois(p, E)
          (r - (ppois(r, E) - p) / dpois(r, E)) / E
        }
        tell("l", outer(c(3.3, 40, 250), c(.001, .025, .975, .999), Vectorize(edge)))
        z <- 2 * (sqrt(d$o) - sqrt(d$e))
        q <- quantile(z, c(.1, .9))
        phi <- mean(pmin(pmax(z, q[1]), q[2])^2)
        w <- 4 * d$e
        n <- nrow(d)
        tau2 <- max(0, (n * phi - (n - 1)) / (sum(w) - sum(w^2) / sum(w)))
        tell("phi", phi)
        tell("tau", sqrt(tau2))
        tell("z", (sqrt(d$o / d$e) - 1) / sqrt(1 / w + tau2))
        """,
        d={"o": seen.tolist(), "e": wanted.tolist()},
    )
    limits = [funnel_limit(e, p) for p in (0.001, 0.025, 0.975, 0.999) for e in (3.3, 40, 250)]
    assert limits == pytest.approx(told["l"], abs=1e-9)
    ours = funnel(seen, wanted)
    assert (ours.phi, ours.tau) == pytest.approx((told["phi"][0], told["tau"][0]), rel=1e-9)
    assert ours.adjusted_z == pytest.approx(told["z"], rel=1e-9)
