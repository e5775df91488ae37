"""An onlooker who writes down every figure of every release and lets a solver bound the rest.

A `Ledger of cells`: unknown whole counts by month, such as ('elevated', yes) in May, none below
nought. Each figure that was shown is an equation over them. What the equations leave open for a
sum of cells is found by two linear programmes, the smallest and the greatest it can be.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from commonbeat.evidence.periods import Period

Cell = tuple[str, int]  # the name of a part, and its month
Matrix = csr_matrix | None
Vector = np.ndarray | None


@dataclass
class Onlooker:
    """What is known of some parts by month; figures are added with `sees`."""

    parts: tuple[str, ...]
    months: Sequence[int]
    equations: list[tuple[dict[int, float], float]] = field(default_factory=list)
    limits: list[tuple[dict[int, float], float]] = field(default_factory=list)
    system: tuple[Matrix, Vector, Matrix, Vector] | None = (
        None  # made of these at the next question
    )

    def __post_init__(self) -> None:
        self.place = {
            (part, month): i
            for i, (part, month) in enumerate((p, m) for p in self.parts for m in self.months)
        }

    def sees(self, parts: Iterable[str], period: Period, n: int | None) -> None:
        """A figure was shown: these parts together, over a period."""
        if n is not None:
            self.equations.append((self._line(parts, period), float(n)))
            self.system = None

    def sees_at_most(self, weights: dict[str, float], period: Period, most: float) -> None:
        """Something was shown from which a weighted sum can be no more than this."""
        line: dict[int, float] = {}
        for part, weight in weights.items():
            line |= {i: weight * one for i, one in self._line([part], period).items()}
        self.limits.append((line, most))
        self.system = None

    def bounds(self, parts: Iterable[str], period: Period) -> tuple[float, float]:
        """The least and the most that these parts together can be over a period."""
        goal = np.zeros(len(self.place))
        for i, weight in self._line(parts, period).items():
            goal[i] = weight
        low, high = (self._solve(sign * goal) for sign in (1.0, -1.0))
        return low, -high

    def _line(self, parts: Iterable[str], period: Period) -> dict[int, float]:
        wanted = range(period.first, period.last + 1)
        return {self.place[part, month]: 1.0 for part in parts for month in wanted}

    def _solve(self, goal: np.ndarray) -> float:
        if self.system is None:
            self.system = (*self._matrix(self.equations), *self._matrix(self.limits))
        a, b, a_ub, b_ub = self.system
        found = linprog(goal, A_eq=a, b_eq=b, A_ub=a_ub, b_ub=b_ub, method="highs")
        if found.status == 3:  # without bound
            return -np.inf
        assert found.status == 0, found.message
        return float(found.fun)

    def _matrix(self, lines: list[tuple[dict[int, float], float]]) -> tuple[Matrix, Vector]:
        if not lines:
            return None, None
        rows = [k for k, (line, _) in enumerate(lines) for _ in line]
        columns = [i for line, _ in lines for i in line]
        weights = [w for line, _ in lines for w in line.values()]
        shape = (len(lines), len(self.place))
        return csr_matrix((weights, (rows, columns)), shape=shape), np.array([n for _, n in lines])
