"""Interrupted series of a thousand towns at once, with Newey–West errors."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from benchmarks.validity.estimators import Told, between

Floats = NDArray[np.float64]
LAGS = 6


def design(n: int, start: int, *, waves: int, trend: bool) -> Floats:
    """Return columns: one, the step, then time and seasonal waves, as the library has them."""
    month = np.arange(n, dtype=float)
    angles = [2 * np.pi * k * month / 12 for k in range(1, waves + 1)]
    columns = [np.ones(n), (month >= start).astype(float)]
    columns += [(month - n / 2) / 12] if trend else []
    columns += [wave(a) for a in angles for wave in (np.sin, np.cos)]
    return np.column_stack(columns)


def step(y: Floats, start: int) -> Told:
    """Quasi-Poisson on the treated areas alone."""
    x = design(y.shape[1], start, waves=2, trend=True)
    beta = _fit(x, np.log(y + 0.5))
    for _ in range(8):
        mean = np.exp(beta @ x.T)
        beta = beta + _solve(x, mean, y - mean)
    mean = np.exp(beta @ x.T)
    return between(beta[:, 1], _error(x, y - mean, mean))


def step_against(y: Floats, control: Floats, start: int) -> Told:
    """Quasi-binomial on the share of events that lie in the treated areas."""
    total = y + control
    x = design(y.shape[1], start, waves=0, trend=False)
    beta = _fit(x, np.log((y + 0.5) / (control + 0.5)))
    for _ in range(8):
        share = 1 / (1 + np.exp(-(beta @ x.T)))
        beta = beta + _solve(x, total * share * (1 - share), y - total * share)
    share = 1 / (1 + np.exp(-(beta @ x.T)))
    return between(beta[:, 1], _error(x, y - total * share, total * share * (1 - share)))


def _fit(x: Floats, y: Floats) -> Floats:
    return np.linalg.lstsq(x, y.T, rcond=None)[0].T


def _solve(x: Floats, weight: Floats, residual: Floats) -> Floats:
    table = np.einsum("st,ti,tj->sij", weight, x, x, optimize=True)
    return np.linalg.solve(table, (residual @ x)[:, :, None])[:, :, 0]


def _error(x: Floats, residual: Floats, weight: Floats) -> Floats:
    bread = np.linalg.inv(np.einsum("st,ti,tj->sij", weight, x, x, optimize=True))
    score = residual[:, :, None] * x
    meat = np.einsum("sti,stj->sij", score, score)
    for lag in range(1, LAGS + 1):
        cross = np.einsum("sti,stj->sij", score[:, lag:], score[:, :-lag])
        meat += (1 - lag / (LAGS + 1)) * (cross + cross.transpose(0, 2, 1))
    n, k = x.shape
    covariance = bread @ meat @ bread * n / (n - k)
    return np.sqrt(covariance[:, 1, 1])
