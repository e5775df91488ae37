"""A list of old and new names of areas, such as after borders were drawn anew."""

import csv
from pathlib import Path

from commonbeat.evidence.counts.dialect import opened, rows_of
from commonbeat.evidence.faults import Contradiction, TooFew

HEADER = ("old", "new")


def read_renames(path: Path, encoding: str = "") -> dict[str, str]:
    """Read a CSV file of two columns, old name and new name, with or without a header.

    Names are changed once: a new name that is also an old one stays. Raises Contradiction (a
    line without two names, one old name with two new ones, not UTF-8), TooFew (no line).
    """
    try:
        with opened(path, encoding) as file:
            lines = [(i, row) for i, row in enumerate(rows_of(file), start=1) if row]
    except UnicodeError:
        raise Contradiction(f"{path.name} is not written in {encoding or 'UTF-8'}") from None
    except csv.Error as fault:
        raise Contradiction(f"{path.name} is damaged: {fault}") from None
    names: dict[str, str] = {}
    for line, row in lines:
        cells = tuple(cell.strip() for cell in row)
        if line == 1 and tuple(cell.lower() for cell in cells) == HEADER:
            continue
        if len(cells) != 2 or not all(cells):
            raise Contradiction(
                f"{path.name}, line {line}: needed: old name, new name", element=line
            )
        old, new = cells
        if names.setdefault(old, new) != new:
            raise Contradiction(
                f"{path.name}, line {line}: {old!r} has two new names", element=line
            )
    if not names:
        raise TooFew(f"names in {path.name}", 0, 1)
    return names
