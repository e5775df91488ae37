"""Before starting: how large a fall could be seen with these areas and months?"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from commonbeat.evidence.checks import count, within
from commonbeat.evidence.effects.calibrated import log_changes, paule_mandel, sides
from commonbeat.evidence.effects.panel import table_of
from commonbeat.evidence.faults import OutOfRange, TooFew
from commonbeat.evidence.results import Caution, Estimate
from commonbeat.evidence.wording import percent, pick

Floats = NDArray[np.float64]
BLOOM = "Bloom, H. S. (1995). Evaluation Review 19:547–556."
STEP = 6
MOST = 0.95  # a larger fall is no use to anybody planning a programme


@dataclass(frozen=True, slots=True, kw_only=True)
class VisibleFall(Estimate):
    """The smallest fall that would be noticed with the wanted chance (0.3 is 30%)."""

    log_se: float
    power: float
    tau: float
    n_comparison: int

    def chance_to_see(self, fall: float) -> float:
        """Return how likely a true fall of this size (0.1: 10%) would be told as evidence."""
        if not 0 <= fall < 1:
            raise OutOfRange("fall", 0, fall, "from 0 to under 1")
        free = self.n_comparison - 1
        shift = -math.log1p(-fall) / self.log_se
        edge = float(scipy.special.stdtrit(free, 0.5 + self.confidence / 2))
        reach = scipy.special.nctdtr(free, shift, [-edge, edge])
        return float(1 - reach[1] + reach[0])

    def sentence(self, language: str = "en") -> str:
        """Say what could be seen and what would likely be missed."""
        fall, chance = percent(self.estimate, language), percent(self.power, language)
        if self.estimate > MOST:
            return pick(
                language,
                "With these areas and months hardly any fall could be seen: there are too few "
                "events.",
                "Avec ces secteurs et ces mois, on ne pourrait voir presque aucune baisse : il y "
                "a trop peu d’événements.",
            )
        third = self.estimate / 3
        missed, seen = percent(third, language), percent(self.chance_to_see(third), language)
        return pick(
            language,
            f"With these areas and months you could see a fall of {fall} or more ({chance} of "
            f"the time). A fall of {missed} would be seen only {seen} of the time.",
            f"Avec ces secteurs et ces mois, on pourrait voir une baisse de {fall} ou plus "
            f"({chance} du temps). Une baisse de {missed} ne serait vue que {seen} du temps.",
        )


def smallest_visible_fall(
    history: ArrayLike,
    treated: Sequence[int],
    *,
    n_before: int,
    n_after: int,
    leave_out: Sequence[int] = (),
    power: float = 0.8,
    confidence: float = 0.95,
) -> VisibleFall:
    """Smallest fall seen with chance `power`, from the areas' own untreated history.

    `history` is areas × months. How much areas vary is the mean over dry runs at dates six
    months apart, each with `n_before` and `n_after` months.
    Raises TooFew (history shorter than one dry run; under 8 comparison areas), OutOfRange.
    """
    numbers = table_of(history)
    n_before, n_after = count(n_before, "n_before"), count(n_after, "n_after")
    needed = n_before + n_after
    if min(n_before, n_after) < 1 or numbers.shape[1] < needed:
        raise TooFew("months of history", numbers.shape[1], max(needed, 2))
    chosen, others = sides(numbers.shape[0], treated, leave_out)
    tau2 = float(np.mean(_dry_runs(numbers, chosen.tolist(), leave_out, n_before, n_after)))
    se = _future_error(numbers, tau2, (chosen, others), n_before, n_after)
    free = others.size - 1
    edges = (0.5 + within(confidence, "confidence", 0, 1) / 2, within(power, "power", 0.5, 1))
    log = float(scipy.special.stdtrit(free, edges).sum()) * se
    return VisibleFall(
        estimate=-math.expm1(-log),
        lower=-math.expm1(-log),
        upper=1.0,
        n=chosen.size + others.size,
        method="smallest visible effect of the comparison-calibrated estimate",
        citation=BLOOM,
        confidence=confidence,
        warnings=(Caution.SHORT_HISTORY,) if n_before < 24 else (),
        log_se=se,
        power=power,
        tau=math.sqrt(tau2),
        n_comparison=others.size,
    )


def _future_error(
    numbers: Floats,
    tau2: float,
    both: tuple[NDArray[np.int64], NDArray[np.int64]],
    n_before: int,
    n_after: int,
) -> float:
    """Return the error of the log effect if counts go on as lately."""
    monthly = numbers[:, -n_before:].mean(axis=1)
    variance = 1 / (monthly * n_before + 0.5) + 1 / (monthly * n_after + 0.5)
    weight = 1 / (variance + tau2)
    return math.sqrt(sum(1 / float(weight[rows].sum()) for rows in both))


def _dry_runs(
    numbers: Floats,
    treated: list[int],
    leave_out: Sequence[int],
    n_before: int,
    n_after: int,
) -> list[float]:
    found = []
    for date in range(numbers.shape[1] - n_after, n_before - 1, -STEP):
        changes = log_changes(
            numbers[:, date - n_before : date].sum(axis=1),
            numbers[:, date : date + n_after].sum(axis=1),
            treated,
            leave_out,
            length_before=n_before,
            length_after=n_after,
        )
        rows = changes.comparison
        found.append(paule_mandel(changes.log[rows], changes.variance[rows]))
    return found
