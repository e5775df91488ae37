"""Multilevel regression and post-stratification: towns whose truth is known, and its likelihood."""

import math

import numpy as np
import pytest
import scipy.optimize
import scipy.special
import scipy.stats

from commonbeat.evidence import faults
from commonbeat.evidence.surveys.multilevel import poststratified_shares

AREAS, AGES = [f"Area {i:02d}" for i in range(16)], ["young", "middle", "old"]


def town(seed):
    """Opinions by area and age, people by kind, and answers of which the old give most."""
    rng = np.random.default_rng(seed)
    odds = 0.4 + rng.normal(0, 0.5, (16, 1)) + np.array([[-0.8, 0.0, 0.7]])
    chance = scipy.special.expit(odds + rng.normal(0, 0.1, (16, 3)))
    people = rng.integers(200, 2000, (16, 3))
    asked = rng.poisson(np.array([4, 12, 24]) * rng.uniform(0.2, 2, (16, 1)))
    yes = rng.binomial(asked, chance)
    truth = (people * chance).sum(axis=1) / people.sum(axis=1)
    return people, asked, yes, truth


def asked_of(people, asked, yes):
    """The same as one row an answer, and the population by kind."""
    rows = [
        (AREAS[a], AGES[b], k < yes[a, b])
        for a in range(16)
        for b in range(3)
        for k in range(asked[a, b])
    ]
    areas, ages, marked = zip(*rows, strict=True)
    kinds = {(AREAS[a], AGES[b]): people[a, b] for a in range(16) for b in range(3)}
    return marked, {"area": areas, "age": ages}, kinds


def test_limits_hold_the_truth_and_the_figures_lie_nearer_to_it_than_the_bare_answers():
    inside, ours, bare = [], [], []
    for seed in range(40):
        people, asked, yes, truth = town(seed)
        found = poststratified_shares(*asked_of(people, asked, yes), by="area")
        areas = [found.areas[name] for name in AREAS]
        inside += [a.lower <= t <= a.upper for a, t in zip(areas, truth, strict=True)]
        ours.append(np.mean([(a.estimate - t) ** 2 for a, t in zip(areas, truth, strict=True)]))
        bare.append(np.nanmean((yes.sum(axis=1) / np.maximum(asked.sum(axis=1), 1) - truth) ** 2))
    assert 0.92 < np.mean(inside) < 0.98
    assert np.mean(ours) < 0.4 * np.mean(bare)


def test_who_answers_by_age_does_not_tilt_the_whole():
    people, asked, yes, truth = town(5)
    found = poststratified_shares(*asked_of(people, asked, yes), by="area")
    whole = float(truth @ people.sum(axis=1) / people.sum())
    assert abs(found.estimate - whole) < abs(yes.sum() / asked.sum() - whole)
    assert found.lower < whole < found.upper
    assert found.spread["age"] > found.spread["area"] > 0


def test_the_spread_is_the_most_likely_one_when_every_effect_is_integrated_out():
    """One grouping of 16: exact integrals on a grid in place of Laplace's approximation."""
    people, asked, yes, _ = town(11)
    n, k = asked.sum(axis=1), yes.sum(axis=1)
    middle = np.linspace(-1.5, 2.5, 161)
    away, weight = np.polynomial.hermite_e.hermegauss(41)

    def worth(log_sd):
        odds = middle[:, None, None] + math.exp(log_sd) * away
        chance = scipy.special.expit(odds)
        likely = scipy.stats.binom.pmf(k[:, None], n[:, None], chance) @ (weight / weight.sum())
        return math.log(np.exp(np.log(likely).sum(axis=1)).sum()) + log_sd  # and the penalty

    best = scipy.optimize.minimize_scalar(lambda x: -worth(x), bounds=(-3, 1), method="bounded").x
    rows = [(AREAS[a], i < k[a]) for a in range(16) for i in range(n[a])]
    found = poststratified_shares(
        [mark for _, mark in rows],
        {"area": [area for area, _ in rows]},
        dict(zip(AREAS, people.sum(axis=1), strict=True)),
        by="area",
    )
    assert found.spread["area"] == pytest.approx(math.exp(best), rel=0.02)


def test_an_area_with_many_answers_keeps_its_own_and_one_without_borrows_everything():
    marks = [i % 10 < 8 for i in range(900)] + [i % 2 == 0 for i in range(60)]
    areas = ["much"] * 900 + ["a", "b", "c"] * 20
    people = {"much": 5000, "a": 900, "b": 900, "c": 900, "silent": 400}
    found = poststratified_shares(marks, {"area": areas}, people, by="area").areas
    assert found["much"].estimate == pytest.approx(0.8, abs=0.01)
    assert found["much"].kept > 0.9 > found["a"].kept > 0
    silent = found["silent"]
    assert (silent.n, silent.kept) == (0, 0)
    assert silent.upper - silent.lower > found["a"].upper - found["a"].lower
    assert "nobody answered from this area" in silent.sentence()
    assert "personne n’a répondu" in silent.sentence("fr")


MARKS, WHERE = [i % 3 > 0 for i in range(60)], ["a", "b", "c"] * 20
PEOPLE = {"a": 10, "b": 20, "c": 30}


@pytest.mark.parametrize(
    ("change", "fault", "element"),
    [
        ({"marked": [2, *MARKS[1:]]}, faults.OutOfRange, 0),
        ({"marked": [math.nan, *MARKS[1:]]}, faults.NotFinite, 0),
        ({"marked": MARKS[:-1]}, faults.UnequalLengths, "area"),
        ({"marked": [True] * 60}, faults.TooFew, "answers of one kind"),
        ({"marked": MARKS[:9], "groups": {"area": WHERE[:9]}}, faults.TooFew, "marked"),
        ({"groups": {"area": ["d", *WHERE[1:]]}}, faults.Contradiction, 0),
        ({"by": "age"}, faults.Contradiction, "age"),
        ({"population": {"a": 1, "b": 2}}, faults.TooFew, "levels of area"),
        ({"population": PEOPLE | {"b": -2}}, faults.OutOfRange, ("b",)),
        ({"population": PEOPLE | {"b": 0}}, faults.OutOfRange, "b"),
        ({"population": {("a", 1): 9} | PEOPLE}, faults.WrongShape, "population"),
    ],
)
def test_what_cannot_be_is_refused_by_name(change, fault, element):
    given = {"marked": MARKS, "groups": {"area": WHERE}, "population": PEOPLE, "by": "area"}
    given |= change
    with pytest.raises(fault) as told:
        poststratified_shares(given["marked"], given["groups"], given["population"], by=given["by"])
    assert told.value.element == element
