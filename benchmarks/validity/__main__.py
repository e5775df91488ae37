"""Run the simulation study and write docs/validity.md.

    python -m benchmarks.validity            every combination, 2,000 towns each (many hours)
    python -m benchmarks.validity --main     each nuisance by itself, 2,000 towns each (half an hour)
    python -m benchmarks.validity --quick    the same with 100 towns, in a minute; writes nothing

It can be stopped and goes on where it was. Where the file named by COMMONBEAT_PAUSE exists it
stands still, so that other measurements are not disturbed.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from benchmarks.validity.placebo import placebo_rows
from benchmarks.validity.report import summary, write
from benchmarks.validity.study import Cell, all_worlds, main_worlds, run
from benchmarks.validity.towns import World

KEPT = Path("var/validity")
QUICK = (
    "With 100 towns the coverage of a perfect interval wanders by ±4.3 points, so about half of "
    "its cells lie outside by chance. The figures to go by are in docs/validity.md."
)


def main() -> None:
    """Run what is asked for and tell the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--main", action="store_true", help="each nuisance by itself")
    parser.add_argument("--quick", action="store_true", help="the same, 100 towns")
    parser.add_argument("--report", action="store_true", help="only write what is there")
    parser.add_argument("--towns", type=int, default=2000)
    options = parser.parse_args()
    if options.quick:
        with tempfile.TemporaryDirectory() as folder:
            print(summary(_run(main_worlds(), 100, Path(folder))))
        print(QUICK)
        return
    worlds = main_worlds() if options.main else all_worlds()
    if options.report:
        worlds = [w for w in worlds if (KEPT / f"{w.name}.{options.towns}.json").exists()]
    found = _run(worlds, options.towns, KEPT)
    print(summary(found))
    write(found, placebo_rows(), options.towns, Path("docs"))


def _run(worlds: list[World], n_towns: int, folder: Path) -> dict[World, list[Cell]]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    found = {}
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("Inventing towns", total=len(worlds))
        for world, cells in run(worlds, n_towns, folder):
            found[world] = cells
            progress.update(task, advance=1, description=world.name[:60])
    return found


if __name__ == "__main__":
    main()
