"""What the figures suggest, held against what was planted: found, missed, false."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from commonbeat.core.actor import Actor
from commonbeat.simulation.hub_truths import Truths
from commonbeat.workflows import hub_figures
from commonbeat.workflows.hub_figures import Suggestion

LONG = (12, 60)  # months of the periods in which pairs and changes are looked for
Names = frozenset[str]


@dataclass(frozen=True, slots=True)
class Judged:
    """Suggestions and planted truths, each as its kind and code.

    `hidden` are those missed that stand out of the counts, and that the disclosure rule does not
    show; `missed` the others: too few to tell them from chance.
    """

    found: Names = frozenset()
    hidden: Names = frozenset()
    missed: Names = frozenset()
    false: Names = frozenset()


def look_through(viewer: Actor, table_key: str, truths: Truths) -> Judged:
    """Judge all that stands out in any whole year and in five years: what an analyst would see.

    What rises does so in the last year alone: in the years before, a change is a false one.
    """
    spans = hub_figures.period_choices(viewer, table_key)
    spans = [span for span in spans if span.period.length in LONG]
    last = max((span.name for span in spans if span.period.length == 12), default="")
    said: set[str] = set()
    false: set[str] = set()
    unruled: set[str] = set()
    for span in spans:
        known = hub_figures.know(viewer, table_key, span)
        if known is None:
            continue
        is_last, earlier = span.name == last, hub_figures.before(viewer, known)
        right, wrong = _parted(hub_figures.stands_out(known, earlier), truths, is_last=is_last)
        said |= right
        false |= {f"{name} in {span.name}" for name in wrong}
        unruled |= {_name(*one) for one in hub_figures.unruled(known, earlier)}
    unsaid = _planted(truths, is_last=True) - said
    return Judged(
        frozenset(said), frozenset(unsaid & unruled), frozenset(unsaid - unruled), frozenset(false)
    )


def together(judged: Iterable[Judged]) -> tuple[int, int, int, int]:
    """Over many towns: how many were found, hidden by the rule and missed; how many false."""
    every = list(judged)
    return (
        sum(len(one.found) for one in every),
        sum(len(one.hidden) for one in every),
        sum(len(one.missed) for one in every),
        sum(len(one.false) for one in every),
    )


def _parted(
    suggestions: Iterable[Suggestion], truths: Truths, *, is_last: bool
) -> tuple[set[str], set[str]]:
    """True ones and false ones.

    Two categories that come together because two of their factors do are true, though not asked
    for: what was planted is the pair of factors.
    """
    follows = {_name("pair", "+".join(both)) for both in truths.paired_categories}
    said = {_name(one.kind, one.code) for one in suggestions}
    right = said & (_planted(truths, is_last=is_last) | follows)
    return right, said - right


def _planted(truths: Truths, *, is_last: bool) -> Names:
    planted = truths.planted
    rising = [_name("change", code) for code in planted.rising]
    waiting = [_name("wait list", "wait_list")] if planted.waiting_rises else []
    return frozenset(
        [
            *[_name("gap", code) for code in planted.gaps],
            *[_name("pair", "+".join(pair)) for pair in planted.pairs],
            *([*rising, *waiting] if is_last else []),
        ]
    )


def _name(kind: str, code: str) -> str:
    return f"{kind}: {'+'.join(sorted(code.split('+')))}"
