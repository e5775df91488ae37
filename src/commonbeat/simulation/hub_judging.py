"""What the figures suggest, held against what was planted: found, missed, false."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from commonbeat.simulation.hub_truths import Truths
from commonbeat.workflows.hub_figures import Suggestion


@dataclass(frozen=True, slots=True)
class Judged:
    """Suggestions and planted truths as 'kind code'."""

    found: frozenset[str] = frozenset()
    missed: frozenset[str] = frozenset()
    false: frozenset[str] = frozenset()

    @property
    def n_suggested(self) -> int:
        """How many suggestions there were."""
        return len(self.found) + len(self.false)


def judge(suggestions: Iterable[Suggestion], truths: Truths, *, kinds: Iterable[str]) -> Judged:
    """Judge the suggestions of these kinds.

    Two categories that come together because two of their factors do are true, but not asked for:
    what was planted is the pair of factors.
    """
    asked = {kind.replace(" ", "-") for kind in kinds}
    said = {_name(one.kind, one.code) for one in suggestions}
    said = {name for name in said if name.split(" ")[0] in asked}
    planted = {name for name in _planted(truths) if name.split(" ")[0] in asked}
    follows = {_name("pair", "+".join(both)) for both in map(sorted, truths.paired_categories)}
    return Judged(
        found=frozenset(said & (planted | follows)),
        missed=frozenset(planted - said),
        false=frozenset(said - planted - follows),
    )


def together(judged: Iterable[Judged]) -> tuple[int, int, int]:
    """Over many towns: how many suggestions were true, false, and how many truths were missed."""
    every = list(judged)
    return (
        sum(len(one.found) for one in every),
        sum(len(one.false) for one in every),
        sum(len(one.missed) for one in every),
    )


def _planted(truths: Truths) -> set[str]:
    planted = truths.planted
    waiting = {"wait-list wait_list"} if planted.waiting_rises else set()
    return (
        {_name("gap", code) for code in planted.gaps}
        | {_name("pair", "+".join(pair)) for pair in planted.pairs}
        | {_name("change", code) for code in planted.rising}
        | waiting
    )


def _name(kind: str, code: str) -> str:
    ordered = "+".join(sorted(code.split("+")))
    return f"{kind.replace(' ', '-')} {ordered}"
