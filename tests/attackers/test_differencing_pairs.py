"""Pairs beside everything else that is shown: both, one alone, neither, and their categories.

The onlooker knows how often each of the two came up in each period that shows it, how many
situations there were, how often both came up where that is shown; of two factors also all of
this of their categories. Whatever pairs come to stand out, no small count may fall to them.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pytest

from commonbeat.domains.hub.shipped.risks import RISKS
from commonbeat.evidence.periods import Period, periods_of
from commonbeat.workflows.hub_figures import pairs as shown_pairs
from tests.attackers.onlooker import Onlooker
from tests.attackers.releases import Release, Truth, base, everything, told, truth
from tests.attackers.test_differencing import founded, tallied
from tests.workflows.hub_past import Past

pytestmark = pytest.mark.arithmetic

TRIED = 6  # of each kind of pair: those with the smallest counts
CATEGORY = {one.code: one.group for one in RISKS}
N_IN = Counter(CATEGORY.values())
Cells = dict[int, int]


@dataclass
class Beside:
    """Two lists of sets, such as (factor, rest of its category, none), and each with each.

    `sums` are the counts that may be small: which parts they are made of, and what they are.
    """

    release: Release
    facts: Truth
    sides: tuple[tuple[str, ...], tuple[str, ...]]
    sums: dict[str, tuple[list[str], Cells]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.parts = [f"{a}|{b}" for a in self.sides[0] for b in self.sides[1]]
        self.onlooker = Onlooker(tuple(self.parts), self.release.months)
        for view in ("steps", "pairs"):
            base(self.onlooker, self.release, view, self.parts)

    def those(self, first: str = "", second: str = "") -> list[str]:
        """The parts with these letters on the first and on the second side; '' for any."""
        pairs = (part.split("|") for part in self.parts)
        return [
            "|".join(p) for p in pairs if (p[0] in (first or p[0])) and (p[1] in (second or p[1]))
        ]

    def sees(self, grouping: str, one: tuple[str, str], two: tuple[str, str]) -> None:
        """What is shown of two codes of a grouping; each with its letters on its side."""
        (first, a), (second, b) = one, two
        view = f"factors:{grouping}"
        told(self.onlooker, self.release, (view, first), self.those(a), self.parts)
        told(self.onlooker, self.release, (view, second), self.those("", b), self.parts)
        pairs = self.release.pairs
        shown = pairs.get((grouping, first, second)) or pairs.get((grouping, second, first)) or {}
        for period, n in shown.items():
            self.onlooker.sees(self.those(a, b), period, n)
        n, together = self.n("elevated"), self.n(f"{grouping}:{first}+{second}")
        each, other = self.n(f"{grouping}:{first}"), self.n(f"{grouping}:{second}")
        rest = [letter for letter in self.sides[0] if letter not in a]
        others = [letter for letter in self.sides[1] if letter not in b]
        not_a, not_b = "".join(rest), "".join(others)
        self.sums |= {
            f"{grouping} both": (self.those(a, b), together),
            f"{grouping} first": (self.those(a, not_b), less(each, together)),
            f"{grouping} second": (self.those(not_a, b), less(other, together)),
            f"{grouping} neither": (self.those(not_a, not_b), less(n, each, other, plus=together)),
        }

    def n(self, part: str) -> Cells:
        """A count by month."""
        found = self.facts.cells.get(part, {})
        return {month: found.get(month, 0) for month in self.release.months}

    def narrowed(self) -> Iterator[tuple[object, ...]]:
        """The small counts that are left less play than the threshold."""
        least = self.release.threshold
        for period in periods_of(list(self.release.months)):
            for name, (parts, cells) in self.sums.items():
                n = sum(cells[m] for m in range(period.first, period.last + 1))
                if not 0 < n < least:
                    continue
                low, high = self.onlooker.bounds(parts, period)
                assert low - 1e-6 <= n <= high + 1e-6, "the onlooker's own book is wrong"
                if high - low < least - 1e-6 or high < least - 1e-6:
                    yield name, period, n, low, high


def less(whole: Cells, *parts: Cells, plus: Mapping[int, int] | None = None) -> Cells:
    """A count without others, by month."""
    return {
        m: n - sum(part[m] for part in parts) + (plus or {}).get(m, 0) for m, n in whole.items()
    }


def of_categories(release: Release, facts: Truth, one: str, two: str) -> Beside:
    """Two categories."""
    beside = Beside(release, facts, (("c", "0"), ("d", "0")))
    beside.sees("category", (one, "c"), (two, "d"))
    return beside


def of_factors(release: Release, facts: Truth, one: str, two: str) -> Beside:
    """Two factors, and the categories that they lie in."""
    around = CATEGORY[one], CATEGORY[two]
    sides = tuple(
        (own, "0") if N_IN[category] == 1 else (own, rest, "0")
        for own, rest, category in zip("fg", "cd", around, strict=True)
    )
    beside = Beside(release, facts, (sides[0], sides[1]))
    beside.sees("factor", (one, "f"), (two, "g"))
    beside.sees("category", (around[0], "fc"), (around[1], "gd"))
    both = beside.n(f"factor:{one}+{two}")
    around_both = beside.n(f"category:{around[0]}+{around[1]}")
    only = [part for part in beside.those("fc", "gd") if part != "f|g"]
    if only:
        beside.sums["only their categories"] = (only, less(around_both, both))
    return beside


def released(per_month: int, seed: int) -> tuple[Release, Truth]:
    """Two years of a table, and all that would be shown if every pair stood out."""
    made = founded()
    Past(made, np.random.default_rng(seed)).fill(dt.date(2024, 1, 1), 24, per_month)
    tallied(made)
    release = everything(made.key)
    return release, truth(made.key, release.months)


@pytest.fixture(autouse=True)
def every_pair_stands_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chance decides which pairs stand out; the rule must do for each of them."""
    monkeypatch.setattr(shown_pairs, "AT_LEAST", 0.01)
    monkeypatch.setattr(shown_pairs, "MOST", 10_000)


def smallest(release: Release, grouping: str) -> list[tuple[str, str]]:
    """The pairs that are shown with the smallest counts, and the smallest rest of a larger pair."""
    found = {key[1:]: told for key, told in release.pairs.items() if key[0] == grouping}
    by_count = sorted(found, key=lambda pair: min(found[pair].values()))
    rests = {pair: rest_of(release, pair, told) for pair, told in found.items()}
    by_rest = sorted((pair for pair in rests if rests[pair]), key=lambda pair: rests[pair])
    return list(
        dict.fromkeys([*by_count[:TRIED], *(by_rest[:TRIED] if grouping == "factor" else ())])
    )


def rest_of(release: Release, pair: tuple[str, str], told: Mapping[Period, int]) -> int:
    """How few have the two categories without the two factors, where both are shown."""
    first, second = sorted(CATEGORY.get(code, code) for code in pair)
    around = release.pairs.get(("category", first, second), {})
    return min((around[period] - n for period, n in told.items() if period in around), default=0)


MAKERS = {"category": of_categories, "factor": of_factors}


def faults_of(release: Release, facts: Truth, grouping: str) -> list[tuple[object, ...]]:
    """What falls to the onlooker of the pairs with the smallest counts."""
    tried = smallest(release, grouping)
    assert tried
    return [
        (one, two, *fault)
        for one, two in tried
        for fault in MAKERS[grouping](release, facts, one, two).narrowed()
    ]


@pytest.mark.parametrize(
    ("per_month", "seed", "grouping"),
    [(60, 3, "category"), (150, 5, "factor"), (20, 4, "category")],
)
def test_a_pair_tells_nothing_small_beside_all_else_that_is_shown(per_month, seed, grouping):
    assert faults_of(*released(per_month, seed), grouping) == []


def test_it_would_if_its_four_counts_were_not_looked_at(monkeypatch):
    monkeypatch.setattr(shown_pairs, "_may_show", lambda *_: True)
    assert faults_of(*released(20, 4), "category")


def test_it_would_if_factors_were_not_looked_at_beside_their_categories(monkeypatch):
    most = (10**6,)  # a group that may always be shown
    monkeypatch.setattr(shown_pairs, "_beside_categories", lambda *_: most)
    assert faults_of(*released(150, 5), "factor")
