"""Whose share changed between two periods, among many that were looked at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonbeat.evidence.checks import count, counts, number_list, same_length, within
from commonbeat.evidence.faults import MoreThanAll, TooFew
from commonbeat.evidence.patterns import tails
from commonbeat.evidence.patterns.discovery import NAMES, SOURCES, Rule, adjusted, stands_out
from commonbeat.evidence.proportions import FEW, wilson_limits
from commonbeat.evidence.results import Caution, Estimate, Told
from commonbeat.evidence.wording import number, percent, pick

Floats = NDArray[np.float64]
NEWCOMBE = "Newcombe, R. G. (1998). Statistics in Medicine 17:873–890."
FISHER = "Fisher, R. A. (1935). Journal of the Royal Statistical Society 98:39–82."


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareChange(Estimate):
    """A share now less the same share before, as a part of one; `n` is now's base."""

    code: str
    now: float
    before: float
    n_before: int
    p: float
    q: float
    stands_out: bool

    def sentence(self, language: str = "en", names: Mapping[str, str] | None = None) -> str:
        """Say both shares and the likely range of the difference in points."""
        name = (names or {}).get(self.code, self.code)
        before, now = percent(self.before, language), percent(self.now, language)
        low, high = (number(100 * x, language) for x in (self.lower, self.upper))
        return pick(
            language,
            f"{name}: {now} now, {before} before (the change likely between {low} and {high} "
            "percentage points).",
            f"{name} : {now} maintenant, {before} avant (un changement probablement entre {low} "
            f"et {high} points).",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes(Told):
    """Every share looked at, the most certain change first."""

    changes: tuple[ShareChange, ...]
    n: int
    rate: float
    method: str
    citation: str
    warnings: tuple[str, ...] = (Caution.MANY_LOOKED_AT,)

    @property
    def found(self) -> tuple[ShareChange, ...]:
        """The shares that changed."""
        return tuple(change for change in self.changes if change.stands_out)

    def sentence(self, language: str = "en") -> str:
        """Say how many shares changed more than chance."""
        out, tried = number(len(self.found), language), number(len(self.changes), language)
        return pick(
            language,
            f"{out} of {tried} shares changed more than chance explains.",
            f"{out} parts sur {tried} ont changé plus que le hasard ne l’explique.",
        )


def share_changes(
    now: ArrayLike,
    n_now: int,
    before: ArrayLike,
    n_before: int,
    *,
    codes: Sequence[str],
    rate: float = 0.05,
    rule: Rule = "yekutieli",
) -> Changes:
    """Compare each factor's share of two periods, by Fisher's test with mid-p, both ways.

    Raises TooFew (an empty period), UnequalLengths, MoreThanAll, NegativeCount, OutOfRange.
    """
    new, old = _checked(now, n_now, "now"), _checked(before, n_before, "before")
    same_length(now=new, before=old, codes=list(codes))
    n_all, both = float(n_now + n_before), new + old
    up = tails.hypergeometric_above(new, both, np.full(new.size, n_now), n_all)
    down = tails.hypergeometric_above(old, both, np.full(new.size, n_before), n_all)
    p = np.minimum(1.0, 2 * np.minimum(up, down))
    q = adjusted(p, rule=rule)
    out = stands_out(q, rate)
    made = [
        _change(code, (a, n_now), (b, n_before), numbers)
        for code, a, b, *numbers in zip(codes, new, old, p, q, out, strict=True)
    ]
    return Changes(
        changes=tuple(sorted(made, key=lambda each: (each.q, -abs(each.estimate)))),
        n=count(n_now, "n_now"),
        rate=within(rate, "rate", 0, 1),
        method=f"Fisher's test, mid-p, {NAMES[rule]}",
        citation=f"{FISHER} {tails.LANCASTER} {SOURCES[rule]}",
    )


def _checked(part: ArrayLike, n: int, name: str) -> Floats:
    some = counts(number_list(part, name, least=0), name)
    if count(n, f"n {name}") < 1:
        raise TooFew(f"n {name}", n, 1)
    if some.size and some.max() > n:
        raise MoreThanAll(name, float(some.max()), f"n {name}", n)
    return some


def _change(
    code: str, now: tuple[float, int], before: tuple[float, int], numbers: Sequence[float]
) -> ShareChange:
    p, q, out = numbers
    one, two = now[0] / now[1], before[0] / before[1]
    (low_1, high_1), (low_2, high_2) = wilson_limits(one, now[1]), wilson_limits(two, before[1])
    return ShareChange(
        estimate=one - two,
        lower=one - two - float(np.hypot(one - low_1, high_2 - two)),
        upper=one - two + float(np.hypot(high_1 - one, two - low_2)),
        n=now[1],
        method="Newcombe's hybrid of Wilson intervals",
        citation=NEWCOMBE,
        warnings=(Caution.FEW,) if min(now[1], before[1]) < FEW else (),
        code=code,
        now=one,
        before=two,
        n_before=before[1],
        p=float(p),
        q=float(q),
        stands_out=bool(out),
    )
