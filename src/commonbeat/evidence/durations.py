"""How long things took: medians and the slowest tenth, also when some cases are still open.

Times are plain numbers in one unit (`minutes`, `hours` or `days`), from nought upwards.
"""

import math
from collections.abc import Iterable
from datetime import timedelta

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from commonbeat.evidence.checks import non_negative, number_list, same_length, within
from commonbeat.evidence.curves import Curve, few_or_open
from commonbeat.evidence.faults import OutOfRange
from commonbeat.evidence.proportions import FEW
from commonbeat.evidence.results import Caution
from commonbeat.evidence.spans import Quantile
from commonbeat.evidence.wording import UNITS

ORDER = "Conover, W. J. (1999). Practical Nonparametric Statistics, 3rd ed., section 3.2."
SECONDS = {"minutes": 60.0, "hours": 3_600.0, "days": 86_400.0}


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
        warnings=few_or_open(seen.size, int((~over).sum())),
    )


def _known(unit: str) -> str:
    if unit not in UNITS:
        raise OutOfRange("unit", 0, unit, "minutes, hours or days")
    return unit
