"""One area before and after: a description, not a decision.

Poisson regression on time with seasons and a step at the start; errors allow for more spread
than chance and for months that resemble their neighbours (Newey–West). With shocks that last,
its 95% interval covers only some 70 to 80% of the time, so every result says so.
"""

import math
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from commonbeat.evidence.checks import count, counts, number_list, positive, same_length, within
from commonbeat.evidence.effects.twobytwo import said_change, two_sided
from commonbeat.evidence.faults import Contradiction, OutOfRange, TooFew
from commonbeat.evidence.fitting import logit_fit, poisson_fit
from commonbeat.evidence.results import Caution, Estimate
from commonbeat.evidence.wording import pick

Floats = NDArray[np.float64]
EXACT = 1e-9
CITATION = (
    "Lopez Bernal, J., Cummins, S. & Gasparrini, A. (2017). International Journal of "
    "Epidemiology 46:348–355; Newey, W. K. & West, K. D. (1987). Econometrica 55:703–708."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Estimate):
    """The relative step at the start; `expected` is what would have come without it."""

    log: float
    log_se: float
    p: float
    dispersion: float
    expected: tuple[float, ...]

    def sentence(self, language: str = "en") -> str:
        """Describe the step and warn that one area alone decides nothing."""
        change, low, high = (
            said_change(x, language) for x in (self.estimate, self.lower, self.upper)
        )
        return pick(
            language,
            f"Against its own past, a step of {change} ({low} to {high}); one area alone cannot "
            "show what caused it.",
            f"Par rapport à son propre passé, un saut de {change} (de {low} à {high}) ; un "
            "secteur seul ne montre pas la cause.",
        )


def step_in_series(
    events: ArrayLike,
    start: int,
    *,
    exposure: ArrayLike | None = None,
    season: int = 12,
    n_waves: int = 2,
    trend: bool = True,
    n_lags: int | None = 6,
    overdispersed: bool = True,
    confidence: float = 0.95,
) -> Step:
    """Step at `start` in a series of counts, with trend and `n_waves` seasonal waves.

    `exposure` multiplies the expected count (such as days in the month). `n_lags` None gives
    the plain quasi-Poisson error, and with `overdispersed` false the Poisson error, as first
    papers print it. Raises TooFew (fewer than two months a parameter, none or no event on one
    side), NegativeCount, FractionalCount, NotFinite, UnequalLengths, OutOfRange, Contradiction.
    """
    y = counts(number_list(events, "events"), "events")
    offset = np.zeros(y.size) if exposure is None else np.log(_exposure(exposure, y))
    first, waves = count(start, "start"), count(n_waves, "n_waves")
    x = _design(y.size, first, positive(season, "season"), waves, trend)
    _refuse_empty_side(y, first)
    beta = poisson_fit(x, y, offset)
    mean = np.exp(x @ beta + offset)
    spread = float(((y - mean) ** 2 / mean).sum() / (y.size - x.shape[1]))
    bare = n_lags is None and not overdispersed
    covariance = _covariance(x, y - mean, mean, n_lags, 1.0 if bare else spread)
    without = np.exp(x @ beta - x[:, 1] * beta[1] + offset)
    return _step(
        float(beta[1]),
        math.sqrt(covariance[1, 1]),
        n=y.size,
        confidence=confidence,
        method=f"interrupted series, {'' if bare else 'quasi-'}Poisson{_lagged(n_lags)}",
        warnings=(Caution.POISSON_ONLY,) if bare else (),
        dispersion=spread,
        expected=tuple(map(float, without)),
    )


def step_against_control(
    events: ArrayLike,
    control: ArrayLike,
    start: int,
    *,
    trend: bool = False,
    n_lags: int | None = 6,
    confidence: float = 0.95,
) -> Step:
    """Step at `start` in the odds of an event lying in the treated rather than the control area.

    Seasons and shocks that both share drop out. Raises as `step_in_series`, and Contradiction
    when a month has no event in either.
    """
    y = counts(number_list(events, "events"), "events")
    other = counts(number_list(control, "control"), "control")
    same_length(events=y, control=other)
    total = y + other
    if (total == 0).any():
        raise Contradiction("a month without any event", element=int(np.argmin(total)))
    first = count(start, "start")
    x = _design(y.size, first, 12, 0, trend)
    for numbers in (y, other):
        _refuse_empty_side(numbers, first)
    beta = logit_fit(x, y, total)
    share = 1 / (1 + np.exp(-(x @ beta)))
    weight = total * share * (1 - share)
    residual = y - total * share
    spread = float((residual**2 / weight).sum() / (y.size - x.shape[1]))
    covariance = _covariance(x, residual, weight, n_lags, spread)
    odds = np.exp(x @ beta - x[:, 1] * beta[1])
    return _step(
        float(beta[1]),
        math.sqrt(covariance[1, 1]),
        n=y.size,
        confidence=confidence,
        method=f"controlled interrupted series, quasi-binomial{_lagged(n_lags)}",
        dispersion=spread,
        expected=tuple(map(float, other * odds)),
    )


def _refuse_empty_side(events: Floats, start: int) -> None:
    """Without any event on one side of the start no step can be measured."""
    for side, part in (("before the start", events[:start]), ("from the start", events[start:])):
        if part.sum() == 0:
            raise TooFew(f"events {side}", 0, 1)


def _step(
    log: float,
    se: float,
    *,
    n: int,
    confidence: float,
    method: str,
    dispersion: float,
    expected: tuple[float, ...],
    warnings: tuple[str, ...] = (),
) -> Step:
    within(confidence, "confidence", 0, 1)
    half = float(scipy.special.ndtri(0.5 + confidence / 2)) * se
    return Step(
        estimate=math.expm1(log),
        lower=math.expm1(log - half),
        upper=math.expm1(log + half),
        n=n,
        method=method,
        citation=CITATION,
        confidence=confidence,
        warnings=(Caution.ONE_AREA_ONLY, *warnings),
        log=log,
        log_se=se,
        p=two_sided(log / se) if se > EXACT else float(abs(log) <= EXACT),
        dispersion=dispersion,
        expected=expected,
    )


def _exposure(exposure: ArrayLike, y: Floats) -> Floats:
    given = number_list(exposure, "exposure")
    same_length(events=y, exposure=given)
    for value in given:
        positive(float(value), "exposure")
    return given


def _design(n: int, start: int, season: float, n_waves: int, trend: bool) -> Floats:
    """Columns: one, step, then time and waves."""
    n_columns = 2 + trend + 2 * n_waves
    if not 0 < start < n:
        raise TooFew("months on one side of the start", 0, 1)
    if n < 2 * n_columns:
        raise TooFew("months", n, 2 * n_columns)
    if n_waves and season <= 2 * n_waves:
        raise OutOfRange("season", 0, f"{season:g}", f"above {2 * n_waves}")
    month = np.arange(n, dtype=float)
    angles = [2 * np.pi * k * month / season for k in range(1, n_waves + 1)]
    columns = [np.ones(n), (month >= start).astype(float)]
    columns += [(month - n / 2) / season] if trend else []
    columns += [wave(a) for a in angles for wave in (np.sin, np.cos)]
    return np.column_stack(columns)


def _lagged(n_lags: int | None) -> str:
    """Say how many months resemble each other."""
    return "" if n_lags is None else f", Newey–West {n_lags}"


def _covariance(
    x: Floats, residual: Floats, weight: Floats, n_lags: int | None, spread: float
) -> Floats:
    if n_lags is None:
        return np.asarray(spread * np.linalg.inv(x.T @ (x * weight[:, None])))
    lags = count(n_lags, "n_lags")
    if lags >= x.shape[0]:
        raise OutOfRange("n_lags", 0, lags, f"under {x.shape[0]}")
    return _newey_west(x, residual, weight, lags)


def _newey_west(x: Floats, residual: Floats, weight: Floats, n_lags: int) -> Floats:
    """Sandwich covariance with Bartlett weights, scaled by n / (n − parameters)."""
    bread = np.linalg.inv(x.T @ (x * weight[:, None]))
    score = x * residual[:, None]
    meat = score.T @ score
    for lag in range(1, n_lags + 1):
        cross = score[lag:].T @ score[:-lag]
        meat += (1 - lag / (n_lags + 1)) * (cross + cross.T)
    return np.asarray(bread @ meat @ bread * x.shape[0] / (x.shape[0] - x.shape[1]))
