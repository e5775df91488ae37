"""The problems of the evidence benchmarks: invented from fixed seeds, the same for both sides."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

FOLDER = Path("var/bench")
KINDS = 20
LEVELS = (6, 3, 24, 4, 2)


def events(n: int):  # type: ignore[no-untyped-def]
    """Places in metres on 20 × 20 km and whole days of two years."""
    rng = np.random.default_rng(11)
    return rng.uniform(0, 20_000, (n, 2)), rng.integers(0, 730, n)


def panel(n_areas: int, n_months: int = 72):  # type: ignore[no-untyped-def]
    """Counts of areas × months with a fall of a fifth in the first tenth of areas."""
    rng = np.random.default_rng(12)
    level = rng.lognormal(math.log(25), 0.5, (n_areas, 1))
    month = np.exp(rng.normal(0, 0.15, n_months))
    treated = np.arange(n_areas // 10)
    rate = level * month
    rate[treated, 48:] *= 0.8
    return rng.poisson(rate).astype(float), treated, 48


def units():  # type: ignore[no-untyped-def]
    """Outcomes of 20 units × 30 periods that share three factors; the first is treated at 20."""
    rng = np.random.default_rng(13)
    factors = rng.normal(0, 1, (3, 30)).cumsum(axis=1)
    return 50 + rng.uniform(0, 3, (20, 3)) @ factors + rng.normal(0, 0.5, (20, 30)), 20


def sample(n: int):  # type: ignore[no-untyped-def]
    """Levels of n rows in five margins, and the margins' totals."""
    rng = np.random.default_rng(14)
    codes = [rng.integers(0, k, n) for k in LEVELS]
    shares = [rng.dirichlet(np.full(k, 20.0)) for k in LEVELS]
    return codes, [share * 200_000 for share in shares]


def grid(side: tuple[int, int]):  # type: ignore[no-untyped-def]
    """Counts on a grid."""
    return np.random.default_rng(15).poisson(3, side).astype(float)


def rows(n: int) -> Path:
    """A Parquet file of so many invented calls, written once: area, happened, kind."""
    import duckdb

    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"calls-{n}.parquet"
    if not path.exists():
        part = path.with_suffix(".part")
        here = duckdb.connect(config={"memory_limit": "2GB", "preserve_insertion_order": "false"})
        here.execute("select setseed(0.5)")
        here.execute(
            f"copy (select (random() * 99)::utinyint::varchar as area, "  # noqa: S608
            f"timestamp '2020-01-01' + to_seconds((random() * 157680000)::bigint) as happened, "
            f"(random() * {KINDS - 1})::utinyint::varchar as kind from range({n})) "
            f"to '{part}' (format parquet)"
        )
        part.rename(path)
    return path
