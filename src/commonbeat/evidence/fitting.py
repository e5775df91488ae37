"""Poisson and logistic regression by iterated weighted least squares."""

import math

import numpy as np
from numpy.typing import NDArray

from commonbeat.evidence.faults import Contradiction, TooFew

Floats = NDArray[np.float64]
ROUNDS = 100


def _solved(table: Floats, right: Floats) -> Floats:
    try:
        return np.asarray(np.linalg.solve(table, right))
    except np.linalg.LinAlgError:
        told = "these numbers cannot tell the parts of the model (step, trend, waves) apart"
        raise Contradiction(told) from None


def poisson_fit(x: Floats, y: Floats, offset: Floats) -> Floats:
    """Return coefficients of a log-linear mean. Raises TooFew when there is no event."""
    if y.sum() == 0:
        raise TooFew("events", 0, 1)
    beta = np.zeros(x.shape[1])
    beta[0] = math.log(y.sum() / np.exp(offset).sum())
    for _ in range(ROUNDS):
        mean = np.exp(x @ beta + offset)
        step = _solved(x.T @ (x * mean[:, None]), x.T @ (y - mean))
        beta = beta + step
        if np.abs(step).max() < 1e-12:
            break
    return beta


def logit_fit(x: Floats, y: Floats, total: Floats) -> Floats:
    """Return coefficients of the log odds. Raises TooFew when all lie on one side."""
    if not 0 < y.sum() < total.sum():
        raise TooFew("events on one side", 0, 1)
    beta = np.zeros(x.shape[1])
    beta[0] = math.log(y.sum() / (total.sum() - y.sum()))
    for _ in range(ROUNDS):
        share = 1 / (1 + np.exp(-(x @ beta)))
        weight = total * share * (1 - share)
        step = _solved(x.T @ (x * weight[:, None]), x.T @ (y - total * share))
        beta = beta + step
        if np.abs(step).max() < 1e-12:
            break
    return beta
