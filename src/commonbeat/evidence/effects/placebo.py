"""A second opinion: what would sham programmes in untreated areas have shown?"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonbeat.evidence.checks import count, counts, number_list, same_length, within
from commonbeat.evidence.effects.calibrated import sides
from commonbeat.evidence.faults import TooFew
from commonbeat.evidence.results import Estimate
from commonbeat.evidence.wording import number, percent, pick

Floats = NDArray[np.float64]
PLACEBO = "Conley, T. G. & Taber, C. R. (2011). Review of Economics and Statistics 93:113–125."


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceboEffect(Estimate):
    """The relative change of summed counts, judged by random sets of comparison areas."""

    log: float
    p: float
    n_sets: int

    def sentence(self, language: str = "en") -> str:
        """Say how often doing nothing looked like this."""
        share = (
            percent(self.p, language)
            if self.p >= 0.01
            else pick(language, "fewer than 1%", "moins de 1\N{NO-BREAK SPACE}%")
        )
        n = number(self.n_sets, language)
        return pick(
            language,
            f"Of {n} sham programmes in areas where nothing was done, {share} showed at least "
            "as large a change.",
            f"Sur {n} faux programmes dans des secteurs où rien n’a été fait, {share} montrent "
            "un changement au moins aussi grand.",
        )


def placebo_sets(
    before: ArrayLike,
    after: ArrayLike,
    treated: Sequence[int],
    *,
    rng: np.random.Generator,
    leave_out: Sequence[int] = (),
    n_sets: int = 9_999,
    confidence: float = 0.95,
) -> PlaceboEffect:
    """Compare the change of the treated areas with that of random sets of comparison areas.

    Raises as `calibrated_effect`; TooFew also when sets would use up the comparison areas.
    """
    y0 = counts(number_list(before, "before"), "before")
    y1 = counts(number_list(after, "after"), "after")
    same_length(before=y0, after=y1)
    chosen, others = sides(y0.size, treated, leave_out)
    if others.size < 2 * chosen.size:
        raise TooFew("comparison areas", others.size, 2 * chosen.size)
    n_sets = count(n_sets, "n_sets")
    log = float(_ratio(y0[chosen].sum(), y1[chosen].sum(), y0[others].sum(), y1[others].sum()))
    sham = _sham(y0[others], y1[others], chosen.size, n_sets, rng)
    centred = sham - sham.mean()
    far = int((np.abs(centred) >= abs(log) - 1e-12).sum())
    tail = (1 - within(confidence, "confidence", 0, 1)) / 2
    low, high = np.quantile(centred, [tail, 1 - tail])
    return PlaceboEffect(
        estimate=math.expm1(log),
        lower=math.expm1(log - high),
        upper=math.expm1(log - low),
        n=chosen.size + others.size,
        method="relative effect, placebo sets of comparison areas",
        citation=PLACEBO,
        confidence=confidence,
        log=log,
        p=(1 + far) / (n_sets + 1),
        n_sets=n_sets,
    )


def _sham(
    before: Floats, after: Floats, size: int, n_sets: int, rng: np.random.Generator
) -> Floats:
    draws = rng.random((n_sets, before.size), dtype=np.float32)
    sets = np.argpartition(draws, size - 1, axis=1)[:, :size]
    s0, s1 = before[sets].sum(axis=1), after[sets].sum(axis=1)
    return _ratio(s0, s1, before.sum() - s0, after.sum() - s1)


def _ratio(t0: Floats, t1: Floats, c0: Floats, c1: Floats) -> Floats:
    """Return the log change of t against c, with halves added where a sum is nought."""
    half = 0.5 * (np.minimum(np.minimum(t0, t1), np.minimum(c0, c1)) == 0)
    return np.asarray(np.log((t1 + half) * (c0 + half) / ((t0 + half) * (c1 + half))))
