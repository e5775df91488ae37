"""Asking R: lists go in as CSV files, named numbers come back with all their digits.

`python -m tests.oracles.r` says plainly which Debian packages are missing, if any.
"""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

# R's package → Debian's. Base R brings stats and splines.
NEEDED = {
    "survey": "r-cran-survey",
    "survival": "r-cran-survival",
    "spdep": "r-cran-spdep",
    "sandwich": "r-cran-sandwich",
}
PREAMBLE = """
options(warn = 1, survey.lonely.psu = "fail")
table_of <- function(name) read.csv(file.path(folder, paste0(name, ".csv")))
tell <- function(name, x) {
  cat(name, formatC(as.numeric(x), digits = 17, format = "g"), "\\n", sep = "\\t")
}
"""


class RMissing(RuntimeError):
    """R or one of its packages is not on this machine."""


def missing() -> list[str]:
    """Return the Debian packages that are missing."""
    if shutil.which("Rscript") is None:
        return ["r-base-core", *NEEDED.values()]
    names = ", ".join(f'"{name}"' for name in NEEDED)
    asked = f"cat(sapply(c({names}), requireNamespace, quietly = TRUE))"
    there = _run(["-e", asked]).split()
    return [debian for debian, said in zip(NEEDED.values(), there, strict=True) if said != "TRUE"]


def how_to_install(packages: Sequence[str]) -> str:
    """Say what is missing and the command that brings it."""
    names = " ".join(packages)
    return f"R is needed here. Missing from Debian: {names}\n  apt-get install {names}"


def ask(script: str, **tables: Mapping[str, Sequence[Any]]) -> dict[str, list[float]]:
    """Run a script of R; what it `tell`s comes back by name.

    In the script, `table_of("x")` is the table given as `x`.
    """
    with tempfile.TemporaryDirectory() as folder:
        for name, columns in tables.items():
            _write(Path(folder) / f"{name}.csv", columns)
        path = Path(folder) / "script.R"
        path.write_text(f'folder <- "{folder}"\n{PREAMBLE}\n{script}', encoding="utf-8")
        said = _run([str(path)])
    lines = [line.rstrip().split("\t") for line in said.splitlines()]
    return {name: [_number(text) for text in rest] for name, *rest in lines}


def _number(text: str) -> float:
    return float(text.strip().replace("NA", "nan"))


def _run(words: Sequence[str]) -> str:
    done = subprocess.run(
        ["Rscript", "--vanilla", *words],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RMissing(f"R stopped:\n{done.stderr}")
    return done.stdout


def _write(path: Path, columns: Mapping[str, Sequence[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))


if __name__ == "__main__":
    if gone := missing():
        sys.exit(how_to_install(gone))
