"""The file of calls that the benchmarks load: the real one, or an invented one of its shape."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import random
from itertools import islice
from pathlib import Path

REAL = "montgomery_pa_911_calls.csv.gz"
ALL_ROWS = 188_751
HEADER = ("lat", "lng", "desc", "zip", "title", "timeStamp", "twp", "addr", "e")
TITLES = ("Traffic: VEHICLE ACCIDENT -", "EMS: FALL VICTIM", "Fire: FIRE ALARM")


def call_file(data: Path, n_rows: int | None, folder: Path) -> Path:
    """A copy of the real file's first rows; without it an invented file, which it says."""
    target = folder / "calls.csv.gz"
    found = sorted(data.glob(REAL))
    if not found:
        print(f"{REAL} is not in {data}: an invented file of the same shape is used.")
        return invented_file(target, n_rows or ALL_ROWS)
    if n_rows is None:
        target.write_bytes(found[0].read_bytes())
        return target
    with gzip.open(found[0], "rt", newline="") as source, gzip.open(target, "wt") as copy:
        copy.writelines(islice(source, n_rows + 1))
    return target


def invented_file(target: Path, n_rows: int) -> Path:
    """Rows like the real ones: 64 townships, three types, 16 months, the same every time."""
    chance = random.Random(911)
    start = dt.datetime(2015, 12, 10, 17, 10, tzinfo=dt.UTC)
    with gzip.open(target, "wt", newline="", compresslevel=6) as file:
        rows = csv.writer(file)
        rows.writerow(HEADER)
        for _ in range(n_rows):
            start += dt.timedelta(seconds=chance.randrange(1, 450))
            rows.writerow(_row(chance, start))
    return target


def _row(chance: random.Random, at: dt.datetime) -> tuple[str, ...]:
    number = chance.randrange(64)
    latitude = 40.05 + (number // 8) * 0.04 + chance.uniform(-0.02, 0.02)
    longitude = -75.6 + (number % 8) * 0.06 + chance.uniform(-0.03, 0.03)
    when = at.strftime("%Y-%m-%d %H:%M:%S")
    township, street = f"TOWNSHIP {number + 1}", f"STREET {chance.randrange(900)}"
    words = f"{street};  {township}; Station {chance.randrange(400)}; {when};"
    point = f"{latitude:.7f}", f"{longitude:.7f}"
    return (*point, words, "19000", chance.choice(TITLES), when, township, street, "1")
