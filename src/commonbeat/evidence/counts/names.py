"""Names of columns, values and areas: the nearest to a misspelt one, and those that are alike."""

import difflib
from collections import defaultdict
from collections.abc import Iterable

from commonbeat.evidence.faults import EvidenceFault


class NoSuchColumn(EvidenceFault):
    """The file has no column of this name."""

    def __init__(self, name: str, columns: Iterable[str]) -> None:
        known = list(columns)
        told = ", ".join(known) or "none"
        message = f"no column {name!r}; the file's columns are: {told}."
        super().__init__(message + did_you_mean(name, known), element=name)


class NoSuchValue(EvidenceFault):
    """No row has the wanted value in a column."""

    def __init__(self, column: str, value: str, known: Iterable[str]) -> None:
        message = f"no row has {value!r} in column {column!r}."
        super().__init__(message + did_you_mean(value, known), element=column)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return a question that names what is written most like it, or nothing."""
    by_letters = {each.casefold(): each for each in known}
    near = difflib.get_close_matches(name.casefold(), by_letters, n=1, cutoff=0.6)
    return f" Did you mean {by_letters[near[0]]!r}?" if near else ""


def plain(name: str) -> str:
    """Return a name without what only its writing differs by: capitals, spaces, signs."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def written_alike(names: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Return groups of names that differ in their writing only."""
    groups: dict[str, list[str]] = defaultdict(list)
    for name in names:
        groups[plain(name)].append(name)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)
