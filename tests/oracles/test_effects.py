"""Models of change over time, as R's glm and sandwich give them."""

import numpy as np
import pytest

from commonbeat.evidence.effects.calibrated import (
    calibrated_effect,
    effect_of,
    log_changes,
)
from commonbeat.evidence.effects.fixed import fixed_effects_effect
from commonbeat.evidence.effects.series import step_against_control, step_in_series
from tests.oracles.r import ask


def panel(seed, n_areas=10, n_months=30):
    rng = np.random.default_rng(seed)
    level = rng.lognormal(3, 0.5, (n_areas, 1))
    return rng.poisson(level * np.exp(rng.normal(0, 0.1, (1, n_months))) + 1)


def test_two_way_fixed_effects_and_their_error_as_glm():
    table = panel(1)
    area, month = np.indices(table.shape)
    told = ask(
        """
        d <- table_of("d")
        d$step <- (d$area < 3) * (d$month >= 18)
        m <- glm(y ~ factor(area) + factor(month) + step, poisson, d,
                 control = glm.control(epsilon = 1e-14, maxit = 100))
        tell("b", summary(m)$coefficients["step", 1:2])
        """,
        d={"area": area.ravel(), "month": month.ravel(), "y": table.ravel()},
    )
    ours = fixed_effects_effect(table, [0, 1, 2], 18)
    assert -ours.log == pytest.approx(told["b"][0], abs=1e-9)
    assert ours.log_se == pytest.approx(told["b"][1], rel=1e-5)


def series(seed, n=72):
    rng = np.random.default_rng(seed)
    month = np.arange(n)
    return rng.poisson(80 * np.exp(0.003 * month + 0.2 * np.sin(2 * np.pi * month / 12)))


def test_a_step_with_trend_and_seasons_and_its_newey_west_error_as_glm_and_sandwich():
    y = series(2)
    told = ask(
        """
        library(sandwich)
        d <- table_of("d")
        n <- nrow(d)
        d$t <- seq_len(n) - 1
        d$step <- as.numeric(d$t >= 48)
        w <- function(k, f) f(2 * pi * k * d$t / 12)
        m <- glm(y ~ step + t + w(1, sin) + w(1, cos) + w(2, sin) + w(2, cos), quasipoisson, d,
                 control = glm.control(epsilon = 1e-14, maxit = 100))
        tell("b", coef(m)["step"])
        tell("phi", summary(m)$dispersion)
        v <- NeweyWest(m, lag = 6, prewhite = FALSE, adjust = TRUE)
        tell("se", sqrt(v["step", "step"]))
        """,
        d={"y": y.tolist()},
    )
    ours = step_in_series(y, 48)
    assert ours.log == pytest.approx(told["b"][0], abs=1e-9)
    assert ours.log_se == pytest.approx(told["se"][0], rel=1e-6)
    assert ours.dispersion == pytest.approx(told["phi"][0], rel=1e-8)


def test_a_step_against_a_control_as_a_binomial_glm():
    y, other = series(3), series(4)
    told = ask(
        """
        library(sandwich)
        d <- table_of("d")
        d$step <- as.numeric(seq_len(nrow(d)) > 40)
        m <- glm(cbind(y, o) ~ step, quasibinomial, d,
                 control = glm.control(epsilon = 1e-14, maxit = 100))
        tell("b", coef(m)["step"])
        tell("phi", summary(m)$dispersion)
        v <- NeweyWest(m, lag = 6, prewhite = FALSE, adjust = TRUE)
        tell("se", sqrt(v["step", "step"]))
        """,
        d={"y": y.tolist(), "o": other.tolist()},
    )
    ours = step_against_control(y, other, 40)
    assert ours.log == pytest.approx(told["b"][0], abs=1e-9)
    assert ours.log_se == pytest.approx(told["se"][0], rel=1e-6)
    assert ours.dispersion == pytest.approx(told["phi"][0], rel=1e-8)


def test_the_default_estimate_and_its_student_limits_as_formulae_written_out_in_r():
    table = panel(6, n_areas=16, n_months=36)
    before, after = table[:, :24].sum(axis=1), table[:, 24:].sum(axis=1)
    told = ask(
        """
        d <- table_of("d")
        x <- log((d$y1 + .5) / (d$y0 + .5)) - log(12 / 24)
        v <- 1 / (d$y1 + .5) + 1 / (d$y0 + .5)
        t <- 1:2
        k <- 3:nrow(d)
        n <- length(k)
        q <- function(tau2) {
          w <- 1 / (v[k] + tau2)
          sum(w * (x[k] - weighted.mean(x[k], w))^2) - (n - 1)
        }
        tau2 <- if (q(0) <= 0) 0 else uniroot(q, c(0, 100), tol = 1e-15)$root
        w <- 1 / (v + tau2)
        b <- weighted.mean(x[t], w[t]) - weighted.mean(x[k], w[k])
        s <- max(1, sum(w[k] * (x[k] - weighted.mean(x[k], w[k]))^2) / (n - 1))
        se <- sqrt(s * (1 / sum(w[t]) + 1 / sum(w[k])))
        tell("b", exp(b + c(0, -1, 1) * qt(.975, n - 1) * se) - 1)
        tell("p", 2 * pt(-abs(b) / se, n - 1))
        """,
        d={"y0": before.tolist(), "y1": after.tolist()},
    )
    lengths = {"length_before": 24, "length_after": 12}
    default = calibrated_effect(before, after, [0, 1], **lengths)
    assert default.estimate == pytest.approx(told["b"][0], abs=1e-7)
    ours = effect_of(log_changes(before, after, [0, 1], **lengths))
    assert (ours.estimate, ours.lower, ours.upper) == pytest.approx(told["b"], abs=1e-7)
    assert ours.p == pytest.approx(told["p"][0], abs=1e-7)
