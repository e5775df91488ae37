"""Sham programmes in real files: nothing was done, so every "success" is false."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.validity.estimators import (
    Sums,
    Told,
    agree,
    by_sets,
    by_t,
    default,
    naive,
    relative,
    sham_logs,
)
from commonbeat.evidence.effects.changes import LEAST_COMPARISONS
from tests.evidence.realdata import FOLDER, is_there

Floats = NDArray[np.float64]
VANCOUVER = "vancouver_crime_2020_2024.csv.gz"
MONTGOMERY = "montgomery_pa_911_calls.csv.gz"
DRAWS, SIZES = 1_000, (1, 3)
LEAST = 3.0  # events an area and period, on average; areas with fewer are left out


@dataclass(frozen=True, slots=True)
class Row:
    """One series and one number of treated areas: who cried success, and who covered nought."""

    series: str
    n_areas: int
    n_treated: int
    mean: float
    naive: float
    poisson: float
    sets: float
    student: float
    default: float
    covers: float
    half: float


def placebo_rows() -> list[Row]:
    """Try all series of the files that are there."""
    rng = np.random.default_rng(2026)
    rows = []
    for name, table, before, after in _series():
        for size in (n for n in SIZES if table.shape[0] - n >= LEAST_COMPARISONS):
            rows.append(_row(name, table, (before, after), size, rng))
    return rows


def _row(
    name: str, table: Floats, periods: tuple[int, int], size: int, rng: np.random.Generator
) -> Row:
    sums, treated = _draws(table, periods, size, rng)
    others = ~treated
    told = default(sums, treated, others, None)
    by_student = by_t(sums.log, sums.variance, treated, others)
    agree(sums, treated, others, by_student)
    sets = by_sets(sums, treated, others, sham_logs(sums, others, size, 199, rng))
    return Row(
        series=name,
        n_areas=table.shape[0],
        n_treated=size,
        mean=float(table.mean()),
        naive=_cries(naive(sums, treated)),
        poisson=_cries(relative(sums, treated, others)),
        sets=_cries(sets),
        student=_cries(by_student),
        default=_cries(told),
        covers=float(np.mean((told.lower <= 0) & (told.upper >= 0))),
        half=float(np.expm1(np.mean(told.upper - told.lower) / 2)),
    )


def _cries(told: Told) -> float:
    return float(np.mean((told.upper < 0) | (told.lower > 0)))


def _draws(
    table: Floats, periods: tuple[int, int], size: int, rng: np.random.Generator
) -> tuple[Sums, NDArray[np.bool_]]:
    """Choose areas and a start at random, so many times."""
    n_areas, n = table.shape
    before, after = periods
    total = np.concatenate([np.zeros((n_areas, 1)), table.cumsum(axis=1)], axis=1)
    start = rng.integers(before, n - after + 1, DRAWS)
    y0 = (total[:, start] - total[:, start - before]).T
    y1 = (total[:, start + after] - total[:, start]).T
    treated = np.zeros((DRAWS, n_areas), dtype=bool)
    places = rng.random((DRAWS, n_areas)).argsort(axis=1)[:, :size]
    np.put_along_axis(treated, places, True, axis=1)
    return Sums(y0, y1, periods), treated


def _series() -> Iterator[tuple[str, Floats, int, int]]:
    if is_there(VANCOUVER):
        kinds = _counted(VANCOUVER, _vancouver)
        for kind in (
            "Break and Enter Residential/Other",
            "Break and Enter Commercial",
            "Theft from Vehicle",
            "Other Theft",
            "Mischief",
            "Theft of Bicycle",
        ):
            yield f"Vancouver, {kind.lower()}, months", kinds[kind], 24, 12
        yield "Vancouver, all of these, months", kinds[""], 24, 12
    if is_there(MONTGOMERY):
        kinds = _counted(MONTGOMERY, _montgomery)
        for kind in ("EMS", "Traffic", "Fire", ""):
            yield f"Montgomery 911, {kind or 'all calls'}, weeks", kinds[kind], 34, 17


def _vancouver(row: dict[str, str]) -> tuple[str, str, int]:
    month = int(row["YEAR"]) * 12 + int(row["MONTH"])
    return row["TYPE"], row["NEIGHBOURHOOD"], month


def _montgomery(row: dict[str, str]) -> tuple[str, str, int]:
    day = date.fromisoformat(row["timeStamp"][:10])
    return row["title"].split(":")[0], row["twp"], day.toordinal() // 7


def _counted(
    name: str, read: Callable[[dict[str, str]], tuple[str, str, int]]
) -> dict[str, Floats]:
    """Count by kind, area and period; "" is all kinds. End periods are left out as partial."""
    with gzip.open(Path(FOLDER) / name, "rt", encoding="utf-8-sig", newline="") as file:
        tally = Counter(read(row) for row in csv.DictReader(file))
    periods = sorted({period for _, _, period in tally})
    if name == MONTGOMERY:
        periods = periods[1:-1]
    areas = sorted({area for _, area, _ in tally if area})
    tables: dict[str, Floats] = {}
    place = {period: i for i, period in enumerate(range(periods[0], periods[-1] + 1))}
    for (kind, area, period), n in tally.items():
        if area and period in place:
            for key in (kind, "") if kind in WANTED else (kind,):
                table = tables.setdefault(key, np.zeros((len(areas), len(place))))
                table[areas.index(area), place[period]] += n
    return {kind: table[table.mean(axis=1) >= LEAST] for kind, table in tables.items()}


WANTED = {
    *("Break and Enter Residential/Other", "Break and Enter Commercial", "Theft from Vehicle"),
    *("Other Theft", "Mischief", "Theft of Bicycle", "EMS", "Traffic", "Fire"),
}
