"""The peers' side of the evidence benchmarks. Each peer is loaded only in its own process."""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import tempfile
import warnings
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import evidence_problems as problems

BALANCE = Path(__file__).parents[1] / "var" / "venv-balance" / "bin" / "python"


def knox(small: bool) -> Any:
    from pointpats import Knox

    points, days = problems.events(200 if small else 20_000)
    # Its bands hold their upper edge; ours do not: 200 m does not occur, and day 14 is below 15.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = Knox(points, days[:, None].astype(float), 200, 14, permutations=99)
    return {"close": int(found.nst), "p": float(found.p_sim)}


def _fixed(n_areas: int) -> Any:
    import statsmodels.api as sm

    table, treated, start = problems.panel(n_areas)
    n_months = table.shape[1]
    area, month = (x.ravel() for x in np.indices(table.shape))
    step = (np.isin(area, treated) & (month >= start)).astype(float)
    dummies = [step[:, None], np.eye(n_areas)[area], np.eye(n_months)[month][:, 1:]]
    model = sm.GLM(table.ravel(), np.hstack(dummies), family=sm.families.Poisson())
    return float(model.fit(tol=1e-12).params[0])


def fixed(small: bool) -> Any:
    return _fixed(20 if small else 300)


def fixed_small(small: bool) -> Any:
    return _fixed(20 if small else 30)


def _synth(n_blocks: int, **options: Any) -> Any:
    import pandas as pd
    from pysyncon import Synth

    table, start = problems.units()
    frame = pd.DataFrame(table[:, :start].T)
    blocks = frame.groupby(np.arange(start) * n_blocks // start).mean()
    synth = Synth()
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        synth.fit(
            X0=blocks.iloc[:, 1:],
            X1=blocks.iloc[:, 0],
            Z0=frame.iloc[:, 1:],
            Z1=frame.iloc[:, 0],
            **options,
        )
    return np.asarray(synth.W)


def synthetic(small: bool) -> Any:  # noqa: ARG001  there is only one size
    """Every period before the start is a predictor, all of equal weight."""
    return _synth(20, custom_V=np.ones(20))


def synthetic_search(small: bool) -> Any:
    """Four predictors (means of five periods each) whose weights it searches."""
    return _synth(2 if small else 4, optim_method="Nelder-Mead", optim_initial="equal")


def raking(small: bool) -> Any:
    import pandas as pd
    from ipfn import ipfn

    codes, totals = problems.sample(2_000 if small else 50_000)
    names = [f"m{i}" for i in range(len(codes))]
    frame = pd.DataFrame(dict(zip(names, codes, strict=True)))
    frame["total"] = 200_000 / len(frame)
    aims = []
    for name, total in zip(names, totals, strict=True):
        index = pd.Index(np.arange(total.size), name=name)
        aims.append(pd.Series(total, index=index, name="total"))
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        solver = ipfn.ipfn(
            frame, aims, [[name] for name in names], convergence_rate=1e-10, max_iteration=2_000
        )
        done = solver.iteration()
    return done.sort_index()["total"].to_numpy()


def raking_balance(small: bool) -> Any:
    """In a .venv of its own, since it needs an older numpy; it takes its own time."""
    with tempfile.TemporaryDirectory() as folder:
        words = [str(BALANCE), "-m", "benchmarks.balance_side", folder]
        done = subprocess.run(
            [*words, *(["small"] if small else [])], capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"balance stopped:\n{done.stderr}")
        took = json.loads((Path(folder) / "took.json").read_text())
        return took["seconds"], np.load(Path(folder) / "weights.npy")


def gi_star(small: bool) -> Any:
    from esda.getisord import G_Local
    from libpysal.weights import lat2W

    table = problems.grid((20, 20) if small else (250, 400))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        weights = lat2W(*table.shape, rook=False)
        found = G_Local(table.ravel(), weights, transform="B", permutations=0, star=True)
    return np.asarray(found.Zs)


def counting(small: bool) -> Any:
    import polars as pl

    path = problems.rows(100_000 if small else 100_000_000)
    counts = (
        pl.scan_parquet(path)
        .group_by("area", pl.col("happened").dt.truncate("1w").alias("week"), "kind")
        .len()
        .collect(engine="streaming")
    )
    return {"groups": counts.height, "n": int(counts["len"].sum())}
