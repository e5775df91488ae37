"""How often each category, theme or factor came up, of the situations found acutely elevated.

Categories may be shown for every period; themes and single factors only for whole years and five
years, and only where they and the rest of what they are a part of are both large enough.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from django.utils import translation

from commonbeat.domains.hub import groups
from commonbeat.evidence.periods import Group, Period, periods_of
from commonbeat.evidence.proportions import wilson
from commonbeat.workflows.hub_figures.lines import Line, View
from commonbeat.workflows.hub_figures.margins import Margins
from commonbeat.workflows.hub_figures.overlaps import (
    inside,
    without_what_categories_tell,
    without_what_months_tell,
)
from commonbeat.workflows.hub_figures.reading import LONG, Counts, Known

GROUPINGS = ("category", "theme", "factor")
Shown = dict[str, dict[Period, Group]]


def elevated(counts: Counts) -> Group:
    """The base: situations found acutely elevated in the month."""
    return (int(counts.get("elevated", 0)),)


def factor_view(known: Known, grouping: str) -> View:
    """The share of situations in which each came up, the most frequent first."""
    base = known.opened(elevated)
    is_short = grouping != "category" and known.span.period.length not in LONG
    shown = {} if is_short else _shown(known, grouping)
    lines = [
        _line(code, both, shown.get(code, {}).get(known.span.period))
        for code, both in factor_words(known, grouping).items()
    ]
    lines.sort(key=lambda one: -(one.n_marked or 0))
    return View(
        f"factors:{grouping}", known.table, known.span, base[0] if base else None, tuple(lines)
    )


def factor_words(known: Known, grouping: str) -> dict[str, tuple[str, str]]:
    """The words of each code in both languages."""
    listed = known.words("risk")
    if grouping == "factor":
        return {code: (word.label, word.label_fr) for code, word in listed.items()}
    field, names = ("group", groups.GROUPS) if grouping == "category" else ("theme", groups.THEMES)
    used = dict.fromkeys(getattr(word, field) for word in listed.values())
    said = {}
    for language in ("en", "fr"):
        with translation.override(language):
            said[language] = {code: str(names.get(code, code)) for code in used if code}
    return {code: (said["en"][code], said["fr"][code]) for code in said["en"]}


def shown_counts(known: Known, grouping: str, period: Period) -> dict[str, int]:
    """Of a year or five years: how often each code came up, where that may be shown."""
    shown = _shown(known, grouping)
    return {code: cells[period][0] for code, cells in shown.items() if period in cells}


def _line(code: str, both: tuple[str, str], cell: Group | None) -> Line:
    estimate = wilson(cell[0], sum(cell)) if cell else None
    return Line(code, both[0], both[1], estimate, cell[0] if cell else None)


def _shown(known: Known, grouping: str) -> Shown:
    return _factors_shown(known) if grouping == "factor" else _groups_shown(known, grouping)


def _groups_shown(known: Known, grouping: str) -> Shown:
    """Categories in every period that allows it, themes in whole years: yes and no."""
    opened = _themes_opened if grouping == "theme" else _categories_opened
    return known.once(("groups shown", grouping), lambda: opened(known))


def _categories_opened(known: Known) -> Shown:
    found = known.margins("category")
    months = [Period(month, 1) for month in known.months]
    return {
        code: known.open_groups({p.first: _yes_and_no(found, code, p) for p in months})
        for code in found.column
    }


def _themes_opened(known: Known) -> Shown:
    found = known.margins("theme")
    shown: Shown = {}
    for code in found.column:
        cells = known.open_years({year: _yes_and_no(found, code, year) for year in _years(known)})
        shown[code] = _beside_all(known, "theme", code, cells)
    return without_what_categories_tell(known, shown, _groups_shown(known, "category"))


def _yes_and_no(found: Margins, code: str, period: Period) -> Group:
    n = found.count(code, period)
    return n, found.n_of(period) - n


def _years(known: Known) -> list[Period]:
    return periods_of(list(known.months), levels=(12,))


def _beside_all(
    known: Known, grouping: str, code: str, cells: Mapping[Period, Group]
) -> dict[Period, Group]:
    """What is shown of years, beside how many situations there were in each month."""
    found = known.margins(grouping)
    outer = known.once(("elevated shown",), lambda: inside(known, known.open(elevated)))
    return without_what_months_tell(known, cells, found.of(code), found.n, outer)


def _factors_shown(known: Known) -> Shown:
    """Factors: this one, only others of its category (and theme), none of it; years or longer."""
    return known.once(("factors shown",), lambda: _factors_opened(known))


def _factors_opened(known: Known) -> Shown:
    risks = known.words("risk").items()
    category_of = {code: word.group or code for code, word in risks}
    theme_of = {code: word.theme or code for code, word in risks}
    n_in = Counter(category_of.values())
    within, among = (
        _within(known, grouping, around)
        for grouping, around in (("category", category_of), ("theme", theme_of))
    )
    found: Shown = {}
    for code, cells in within.items():
        both = {p: cell for p, cell in cells.items() if p in among.get(code, {})}
        beside = _beside_all(known, "factor", code, both)
        if n_in[category_of[code]] == 1:  # one and the same: what is shown of one is of both
            same = _groups_shown(known, "category").get(category_of[code], {})
            found[code] = {p: cell for p, cell in beside.items() if p in same}
        else:
            found[code] = _beside_its_category(known, code, category_of[code], beside)
    return found


def _beside_its_category(
    known: Known, code: str, category: str, cells: Mapping[Period, Group]
) -> dict[Period, Group]:
    shown = _groups_shown(known, "category").get(category, {})
    outer = known.once(("category shown", category), lambda: inside(known, shown))
    part, whole = known.margins("factor").of(code), known.margins("category").of(category)
    return without_what_months_tell(known, cells, part, whole, outer)


def _within(known: Known, grouping: str, around: Mapping[str, str]) -> Shown:
    sizes = Counter(around.values())
    single, unions = known.margins("factor"), known.margins(grouping)
    shown: Shown = {}
    for code in single.column:
        is_alone = sizes[around.get(code, "")] == 1
        cells: dict[Period, Group] = {}
        for year in _years(known):
            n, union = single.count(code, year), unions.count(around.get(code, ""), year)
            cells[year] = (n, *(() if is_alone else (union - n,)), single.n_of(year) - union)
        opened = known.open_years(cells)
        shown[code] = {period: (cell[0], sum(cell[1:])) for period, cell in opened.items()}
    return _without_small_overlaps(known, shown, grouping, around)


def _without_small_overlaps(
    known: Known, shown: Shown, grouping: str, category_of: Mapping[str, str]
) -> Shown:
    """Hide a factor where its category and the others would tell how few have two of them."""
    members: dict[str, list[str]] = {}
    for code, category in category_of.items():
        members.setdefault(category, []).append(code)
    for period in known.long_periods:
        unions = known.margins(grouping)
        for category, codes in members.items():
            there = [code for code in codes if period in shown.get(code, {})]
            excess = sum(shown[code][period][0] for code in there)
            excess -= unions.count(category, period)
            if len(there) == len(codes) > 1 and excess < known.least:
                smallest = min(there, key=lambda code: shown[code][period][0])
                for part in [p for p in shown[smallest] if p.holds(period) or period.holds(p)]:
                    del shown[smallest][part]
    return shown
