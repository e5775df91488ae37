"""Which answers may be released together, and how much may be told of each.

The rule: among the answers released *at one time* to one question about one month, every
combination of area, call-type group and language that is stored is shared by at least five.
Answers released earlier do not count: somebody who holds a copy from before the release and one
from after it sees exactly what came, and must still face five. (This is k-anonymity, Sweeney
2002, held in each release and so, all the more, in the whole table.)

What is too rare is blanked in this order: language first, then group, then area. Language
goes first because it singles a person out most (one French-speaking caller on an English
street) and serves least; area goes last because "where" is what a town acts on. Whatever is
still with fewer than five after that is not released but waits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

LEAST = 5
POOL = 20  # so many that wait are released with blanks rather than kept waiting longer


class Traits(NamedTuple):
    """What is stored of an answer besides the answer: area, call-type group, language."""

    area: str
    group: str
    language: str


def whole(traits: Traits) -> Traits:
    """Everything told."""
    return traits


def without_language(traits: Traits) -> Traits:
    """Area and group told."""
    return traits._replace(language="")


def only_area(traits: Traits) -> Traits:
    """The area alone told."""
    return Traits(traits.area, "", "")


def nothing(_traits: Traits) -> Traits:
    """None of the three told."""
    return Traits("", "", "")


STEPS = (whole, without_language, only_area, nothing)


def settle(rows: Sequence[Traits], *, may_blank: bool, least: int = LEAST) -> list[Traits | None]:
    """For each answer the traits it may be released with, or None: it waits.

    Every value that occurs among the results occurs at least `least` times. Without
    `may_blank` only answers whose whole traits are shared by enough are released.
    """
    told: list[Traits | None] = [None] * len(rows)
    for step in STEPS if may_blank else STEPS[:1]:
        cells = {place: step(rows[place]) for place, t in enumerate(told) if t is None}
        n_alike = Counter(cells.values()) + Counter(t for t in told if t is not None)
        for place, cell in cells.items():
            if n_alike[cell] >= least:
                told[place] = cell
    return told
