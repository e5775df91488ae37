"""Invented towns, a thousand at once: counts by area and month with every nuisance known.

Areas lie on a grid. Each has its own level, a drift, seasons, shocks that last and that its
neighbours partly share, and more spread than Poisson. An effect is put in by thinning, so a
town with an effect is the same town in which fewer events happened.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
BEFORE, AFTER = 48, 24
MONTHS = BEFORE + AFTER
DRIFT, COMMON_DRIFT, CITY = 0.03, -0.02, 0.06
LEVEL_SPREAD, SHOCK = 0.5, 0.15


@dataclass(frozen=True, slots=True, order=True)
class World:
    """One way that towns may be. The values given are the base."""

    n_treated: int = 3
    mean: float = 25.0  # events an area and month
    spread: float = 0.02  # negative binomial: variance = mean + spread · mean²
    lasting: float = 0.8  # correlation of an area's shocks from month to month
    season: float = 0.18
    shared: float = 1.5  # shocks' correlation falls as exp(−distance / shared); 0: none
    moved: float = 0.0  # share of the prevented events that happens next door
    picked: str = "random"  # or level, or surge: the worst areas are treated
    together: bool = False  # treated areas hang together
    wide: int = 8  # the grid is wide × 6 areas

    @property
    def name(self) -> str:
        """What differs from the base, as a short name that is also a file name."""
        base = asdict(World(n_treated=self.n_treated))
        parts = [f"{k}-{v}" for k, v in asdict(self).items() if v != base[k]]
        return "_".join([f"treated-{self.n_treated}", *(parts or ["base"])])


@dataclass(frozen=True, slots=True, eq=False)
class Towns:
    """Counts: towns × areas × months, which areas are treated, and which touch them."""

    world: World
    counts: NDArray[np.int64]
    treated: Mask
    near: Mask
    touching: Mask

    @property
    def n(self) -> int:
        """How many towns."""
        return int(self.counts.shape[0])


def make_towns(world: World, n: int, rng: np.random.Generator) -> Towns:
    """Invent `n` towns in which nothing was done."""
    touching, away = _grid(world.wide)
    counts = _counts(world, n, away, rng)
    treated = _treated(world, counts, touching, rng)
    near = ((treated @ touching.astype(int)) > 0) & ~treated
    return Towns(world, counts, treated, near, touching)


def with_effect(towns: Towns, effect: float, rng: np.random.Generator) -> NDArray[np.int64]:
    """Return the counts after a programme that changes events by `effect` (−0.25)."""
    if effect == 0:
        return towns.counts
    counts = towns.counts.copy()
    town, area = np.nonzero(towns.treated)
    had = counts[town, area, BEFORE:]
    gone = rng.binomial(had, -effect)
    counts[town, area, BEFORE:] -= gone
    if towns.world.moved:
        _move(counts, towns, (town, area), rng.binomial(gone, towns.world.moved), rng)
    return counts


def _move(
    counts: NDArray[np.int64],
    towns: Towns,
    where: tuple[NDArray[np.int64], NDArray[np.int64]],
    moved: NDArray[np.int64],
    rng: np.random.Generator,
) -> None:
    for town, area, events in zip(*where, moved, strict=True):
        to = np.flatnonzero(towns.touching[area] & ~towns.treated[town])
        if to.size:
            counts[town, to, BEFORE:] += rng.multinomial(events, np.full(to.size, 1 / to.size)).T


def _grid(wide: int) -> tuple[Mask, Floats]:
    y, x = np.divmod(np.arange(wide * 6), wide)
    away = np.hypot(x[:, None] - x, y[:, None] - y)
    return away == 1, away


def _counts(world: World, n: int, away: Floats, rng: np.random.Generator) -> NDArray[np.int64]:
    n_areas = away.shape[0]
    level = rng.normal(0, LEVEL_SPREAD, (n, n_areas, 1)) - LEVEL_SPREAD**2 / 2
    years = (np.arange(MONTHS) - MONTHS / 2) / 12
    drift = (rng.normal(0, DRIFT, (n, n_areas, 1)) + COMMON_DRIFT) * years
    strength = world.season * rng.uniform(0.7, 1.3, (n, n_areas, 1))
    season = strength * np.sin(2 * np.pi * np.arange(MONTHS) / 12)
    log = np.log(world.mean) + level + drift + season
    log += _shocks(world, (n, n_areas), away, rng)
    log += _lasting(rng.normal(0, CITY, (MONTHS, n, 1)), world.lasting).transpose(1, 2, 0)
    rate = np.exp(log)
    if world.spread:
        rate *= rng.gamma(1 / world.spread, world.spread, rate.shape)
    return rng.poisson(rate)


def _shocks(world: World, shape: tuple[int, int], away: Floats, rng: np.random.Generator) -> Floats:
    noise = rng.normal(0, SHOCK, (MONTHS, *shape))
    if world.shared:
        noise = noise @ np.linalg.cholesky(np.exp(-away / world.shared)).T
    return _lasting(noise, world.lasting).transpose(1, 2, 0)


def _lasting(noise: Floats, lasting: float) -> Floats:
    for month in range(1, noise.shape[0]):
        noise[month] = lasting * noise[month - 1] + (1 - lasting**2) ** 0.5 * noise[month]
    return noise


def _treated(
    world: World, counts: NDArray[np.int64], touching: Mask, rng: np.random.Generator
) -> Mask:
    n, n_areas, _ = counts.shape
    recent = counts[:, :, BEFORE - 12 : BEFORE].sum(axis=2)
    older = counts[:, :, : BEFORE - 12].sum(axis=2)
    score = {
        "random": rng.random((n, n_areas)),
        "level": recent + rng.random((n, n_areas)),
        "surge": (recent + 0.5) / (older / 3 + 0.5),
    }[world.picked]
    if world.together:
        return np.array([_patch(touching, world.n_treated, rng) for _ in range(n)])
    rank = np.argsort(np.argsort(-score, axis=1), axis=1)
    return np.asarray(rank < world.n_treated)


def _patch(touching: Mask, size: int, rng: np.random.Generator) -> Mask:
    inside = np.zeros(touching.shape[0], dtype=bool)
    inside[rng.integers(inside.size)] = True
    while inside.sum() < size:
        edge = np.flatnonzero(touching[inside].any(axis=0) & ~inside)
        inside[rng.choice(edge)] = True
    return inside
