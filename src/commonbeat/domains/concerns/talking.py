"""A report or a tip by text: which text begins one, and what a text answers at each step.

A text begins a report only when its first word says so ('REPORT', 'SIGNALER'), a tip likewise
('TIP', 'INDICE'). Everything else belongs to whatever was asked last.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

MOST_CHOICES = 9
LEAST_OF_A_PLACE = 3
LONGEST_WHERE, LONGEST_WHAT = 200, 1000


class Begins(StrEnum):
    """What the first word of a text begins."""

    REPORT = "report"
    TIP = "tip"


_FIRST = {
    "report": Begins.REPORT,
    "signaler": Begins.REPORT,
    "signalement": Begins.REPORT,
    "signale": Begins.REPORT,
    "tip": Begins.TIP,
    "indice": Begins.TIP,
}
_JOINING = frozenset({"", "and", "et", "or", "ou"})
_FRENCH = frozenset({"signaler", "signalement", "signale", "indice"})
_NOTHING_MORE = frozenset({"no", "non", "nothing", "rien", "done", "fini", "n", "skip", "passer"})
_NOT_FIXED = frozenset(
    {
        "not fixed", "it is not fixed", "it s not fixed", "its not fixed", "still not fixed",
        "it is still not fixed", "still there", "it is still there", "it s still there",
        "not repaired", "it is not repaired", "not done", "it is not done",
        "pas repare", "ce n est pas repare", "c est pas repare", "pas regle", "non regle",
        "ce n est pas regle", "c est pas regle", "toujours la", "c est toujours la",
    }
)  # fmt: skip
_GIVES_UP = frozenset({"forget it", "never mind", "nevermind", "laissez tomber", "oubliez"})


@dataclass(frozen=True, slots=True)
class Begun:
    """What a text begins, the language of its first word, and its other words."""

    what: Begins
    language: str
    rest: str


def begun(text: str) -> Begun | None:
    """What the text begins; None when its first word begins nothing."""
    found = re.match(r"\s*([^\W\d_]+)[\s:,.!-]*(.*)", text, re.DOTALL)
    if found is None:
        return None
    word = _plain(found[1])
    if word not in _FIRST:
        return None
    return Begun(_FIRST[word], "fr" if word in _FRENCH else "en", found[2].strip())


def chosen(text: str, n_choices: int, *, several: bool = False) -> list[int] | None:
    """The numbers chosen, from 1, when the text is nothing but them; else None."""
    parts = re.split(r"[\s,;:/&+.!?()#]+", _plain(text))
    words = [word for word in parts if word not in _JOINING]
    if not words or not all(word.isdigit() and len(word) < 3 for word in words):
        return None
    numbers = [int(word) for word in words]
    if any(not 1 <= number <= n_choices for number in numbers):
        return None
    return sorted(set(numbers)) if several else (numbers if len(numbers) == 1 else None)


def named(text: str, names: Sequence[Sequence[str]]) -> int | None:
    """The number, from 1, of the first choice that the text names; or None."""
    said = f" {_words(text)} "
    for number, words in enumerate(names, start=1):
        for word in words:
            if word and f" {_plain(word).strip()} " in said:
                return number
    return None


def is_a_place(text: str) -> bool:
    """Whether the text may name a place: at least three letters or digits."""
    return len(re.findall(r"[^\W_]", text)) >= LEAST_OF_A_PLACE


def is_nothing_more(text: str) -> bool:
    """Whether the answer to 'anything else?' is no."""
    return _words(text) in _NOTHING_MORE


def says_not_fixed(text: str) -> bool:
    """Whether the whole text says that what we closed is not fixed."""
    return _words(text) in _NOT_FIXED


def gives_up(text: str) -> bool:
    """Whether the person no longer wants to report."""
    return _words(text) in _GIVES_UP


def _words(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", _plain(text)))


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text)
    return "".join(c for c in folded if not unicodedata.combining(c)).casefold()
