"""Raking by `balance`, which needs an older numpy and so a .venv of its own.

    python -m benchmarks.balance_side FOLDER [small]

Writes the best time, the peak memory and the weights into FOLDER. Its own recoding of rare
levels is switched off, since with it the margins would not be met.
"""

from __future__ import annotations

import json
import logging
import resource
import sys
import time
import warnings
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks import evidence_problems as problems


def population(names, totals):  # type: ignore[no-untyped-def]
    """Every combination of levels with as many people as make the margins right.

    (Its own `target_margins` would round them to whole rows.)
    """
    shares = [total / total.sum() for total in totals]
    levels = np.indices([s.size for s in shares]).reshape(len(shares), -1)
    frame = pd.DataFrame({k: pd.Series(x).astype(str) for k, x in zip(names, levels, strict=True)})
    people = np.prod([s[x] for s, x in zip(shares, levels, strict=True)], axis=0)
    return frame, pd.Series(people * totals[0].sum())


def weights(n: int, rule):  # type: ignore[no-untyped-def]
    """Rake n rows; return seconds and weights."""
    codes, totals = problems.sample(n)
    names = [f"m{i}" for i in range(len(codes))]
    frame = pd.DataFrame({k: pd.Series(c).astype(str) for k, c in zip(names, codes, strict=True)})
    start = pd.Series(np.full(n, 200_000 / n))
    everybody, people = population(names, totals)
    began = time.perf_counter()
    done = rule(
        sample_df=frame,
        sample_weights=start,
        target_df=everybody,
        target_weights=people,
        transformations=None,
        convergence_rate=1e-10,
        max_iteration=2_000,
        weight_trimming_mean_ratio=None,
    )
    return time.perf_counter() - began, np.asarray(done["weight"])


def main() -> None:
    """Warm up on a small problem, then take the best of three."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    from balance.weighting_methods.rake import rake

    folder = Path(sys.argv[1])
    n = 2_000 if "small" in sys.argv else 50_000
    weights(2_000, rake)
    runs = [weights(n, rake) for _ in range(3)]
    seconds, found = min(runs, key=lambda run: run[0])
    np.save(folder / "weights.npy", found)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    (folder / "took.json").write_text(json.dumps({"seconds": seconds, "megabytes": peak}))


if __name__ == "__main__":
    main()
