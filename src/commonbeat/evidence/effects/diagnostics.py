"""Is the comparison fair? Checks on the time before the start, and on single areas.

A pass is not proof: a steady drift from before the start is caught only sometimes.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonbeat.evidence.effects.calibrated import (
    CITATION,
    Effect,
    calibrated_effect,
    effect_of,
    log_changes,
    sides,
)
from commonbeat.evidence.effects.changes import Changes
from commonbeat.evidence.effects.panel import split_at, table_of
from commonbeat.evidence.effects.shams import sham_sets
from commonbeat.evidence.effects.twobytwo import said_change
from commonbeat.evidence.faults import TooFew
from commonbeat.evidence.results import Caution, Told
from commonbeat.evidence.wording import pick

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
QUARTER = 3


def placebo_in_time(
    table: ArrayLike,
    treated: Sequence[int],
    start: int,
    *,
    leave_out: Sequence[int] = (),
    touching: Mask | None = None,
) -> Effect:
    """Pretend that it began in the middle of the time before the start (at most 24 v 24).

    Raises TooFew (under 12 months before the start) and as `calibrated_effect`.
    """
    numbers = table_of(table)
    if start < 12:
        raise TooFew("months before the start", start, 12)
    half = min(24, start // 2)
    return calibrated_effect(
        numbers[:, start - 2 * half : start - half].sum(axis=1),
        numbers[:, start - half : start].sum(axis=1),
        treated,
        leave_out=leave_out,
        touching=touching,
    )


@dataclass(frozen=True, slots=True)
class Lines:
    """A straight line through the log counts of each area by quarter, before the start."""

    level: Floats
    slope: Floats
    middle: float
    level_variance: Floats
    slope_variance: Floats


def _lines(past: Floats) -> Lines:
    n = past.shape[1] // QUARTER
    used = past[:, past.shape[1] - n * QUARTER :]
    blocks = used.reshape(past.shape[0], n, QUARTER).sum(axis=2) + 0.5
    offset = past.shape[1] - n * QUARTER
    time = offset + QUARTER * np.arange(n) + (QUARTER - 1) / 2
    away = time - time.mean()
    y = np.log(blocks / QUARTER)
    spread = float(away @ away)
    return Lines(
        level=y.mean(axis=1),
        slope=y @ away / spread,
        middle=float(time.mean()),
        level_variance=(1 / blocks).sum(axis=1) / n**2,
        slope_variance=(1 / blocks) @ away**2 / spread**2,
    )


def trend_before(
    table: ArrayLike,
    treated: Sequence[int],
    start: int,
    *,
    leave_out: Sequence[int] = (),
    touching: Mask | None = None,
) -> Effect:
    """Yearly drift of the treated areas against the others before the start.

    The estimate is a relative change per year. Raises TooFew (under 24 months before the start)
    and as `calibrated_effect`.
    """
    numbers = table_of(table)
    if start < 24:
        raise TooFew("months before the start", start, 24)
    chosen, others = sides(numbers.shape[0], treated, leave_out)
    lines = _lines(numbers[:, :start])
    yearly = Changes(12 * lines.slope, 144 * lines.slope_variance, chosen, others)
    return effect_of(yearly, shams=sham_sets(yearly, touching=touching))


def trend_extended_effect(
    table: ArrayLike,
    treated: Sequence[int],
    start: int,
    *,
    leave_out: Sequence[int] = (),
    touching: Mask | None = None,
    confidence: float = 0.95,
) -> Effect:
    """Effect against each area's own straight line from before the start, carried on.

    Right when areas drift steadily apart; wider and no better otherwise.
    Raises TooFew (under 24 months before the start) and as `calibrated_effect`.
    """
    numbers = table_of(table)
    if start < 24:
        raise TooFew("months before the start", start, 24)
    _, after, _, n_after = split_at(numbers, start)
    chosen, others = sides(numbers.shape[0], treated, leave_out)
    lines = _lines(numbers[:, :start])
    ahead = start + (n_after - 1) / 2 - lines.middle
    log = np.log((after + 0.5) / n_after) - lines.level - lines.slope * ahead
    variance = 1 / (after + 0.5) + lines.level_variance + lines.slope_variance * ahead**2
    changes = Changes(log, variance, chosen, others)
    shams = sham_sets(changes, touching=touching)
    return effect_of(changes, confidence, warnings=(Caution.NOT_PARALLEL,), shams=shams)


@dataclass(frozen=True, slots=True)
class LeaveOneOut(Told):
    """The effect when each of `n` comparison areas in turn is left out."""

    lowest: float
    highest: float
    decides: tuple[int, ...]
    n: int
    method: str = "comparison-calibrated relative effect, each comparison area left out in turn"
    citation: str = CITATION
    warnings: tuple[str, ...] = ()

    def sentence(self, language: str = "en") -> str:
        """Say the range, and whether a single area decides."""
        low, high = (said_change(x, language) for x in (self.lowest, self.highest))
        if self.decides:
            end = pick(
                language,
                "one of them alone would change the verdict.",
                "l’un d’eux suffirait à changer la conclusion.",
            )
        else:
            end = pick(
                language,
                "none of them alone changes the verdict.",
                "aucun d’eux ne change à lui seul la conclusion.",
            )
        return pick(
            language,
            f"Leaving out one comparison area gives {low} to {high}; {end}",
            f"En retirant un secteur de comparaison, on trouve de {low} à {high} ; {end}",
        )


def leave_one_out(
    table: ArrayLike, treated: Sequence[int], start: int, *, leave_out: Sequence[int] = ()
) -> LeaveOneOut | None:
    """Return the range of effects and which areas alone would change the verdict.

    None when only eight comparison areas are there, since seven are too few.
    """
    before, after, n0, n1 = split_at(table, start)
    changes = log_changes(before, after, treated, leave_out, length_before=n0, length_after=n1)
    if changes.comparison.size <= 8:
        return None
    whole = effect_of(changes)
    logs, decides = [], []
    for place in changes.comparison:
        rest = changes.comparison[changes.comparison != place]
        effect = effect_of(Changes(changes.log, changes.variance, changes.treated, rest))
        logs.append(effect.log)
        if effect.verdict is not whole.verdict:
            decides.append(int(place))
    return LeaveOneOut(
        math.expm1(min(logs)),
        math.expm1(max(logs)),
        tuple(decides),
        len(logs),
        warnings=(Caution.ONE_COMPARISON_DECIDES,) if decides else (),
    )
