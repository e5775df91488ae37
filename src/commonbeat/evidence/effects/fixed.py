"""The two-way fixed-effects Poisson estimate, from four sums.

With one start date for all treated areas, the score equations of the model with an effect for
each area and each month are met exactly by the ratio of the four sums of events, so that nothing
needs to be fitted: the estimate is minus the log relative effect size, and the model's own error
is that of its Poisson interval.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from commonbeat.evidence.checks import places
from commonbeat.evidence.effects.panel import split_at
from commonbeat.evidence.effects.twobytwo import (
    Pair,
    RelativeEffectSize,
    relative_effect_size,
)
from commonbeat.evidence.faults import TooFew


def fixed_effects_effect(
    table: ArrayLike, treated: Sequence[int], start: int, *, confidence: float = 0.95
) -> RelativeEffectSize:
    """Estimate from areas × months; the model's coefficient is minus `log`.

    Raises TooFew (no treated or no other area; no event in one of the four sums), OutOfRange,
    WrongShape, NegativeCount, FractionalCount, NotFinite.
    """
    before, after, _, _ = split_at(table, start)
    here = np.isin(np.arange(before.size), places(treated, "treated", before.size))
    if not here.any() or here.all():
        raise TooFew("treated or other areas", 0, 1)
    pairs = [Pair(float(before[rows].sum()), float(after[rows].sum())) for rows in (here, ~here)]
    return relative_effect_size(*pairs, confidence=confidence)
