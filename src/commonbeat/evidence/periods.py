"""Months, quarters, years and five years that may be shown together without undoing each other.

Whoever may see March and also the quarter can take one from the other. A group of counts is
therefore shown for a period only when every part of it reaches the threshold, and when what the
shorter periods shown within it leave over cannot be narrowed down either. Decided from the
months upwards: what is shown once stays shown, whatever later months bring.

Periods are named by their first month as a running number (year × 12 + month − 1) and their
length in months. A group splits a base completely, such as yes and no; it is shown whole or not
at all. With all its parts hidden in the left-over months, the tightest bounds on a part are
those of Fréchet, so that no search is needed.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from commonbeat.evidence.faults import OutOfRange, UnequalLengths

LEVELS = (1, 3, 12, 60)
FRECHET = (
    "Fréchet, M. (1951). Annales de l’Université de Lyon A 14:53–77; "
    "Dobra, A. & Fienberg, S. E. (2000). PNAS 97:11885–11892."
)
Group = tuple[int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A calendar period: its first month as a running number, and its length in months."""

    first: int
    length: int

    @property
    def last(self) -> int:
        """The running number of its last month."""
        return self.first + self.length - 1

    def holds(self, other: "Period") -> bool:
        """Whether the other lies within this one."""
        return self.first <= other.first and other.last <= self.last


def month_of(year: int, month: int) -> int:
    """The running number of a month."""
    return year * 12 + month - 1


def period_around(month: int, length: int) -> Period:
    """The month, calendar quarter, year or five years (2021 to 2025) that a month lies in."""
    if length not in LEVELS:
        raise OutOfRange("length", 0, length, "1, 3, 12 or 60")
    start = 12 if length == 60 else 0  # five years end with years that end in 5 or 0
    return Period(month - (month - start) % length, length)


def periods_of(months: Sequence[int], *, levels: Sequence[int] = LEVELS) -> list[Period]:
    """Every period of these lengths whose months are all there, the shortest first."""
    return list(_whole_periods(tuple(sorted(months)), tuple(levels)))


@lru_cache(maxsize=64)
def _whole_periods(months: tuple[int, ...], levels: tuple[int, ...]) -> tuple[Period, ...]:
    known = set(months)
    found = {period_around(month, length) for month in known for length in levels}
    whole = [p for p in found if known.issuperset(range(p.first, p.last + 1))]
    return tuple(sorted(whole, key=lambda p: (p.length, p.first)))


def open_periods(
    groups: Mapping[int, Group],
    *,
    threshold: int,
    levels: Sequence[int] = LEVELS,
    never: Callable[[Period], bool] = lambda _period: False,
) -> dict[Period, Group]:
    """Return the counts of each period in which the group may be shown; the rest is hidden.

    `groups` gives the parts for every month (the first length in `levels` is the shortest shown;
    months within it are never shown). A month in which nothing happened is known to be empty.
    `never` names periods too short to be shown: a month that is shown next to one that is not
    can hide the whole year, so a small table does better without months.
    Raises OutOfRange (threshold), UnequalLengths.
    """
    if threshold < 1:
        raise OutOfRange("threshold", 0, threshold, "1 or more")
    sizes = {len(group) for group in groups.values()}
    if len(sizes) > 1:
        raise UnequalLengths(("parts", "parts"), tuple(sorted(sizes)))
    shortest = _summed(groups, periods_of(list(groups), levels=levels[:1]))
    periods = [p for p in periods_of(list(groups), levels=levels) if not never(p)]
    bases = {part: (sum(group),) for part, group in shortest.items()}
    shown = _opened(bases, periods, threshold)
    return _opened(shortest, [p for p in periods if p in shown], threshold)


def _opened(
    shortest: Mapping[Period, Group], periods: Sequence[Period], threshold: int
) -> dict[Period, Group]:
    parts = sorted(shortest, key=lambda part: part.first)
    firsts = [part.first for part in parts]
    shown: dict[Period, Group] = {}
    told: set[Period] = set()  # what lies in a period that is shown: those are the shorter ones
    for period in periods:
        inside = parts[bisect_left(firsts, period.first) : bisect_right(firsts, period.last)]
        whole = _sum([shortest[part] for part in inside])
        if not whole or min(whole) < threshold:
            continue
        if _leaves_no_trace([shortest[p] for p in inside if p not in told], inside, threshold):
            shown[period] = whole
            told.update(inside)
    return shown


def _leaves_no_trace(left: Sequence[Group], inside: Sequence[Period], threshold: int) -> bool:
    """Whether what the shown periods within a period leave over is safe, too."""
    cells = [cell for cell in left if sum(cell)]
    if not cells or len(inside) == 1:
        return True
    return len(cells) > 1 and _is_loose(cells, threshold)


def _is_loose(cells: Sequence[Group], threshold: int) -> bool:
    """Whether every small part could be anything from nought to the threshold (Fréchet)."""
    parts = _sum(cells)
    everything = sum(parts)
    if min(parts) < threshold:
        return False
    if len(parts) == 1:
        return True
    for cell in cells:
        base = sum(cell)
        for mine, total in zip(cell, parts, strict=True):
            if mine >= threshold:
                continue
            if base + total > everything or (base >= threshold and min(base, total) < threshold):
                return False
    return True


def _summed(groups: Mapping[int, Group], periods: Sequence[Period]) -> dict[Period, Group]:
    return {p: _sum([groups[m] for m in range(p.first, p.last + 1)]) for p in periods}


def _sum(groups: Sequence[Group]) -> Group:
    return tuple(map(sum, zip(*groups, strict=True)))
