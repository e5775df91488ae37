"""A theme beside its categories: what the one would tell of the others.

Whoever sees how many situations have a theme, and how many have one of its categories, knows how
many have only the others; and from all its categories how many have two of them. A theme is
therefore shown only where those counts may be shown, too. It is shown for whole years and five
years alone: beside the months of its categories, its own months and quarters would tell too much.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from commonbeat.evidence.periods import Group, Period, periods_of
from commonbeat.workflows.hub_figures.reading import Known

Shown = dict[str, dict[Period, Group]]
Years = dict[Period, Group]
_Made = Callable[[int, list[int], int], Group]
Count = Callable[[Period], Group]


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


def without_what_months_tell(
    known: Known, cells: Mapping[Period, Group], count: Count, outer: Collection[Period]
) -> dict[Period, Group]:
    """A part shown for years, beside a whole that is shown for months and quarters, too.

    `count` gives part and whole of a period; `outer` are the periods in which the whole is shown.
    Whoever sees them bounds the part in a month: by the month's whole, and by what the rest of the
    year has no room for. Where that leaves a small count less play than the smallest count shown,
    the year is hidden, with every period that holds it or lies in it.
    """
    kept = dict(cells)
    for period in cells:
        inside = [p for p in outer if p != period and period.holds(p) and p not in cells]
        if _gives_away(count(period), [count(p) for p in inside], known.least):
            kept = {p: c for p, c in kept.items() if not (p.holds(period) or period.holds(p))}
    return kept


def _gives_away(whole: Group, inside: Sequence[Group], least: int) -> bool:
    part, everything = whole
    for mine, base in inside:
        for small, total in ((mine, part), (base - mine, everything - part)):
            low, high = max(0, total + base - everything), min(total, base)
            if small < least and high - low < least:
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


def _by_year(known: Known, theme: str, categories: Iterable[str], made: _Made) -> Years:
    groups: Years = {}
    for year in periods_of(list(known.months), levels=(12,)):
        whole, found = known.grouped("theme", year), known.grouped("category", year)
        parts = dict(zip(found.codes, map(int, found.margins), strict=True))
        n_theme = dict(zip(whole.codes, map(int, whole.margins), strict=True)).get(theme, 0)
        groups[year] = made(n_theme, [parts.get(code, 0) for code in categories], whole.n)
    return groups
