"""How long things took: medians and the slowest tenth, also when some cases are still open.

Times are plain numbers in one unit (`minutes`, `hours` or `days`), from nought upwards.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from commonbeat.evidence.checks import non_negative, number_list, same_length, within
from commonbeat.evidence.faults import BeyondObservation, OutOfRange
from commonbeat.evidence.proportions import FEW, clopper_pearson_limits, wilson_limits
from commonbeat.evidence.results import Caution, Estimate
from commonbeat.evidence.wording import UNITS, counted, number, pick, with_unit

ORDER = "Conover, W. J. (1999). Practical Nonparametric Statistics, 3rd ed., section 3.2."
KAPLAN_MEIER = (
    "Kaplan, E. L. & Meier, P. (1958). Journal of the American Statistical Association "
    "53:457–481; log-log limits: Kalbfleisch & Prentice (1980)."
)
SECONDS = {"minutes": 60.0, "hours": 3_600.0, "days": 86_400.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantile(Estimate):
    """A time that a given share of cases stayed under; `upper` is infinite when unknown."""

    share: float
    unit: str

    def sentence(self, language: str = "en") -> str:
        """Say the time and its range in plain words."""
        time, low = (with_unit(x, self.unit, language) for x in (self.estimate, self.lower))
        share = pick(language, "Half", "La moitié")
        if self.share != 0.5:
            tenths = number(self.share * 10, language, 0 if self.share * 10 % 1 == 0 else 1)
            share = pick(language, f"{tenths} in 10", f"{tenths} sur 10")
        took = pick(language, f"{share} took {time} or less", f"{share} ont pris {time} ou moins")
        if math.isinf(self.upper):
            return pick(
                language,
                f"{took} (at least {low}; too few cases for an upper limit).",
                f"{took} (au moins {low} ; trop peu de cas pour une limite supérieure).",
            )
        high = with_unit(self.upper, self.unit, language)
        return pick(
            language,
            f"{took} (likely between {low} and {high}).",
            f"{took} (probablement entre {low} et {high}).",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareByTime(Estimate):
    """The share of cases done by a given time, open cases counted for what is known of them."""

    time: float
    unit: str
    n_open: int

    def sentence(self, language: str = "en") -> str:
        """Say the share done by the time, its range and how many are still open."""
        share, low, high = self.percents(language)
        time, n = with_unit(self.time, self.unit, language), number(self.n, language)
        still = counted(
            self.n_open,
            language,
            ("was still open", "were still open"),
            ("était encore ouvert", "étaient encore ouverts"),
        )
        return pick(
            language,
            f"{share} were done within {time} (likely between {low} and {high}); "
            f"of {n} cases, {still}.",
            f"{share} étaient faits en {time} ou moins (probablement entre {low} et {high}) ; "
            f"sur {n} cas, {still}.",
        )


@dataclass(frozen=True, slots=True)
class Curve:
    """A Kaplan–Meier curve: the share still waiting after each time an event happened."""

    times: tuple[float, ...]
    waiting: tuple[float, ...]
    n_at_risk: tuple[int, ...]
    n_done: tuple[int, ...]
    greenwood: tuple[float, ...]
    n: int
    n_open: int
    last: float
    observed: tuple[float, ...]
    done: tuple[bool, ...]
    unit: str

    def share_by(self, time: float, *, confidence: float = 0.95) -> ShareByTime:
        """Share done by `time`, log-log limits; Wilson's when nobody was lost before it.

        Raises BeyondObservation when `time` lies after the last one watched.
        """
        if not time >= 0:
            raise OutOfRange("time", 0, time, "0 or more")
        within(confidence, "confidence", 0, 1)
        place = int(np.searchsorted(self.times, time, side="right")) - 1
        waiting = self.waiting[place] if place >= 0 else 1.0
        if time > self.last and waiting > 0:
            raise BeyondObservation(time, self.last)
        low, high, method = self._limits(place, time, confidence)
        few = (Caution.FEW,) if self.n < FEW else ()
        return ShareByTime(
            estimate=1 - waiting,
            lower=low,
            upper=high,
            n=self.n,
            method=method,
            citation=KAPLAN_MEIER,
            confidence=confidence,
            warnings=(*few, *((Caution.STILL_OPEN,) if self.n_open else ())),
            time=float(time),
            unit=self.unit,
            n_open=self.n_open,
        )

    def median(self) -> float | None:
        """Return the time by which half were done, or None when fewer than half are yet."""
        for time, waiting in zip(self.times, self.waiting, strict=True):
            if waiting <= 0.5 + 1e-12:
                return time
        return None

    def _limits(self, place: int, time: float, confidence: float) -> tuple[float, float, str]:
        lost = sum(
            not done and seen < time for seen, done in zip(self.observed, self.done, strict=True)
        )
        waiting = self.waiting[place] if place >= 0 else 1.0
        if lost == 0:
            return *wilson_limits(1 - waiting, self.n, confidence), "Wilson (none lost before)"
        if waiting in (0.0, 1.0):
            limits = clopper_pearson_limits(1 - waiting, max(self.n - lost, 1), confidence)
            return *limits, "Clopper–Pearson on cases watched throughout"
        z = float(scipy.special.ndtri(0.5 + confidence / 2))
        spread = z * math.sqrt(self.greenwood[place]) / abs(math.log(waiting))
        low, high = waiting ** math.exp(-spread), waiting ** math.exp(spread)
        return 1 - low, 1 - high, "Kaplan–Meier, log-log limits"


def numbers_in(unit: str, spans: Iterable[timedelta]) -> NDArray[np.float64]:
    """Turn spans of time into plain numbers of the unit."""
    return np.array([span.total_seconds() / SECONDS[_known(unit)] for span in spans])


def quantile_time(
    times: ArrayLike, share: float = 0.5, *, unit: str = "minutes", confidence: float = 0.95
) -> Quantile:
    """Time under which `share` of the cases stayed, with order-statistic limits.

    The limits are two of the observed times, so they need no assumption about the shape of the
    times; the upper one is infinite (with a warning) when there are too few cases.
    Raises TooFew, NotFinite, NegativeCount, OutOfRange.
    """
    seen = np.sort(non_negative(number_list(times, "times"), "times"))
    within(share, "share", 0, 1)
    tail = (1 - within(confidence, "confidence", 0, 1)) / 2
    below = scipy.special.bdtr(np.arange(seen.size), seen.size, share)
    rank_low = int((below <= tail).sum())
    rank_high = int((below < 1 - tail).sum()) + 1
    no_low, no_high = rank_low == 0, rank_high > seen.size
    cautions = [Caution.FEW] if seen.size < FEW else []
    cautions += [Caution.NO_LOWER_LIMIT] if no_low else []
    cautions += [Caution.NO_UPPER_LIMIT] if no_high else []
    return Quantile(
        estimate=float(np.quantile(seen, share)),
        lower=0.0 if no_low else float(seen[rank_low - 1]),
        upper=math.inf if no_high else float(seen[rank_high - 1]),
        n=seen.size,
        method="order statistics (binomial)",
        citation=ORDER,
        confidence=confidence,
        warnings=tuple(cautions),
        share=float(share),
        unit=_known(unit),
    )


def median_time(times: ArrayLike, *, unit: str = "minutes", confidence: float = 0.95) -> Quantile:
    """Median time; see `quantile_time`."""
    return quantile_time(times, 0.5, unit=unit, confidence=confidence)


def kaplan_meier(times: ArrayLike, done: ArrayLike, *, unit: str = "hours") -> Curve:
    """Kaplan–Meier curve: `times` watched so far, `done` false where the case is still open.

    An event at the same time as a censoring comes first, as usual.
    Raises TooFew, UnequalLengths, NotFinite, NegativeCount, OutOfRange.
    """
    seen = non_negative(number_list(times, "times"), "times")
    flags = number_list(done, "done")
    same_length(times=seen, done=flags)
    if not np.isin(flags, (0, 1)).all():
        place = int(np.argmax(~np.isin(flags, (0, 1))))
        raise OutOfRange("done", place, flags[place], "true or false")
    over = flags == 1
    moments, n_done = np.unique(seen[over], return_counts=True)
    n_at_risk = seen.size - np.searchsorted(np.sort(seen), moments, side="left")
    waiting = np.cumprod(1 - n_done / n_at_risk)
    with np.errstate(divide="ignore"):
        greenwood = np.cumsum(n_done / (n_at_risk * (n_at_risk - n_done)))
    return Curve(
        times=tuple(map(float, moments)),
        waiting=tuple(map(float, waiting)),
        n_at_risk=tuple(map(int, n_at_risk)),
        n_done=tuple(map(int, n_done)),
        greenwood=tuple(map(float, greenwood)),
        n=seen.size,
        n_open=int((~over).sum()),
        last=float(seen.max()),
        observed=tuple(map(float, seen)),
        done=tuple(map(bool, over)),
        unit=_known(unit),
    )


def _known(unit: str) -> str:
    if unit not in UNITS:
        raise OutOfRange("unit", 0, unit, "minutes, hours or days")
    return unit
