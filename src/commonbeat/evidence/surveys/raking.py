"""Raking: weights changed just enough that known margins come out right.

Rows that agree on all margins are handled as one cell, so large samples cost little. A thin
level is refused or told, never merged in silence.
"""

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from commonbeat.evidence.checks import finite_numbers, positive, same_length
from commonbeat.evidence.faults import Contradiction, OutOfRange, TooFew
from commonbeat.evidence.results import Caution
from commonbeat.evidence.surveys.design import Design

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
DEMING = "Deming, W. E. & Stephan, F. F. (1940). Annals of Mathematical Statistics 11:427–444."
REFUSED_UNDER, TOLD_UNDER = 5, 20
CLOSE, ROUNDS = 1e-10, 2_000
DENSE = 100_000


@dataclass(frozen=True, slots=True)
class Margin:
    """A known margin: the level of each row, and how many people each level has."""

    levels: Sequence[Hashable]
    totals: Mapping[Hashable, float]


@dataclass(frozen=True, slots=True)
class _Coded:
    name: str
    codes: Codes
    totals: Floats


def rake(
    design: Design,
    margins: Mapping[str, Margin],
    *,
    trim: float | None = None,
) -> Design:
    """Return the sample with weights that meet every margin.

    `trim` caps weights at so many times their median and rakes again, with a warning. Raises
    TooFew (a level with under 5 answers), Contradiction (levels or totals that disagree, or
    margins that no weights can meet), UnequalLengths, OutOfRange.
    """
    coded = [_code(name, margin, design.n) for name, margin in margins.items()]
    _agree(coded)
    weights = raked_weights(design.weights, [(c.codes, c.totals) for c in coded])
    n_trimmed = 0
    if trim is not None:
        weights, n_trimmed = _trimmed(weights, coded, positive(trim, "trim"))
    thin = any(np.bincount(c.codes).min() < TOLD_UNDER for c in coded)
    warnings = (
        *design.warnings,
        *((Caution.THIN_MARGIN,) if thin else ()),
        *((Caution.WEIGHTS_TRIMMED,) if n_trimmed else ()),
    )
    dummies = np.column_stack([np.eye(c.totals.size)[c.codes] for c in coded])
    return replace(
        design,
        weights=weights,
        margins=dummies,
        warnings=warnings,
        n_trimmed=n_trimmed,
        method="raked to " + ", ".join(margins),
        citation=DEMING,
    )


def raked_weights(weights: Floats, margins: Sequence[tuple[Codes, Floats]]) -> Floats:
    """Return weights raked to (level code of each row, total of each level) margins.

    Raises Contradiction when they do not settle, or nobody with a weight has a level.
    """
    shape = tuple(totals.size for _, totals in margins)
    cells = np.ravel_multi_index(tuple(codes for codes, _ in margins), shape)
    size = math.prod(shape)
    if size <= DENSE:  # all combinations of levels; sorting the rows would take longer
        unique, cell = np.arange(size), cells
    else:
        unique, cell = np.unique(cells, return_inverse=True)
    start = np.bincount(cell, weights=weights, minlength=unique.size)
    levels = np.unravel_index(unique, shape)
    now = np.array(start, dtype=np.float64)
    for _ in range(ROUNDS):
        worst = 0.0
        for level, (_, totals) in zip(levels, margins, strict=True):
            have = np.bincount(level, weights=now, minlength=totals.size)
            if (have <= 0).any():
                place = int(np.argmax(have <= 0))
                raise Contradiction(f"nobody with a weight has level {place}", element=place)
            factor = totals / have
            worst = max(worst, float(np.abs(factor - 1).max()))
            now *= factor[level]
        if worst < CLOSE:
            change = np.divide(now, start, out=np.ones_like(now), where=start > 0)
            return np.asarray(weights * change[cell])
    raise Contradiction("no weights meet all margins at once")


def _code(name: str, margin: Margin, n: int) -> _Coded:
    same_length(**{"weights": range(n), name: margin.levels})
    place = {level: i for i, level in enumerate(margin.totals)}
    for i, level in enumerate(margin.levels):
        if level not in place:
            raise Contradiction(f"{name}: row {i} has a level without a total", element=i)
    totals = finite_numbers(list(margin.totals.values()), f"{name} totals")
    if (totals <= 0).any():
        i = int(np.argmax(totals <= 0))
        raise OutOfRange(f"{name} totals", list(margin.totals)[i], totals[i], "above 0")
    codes = np.array([place[level] for level in margin.levels])
    answers = np.bincount(codes, minlength=totals.size)
    if (answers < REFUSED_UNDER).any():
        i = int(np.argmax(answers < REFUSED_UNDER))
        raise TooFew(
            f"{name}: answers of level {list(margin.totals)[i]!r}", answers[i], REFUSED_UNDER
        )
    return _Coded(name, codes, totals)


def _agree(coded: Sequence[_Coded]) -> None:
    if not coded:
        raise TooFew("margins", 0, 1)
    whole = coded[0].totals.sum()
    for each in coded[1:]:
        if abs(each.totals.sum() - whole) > 1e-6 * whole:
            raise Contradiction(
                f"{each.name} adds up to {each.totals.sum():g}, but {coded[0].name} to {whole:g}",
                element=each.name,
            )


def _trimmed(weights: Floats, coded: Sequence[_Coded], trim: float) -> tuple[Floats, int]:
    margins = [(c.codes, c.totals) for c in coded]
    high = trim * float(np.median(weights))
    n_over = int((weights > high).sum())
    if not n_over:
        return weights, 0
    return raked_weights(np.minimum(weights, high), margins), n_over
