"""Part weeks, holidays, and events that are still to be reported.

The latest days always look quiet, because reports come in late. `still_to_come` learns from past
days how much of a day is known after so many days, and fills up the rest with its uncertainty.
"""

import math
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from commonbeat.evidence.checks import counts, within
from commonbeat.evidence.faults import Contradiction, TooFew, WrongShape
from commonbeat.evidence.results import Caution, Estimate
from commonbeat.evidence.wording import number, pick

LAWLESS = "Lawless, J. F. (1994). Canadian Journal of Statistics 22:15–31."
LEAST_DAYS, LEAST_EVENTS = 10, 30


@dataclass(frozen=True, slots=True)
class Days:
    """How many days of each kind a period holds."""

    working: int
    weekend: int
    holidays: int

    @property
    def total(self) -> int:
        """Return all days."""
        return self.working + self.weekend + self.holidays


def days_between(first: date, last: date, *, holidays: Collection[date] = ()) -> Days:
    """Count the days of each kind from the first to the last day, both included.

    A holiday at a weekend counts as a holiday. Raises Contradiction when the last comes first.
    """
    if last < first:
        raise Contradiction(f"the last day {last} lies before the first {first}")
    free = set(holidays)
    every = [first + timedelta(days=i) for i in range((last - first).days + 1)]
    n_holidays = sum(day in free for day in every)
    n_weekend = sum(day.weekday() >= 5 and day not in free for day in every)
    return Days(len(every) - n_holidays - n_weekend, n_weekend, n_holidays)


def like_for_like(now: Days, before: Days, *, weekend: float = 1.0, holiday: float = 1.0) -> float:
    """Return how long `now` is in units of `before`, when a weekend day counts `weekend`.

    Use it as the length in `change_between`. Raises TooFew when a period holds no day.
    """
    sizes = [
        days.working + weekend * days.weekend + holiday * days.holidays for days in (now, before)
    ]
    for name, size in zip(("now", "before"), sizes, strict=True):
        if size <= 0:
            raise TooFew(f"days {name}", size, 1)
    return sizes[0] / sizes[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed(Estimate):
    """Events of the latest days, filled up with those still to be reported."""

    n_known: int
    share_known: float

    def sentence(self, language: str = "en") -> str:
        """Say how many are known and how many there will likely be."""
        known, total, low, high = (
            number(x, language) for x in (self.n_known, self.estimate, self.lower, self.upper)
        )
        return pick(
            language,
            f"{known} are known so far; about {total} (likely {low} to {high}) once all are "
            "reported.",
            f"{known} sont connus ; environ {total} (probablement de {low} à {high}) une fois "
            "tous signalés.",
        )


def still_to_come(triangle: ArrayLike, *, confidence: float = 0.95) -> Completed:
    """Fill up the days whose reports are not all in.

    `triangle` is days × delays (0, 1, … days until reported), the latest day last; entries not
    yet seen may be anything, since day i from the end is known up to delay i only.
    Raises TooFew (under 10 full days, under 30 events on them), WrongShape, NegativeCount,
    FractionalCount, NotFinite.
    """
    table = counts(np.where(_seen(triangle), np.array(triangle, dtype=float), 0.0), "triangle")
    n_days, n_delays = table.shape
    n_open = n_delays - 1
    full = table[: n_days - n_open]
    if full.shape[0] < LEAST_DAYS:
        raise TooFew("days fully reported", full.shape[0], LEAST_DAYS)
    if full.sum() < LEAST_EVENTS:
        raise TooFew("events on fully reported days", float(full.sum()), LEAST_EVENTS)
    share = np.maximum(np.cumsum(full.sum(axis=0)) / full.sum(), 1e-9)
    latest = table[n_days - n_open :]
    reported = latest.sum(axis=1)
    known_share = share[n_open - 1 - np.arange(n_open)] if n_open else share[:0]
    missing = (reported + 0.5) * (1 - known_share) / known_share
    known, total = float(reported.sum()), float(reported.sum() + missing.sum())
    spread = missing / known_share + (missing**2) / full.sum()
    z = float(scipy.special.ndtri(0.5 + within(confidence, "confidence", 0, 1) / 2))
    half = z * math.sqrt(float(spread.sum()))
    return Completed(
        estimate=total,
        lower=max(known, total - half),
        upper=total + half,
        n=int(full.sum()),
        method="reverse-time completion of reporting delays",
        citation=LAWLESS,
        confidence=confidence,
        warnings=(Caution.FEW,) if known < LEAST_EVENTS else (),
        n_known=int(known),
        share_known=known / total if total else 1.0,
    )


def _seen(triangle: ArrayLike) -> NDArray[np.bool_]:
    shape = np.shape(triangle)
    if len(shape) != 2 or shape[1] < 1:
        raise WrongShape("triangle", shape, "days × delays")
    age = shape[0] - 1 - np.arange(shape[0])
    return np.asarray(np.arange(shape[1])[None, :] <= age[:, None])
