"""How much each level of each grouping sets people apart: the model under `multilevel`.

The spreads of the effects maximise Laplace's approximation of the likelihood, with the weak
penalty of Chung et al. (2013) that keeps them off nought; their own uncertainty is added as Kass
& Steffey (1989) do.
"""

import itertools
import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
ROUNDS = 60
SMALLEST, LARGEST, STEP = math.log(1e-3), math.log(5.0), 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Kinds:
    """Kinds of people: how many, and their level in each grouping."""

    people: Floats
    codes: Ints
    levels: Mapping[str, tuple[Hashable, ...]]
    x: Floats

    @property
    def sizes(self) -> tuple[int, ...]:
        """Return how many levels each grouping has."""
        return tuple(len(each) for each in self.levels.values())


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """Answers by kind: how many, and how many of them have the mark."""

    n: Floats
    marked: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _Mode:
    """Effects at given spreads, their covariance, and the log likelihood of the spreads."""

    beta: Floats
    covariance: Floats
    worth: float


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """The model at its most likely spreads, and beside them."""

    logs: Floats
    mode: _Mode
    shifted: Sequence[tuple[_Mode, _Mode]]
    unsure: Floats

    def chances(self, kinds: Kinds) -> Floats:
        """Return how likely each kind of person has the mark."""
        return np.asarray(scipy.special.expit(kinds.x @ self.mode.beta))

    def share(self, kinds: Kinds, inside: Mask, edge: float) -> tuple[float, float, float]:
        """Return the share of the people inside, with limits on the scale of log odds."""
        here = _log_odds(self.mode.beta, kinds, inside)
        chance = self.chances(kinds)
        slope = kinds.x.T @ (kinds.people * inside * chance * (1 - chance))
        whole = float(kinds.people[inside].sum())
        middle = float(scipy.special.expit(here))
        slope = slope / whole / (middle * (1 - middle))
        lean = np.array(
            [
                (_log_odds(up.beta, kinds, inside) - _log_odds(down.beta, kinds, inside))
                / (2 * STEP)
                for up, down in self.shifted
            ]
        )
        variance = slope @ self.mode.covariance @ slope + lean @ self.unsure @ lean
        half = edge * math.sqrt(float(variance))
        low, high = scipy.special.expit([here - half, here + half])
        return middle, float(low), float(high)


def _log_odds(beta: Floats, kinds: Kinds, inside: Mask) -> float:
    people = kinds.people * inside
    share = float(people @ scipy.special.expit(kinds.x @ beta) / people.sum())
    return float(scipy.special.logit(share))


def fitted(answers: Answers, kinds: Kinds) -> Fitted:
    """Find the spreads, and how unsure they are."""
    k = len(kinds.sizes)
    best = scipy.optimize.minimize(
        lambda logs: -_mode(logs, answers, kinds).worth,
        np.full(k, math.log(0.3)),
        method="L-BFGS-B",
        bounds=[(SMALLEST, LARGEST)] * k,
    )
    logs = np.array(best.x, dtype=np.float64)
    shifts = STEP * np.eye(k)
    shifted = [
        (_mode(logs + step, answers, kinds), _mode(logs - step, answers, kinds)) for step in shifts
    ]
    mode = _mode(logs, answers, kinds)
    return Fitted(logs, mode, shifted, _unsure(logs, mode.worth, shifted, answers, kinds))


def _unsure(
    logs: Floats,
    worth: float,
    shifted: Sequence[tuple[_Mode, _Mode]],
    answers: Answers,
    kinds: Kinds,
) -> Floats:
    """Return the covariance of the log spreads from the bend of their likelihood."""
    bend = np.diag([2 * worth - up.worth - down.worth for up, down in shifted]) / STEP**2
    for i, j in itertools.combinations(range(logs.size), 2):
        corners = 0.0
        for one, two in itertools.product((1, -1), repeat=2):
            moved = logs.copy()
            moved[[i, j]] += STEP * np.array([one, two])
            corners += one * two * _mode(moved, answers, kinds).worth
        bend[i, j] = bend[j, i] = -corners / (4 * STEP**2)
    values, vectors = np.linalg.eigh(bend)
    return np.asarray((vectors / np.maximum(values, 1.0)) @ vectors.T)


def _mode(logs: Floats, answers: Answers, kinds: Kinds) -> _Mode:
    """Return the most likely effects at these log spreads, by Newton's steps."""
    sizes = np.array(kinds.sizes)
    tight = np.concatenate([[0.0], np.repeat(np.exp(-2 * logs), sizes)])
    beta = np.zeros(tight.size)
    share = float(answers.marked.sum() / answers.n.sum())
    beta[0] = scipy.special.logit(share)
    now = _likely(beta, tight, answers, kinds)
    for _ in range(ROUNDS):
        chance = scipy.special.expit(kinds.x @ beta)
        slope = kinds.x.T @ (answers.marked - answers.n * chance) - tight * beta
        step = np.linalg.solve(_bend(chance, tight, answers, kinds), slope)
        size = 1.0
        while (then := _likely(beta + size * step, tight, answers, kinds)) < now and size > 1e-6:
            size /= 2
        beta, now = beta + size * step, then
        if np.abs(step).max() < 1e-9:
            break
    bend = _bend(scipy.special.expit(kinds.x @ beta), tight, answers, kinds)
    worth = now - float(sizes @ logs) - 0.5 * float(np.linalg.slogdet(bend)[1]) + float(logs.sum())
    return _Mode(beta, np.asarray(np.linalg.inv(bend), dtype=np.float64), worth)


def _bend(chance: Floats, tight: Floats, answers: Answers, kinds: Kinds) -> Floats:
    weight = answers.n * chance * (1 - chance)
    return np.asarray(kinds.x.T @ (kinds.x * weight[:, None]) + np.diag(tight))


def _likely(beta: Floats, tight: Floats, answers: Answers, kinds: Kinds) -> float:
    odds = kinds.x @ beta
    seen = answers.marked @ odds - answers.n @ np.logaddexp(0, odds)
    return float(seen - 0.5 * tight @ beta**2)
