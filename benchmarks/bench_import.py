"""Import of calls: rows a second, finished and queryable by area, against the raw limit.

    python -m benchmarks.bench_import --rows all

The raw limit is the same calls, parsed and located beforehand, by `sqlite3.executemany` (on
PostgreSQL: `COPY`) into the same table with the same indexes and the same settings. The named
peer `sqlite-utils insert` loads the bare CSV into a table without indexes, times or areas, so it
does much less. All run in turn, each in a fresh process and a fresh database. The median of the
ratios of neighbouring runs is printed last.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from benchmarks.call_file import call_file

HERE = Path(__file__).resolve().parent.parent
PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=NORMAL",
    "PRAGMA secure_delete=ON",
    "PRAGMA cache_size=-65536",
)
Run = dict[str, float]


def main() -> None:
    """Run everything in turn and print the ratio last."""
    args = _arguments()
    with tempfile.TemporaryDirectory(prefix="commonbeat-bench-") as name:
        folder = Path(name)
        file = call_file(args.data, None if args.rows == "all" else int(args.rows), folder)
        if args.database == "postgresql":
            from benchmarks.import_postgres import measure_postgres  # it needs a cluster

            measure_postgres(file, folder, args.runs)
        else:
            _measure_sqlite(file, folder, args.runs)


def _arguments() -> argparse.Namespace:
    data = os.environ.get("COMMONBEAT_SHARED_DATA", HERE.parent / "shared" / "data")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", default="all", help="all, or how many")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--data", type=Path, default=Path(data), help="folder of the real file")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    return parser.parse_args()


def _measure_sqlite(file: Path, folder: Path, runs: int) -> None:
    template = folder / "template.sqlite3"
    step("prepare", file, f"sqlite:///{template}")
    loaded = folder / "loaded.sqlite3"
    peers: dict[str, Callable[[], Run]] = {
        "ours": lambda: _ours(file, template, loaded),
        "raw executemany": lambda: _raw(template, loaded, folder / "raw.sqlite3"),
        "sqlite-utils insert": lambda: _sqlite_utils(file, folder),
    }
    interleave(peers, runs, "raw executemany", "sqlite3.executemany")


def interleave(peers: dict[str, Callable[[], Run]], runs: int, limit: str, words: str) -> None:
    """Run the peers in turn, several times; print medians, and the ratio to the limit last."""
    seen: dict[str, list[Run]] = {name: [] for name in peers}
    for number in range(1, runs + 1):
        for name, run in peers.items():
            seen[name].append(run())
            rate = seen[name][-1]["rows"] / seen[name][-1]["seconds"]
            print(f"run {number}  {name:20} {rate:>10,.0f} rows/s", flush=True)
    rates = {name: [r["rows"] / r["seconds"] for r in some] for name, some in seen.items()}
    medians = {name: statistics.median(some) for name, some in rates.items()}
    print()
    for name, some in rates.items():
        peak = max(run.get("peak_mb", 0.0) for run in seen[name])
        memory = f"   peak memory {peak:,.0f} MB" if peak else ""
        low, high = min(some), max(some)
        print(f"{name:20} {medians[name]:>10,.0f} rows/s ({low:,.0f} to {high:,.0f}){memory}")
    stages = {k: v for k, v in seen["ours"][-1].items() if k.startswith("n_")}
    print("ours, of one run:    ", ", ".join(f"{k[2:]} {v:,.0f}" for k, v in stages.items()))
    for name in medians.keys() - {"ours", limit}:
        print(f"import ÷ {name} = {_ratio(rates['ours'], rates[name]):.2f}")
    print(f"import ÷ raw limit ({words}) = {_ratio(rates['ours'], rates[limit]):.2f}")


def _ratio(ours: list[float], others: list[float]) -> float:
    """The median of the ratios of runs that came one after the other, on a machine alike busy."""
    return statistics.median(a / b for a, b in zip(ours, others, strict=True))


def step(name: str, file: Path, url: str) -> Run:
    """Run a step that needs Django in a fresh process; returns what it measured."""
    environment = os.environ | {
        "COMMONBEAT_DEMO": "1",
        "COMMONBEAT_DATA": str(file.parent),
        "COMMONBEAT_DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "commonbeat.config.settings",
    }
    command = [sys.executable, "-m", "benchmarks.import_steps", name, str(file)]
    done = subprocess.run(
        command, env=environment, cwd=HERE, check=True, stdout=subprocess.PIPE, text=True
    )
    measured: Run = json.loads(done.stdout)
    return measured


def _ours(file: Path, template: Path, loaded: Path) -> Run:
    _fresh(template, loaded)
    return step("import", file, f"sqlite:///{loaded}")


def _raw(template: Path, loaded: Path, target: Path) -> Run:
    """The calls that the import kept, as they stand in its table, into a fresh table."""
    with sqlite3.connect(loaded) as source:
        found = source.execute("SELECT * FROM calls_call ORDER BY id")
        names = [column[0] for column in found.description][1:]
        rows = [row[1:] for row in found]
    _fresh(template, target)
    connection = sqlite3.connect(target, isolation_level=None)
    for pragma in PRAGMAS:
        connection.execute(pragma)
    marks = ", ".join("?" * len(names))
    columns = ", ".join(f'"{name}"' for name in names)
    start = perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(f"INSERT INTO calls_call ({columns}) VALUES ({marks})", rows)  # noqa: S608
    connection.execute("COMMIT")
    seconds = perf_counter() - start
    connection.close()
    return {"rows": len(rows), "seconds": seconds}


def _sqlite_utils(file: Path, folder: Path) -> Run:
    plain = folder / "plain.csv"
    if not plain.exists():
        with gzip.open(file, "rb") as packed, plain.open("wb") as unpacked:
            shutil.copyfileobj(packed, unpacked)
    target = folder / "sqlite-utils.sqlite3"
    target.unlink(missing_ok=True)
    start = perf_counter()
    subprocess.run(
        [
            sys.executable,
            "-m",
            "sqlite_utils",
            "insert",
            target,
            "calls",
            plain,
            "--csv",
            "--silent",
        ],
        check=True,
    )
    seconds = perf_counter() - start
    n_rows = sqlite3.connect(target).execute("SELECT COUNT(*) FROM calls").fetchone()[0]
    return {"rows": n_rows, "seconds": seconds}


def _fresh(template: Path, target: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        Path(f"{target}{suffix}").unlink(missing_ok=True)
    shutil.copyfile(template, target)


if __name__ == "__main__":
    main()
