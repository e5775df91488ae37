"""Areas chosen for being bad get better by themselves; how much of a fall is that?

No fixed baseline is safe. Here the baseline is a mix of past years whose weights are learnt
from dates at which nothing began, and the rule of choosing is replayed at such dates.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from commonbeat.evidence.checks import places
from commonbeat.evidence.effects.calibrated import (
    Effect,
    calibrated_effect,
    effect_of,
    sides,
)
from commonbeat.evidence.effects.changes import Changes
from commonbeat.evidence.effects.panel import table_of
from commonbeat.evidence.effects.ranks import WILCOXON, rank_sum_p
from commonbeat.evidence.effects.shams import sham_sets
from commonbeat.evidence.effects.twobytwo import said_change
from commonbeat.evidence.faults import TooFew
from commonbeat.evidence.results import Caution, Estimate, Told
from commonbeat.evidence.wording import number, percent, pick

Floats = NDArray[np.float64]
Rule = Callable[[Floats], Floats]
YEAR = 12
STEP = 6
SUSPICIOUS, UNLIKELY = 0.10, 0.05
NEARER = 0.05
BARNETT = (
    "Barnett, A. G., van der Pols, J. C. & Dobson, A. J. (2005). "
    "International Journal of Epidemiology 34:215–220."
)


def worst_level(past: Floats) -> Floats:
    """Score areas (areas × past months) by their last twelve months."""
    return np.asarray(past[:, -YEAR:].sum(axis=1))


def worst_surge(past: Floats) -> Floats:
    """Score areas by their last twelve months against the up to three years before."""
    older = past[:, -4 * YEAR : -YEAR]
    recent = past[:, -YEAR:].sum(axis=1) + 0.5
    return np.asarray(recent / (older.sum(axis=1) * YEAR / max(older.shape[1], 1) + 0.5))


def recent_rise(
    table: ArrayLike,
    treated: Sequence[int],
    start: int,
    *,
    leave_out: Sequence[int] = (),
    touching: NDArray[np.bool_] | None = None,
) -> Effect:
    """Change of the treated areas in the year before the start against the years before it.

    A rise here is what choosing the worst areas looks like; its warning is raised at one-sided
    p below 0.10. Raises TooFew (under 24 months before the start) and as `calibrated_effect`.
    """
    past = _past(table, start, 2 * YEAR)
    older = past[:, -4 * YEAR : -YEAR]
    return calibrated_effect(
        older.sum(axis=1),
        past[:, -YEAR:].sum(axis=1),
        treated,
        leave_out=leave_out,
        touching=touching,
        length_before=older.shape[1],
        length_after=YEAR,
    )


def looks_chosen(rise: Effect) -> bool:
    """Say whether the year before the start was suspiciously bad in the treated areas."""
    return rise.log > 0 and rise.p / 2 < SUSPICIOUS


@dataclass(frozen=True, slots=True, kw_only=True)
class AmongTheWorst(Told):
    """How rarely areas drawn by lot would be as bad before the start, by level and by surge."""

    p_level: float
    p_surge: float
    p_least: float  # of the very worst areas; with one of ten that is a tenth
    n: int
    method: str = "rank sum of the treated areas among all, one-sided"
    citation: str = WILCOXON
    warnings: tuple[str, ...] = ()

    @property
    def suspicious(self) -> bool:
        """Say whether lots would seldom fall on areas as bad, or they are the very worst."""
        return min(self.p_level, self.p_surge) <= max(UNLIKELY, self.p_least * (1 + 1e-9))

    def sentence(self, language: str = "en") -> str:
        """Say how often lots would fall on areas as bad."""
        level, surge = (
            percent(p, language)
            if p >= 0.01
            else pick(language, "under 1%", "moins de 1\N{NO-BREAK SPACE}%")
            for p in (self.p_level, self.p_surge)
        )
        return pick(
            language,
            f"Areas drawn by lot would have as many events in the year before the start in {level} "
            f"of draws, and would have risen as much in {surge}.",
            "Des secteurs tirés au sort auraient autant d’événements dans l’année avant le début "
            f"dans {level} des tirages, et auraient augmenté autant dans {surge}.",
        )


def among_the_worst(table: ArrayLike, treated: Sequence[int], start: int) -> AmongTheWorst:
    """Rank all areas of the table by their year before the start, and by its surge.

    A busy area need not have been chosen for it, but whoever chooses the busiest chooses this.
    Source: Wilcoxon's rank sum, its exact distribution (normal for very many areas).
    Raises TooFew (under 24 months before the start), OutOfRange.
    """
    past = _past(table, start, 2 * YEAR)
    chosen = places(treated, "treated", past.shape[0])
    level, surge = (rank_sum_p(rule(past), chosen) for rule in (worst_level, worst_surge))
    suspicious = (Caution.CHOSEN_FOR_BEING_BAD,)
    found = AmongTheWorst(
        p_level=level,
        p_surge=surge,
        p_least=1 / math.comb(past.shape[0], len(chosen)),
        n=past.shape[0],
    )
    return replace(found, warnings=suspicious) if found.suspicious else found


def history_weighted_effect(
    table: ArrayLike,
    treated: Sequence[int],
    start: int,
    *,
    leave_out: Sequence[int] = (),
    touching: NDArray[np.bool_] | None = None,
    n_years: int = 3,
    confidence: float = 0.95,
) -> Effect:
    """Effect against a mix of past years, with weights learnt where nothing began.

    Uses up to `n_years` whole years before the start, but needs one more to learn from.
    Raises TooFew (under 36 months before the start) and as `calibrated_effect`.
    """
    numbers, past = table_of(table), _past(table, start, 3 * YEAR)
    chosen, others = sides(past.shape[0], treated, leave_out)
    years = min(n_years, past.shape[1] // YEAR - 1)
    weights = _year_weights(numbers, start, years, chosen, others)
    n_after = numbers.shape[1] - start
    blocks = _years_before(numbers, start, years)
    after = numbers[:, start:].sum(axis=1) + 0.5
    log = np.log(after) - math.log(n_after / YEAR) - np.log(blocks) @ weights
    variance = 1 / after + (1 / blocks) @ weights**2
    changes = Changes(log, variance, chosen, others)
    return effect_of(
        changes,
        confidence,
        warnings=(Caution.CHOSEN_FOR_BEING_BAD,),
        shams=sham_sets(changes, touching=touching),
    )


def _past(table: ArrayLike, start: int, least: int) -> Floats:
    numbers = table_of(table)
    if start < least:
        raise TooFew("months before the start", start, least)
    if start >= numbers.shape[1]:
        raise TooFew("months from the start", 0, 1)
    return numbers[:, :start]


def _years_before(numbers: Floats, date: int, years: int) -> Floats:
    """Return events (plus a half) in each of the years before a date, latest first."""
    return np.column_stack(
        [numbers[:, date - YEAR * (k + 1) : date - YEAR * k].sum(axis=1) for k in range(years)]
    ) + np.float64(0.5)


def _year_weights(
    numbers: Floats,
    start: int,
    years: int,
    chosen: NDArray[np.int64],
    others: NDArray[np.int64],
) -> Floats:
    """Fit weights from nought that foretell a year from the years before it.

    They need not quite add to one, for what lies far from the other areas comes nearer. How far
    they are free is a belief, worth one more row: about one, give or take `NEARER`.
    """
    told, wanted = [], []
    for date in range(YEAR * years, numbers.shape[1] - YEAR + 1, STEP):
        rows = others if date + YEAR > start else np.concatenate([others, chosen])
        past = np.log(_years_before(numbers, date, years))
        next_year = np.log(numbers[:, date : date + YEAR].sum(axis=1) + 0.5)
        told.append(past[rows] - past[others].mean(axis=0))
        wanted.append(next_year[rows] - next_year[others].mean())
    x, y = np.concatenate(told), np.concatenate(wanted)
    row = float(np.std(y - x.mean(axis=1))) / NEARER
    fit, _ = scipy.optimize.nnls(np.vstack([x, np.full(years, row)]), np.append(y, row))
    return np.asarray(fit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay(Estimate):
    """What the same way of choosing areas would have shown at dates when nothing began."""

    n_dates: int
    p: float
    logs: tuple[float, ...]

    def sentence(self, language: str = "en") -> str:
        """Say what choosing alone produces."""
        change, low, high = (
            said_change(x, language) for x in (self.estimate, self.lower, self.upper)
        )
        n = number(self.n_dates, language)
        return pick(
            language,
            f"Choosing areas in the same way at {n} earlier dates, with nothing done, showed "
            f"{change} on average (from {low} to {high}).",
            f"Choisir les secteurs de la même façon à {n} dates antérieures, sans rien faire, "
            f"montre {change} en moyenne (de {low} à {high}).",
        )


def replayed_choice(
    table: ArrayLike,
    start: int,
    *,
    n_treated: int,
    observed_log: float,
    rule: Rule = worst_surge,
    n_before: int = 24,
) -> Replay:
    """Apply the rule of choosing at earlier dates and estimate the effect of nothing there.

    `rule` scores areas from their past (areas × months); the highest are chosen. The p is the
    share of dates with at least as large a fall as `observed_log`.
    Raises TooFew when no earlier date has enough months around it.
    """
    past = _past(table, start, 2 * YEAR)
    n_after = min(table_of(table).shape[1] - start, YEAR)
    dates = range(start - n_after, max(n_before, 2 * YEAR) - 1, -STEP)
    logs = [_sham_log(past, date, n_treated, rule, n_before, n_after) for date in dates]
    if not logs:
        raise TooFew("months before the start", start, max(n_before, 2 * YEAR) + n_after)
    return Replay(
        estimate=math.expm1(float(np.mean(logs))),
        lower=math.expm1(min(logs)),
        upper=math.expm1(max(logs)),
        n=len(logs),
        method="the rule of choosing replayed at earlier dates",
        citation=BARNETT,
        warnings=(Caution.CHOSEN_FOR_BEING_BAD,),
        n_dates=len(logs),
        p=(1 + sum(x <= observed_log for x in logs)) / (len(logs) + 1),
        logs=tuple(logs),
    )


def _sham_log(
    past: Floats, date: int, n_treated: int, rule: Rule, n_before: int, n_after: int
) -> float:
    worst = np.argsort(-rule(past[:, :date]), kind="stable")[:n_treated]
    sham = calibrated_effect(
        past[:, date - n_before : date].sum(axis=1),
        past[:, date : date + n_after].sum(axis=1),
        [int(i) for i in worst],
        length_before=n_before,
        length_after=n_after,
    )
    return sham.log
