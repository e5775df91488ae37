"""A theme beside its categories: what the one would tell of the others.

Whoever sees how many situations have a theme, and how many have one of its categories, knows how
many have only the others; and from all its categories how many have two of them. A theme is
therefore shown only where those counts may be shown, too. It is shown for whole years and five
years alone: beside the months of its categories, its own months and quarters would tell too much.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonbeat.evidence.periods import Group, Period, periods_of
from commonbeat.workflows.hub_figures.margins import Ints
from commonbeat.workflows.hub_figures.reading import YEAR, Known

Shown = dict[str, dict[Period, Group]]
Years = dict[Period, Group]
_Made = Callable[[int, list[int], int], Group]


@dataclass(frozen=True, slots=True)
class Inside:
    """The periods in which a whole is shown, by the year or five years that they lie in.

    `row` is the place of a period in Known.margins; `short` are months and quarters by row.
    """

    row: Mapping[Period, int]
    short: Mapping[Period, list[int]]
    long: Mapping[Period, list[Period]]

    def rows(self, period: Period, besides: Collection[Period]) -> NDArray[np.intp]:
        """Those that lie in a period, without it and `besides`."""
        others = [self.row[p] for p in self.long[period] if p != period and p not in besides]
        return np.array(self.short[period] + others, dtype=np.intp)


def without_what_categories_tell(known: Known, shown: Shown, categories: Shown) -> Shown:
    """Themes only in the periods in which they give away nothing small of their categories."""
    kept: Shown = {}
    for theme, cells in shown.items():
        (first, *others) = touching(known, theme)
        if not others and themes_of(known)[first] == {theme}:  # one and the same
            same = categories.get(first, {})
            kept[theme] = {p: cell for p, cell in same.items() if p in cells}
            continue
        sets = [known.open_years(groups) for groups in _told(known, theme)]
        kept[theme] = {p: cell for p, cell in cells.items() if all(p in one for one in sets)}
    return kept


def inside(known: Known, outer: Collection[Period]) -> Inside:
    """What `without_what_months_tell` needs to know of the periods in which a whole is shown."""
    row = known.margins("category").row
    held = {long: [p for p in outer if long.holds(p)] for long in known.long_periods}
    return Inside(
        row,
        {long: [row[p] for p in those if p.length < YEAR] for long, those in held.items()},
        {long: [p for p in those if p.length >= YEAR] for long, those in held.items()},
    )


def without_what_months_tell(
    known: Known, cells: Mapping[Period, Group], part: Ints, whole: Ints, outer: Inside
) -> dict[Period, Group]:
    """A part shown for years, beside a whole that is shown for months and quarters, too.

    `part` and `whole` are the counts of each period, as Known.margins orders them; `outer` are the
    periods in which the whole is shown. Whoever sees them bounds the part in a month: by the
    month's whole, and by what the rest of the year has no room for. Where that leaves a small count
    less play than the smallest count shown, the year is hidden, with every period that holds it or
    lies in it.
    """
    kept = dict(cells)
    for period in cells:
        at, rows = outer.row[period], outer.rows(period, cells)
        if _gives_away(part[at], whole[at], part[rows], whole[rows], known.least):
            kept = {p: c for p, c in kept.items() if not (p.holds(period) or period.holds(p))}
    return kept


def _gives_away(part: np.int64, everything: np.int64, mine: Ints, base: Ints, least: int) -> bool:
    for small, total in ((mine, part), (base - mine, everything - part)):
        play = np.minimum(total, base) - np.maximum(0, total + base - everything)
        if ((small < least) & (play < least)).any():
            return True
    return False


def _told(known: Known, theme: str) -> Iterator[Years]:
    """What theme and categories tell together, as groups of counts by year."""
    near = touching(known, theme)
    for category in near:
        if themes_of(known)[category] == {theme}:
            yield _by_year(known, theme, [category], _one_and_the_others)
        elif len(near) == 1:
            yield _by_year(known, theme, near, _inside_and_around)
    if len(near) > 1:
        yield _by_year(known, theme, near, _twice_and_once)


def touching(known: Known, theme: str) -> list[str]:
    """The categories of which at least one factor belongs to a theme."""
    return sorted(code for code, themes in themes_of(known).items() if theme in themes)


def themes_of(known: Known) -> Mapping[str, set[str]]:
    """The themes of each category's factors."""
    found: dict[str, set[str]] = {}
    for code, word in known.words("risk").items():
        found.setdefault(word.group or code, set()).add(word.theme or code)
    return found


def _one_and_the_others(theme: int, categories: list[int], n: int) -> Group:
    return categories[0], theme - categories[0], n - theme


def _inside_and_around(theme: int, categories: list[int], n: int) -> Group:
    return theme, categories[0] - theme, n - categories[0]


def _twice_and_once(theme: int, categories: list[int], _n: int) -> Group:
    return sum(categories) - theme, theme


def _by_year(known: Known, theme: str, categories: Sequence[str], made: _Made) -> Years:
    themes, groups = known.margins("theme"), known.margins("category")
    found: Years = {}
    for year in periods_of(list(known.months), levels=(YEAR,)):
        parts = [groups.count(code, year) for code in categories]
        found[year] = made(themes.count(theme, year), parts, themes.n_of(year))
    return found
