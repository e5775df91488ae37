"""Small areas by a multilevel model and post-stratification (often called MRP).

A logistic model with a random effect for every level of every grouping (area, age, sex, …) says
how likely each kind of person has the mark; known numbers of people of each kind then weigh the
kinds up to areas. An area with few answers borrows from people alike elsewhere, and how much is
its own is printed.

People who answered must be like those of their kind who did not.
"""

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from commonbeat.evidence.checks import finite_numbers, flags, number_list, same_length, within
from commonbeat.evidence.faults import Contradiction, OutOfRange, TooFew, WrongShape
from commonbeat.evidence.results import Caution, Estimate
from commonbeat.evidence.surveys.areas import FEW, SmallArea
from commonbeat.evidence.surveys.levels import Answers, Fitted, Kinds, fitted
from commonbeat.evidence.wording import number, percent, pick

GELMAN = (
    "Gelman, A. & Little, T. C. (1997). Survey Methodology 23:127–135; Park, D. K., Gelman, A. & "
    "Bafumi, J. (2004). Political Analysis 12:375–385; Chung, Y. et al. (2013). Psychometrika "
    "78:685–709; Kass, R. E. & Steffey, D. (1989). Journal of the American Statistical "
    "Association 84:717–726."
)
METHOD = "multilevel logistic model, post-stratified"
LEAST_LEVELS, LEAST_ANSWERS = 3, 30


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaShares(Estimate):
    """The share over everybody, and by area; `spread` is how much each grouping sets apart."""

    areas: Mapping[Hashable, SmallArea]
    spread: Mapping[str, float]

    def sentence(self, language: str = "en") -> str:
        """Say the share of all, the range over areas, and how much of that is borrowed."""
        share, low, high = self.percents(language)
        found = self.areas.values()
        least, most = (percent(f(a.estimate for a in found), language) for f in (min, max))
        few, many = (percent(f(a.kept for a in found), language) for f in (min, max))
        n = number(len(self.areas), language)
        return pick(
            language,
            f"{share} of everybody (likely between {low} and {high}). In {n} areas it is {least} "
            f"to {most}; {few} to {many} of these figures is the area's own, and the rest is "
            "borrowed from people alike elsewhere.",
            f"{share} de tout le monde (probablement entre {low} et {high}). Dans {n} secteurs, "
            f"c’est de {least} à {most} ; de {few} à {many} de ces chiffres viennent du secteur "
            "lui-même, et le reste est emprunté à des gens semblables ailleurs.",
        )


def poststratified_shares(
    marked: ArrayLike,
    groups: Mapping[str, Sequence[Hashable]],
    population: Mapping[tuple[Hashable, ...], float],
    *,
    by: str,
    confidence: float = 0.95,
) -> AreaShares:
    """Shares by area from answers that are true or false, by a multilevel model.

    `groups` gives the level of each answer in each grouping, such as {"area": …, "age": …};
    `population` how many people there are of each kind, by levels in the same order; `by` names
    the grouping whose shares are wanted. Areas without answers are answered too, wholly borrowed.
    Raises TooFew (under 3 areas, under 30 answers), OutOfRange (another mark; a population below
    nought), Contradiction (no such grouping; an answer of a kind without population),
    WrongShape, UnequalLengths, NotFinite.
    """
    kinds = _kinds(groups, _as_tuples(population, len(groups)), by)
    answers = _answers(marked, groups, kinds)
    found = fitted(answers, kinds)
    level = 0.5 + within(confidence, "confidence", 0, 1) / 2
    names, place = kinds.levels[by], kinds.codes[:, list(groups).index(by)]
    edge = float(scipy.special.stdtrit(len(names) - 1, level))
    areas = {
        name: _area(found, answers, kinds, by, place == i, (confidence, edge))
        for i, name in enumerate(names)
    }
    share, low, high = found.share(kinds, np.ones(len(kinds.people), bool), edge)
    return AreaShares(
        estimate=share,
        lower=low,
        upper=high,
        n=int(answers.n.sum()),
        method=METHOD,
        citation=GELMAN,
        confidence=confidence,
        warnings=(Caution.FEW,) if any(a.n < FEW for a in areas.values()) else (),
        areas=MappingProxyType(areas),
        spread=MappingProxyType(dict(zip(groups, map(float, np.exp(found.logs)), strict=True))),
    )


def _as_tuples(
    population: Mapping[Any, float], n_groups: int
) -> Mapping[tuple[Hashable, ...], float]:
    """Return the population by tuples of levels; with one grouping bare levels will do."""
    if n_groups == 1:
        population = {k if isinstance(k, tuple) else (k,): n for k, n in population.items()}
    for key in population:
        if not isinstance(key, tuple) or len(key) != n_groups:
            n = len(key) if isinstance(key, tuple) else 1
            raise WrongShape("population", (n,), f"{n_groups} levels for each kind")
    return population


def _kinds(
    groups: Mapping[str, Sequence[Hashable]],
    population: Mapping[tuple[Hashable, ...], float],
    by: str,
) -> Kinds:
    if by not in groups:
        raise Contradiction(f"no grouping is called {by!r}", element=by)
    people = finite_numbers(list(population.values()), "population")
    if (people < 0).any():
        place = int(np.argmax(people < 0))
        raise OutOfRange("population", list(population)[place], float(people[place]), "0 or more")
    levels = {
        name: tuple(dict.fromkeys(key[k] for key in population)) for k, name in enumerate(groups)
    }
    if len(levels[by]) < LEAST_LEVELS:
        raise TooFew(f"levels of {by}", len(levels[by]), LEAST_LEVELS)
    at = [{level: i for i, level in enumerate(each)} for each in levels.values()]
    codes = np.array([[at[k][level] for k, level in enumerate(key)] for key in population])
    for i, name in enumerate(levels[by]):
        if people[codes[:, list(groups).index(by)] == i].sum() == 0:
            raise OutOfRange("population", name, 0, "above 0 in every area")
    dummies = [np.eye(len(each))[codes[:, k]] for k, each in enumerate(levels.values())]
    return Kinds(people, codes, levels, np.column_stack([np.ones(len(codes)), *dummies]))


def _answers(marked: ArrayLike, groups: Mapping[str, Sequence[Hashable]], kinds: Kinds) -> Answers:
    y = number_list(marked, "marked", least=LEAST_ANSWERS)
    same_length(marked=y, **{name: list(each) for name, each in groups.items()})
    flags(y, "marked")
    if not 0 < y.sum() < y.size:
        raise TooFew("answers of one kind", 0, 1)
    names = list(kinds.levels.values())
    known = {
        tuple(names[k][code] for k, code in enumerate(row)): i for i, row in enumerate(kinds.codes)
    }
    rows = list(zip(*groups.values(), strict=True))
    for i, row in enumerate(rows):
        if row not in known:
            raise Contradiction(f"answer {i} is of a kind without population: {row}", element=i)
    place_of = np.array([known[row] for row in rows])
    n = np.bincount(place_of, minlength=len(known)).astype(float)
    yes = np.bincount(place_of, weights=y, minlength=len(known)).astype(float)
    return Answers(n, yes)


def _area(
    found: Fitted,
    answers: Answers,
    kinds: Kinds,
    by: str,
    inside: NDArray[np.bool_],
    sure: tuple[float, float],
) -> SmallArea:
    confidence, edge = sure
    share, low, high = found.share(kinds, inside, edge)
    n, n_marked = float(answers.n[inside].sum()), float(answers.marked[inside].sum())
    spread2 = math.exp(2 * found.logs[list(kinds.levels).index(by)])
    chance = found.chances(kinds)[inside]
    told = float(answers.n[inside] @ (chance * (1 - chance)))  # what the answers weigh
    return SmallArea(
        estimate=share,
        lower=low,
        upper=high,
        n=int(n),
        method=METHOD,
        citation=GELMAN,
        confidence=confidence,
        warnings=(Caution.FEW,) if n < FEW else (),
        own=n_marked / n if n else math.nan,
        kept=spread2 * told / (1 + spread2 * told),
    )
