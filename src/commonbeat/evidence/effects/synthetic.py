"""A stand-in for one treated area, mixed from others so that it moved alike before the start.

`synthetic_control` mixes areas after taking away each one's own mean; its p is the rank of the
treated area among all areas treated in pretence. `synthetic_difference` also weighs months.
"""

import math
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from commonbeat.evidence.checks import finite_numbers
from commonbeat.evidence.effects.twobytwo import two_sided
from commonbeat.evidence.faults import OutOfRange, TooFew, WrongShape
from commonbeat.evidence.results import Estimate
from commonbeat.evidence.wording import number, pick

Floats = NDArray[np.float64]
SC = (
    "Abadie, A., Diamond, A. & Hainmueller, J. (2010). Journal of the American Statistical "
    "Association 105:493–505; Ferman, B. & Pinto, C. (2021). Quantitative Economics 12:1197–1221."
)
SDID = (
    "Arkhangelsky, D., Athey, S., Hirshberg, D. A., Imbens, G. W. & Wager, S. (2021). "
    "American Economic Review 111:4088–4118."
)
LEAST_DONORS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheticEffect(Estimate):
    """The mean gap a month after the start, in the unit of the outcome."""

    p: float
    weights: tuple[float, ...]
    gaps: tuple[float, ...]
    fit_before: float

    def sentence(self, language: str = "en") -> str:
        """Say the gap a month and its range."""
        gap, low, high = (number(x, language, 1) for x in (self.estimate, self.lower, self.upper))
        return pick(
            language,
            f"{gap} a month against a mix of similar areas (likely between {low} and {high}).",
            f"{gap} par mois par rapport à un mélange de secteurs semblables (probablement "
            f"entre {low} et {high}).",
        )


def synthetic_control(
    table: ArrayLike,
    treated: int,
    start: int,
    *,
    centred: bool = True,
    confidence: float = 0.95,
) -> SyntheticEffect:
    """Synthetic control of one area on outcomes alone, each area's mean before taken away.

    With `centred` false the means stay, as in the first papers. `table` is areas × months (rates
    or counts). The interval is the gap less the quantiles of the gaps of areas treated in
    pretence. `weights` are by area, nought for the treated.
    Raises TooFew (under 8 other areas, under 2 months before), WrongShape, NotFinite, OutOfRange.
    """
    y = _outcomes(table, treated, start)
    level = y - y[:, :start].mean(axis=1, keepdims=True) if centred else y
    mixes = [_mix(level, unit, start, treated) for unit in range(y.shape[0])]
    gaps = np.array([level[u] - mix @ level for u, mix in enumerate(mixes)])
    before = np.sqrt((gaps[:, :start] ** 2).mean(axis=1))
    after = np.sqrt((gaps[:, start:] ** 2).mean(axis=1))
    ratio = after / np.maximum(before, 1e-12)
    mean_gap = gaps[:, start:].mean(axis=1)
    others = np.delete(mean_gap, treated)
    tail = (1 - confidence) / 2
    low, high = np.quantile(others - others.mean(), [tail, 1 - tail])
    return SyntheticEffect(
        estimate=float(mean_gap[treated]),
        lower=float(mean_gap[treated] - high),
        upper=float(mean_gap[treated] - low),
        n=y.shape[0],
        method="synthetic control, " + ("means taken away, " if centred else "") + "placebo areas",
        citation=SC,
        confidence=confidence,
        p=float((ratio >= ratio[treated] - 1e-12).mean()),
        weights=tuple(map(float, mixes[treated])),
        gaps=tuple(map(float, gaps[treated])),
        fit_before=float(before[treated]),
    )


def _mix(level: Floats, unit: int, start: int, treated: int) -> Floats:
    """Weights of the donors of one unit; the treated area is nobody's donor."""
    donors = [i for i in range(level.shape[0]) if i not in (unit, treated)]
    weights = np.zeros(level.shape[0])
    weights[donors] = on_simplex(level[donors, :start].T, level[unit, :start])
    return weights


def on_simplex(x: Floats, y: Floats, ridge: float = 0.0) -> Floats:
    """Weights from nought, adding to one, that bring x @ w nearest to y (plus a ridge)."""
    n = x.shape[1]
    scale = float(np.abs(x).max()) or 1.0
    heavy = 1e3 * scale * math.sqrt(x.shape[0])
    rows = [x, np.full((1, n), heavy)]
    wanted = [y, np.array([heavy])]
    if ridge:
        rows.append(math.sqrt(ridge) * np.eye(n))
        wanted.append(np.zeros(n))
    fit, _ = scipy.optimize.nnls(np.vstack(rows), np.concatenate(wanted), maxiter=50 * n)
    return np.asarray(fit / fit.sum())


def synthetic_difference(
    table: ArrayLike, treated: int, start: int, *, confidence: float = 0.95
) -> SyntheticEffect:
    """Synthetic difference-in-differences of one area; its error from areas in pretence.

    Raises as `synthetic_control`.
    """
    y = _outcomes(table, treated, start)
    gap, weights, gaps = _difference(y, treated, start)
    rest = np.delete(y, treated, axis=0)
    sham = np.array([_difference(rest, i, start)[0] for i in range(rest.shape[0])])
    se = float(sham.std(ddof=1))
    half = float(scipy.special.ndtri(0.5 + confidence / 2)) * se
    return SyntheticEffect(
        estimate=gap,
        lower=gap - half,
        upper=gap + half,
        n=y.shape[0],
        method="synthetic difference-in-differences, placebo variance",
        citation=SDID,
        confidence=confidence,
        p=two_sided(gap / se) if se else 0.0,
        weights=tuple(map(float, weights)),
        gaps=tuple(map(float, gaps)),
        fit_before=float(np.sqrt((gaps[:start] ** 2).mean())),
    )


def _difference(y: Floats, unit: int, start: int) -> tuple[float, Floats, Floats]:
    donors = np.delete(np.arange(y.shape[0]), unit)
    before, after = y[donors, :start], y[donors, start:]
    noise = float(np.diff(before, axis=1).std(ddof=1))
    n_after = y.shape[1] - start
    ridge = (n_after**0.25 * noise) ** 2 * start
    centred = before.T - before.T.mean(axis=0)
    aim = y[unit, :start] - y[unit, :start].mean()
    omega = on_simplex(centred, aim, ridge)
    months = before - before.mean(axis=0)
    lam = on_simplex(months, after.mean(axis=1) - after.mean(), (1e-6 * noise) ** 2 * donors.size)
    gap = y[unit, start:].mean() - lam @ y[unit, :start]
    gap -= omega @ (after.mean(axis=1) - before @ lam)
    weights = np.zeros(y.shape[0])
    weights[donors] = omega
    path = y[unit] - omega @ y[donors]
    return float(gap), weights, path - lam @ path[:start]


def _outcomes(table: ArrayLike, treated: int, start: int) -> Floats:
    y = finite_numbers(table, "table")
    if y.ndim != 2:
        raise WrongShape("table", y.shape, "areas × months")
    if not 0 <= treated < y.shape[0]:
        raise OutOfRange("treated", 0, treated, f"a place from 0 to {y.shape[0] - 1}")
    if y.shape[0] - 1 < LEAST_DONORS:
        raise TooFew("comparison areas", y.shape[0] - 1, LEAST_DONORS)
    if start < 2 or start >= y.shape[1]:
        raise TooFew("months before or from the start", min(start, y.shape[1] - start), 2)
    return y
