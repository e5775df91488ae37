"""What a picture shows, in words: for its description and its table."""

import math
from collections.abc import Sequence

from commonbeat.evidence.pictures.scales import Span, say
from commonbeat.evidence.wording import pick


def too_few(language: str) -> str:
    """Say that a value is suppressed."""
    return pick(language, "too few to show", "trop peu pour être montré")


def range_words(lower: float | None, upper: float | None, unit: str, language: str) -> str:
    """Write an interval for a table cell; a dash when there is none."""
    if lower is None or upper is None:
        return "–"
    low, high = (say(x, unit, language, long=True) for x in (lower, upper))
    if math.isinf(upper):
        return pick(language, f"{low} or more", f"{low} ou plus")
    return pick(language, f"{low} to {high}", f"{low} à {high}")


def lowest_and_highest(
    pairs: Sequence[tuple[str, float | None]], unit: str, language: str, *, ends: bool = False
) -> str:
    """Describe values by their extremes and how many are hidden; with `ends` also the path."""
    told = [(label, value) for label, value in pairs if value is not None]
    if not told:
        return too_few(language)

    def at(pair: tuple[str, float]) -> str:
        return f"{say(pair[1], unit, language, long=True)} ({pair[0]})"

    low, high = at(min(told, key=lambda t: t[1])), at(max(told, key=lambda t: t[1]))
    first, last = at(told[0]), at(told[-1])
    path = pick(language, f"From {first} to {last}. ", f"De {first} à {last}. ") if ends else ""
    text = path + pick(
        language, f"Lowest {low}, highest {high}.", f"Au plus bas {low}, au plus haut {high}."
    )
    hidden = len(pairs) - len(told)
    colon = pick(language, ":", " :")
    return text + (f" {too_few(language).capitalize()}{colon} {hidden}." if hidden else "")


def value_cells(span: Span, unit: str, language: str) -> tuple[str, str]:
    """Return a value and its likely range as two table cells."""
    value, lower, upper = span
    if value is None:
        return too_few(language), "–"
    return say(value, unit, language, long=True), range_words(lower, upper, unit, language)


def range_header(language: str) -> str:
    """Head the column of intervals."""
    return pick(language, "Likely range", "Fourchette probable")


def value_header(name: str, language: str) -> str:
    """Head the column of values, by its own name if there is one."""
    return name or pick(language, "Value", "Valeur")
