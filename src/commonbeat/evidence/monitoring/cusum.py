"""Cumulative sums: small lasting rises that no single week shows."""

import math
from dataclasses import dataclass

from numpy.typing import ArrayLike

from commonbeat.evidence.checks import counts, number_list, positive
from commonbeat.evidence.faults import Contradiction, OutOfRange
from commonbeat.evidence.results import Told
from commonbeat.evidence.wording import number, pick

METHOD = "Poisson cumulative sum"
LUCAS = "Lucas, J. M. (1985). Technometrics 27:129–144."


@dataclass(frozen=True, slots=True)
class Cusum(Told):
    """The running sum, the places where it passed the limit, and the settings."""

    path: tuple[float, ...]
    signals: tuple[int, ...]
    reference: float
    limit: float
    n: int
    method: str = METHOD
    citation: str = LUCAS
    warnings: tuple[str, ...] = ()

    def sentence(self, language: str = "en") -> str:
        """Say whether and when counts rose lastingly."""
        if not self.signals:
            return pick(
                language,
                f"No lasting rise in {self.n} periods.",
                f"Aucune hausse durable en {self.n} périodes.",
            )
        times, first = number(len(self.signals), language), self.signals[0] + 1
        return pick(
            language,
            f"A lasting rise was signaled {times} time(s), first in period {first}.",
            f"Une hausse durable a été signalée {times} fois, d’abord à la période {first}.",
        )


def reference_value(usual: float, raised: float) -> float:
    """Return the count a period that tells a raised from the usual mean best.

    Raises Contradiction unless the raised mean is the larger, OutOfRange.
    """
    low, high = positive(usual, "usual"), positive(raised, "raised")
    if high <= low:
        raise Contradiction("the raised mean must lie above the usual one")
    return (high - low) / (math.log(high) - math.log(low))


def cusum(
    events: ArrayLike,
    *,
    reference: float,
    limit: float,
    anew: bool = True,
    head_start: float = 0.0,
) -> Cusum:
    """Run S = max(0, S + count − reference); a signal where S passes the limit.

    After a signal the sum starts anew, or goes on (`anew` false, as some tables are printed).
    `head_start` is where it starts (half the limit: Lucas & Crosier's fast first response).
    Raises TooFew, NegativeCount, FractionalCount, NotFinite, OutOfRange.
    """
    y = counts(number_list(events, "events"), "events")
    k, h = positive(reference, "reference"), positive(limit, "limit")
    path: list[float] = []
    signals: list[int] = []
    if not 0 <= head_start <= h:
        raise OutOfRange("head_start", 0, head_start, "from 0 to the limit")
    total = float(head_start)
    for place, value in enumerate(y):
        total = max(0.0, total + float(value) - k)
        path.append(total)
        if total > h:
            signals.append(place)
            total = float(head_start) if anew else total
    method = METHOD + (", starting anew after each signal" if anew else "")
    return Cusum(tuple(path), tuple(signals), k, h, len(path), method)
