"""Every benchmark in turn; writes the table of figures that the README shows.

    python -m benchmarks            (make bench)

Each figure is what its benchmark prints last, a ratio against the peer or limit named in the
benchmark's own text, run in the same session. `QUICK=1` shortens them, for trying.
"""

from __future__ import annotations

import datetime as dt
import os
import platform
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

README = Path(__file__).resolve().parent.parent / "README.md"
START, END = "<!-- figures:start -->", "<!-- figures:end -->"
RATIOS = "ratios (peer / ours):"  # below it, a benchmark of several tasks prints a ratio for each
QUICK = bool(os.environ.get("QUICK"))


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One benchmark: its module, what it measures, and what is to be reached."""

    module: str
    what: str
    to_reach: str
    arguments: tuple[str, ...] = ()
    python: str = sys.executable


BENCHMARKS = (
    Benchmark(
        "bench_import",
        "Import of a real 911 file (188,751 rows, SQLite) against `sqlite3.executemany`",
        "0.5",
        ("--rows", "20000" if QUICK else "all"),
    ),
    Benchmark(
        "bench_live",
        "Live events, HTTP to text at the gateway, against all 911 calls of the United States",
        "3.26 (150 events/s), 95 % within 2 s",
        ("--seconds", "20" if QUICK else "300"),
    ),
    Benchmark(
        "bench_page",
        "The caller's page against an empty view on the same server",
        "afresh 0.15, unchanged 0.5",
        ("--seconds", "3" if QUICK else "10"),
    ),
    Benchmark(
        "bench_concerns",
        "Public requests by Open311 with 500,000 stored, each another question, against Datasette",
        "2",
        (
            *("--datasette", "var/venv-datasette/bin/datasette"),
            *(("--rows", "20000", "--seconds", "2", "--texts", "50") if QUICK else ()),
        ),
    ),
    Benchmark(
        "bench_hub",
        "A decision at the Hub, from its commit to 40 screens of one table and of 50 at once",
        "95 % within 1 s",
        ("live", "--seconds", "20" if QUICK else "120"),
    ),
    Benchmark(
        "bench_evidence",
        "The evidence library against `pointpats`, `statsmodels`, `pysyncon`, `ipfn`, `balance`, "
        "`esda` and `polars`",
        "by task: [benchmarks](benchmarks/README.md)",
        ("--only", "knox,gi-star,raking") if QUICK else (),
        python="var/venv-peers/bin/python",
    ),
    Benchmark("bench_memory", "Memory at rest and after the import", "stated"),
)


def main() -> None:
    """Run everything and write the table."""
    rows = [(one, *_run(one)) for one in BENCHMARKS]
    lines = [
        (
            f"Measured on {dt.datetime.now(dt.UTC):%Y-%m-%d}, {os.cpu_count()} cores, Python "
            f"{platform.python_version()}; trust ratios before absolute figures."
        ),
        "",
        "| what | reached | to reach | in figures |",
        "| --- | --- | --- | --- |",
    ]
    for one, ratio, figures in rows:
        lines.append(f"| {one.what} | {ratio} | {one.to_reach} | {figures} |")
    text = README.read_text()
    table = f"{START}\n" + "\n".join(lines) + f"\n{END}"
    README.write_text(re.sub(f"{START}.*{END}", lambda _m: table, text, flags=re.DOTALL))


def _run(one: Benchmark) -> tuple[str, str]:
    """The benchmark's last line (the ratio) and, in short, the lines before it."""
    command = [one.python, "-m", f"benchmarks.{one.module}", *one.arguments]
    env = os.environ | {"PYTHONPATH": ".:src"}
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False, env=env)
    print(done.stdout)
    lines = [line.strip() for line in done.stdout.splitlines() if line.strip()]
    if done.returncode or not lines:
        return "failed", "it did not finish"
    n_ratios = len(lines) - lines.index(RATIOS) - 1 if RATIOS in lines else 1
    told = [line for line in lines[:-n_ratios] if re.search(r"\d", line)]
    ratios = [line.removeprefix("ratio: ") for line in lines[-n_ratios:]]
    return "; ".join(ratios), "" if n_ratios > 1 else "; ".join(told[-8:])


if __name__ == "__main__":
    main()
