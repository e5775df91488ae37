"""A stand-in for the treated areas, mixed from others so that it moved alike before the start.

`synthetic_control` mixes areas after taking away each one's own mean; its p is the rank of the
treated area among all areas treated in pretence. `synthetic_difference` also weighs months.
Several treated areas stand for their mean, and as many at a time are treated in pretence.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from commonbeat.evidence.checks import count, finite_numbers, places, within
from commonbeat.evidence.effects.twobytwo import two_sided
from commonbeat.evidence.faults import Contradiction, Overlap, TooFew, WrongShape
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
LEAST_DONORS, N_SETS = 8, 200
Places = list[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheticEffect(Estimate):
    """The mean gap a period (month, year) from the start on, in the unit of the outcome."""

    p: float
    weights: tuple[float, ...]
    gaps: tuple[float, ...]
    fit_before: float

    def sentence(self, language: str = "en") -> str:
        """Say the gap a period and its range."""
        gap, low, high = (number(x, language, 1) for x in (self.estimate, self.lower, self.upper))
        return pick(
            language,
            f"{gap} on average in each period, against a mix of similar areas (likely between "
            f"{low} and {high}).",
            f"{gap} en moyenne à chaque période, par rapport à un mélange de secteurs semblables "
            f"(probablement entre {low} et {high}).",
        )


def synthetic_control(
    table: ArrayLike,
    treated: int | Sequence[int],
    start: int,
    *,
    centred: bool = True,
    rng: np.random.Generator | None = None,
    confidence: float = 0.95,
) -> SyntheticEffect:
    """Synthetic control on outcomes alone, each area's mean before taken away.

    With `centred` false the means stay, as in the first papers. `table` is areas × months (rates
    or counts). The interval is the gap less the quantiles of the gaps of areas treated in
    pretence; where several areas are treated, `rng` draws sets of as many. `weights` are by area,
    nought for the treated.
    Raises TooFew (under 8 other areas, under twice as many as treated, under 2 months before),
    WrongShape, NotFinite, OutOfRange, Overlap, Contradiction (several areas without `rng`).
    """
    y, here, rest = _outcomes(table, treated, start)
    tail = (1 - within(confidence, "confidence", 0, 1)) / 2
    level = y - y[:, :start].mean(axis=1, keepdims=True) if centred else y
    mixes = [_mix(level, here, rest, start)]
    shams = _sham_sets(rest, len(here), rng)
    mixes += [_mix(level, sham, _without(rest, sham), start) for sham in shams]
    gaps = np.array(
        [level[u].mean(axis=0) - mix @ level for u, mix in zip([here, *shams], mixes, strict=True)]
    )
    before = np.sqrt((gaps[:, :start] ** 2).mean(axis=1))
    after = np.sqrt((gaps[:, start:] ** 2).mean(axis=1))
    ratio = after / np.maximum(before, 1e-12)
    mean_gap = gaps[:, start:].mean(axis=1)
    others = mean_gap[1:]
    low, high = np.quantile(others - others.mean(), [tail, 1 - tail])
    return SyntheticEffect(
        estimate=float(mean_gap[0]),
        lower=float(mean_gap[0] - high),
        upper=float(mean_gap[0] - low),
        n=y.shape[0],
        method="synthetic control, " + ("means taken away, " if centred else "") + "placebo areas",
        citation=SC,
        confidence=confidence,
        p=float((ratio >= ratio[0] - 1e-12).mean()),
        weights=tuple(map(float, mixes[0])),
        gaps=tuple(map(float, gaps[0])),
        fit_before=float(before[0]),
    )


def _mix(level: Floats, here: Places, donors: Places, start: int) -> Floats:
    """Weights of the donors for the mean of some areas; the treated are nobody's donors."""
    weights = np.zeros(level.shape[0])
    aim = level[here, :start].mean(axis=0)
    weights[donors] = on_simplex(level[donors, :start].T, aim)
    return weights


def _without(places: Places, gone: Places) -> Places:
    return [i for i in places if i not in gone]


def _sham_sets(rest: Places, size: int, rng: np.random.Generator | None) -> list[Places]:
    """Return every other area by itself, or random sets of as many as are treated."""
    if size == 1:
        return [[i] for i in rest]
    if rng is None:
        raise Contradiction("several treated areas need `rng` to draw sets like them")
    return [sorted(rng.choice(rest, size, replace=False).tolist()) for _ in range(N_SETS)]


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
    table: ArrayLike,
    treated: int | Sequence[int],
    start: int,
    *,
    rng: np.random.Generator | None = None,
    confidence: float = 0.95,
) -> SyntheticEffect:
    """Synthetic difference-in-differences; its error from areas in pretence.

    Raises as `synthetic_control`.
    """
    y, here, rest = _outcomes(table, treated, start)
    level = 0.5 + within(confidence, "confidence", 0, 1) / 2
    gap, weights, gaps = _difference(y, here, rest, start)
    shams = _sham_sets(rest, len(here), rng)
    sham = np.array([_difference(y, each, _without(rest, each), start)[0] for each in shams])
    se = float(sham.std(ddof=1))
    half = float(scipy.special.ndtri(level)) * se
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


def _difference(
    y: Floats, here: Places, donors: Places, start: int
) -> tuple[float, Floats, Floats]:
    before, after = y[donors, :start], y[donors, start:]
    own = y[here].mean(axis=0)
    noise = float(np.diff(before, axis=1).std(ddof=1))
    n_after = y.shape[1] - start
    ridge = ((len(here) * n_after) ** 0.25 * noise) ** 2 * start
    centred = before.T - before.T.mean(axis=0)
    omega = on_simplex(centred, own[:start] - own[:start].mean(), ridge)
    months = before - before.mean(axis=0)
    lam = on_simplex(months, after.mean(axis=1) - after.mean(), (1e-6 * noise) ** 2 * len(donors))
    gap = own[start:].mean() - lam @ own[:start]
    gap -= omega @ (after.mean(axis=1) - before @ lam)
    weights = np.zeros(y.shape[0])
    weights[donors] = omega
    path = own - omega @ y[donors]
    return float(gap), weights, path - lam @ path[:start]


def _outcomes(
    table: ArrayLike, treated: int | Sequence[int], start: int
) -> tuple[Floats, Places, Places]:
    """Return the table, and where the treated and the other areas stand."""
    y = finite_numbers(table, "table")
    if y.ndim != 2:
        raise WrongShape("table", y.shape, "areas × months")
    here = places(treated, "treated", y.shape[0])
    if not here:
        raise TooFew("treated areas", 0, 1)
    if len(set(here)) < len(here):
        raise Overlap("an area is named twice")
    rest = _without(list(range(y.shape[0])), here)
    needed = max(LEAST_DONORS, 2 * len(here))
    if len(rest) < needed:
        raise TooFew("comparison areas", len(rest), needed)
    if count(start, "start") < 2 or start >= y.shape[1]:
        raise TooFew("months before or from the start", min(start, y.shape[1] - start), 2)
    return y, here, rest
