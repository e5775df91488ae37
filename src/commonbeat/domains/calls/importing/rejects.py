"""The list of rows that broke a rule, as a CSV file: line, column and rule, never a value."""

from __future__ import annotations

import csv
from pathlib import Path
from types import TracebackType
from typing import TextIO

from commonbeat.domains.calls.importing.errors import Problem

HEADER = ("line", "column", "rule", "row")


class Rejects:
    """Writes problems to a file that is made with the first one. Use it in a `with`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.n_written = 0
        self._file: TextIO | None = None

    def __enter__(self) -> Rejects:
        # A list of an earlier run would be mistaken for this one's.
        self.path.unlink(missing_ok=True)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.close()

    def write(self, problem: Problem) -> None:
        """Add a line."""
        if self._file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("w", encoding="utf-8", newline="")
            csv.writer(self._file).writerow(HEADER)
        kept = "kept" if problem.is_kept else "left out"
        csv.writer(self._file).writerow((problem.line, problem.column, problem.rule, kept))
        self.n_written += 1
