"""Which factors come up together: for whole years and five years, never a rare pair."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from commonbeat.evidence.patterns.pairs import ByNumber, Pair, Pairs, pairs_together
from commonbeat.evidence.periods import Group, Period, periods_of
from commonbeat.evidence.wording import pick
from commonbeat.workflows.hub_figures.factors import factor_words, shown_counts
from commonbeat.workflows.hub_figures.lines import Table
from commonbeat.workflows.hub_figures.reading import LONG, Known
from commonbeat.workflows.hub_figures.spans import Span

AT_LEAST = 1.2  # times as often together as by chance: less is of no use, however certain
MOST = 30


@dataclass(frozen=True, slots=True)
class PairLine:
    """A pair with the words of its two factors in both languages."""

    pair: Pair
    names: tuple[tuple[str, str], tuple[str, str]]

    def text(self, language: str) -> str:
        """The two names."""
        first, second = (pick(language, *one) for one in self.names)
        return f"{first} + {second}"

    def sentence(self, language: str) -> str:
        """The finding in words."""
        first, second = (pick(language, *one) for one in self.names)
        said = {self.pair.first: first, self.pair.second: second}
        return self.pair.sentence(language, said)


@dataclass(frozen=True, slots=True)
class PairView:
    """Pairs that stand out, the strongest first, and how many were looked at."""

    name: str
    table: Table
    span: Span
    n: int
    lines: tuple[PairLine, ...]
    result: Pairs


def pair_view(known: Known, grouping: str) -> PairView | None:
    """Pairs that came up together more often than the number of factors explains.

    Only for whole years and five years; None for shorter periods. A pair is shown only where all
    four counts (both, each alone, neither) may be, and where both margins are shown.
    """
    period = known.span.period
    if period.length not in LONG:
        return None
    margins = shown_counts(known, grouping, period)
    result = pairs_tested(known, grouping)
    words = factor_words(known, grouping)
    lines = [
        PairLine(pair, (words[pair.first], words[pair.second]))
        for pair in result.found
        if pair.first in margins and pair.second in margins and _may_show(known, grouping, pair)
    ]
    return PairView(
        f"pairs:{grouping}", known.table, known.span, result.n, tuple(lines[:MOST]), result
    )


def pairs_tested(known: Known, grouping: str) -> Pairs:
    """Every pair that was looked at in a period, before the rule."""
    return known.once(("pairs", grouping), lambda: _pairs(known, grouping))


def _pairs(known: Known, grouping: str) -> Pairs:
    found = known.grouped(grouping, known.span.period)
    category = {code: word.group for code, word in known.words("risk").items()}
    alike = [category.get(code, code) for code in found.codes] if grouping == "factor" else []
    return pairs_together(
        found.n,
        found.margins,
        found.pairs,
        codes=found.codes,
        by_number=ByNumber(found.sizes, found.n_by_number, found.margins_by_number),
        alike=alike,
        least=known.table.threshold,
        at_least=AT_LEAST,
    )


def _may_show(known: Known, grouping: str, pair: Pair) -> bool:
    """Whether all four counts may be shown; of factors, beside those of their categories, too."""
    years = periods_of(list(known.months), levels=(12,))
    groups = [{year: _cells(known, grouping, year, pair) for year in years}]
    if grouping == "factor":
        groups.append({year: _beside_categories(known, year, pair) for year in years})
    return all(known.span.period in known.open_years(group) for group in groups)


def _cells(known: Known, grouping: str, year: Period, pair: Pair) -> Group:
    found = known.margins(grouping)
    a, b = found.count(pair.first, year), found.count(pair.second, year)
    both = _together(known, grouping, year, pair.first, pair.second)
    return both, a - both, b - both, found.n_of(year) - a - b + both


def _beside_categories(known: Known, year: Period, pair: Pair) -> Group:
    """Both factors; only their two categories otherwise; not even those."""
    words = known.words("risk")
    one, two = (words[code].group or code for code in (pair.first, pair.second))
    both = _together(known, "factor", year, pair.first, pair.second)
    around = _together(known, "category", year, one, two)
    alone = Counter(word.group or code for code, word in words.items())
    others = () if alone[one] == alone[two] == 1 else (around - both,)
    return both, *others, known.margins("category").n_of(year) - around


def _together(known: Known, grouping: str, year: Period, one: str, two: str) -> int:
    found = known.grouped(grouping, year)
    place = known.once(
        ("place", grouping, year), lambda: {code: i for i, code in enumerate(found.codes)}
    )
    if one not in place or two not in place:
        return 0
    return int(found.pairs[place[one], place[two]])
