"""Our side of the evidence benchmarks, and how the answers of both sides are compared."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks import evidence_problems as problems
from commonbeat.evidence.effects.fixed import fixed_effects_effect
from commonbeat.evidence.effects.placebo import placebo_sets
from commonbeat.evidence.effects.synthetic import on_simplex
from commonbeat.evidence.places.hotspots import gi_star_on_grid
from commonbeat.evidence.places.knox import knox_table
from commonbeat.evidence.surveys.raking import raked_weights


def _knox(n: int, shuffles: int) -> Any:
    points, days = problems.events(n)
    rng = np.random.default_rng(1)
    edges = {"distances": [0, 200], "day_edges": [0, 15]}
    table = knox_table(points, days, rng=rng, n_shuffles=shuffles, **edges)
    return {"close": table.observed[0][0], "expected": table.expected[0][0], "p": table.p[0][0]}


def knox(small: bool) -> Any:
    return _knox(200 if small else 20_000, 99)


def knox_large(small: bool) -> Any:
    return _knox(200 if small else 100_000, 99 if small else 999)


def fixed(small: bool) -> Any:
    table, treated, start = problems.panel(30 if small else 300)
    return -fixed_effects_effect(table, treated.tolist(), start).log


def shams(small: bool) -> Any:
    table, treated, start = problems.panel(30)
    sums = table[:, :start].sum(axis=1), table[:, start:].sum(axis=1)
    rng = np.random.default_rng(1)
    n_sets = 99 if small else 99_999
    return placebo_sets(*sums, treated.tolist(), rng=rng, n_sets=n_sets).p


def _scaled() -> Any:
    """Outcomes before the start, each period over its spread, as the peer scales predictors."""
    table, start = problems.units()
    before = table[:, :start].T
    return before / before.std(axis=1, ddof=1, keepdims=True)


def synthetic(small: bool) -> Any:  # noqa: ARG001  there is only one size
    scaled = _scaled()
    return on_simplex(scaled[:, 1:], scaled[:, 0])


def synthetic_search(small: bool) -> Any:  # noqa: ARG001
    table, start = problems.units()
    return on_simplex(table[1:, :start].T, table[0, :start])


def raking(small: bool) -> Any:
    codes, totals = problems.sample(2_000 if small else 50_000)
    start = np.full(codes[0].size, 200_000 / codes[0].size)
    return raked_weights(start, list(zip(codes, totals, strict=True)))


def gi_star(small: bool) -> Any:
    return np.array(gi_star_on_grid(problems.grid((20, 20) if small else (250, 400))).z)


def counting(small: bool) -> Any:
    from commonbeat.evidence.counts.rows import Columns, Period, counts_by, rows_in

    path = problems.rows(100_000 if small else 100_000_000)
    columns = Columns("area", "happened", "kind")
    counts = counts_by(rows_in(path), columns, Period.WEEK).to_pyarrow()
    return {"groups": counts.num_rows, "n": sum(counts["n"].to_pylist())}


def just_tell(mine: Any, _: Any) -> str:
    return f"found {mine}"


def just_tell_two(mine: Any, theirs: Any) -> str:
    return f"ours {mine}, peer {theirs}"


def same_knox(mine: Any, theirs: Any) -> str:
    assert mine["close"] == theirs["close"], (mine, theirs)
    return f"same {mine['close']} close pairs; p {mine['p']:.2f} and {theirs['p']:.2f}"


def same_fixed(mine: Any, theirs: Any) -> str:
    assert abs(mine - theirs) < 1e-9, (mine, theirs)
    return f"same estimate {mine:.9f}, apart by {abs(mine - theirs):.1e}"


def same_synthetic(mine: Any, theirs: Any) -> str:
    """Both minimise the same sum of squares."""
    scaled, theirs = _scaled(), np.array(theirs)
    loss = [float(((scaled[:, 0] - scaled[:, 1:] @ w) ** 2).sum()) for w in (mine, theirs)]
    assert loss[0] <= loss[1] * (1 + 1e-9), loss
    gap = float(np.abs(mine - theirs).max())
    return f"weights apart by {gap:.1e}; what is minimised: ours {loss[0]:.9f}, peer {loss[1]:.9f}"


def same_search(mine: Any, theirs: Any) -> str:
    """The peer searches weights of predictors that fit best before the start."""
    table, start = problems.units()
    loss = [
        float(np.sqrt(((table[0, :start] - w @ table[1:, :start]) ** 2).mean()))
        for w in (mine, np.array(theirs))
    ]
    assert loss[0] <= loss[1] + 1e-9, loss
    return f"fit before the start (root mean square): ours {loss[0]:.6f}, peer {loss[1]:.6f}"


def same_raking(mine: Any, theirs: Any) -> str:
    """Both sides' weights of each row, and how far our margins are from their totals."""
    codes, totals = problems.sample(50_000)
    gap = float(np.abs(mine / np.array(theirs) - 1).max())
    worst = max(
        float(np.abs(np.bincount(c, weights=mine) / t - 1).max())
        for c, t in zip(codes, totals, strict=True)
    )
    assert gap < 1e-6, gap
    return f"weights apart by at most {gap:.1e}; our margins off by at most {worst:.1e}"


def same_gi_star(mine: Any, theirs: Any) -> str:
    gap = float(np.abs(mine - np.array(theirs)).max())
    assert gap < 1e-9, gap
    return f"z apart by at most {gap:.1e}"


def same_counting(mine: Any, theirs: Any) -> str:
    assert mine == theirs, (mine, theirs)
    return f"same {mine['groups']:,} groups of {mine['n']:,} rows"
