"""Every benchmark in turn; writes the table of figures that the README shows.

    python -m benchmarks            (make bench)

Each figure is the last line that its benchmark prints, a ratio against the peer or limit named in
the benchmark's own text, run in the same session. `QUICK=1` shortens them, for trying.
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
QUICK = bool(os.environ.get("QUICK"))


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One benchmark: its module, what it measures, and what is to be reached."""

    module: str
    what: str
    to_reach: str
    arguments: tuple[str, ...] = ()


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
    command = [sys.executable, "-m", f"benchmarks.{one.module}", *one.arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    print(done.stdout)
    lines = [line.strip() for line in done.stdout.splitlines() if line.strip()]
    if done.returncode or not lines:
        return "failed", "it did not finish"
    told = [line for line in lines[:-1] if re.search(r"\d", line)]
    return lines[-1].removeprefix("ratio: "), "; ".join(told[-8:])


if __name__ == "__main__":
    main()
