"""One world at a time: invent towns, try every estimator at every effect, keep the tallies."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.validity import series
from benchmarks.validity.estimators import (
    Sums,
    Told,
    agree,
    between,
    by_sets,
    by_t,
    default,
    naive,
    relative,
    sham_logs,
)
from benchmarks.validity.towns import BEFORE, Towns, World, make_towns, with_effect
from benchmarks.validity.whole import extended, fires, synthetic, verdicts
from commonbeat.evidence.effects.changes import LEAST_COMPARISONS
from commonbeat.evidence.effects.selection import history_weighted_effect

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
EFFECTS = (0.0, -0.10, -0.25, -0.62)
N_SETS = 199
YEAR = 12
DEFAULT, DEFAULT_ALL = "default", "default, neighbours unknown"
BY_T = "default by Student's t alone"
SURGE = "warning fires"
VERDICT, TREND = "verdict of a whole plan", "trend carried on"
DIFFERENCE = "displacement difference"


def main_worlds() -> list[World]:
    """The base and each nuisance by itself, for one, three and eight treated areas."""
    changes: list[dict[str, object]] = [
        {},
        {"mean": 5.0},
        {"mean": 100.0},
        {"spread": 0.0},
        {"spread": 0.1},
        {"lasting": 0.0},
        {"season": 0.0},
        {"shared": 0.0},
        {"moved": 0.4},
        {"together": True},
        {"wide": 4},
        {"picked": "level"},
        {"picked": "surge"},
    ]
    return [
        replace(World(), n_treated=n, **change)  # type: ignore[arg-type]
        for change in changes
        for n in (1, 3, 8)
        if not (n == 1 and change.get("together"))
    ]


def all_worlds() -> list[World]:
    """Every combination of the nuisances, the main worlds first."""
    grid = [
        World(n, mean, spread, lasting, season, shared, moved, picked)
        for n, mean, spread, lasting, season, shared, moved, picked in product(
            (1, 3, 8),
            (5.0, 25.0, 100.0),
            (0.0, 0.02, 0.1),
            (0.0, 0.8),
            (0.0, 0.18),
            (0.0, 1.5),
            (0.0, 0.4),
            ("random", "level", "surge"),
        )
    ]
    order = np.random.default_rng(1).permutation(len(grid))
    first = main_worlds()
    return first + [grid[i] for i in order if grid[i] not in first]


@dataclass(frozen=True, slots=True)
class Cell:
    """How one estimator did in one world at one effect."""

    estimator: str
    effect: float
    n: int
    bias: float
    coverage: float
    fell: float  # share of towns told as a fall
    rose: float
    half: float = 0.0  # half the width of the interval, on the log scale

    @property
    def false_positives(self) -> float:
        """Share told as a fall or a rise."""
        return self.fell + self.rose


def run(worlds: list[World], n_towns: int, folder: Path) -> Iterator[tuple[World, list[Cell]]]:
    """Try the worlds that were not tried yet, writing each down; yield all."""
    folder.mkdir(parents=True, exist_ok=True)
    for world in worlds:
        path = folder / f"{world.name}.{n_towns}.json"
        if not path.exists():
            _wait()
            cells = try_world(world, n_towns)
            kept = {"world": asdict(world), "cells": [asdict(cell) for cell in cells]}
            path.write_text(json.dumps(kept))
        read = json.loads(path.read_text())
        yield world, [Cell(**cell) for cell in read["cells"]]


def _wait() -> None:
    """Stand still while the file named by COMMONBEAT_PAUSE is there."""
    pause = os.environ.get("COMMONBEAT_PAUSE")
    while pause and Path(pause).exists():
        time.sleep(5)


def try_world(world: World, n_towns: int) -> list[Cell]:
    """Invent the towns of a world from a seed of its own and try all estimators."""
    seed = int.from_bytes(hashlib.blake2b(world.name.encode(), digest_size=6).digest())
    rng = np.random.default_rng(seed)
    towns = make_towns(world, n_towns, rng)
    ground = _Ground.of(towns, rng)
    cells: list[Cell] = []
    for effect in EFFECTS:
        counts = with_effect(towns, effect, rng).astype(float)
        told = _answers(ground, counts)
        if effect == 0:
            agree(_sums(counts), towns.treated, ground.apart, told[BY_T])
            told[DEFAULT_ALL] = default(_sums(counts), towns.treated, ground.others, None)
        if world.picked != "random" and effect == 0:
            told["corrected for the choice"] = _history(ground, counts)
        cells += [_cell(name, effect, each) for name, each in told.items()]
        cells.append(_cell(DIFFERENCE, effect, *_difference(ground, counts)))
    cells.append(_warning(towns, n_towns if world.picked != "random" else n_towns // 10))
    if world in main_worlds():
        cells += _slow(towns, max(10, n_towns // 20))
    return cells


def _slow(towns: Towns, n: int) -> list[Cell]:
    cells = [_cell(VERDICT, 0.0, verdicts(towns, n)), _cell(TREND, 0.0, extended(towns, n))]
    if towns.world.n_treated == 1:
        cells += [_cell(name, 0.0, told) for name, told in synthetic(towns, n).items()]
    return cells


@dataclass(frozen=True, slots=True, eq=False)
class _Ground:
    """What is the same at every effect."""

    towns: Towns
    others: Mask
    apart: Mask
    shams: Floats

    @classmethod
    def of(cls, towns: Towns, rng: np.random.Generator) -> _Ground:
        others = ~towns.treated
        apart = others & ~towns.near
        sums = _sums(towns.counts.astype(float))
        shams = sham_logs(sums, apart, towns.world.n_treated, N_SETS, rng)
        return cls(towns, others, apart, shams)


def _sums(counts: Floats, before: tuple[int, int] = (0, BEFORE), n_after: int = 0) -> Sums:
    last = BEFORE + n_after if n_after else counts.shape[2]
    return Sums(
        counts[:, :, before[0] : before[1]].sum(axis=2),
        counts[:, :, BEFORE:last].sum(axis=2),
        (before[1] - before[0], last - BEFORE),
    )


def _answers(ground: _Ground, counts: Floats) -> dict[str, Told]:
    treated, others, apart = ground.towns.treated, ground.others, ground.apart
    sums, short = _sums(counts), _sums(counts, (BEFORE - YEAR, BEFORE), YEAR)
    here = np.einsum("sat,sa->st", counts, treated)
    there = np.einsum("sat,sa->st", counts, others)
    return {
        DEFAULT: default(sums, treated, apart, ground.towns.touching),
        BY_T: by_t(sums.log, sums.variance, treated, apart),
        "sham sets": by_sets(sums, treated, apart, ground.shams),
        "before and after, a year each": naive(short, treated),
        "before and after": naive(sums, treated),
        "relative effect, Poisson": relative(sums, treated, others),
        "relative effect, Farrington": relative(sums, treated, others, inflated=True),
        "interrupted series": series.step(here, BEFORE),
        "controlled interrupted series": series.step_against(here, there, BEFORE),
    }


def _difference(ground: _Ground, counts: Floats) -> tuple[Told, Floats]:
    """Displacement difference with as many comparison areas, alike in level, a year each.

    Events are told against the treated areas' events of the year before.
    """
    towns = ground.towns
    sums = _sums(counts, (BEFORE - YEAR, BEFORE), YEAR)
    untouched = _sums(towns.counts.astype(float), (BEFORE - YEAR, BEFORE), YEAR)
    n = towns.world.n_treated
    level = (sums.before * towns.treated).sum(axis=1, keepdims=True) / n
    far = np.where(ground.others, np.abs(sums.before - level), np.inf)
    alike = np.argsort(np.argsort(far, axis=1), axis=1) < n
    parts = [
        (x * rows).sum(axis=1) for x in (sums.after, sums.before) for rows in (towns.treated, alike)
    ]
    fell = parts[0] - parts[2] - (parts[1] - parts[3])
    gone = ((sums.after - untouched.after) * towns.treated).sum(axis=1)
    scale = parts[2] + 0.5
    return between(fell / scale, np.sqrt(sum(parts) + 1.0) / scale), gone / scale


def _cell(name: str, effect: float, told: Told, truth: Floats | float | None = None) -> Cell:
    truth = np.log1p(effect) if truth is None else truth
    known = np.isfinite(told.log)
    log, low, high = told.log[known], told.lower[known], told.upper[known]
    truth = np.broadcast_to(truth, told.log.shape)[known]
    return Cell(
        name,
        effect,
        int(known.sum()),
        bias=float(np.mean(log - truth)) if log.size else 0.0,
        coverage=float(np.mean((low <= truth) & (truth <= high))) if log.size else 0.0,
        fell=float(np.mean(high < 0)) if log.size else 0.0,
        rose=float(np.mean(low > 0)) if log.size else 0.0,
        half=float(np.mean(high - low)) / 2 if log.size else 0.0,
    )


def _history(ground: _Ground, counts: Floats) -> Told:
    """The library's own estimate for areas chosen for being bad, town by town."""
    found = np.full((counts.shape[0], 3), np.nan)
    for i in range(counts.shape[0]):
        if ground.apart[i].sum() >= LEAST_COMPARISONS:
            out = np.flatnonzero(ground.towns.near[i]).tolist()
            here = np.flatnonzero(ground.towns.treated[i]).tolist()
            effect = history_weighted_effect(
                counts[i], here, BEFORE, leave_out=out, touching=ground.towns.touching
            )
            found[i] = effect.log, np.log1p(effect.lower), np.log1p(effect.upper)
    return Told(*found.T)


def _warning(towns: Towns, n: int) -> Cell:
    """How often the data alone say that the areas were picked for being bad; kept as `rose`."""
    fired = fires(towns, n)
    known = np.isfinite(fired)
    share = float(fired[known].mean()) if known.any() else 0.0
    return Cell(SURGE, 0.0, int(known.sum()), 0.0, 0.0, 0.0, share)
