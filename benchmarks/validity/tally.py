"""Cells put side by side: what was to be reached, and where it was not."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from benchmarks.validity.study import DEFAULT, EFFECTS, SURGE, Cell
from benchmarks.validity.towns import World

Found = Mapping[World, list[Cell]]
LOW, HIGH, MOST_FALSE, FIRES = 0.935, 0.965, 0.06, 0.90
NAIVE = "before and after, a year each"
CORRECTED = "corrected for the choice"
ENOUGH = 0.5  # of the towns must have an answer for the cell to count


@dataclass(frozen=True, slots=True)
class Goal:
    """In how many cells something was reached."""

    words: str
    n_reached: int
    n_cells: int
    missed: tuple[tuple[World, Cell], ...]


def of(found: Found, estimator: str, effect: float | None = None) -> Iterator[tuple[World, Cell]]:
    """Every cell of an estimator, at one effect or at all."""
    for world, cells in found.items():
        for cell in cells:
            if cell.estimator == estimator and effect in (None, cell.effect):
                yield world, cell


def answered(cell: Cell, n_towns: int) -> bool:
    """Say whether the method answered in enough of the towns."""
    return cell.n >= ENOUGH * n_towns


def unpicked(found: Found) -> Found:
    """The worlds in which areas were not picked for being bad."""
    return {w: cells for w, cells in found.items() if w.picked == "random"}


def picked(found: Found) -> Found:
    """The worlds in which they were."""
    return {w: cells for w, cells in found.items() if w.picked != "random"}


def goals(found: Found, n_towns: int) -> list[Goal]:
    """What was to be reached by the default."""
    fair = [p for p in of(unpicked(found), DEFAULT) if answered(p[1], n_towns)]
    none = [p for p in fair if p[1].effect == 0]
    fires = [p for p in of(picked(found), SURGE) if answered(p[1], n_towns)]
    return [
        _goal("The 95% interval covers the truth in 93.5 to 96.5% of towns", fair,
              lambda c: LOW <= c.coverage <= HIGH),
        _goal("… in no fewer than 93.5%", fair, lambda c: c.coverage >= LOW),
        _goal("False positives in at most 6% of towns", none,
              lambda c: c.false_positives <= MOST_FALSE),
        _goal("Picked for being bad: the warning fires in at least 90%", fires,
              lambda c: c.rose >= FIRES),
        _halved(found, n_towns),
    ]  # fmt: skip


def _goal(words: str, pairs: list[tuple[World, Cell]], test: Callable[[Cell], bool]) -> Goal:
    missed = tuple(p for p in pairs if not test(p[1]))
    return Goal(words, len(pairs) - len(missed), len(pairs), missed)


def _halved(found: Found, n_towns: int) -> Goal:
    """Worlds where the corrected estimate has at most half of the naive bias."""
    naive = {w: abs(c.bias) for w, c in of(picked(found), NAIVE, 0.0)}
    pairs = [p for p in of(picked(found), CORRECTED, 0.0) if answered(p[1], n_towns)]
    missed = tuple(p for p in pairs if abs(p[1].bias) > naive[p[0]] / 2)
    words = "Picked for being bad: the corrected estimate has at most half of the naive bias"
    return Goal(words, len(pairs) - len(missed), len(pairs), missed)


def beyond_chance(cell: Cell) -> float:
    """How many standard errors the coverage lies from 95%."""
    return (cell.coverage - 0.95) / math.sqrt(0.95 * 0.05 / max(cell.n, 1))


def span(values: list[float]) -> tuple[float, float, float]:
    """Return the middle, the smallest and the largest."""
    return float(np.median(values)), min(values), max(values)


def summary(found: Found) -> str:
    """Tell the figures of the default in a few lines."""
    n_towns = max((c.n for cells in found.values() for c in cells), default=0)
    lines = [f"{len(found)} worlds, {len(EFFECTS)} effects, {n_towns} towns each"]
    lines += [
        f"  {goal.n_reached:5} of {goal.n_cells:5} cells: {goal.words}"
        for goal in goals(found, n_towns)
    ]
    return "\n".join(lines)
