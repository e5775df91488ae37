"""How a random sample was drawn, and the variance that follows from it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonbeat.evidence.checks import number_list, positive, same_length
from commonbeat.evidence.faults import Contradiction, MoreThanAll, OutOfRange, TooFew
from commonbeat.evidence.results import Told
from commonbeat.evidence.wording import counted, number, pick

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
KISH = "Kish, L. (1965). Survey Sampling. Wiley, section 11.7."


@dataclass(frozen=True, slots=True, eq=False)
class Design(Told):
    """A sample: weights, stratum and cluster of each row. Make it with `design_of`.

    `margins` holds the dummies of the margins that the weights were raked to, if any, and
    `drawn` the weights before raking.
    """

    weights: Floats
    strata: Codes
    clusters: Codes
    share_drawn: Floats
    drawn: Floats
    margins: Floats | None = None
    warnings: tuple[str, ...] = ()
    n_trimmed: int = 0
    method: str = "weights as drawn"
    citation: str = KISH
    second: "SecondStage | None" = None

    def sentence(self, language: str = "en") -> str:
        """Say how unequal the weights are, what that costs, and how many were trimmed."""
        n, worth = (number(x, language) for x in (self.n, self.n / kish_effect(self.weights)))
        times = number(float(self.weights.max() / self.weights.min()), language, 1)
        told = pick(
            language,
            f"The largest weight is {times} times the smallest, so {n} answers count as much as "
            f"{worth} with equal weights.",
            f"Le plus grand poids vaut {times} fois le plus petit ; {n} réponses valent donc "
            f"{worth} réponses de même poids.",
        )
        if not self.n_trimmed:
            return told
        trimmed = counted(
            self.n_trimmed,
            language,
            ("weight was trimmed", "weights were trimmed"),
            ("poids a été réduit", "poids ont été réduits"),
        )
        return f"{told} {trimmed}."

    @property
    def n(self) -> int:
        """Return how many rows there are."""
        return int(self.weights.size)

    @property
    def degrees(self) -> int:
        """Return clusters less strata."""
        return int(self.clusters.max()) + 1 - self.share_drawn.size


@dataclass(frozen=True, slots=True, eq=False)
class SecondStage:
    """What was drawn within the clusters: the share of each cluster's people."""

    share_drawn: Floats


def design_of(
    weights: ArrayLike,
    *,
    strata: Sequence[object] | None = None,
    clusters: Sequence[object] | None = None,
    population: ArrayLike | None = None,
    cluster_population: ArrayLike | None = None,
) -> Design:
    """Describe a sample.

    `population` is for each row the number of clusters (or of people, without clusters) in its
    stratum, for the finite population correction; `cluster_population` the number of people in
    its cluster, where only some of them were drawn (two stages). Raises TooFew (a stratum with
    one cluster), OutOfRange (a weight of nought or less), UnequalLengths, Contradiction (a
    population that differs within a stratum), MoreThanAll (more drawn than there are).
    """
    w = number_list(weights, "weights", least=2)
    if (w <= 0).any():
        raise OutOfRange("weights", int(np.argmax(w <= 0)), float(w[w <= 0][0]), "above 0")
    layer = _codes(strata, w.size, "strata") if strata is not None else np.zeros(w.size, int)
    unit = _codes(clusters, w.size, "clusters") if clusters is not None else np.arange(w.size)
    _, unit = np.unique(layer * (int(unit.max()) + 1) + unit, return_inverse=True)
    n_clusters = _clusters_by_stratum(layer, unit)
    if (n_clusters < 2).any():
        place = int(np.argmax(n_clusters < 2))
        raise TooFew(f"clusters in stratum {place}", int(n_clusters[place]), 2)
    drawn = np.zeros(n_clusters.size)
    if population is not None:
        drawn = n_clusters / _population(population, layer, n_clusters)
    second = None
    if cluster_population is not None:
        second = _second_stage(cluster_population, unit)
    return Design(w, layer, unit, drawn, w, second=second)


def _codes(labels: Sequence[object], n: int, name: str) -> Codes:
    same_length(**{"weights": range(n), name: labels})
    known: dict[object, int] = {}
    return np.array([known.setdefault(label, len(known)) for label in labels])


def _second_stage(population: ArrayLike, unit: Codes) -> SecondStage:
    n_rows = np.bincount(unit)
    share = n_rows / _population(population, unit, n_rows)
    alone = (n_rows < 2) & (share < 1)
    if alone.any():
        raise TooFew(f"rows of cluster {int(np.argmax(alone))}", 1, 2)
    return SecondStage(share)


def _clusters_by_stratum(layer: Codes, unit: Codes) -> Codes:
    _, first = np.unique(unit, return_index=True)
    return np.bincount(layer[first])


def _population(population: ArrayLike, layer: Codes, n_clusters: Codes) -> Floats:
    given = number_list(population, "population")
    same_length(weights=layer, population=given)
    size = np.zeros(n_clusters.size)
    size[layer] = given
    if (size[layer] != given).any():
        place = int(np.argmax(size[layer] != given))
        raise Contradiction("the population differs within a stratum", element=place)
    if (size < n_clusters).any():
        place = int(np.argmax(size < n_clusters))
        raise MoreThanAll(
            f"clusters drawn in stratum {place}", n_clusters[place], "population", size[place]
        )
    return size


def variance_of_total(design: Design, influence: Floats) -> float:
    """Return the variance of the weighted total of an influence variable (linearisation).

    After raking, the part of the influence that the margins explain is taken away first.
    """
    value = influence if design.margins is None else _unexplained(design, influence)
    by_cluster = np.bincount(design.clusters, weights=design.weights * value)
    _, first = np.unique(design.clusters, return_index=True)
    layer = design.strata[first]
    n = np.bincount(layer)
    away = by_cluster - (np.bincount(layer, weights=by_cluster) / n)[layer]
    squares = np.bincount(layer, weights=away**2)
    first_stage = float(((1 - design.share_drawn) * n / (n - 1) * squares).sum())
    return first_stage + _within_clusters(design, value, layer)


def _within_clusters(design: Design, value: Floats, layer: Codes) -> float:
    """Return what drawing only some rows of each cluster adds to the variance."""
    if design.second is None:
        return 0.0
    weighted, m = design.weights * value, np.bincount(design.clusters)
    away = weighted - (np.bincount(design.clusters, weights=weighted) / m)[design.clusters]
    squares = np.bincount(design.clusters, weights=away**2)
    part = (1 - design.second.share_drawn) * m / np.maximum(m - 1, 1) * squares
    return float((design.share_drawn[layer] * part).sum())


def _unexplained(design: Design, influence: Floats) -> Floats:
    root = np.sqrt(design.drawn)
    dummies = np.zeros((design.n, 0)) if design.margins is None else design.margins
    fit, *_ = np.linalg.lstsq(dummies * root[:, None], influence * root, rcond=None)
    return np.asarray(influence - dummies @ fit)


def kish_effect(weights: ArrayLike) -> float:
    """Return Kish's design effect of unequal weights: n Σw² / (Σw)².

    Raises OutOfRange (a weight of nought or less), TooFew, NotFinite.
    """
    w = number_list(weights, "weights")
    if (w <= 0).any():
        raise OutOfRange("weights", int(np.argmax(w <= 0)), float(w[w <= 0][0]), "above 0")
    return float(w.size * (w @ w) / w.sum() ** 2)


def cluster_effect(size: float, likeness: float) -> float:
    """Return Kish's design effect of clusters of a mean size: 1 + (size − 1) × likeness.

    `likeness` is the intraclass correlation, from −1 to 1. Raises OutOfRange, NotFinite.
    """
    if not -1 <= likeness <= 1:
        raise OutOfRange("likeness", 0, likeness, "from −1 to 1")
    if positive(size, "size") < 1:
        raise OutOfRange("size", 0, size, "1 or more")
    return positive(1 + (size - 1) * likeness, "design effect")
