"""A theme beside its categories: what the one would tell of the others.

Whoever sees how many situations have a theme, and how many have one of its categories, knows how
many have only the others; and from all its categories how many have two of them. A theme is
therefore shown only where those counts may be shown, too, in every period at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from commonbeat.evidence.periods import Group, Period
from commonbeat.workflows.hub_figures.reading import Known

Shown = dict[str, dict[Period, Group]]
_Made = Callable[[int, list[int], int], Group]


def without_what_categories_tell(known: Known, shown: Shown) -> Shown:
    """Themes only in the periods in which they give away nothing small of their categories."""
    kept: Shown = {}
    for theme, cells in shown.items():
        sets = [known.open_groups(groups) for groups in _told(known, theme)]
        kept[theme] = {p: cell for p, cell in cells.items() if all(p in one for one in sets)}
    return kept


def _told(known: Known, theme: str) -> Iterator[dict[int, Group]]:
    """What theme and categories tell together, as groups of counts by month."""
    themes_of = _themes_of(known)
    touching = sorted(code for code, themes in themes_of.items() if theme in themes)
    if len(touching) == 1 and themes_of[touching[0]] == {theme}:
        return  # one and the same
    for category in touching:
        if themes_of[category] == {theme}:
            yield _by_month(known, theme, [category], _one_and_the_others)
        elif len(touching) == 1:
            yield _by_month(known, theme, touching, _inside_and_around)
    if len(touching) > 1:
        yield _by_month(known, theme, touching, _twice_and_once)


def _themes_of(known: Known) -> Mapping[str, set[str]]:
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


def _by_month(known: Known, theme: str, categories: Iterable[str], made: _Made) -> dict[int, Group]:
    groups: dict[int, Group] = {}
    for month in known.months:
        whole = known.grouped("theme", Period(month, 1))
        found = known.grouped("category", Period(month, 1))
        parts = dict(zip(found.codes, map(int, found.margins), strict=True))
        n_theme = dict(zip(whole.codes, map(int, whole.margins), strict=True)).get(theme, 0)
        groups[month] = made(n_theme, [parts.get(code, 0) for code in categories], whole.n)
    return groups
