"""Knox's test from the four numbers that papers print, without the events themselves."""

from dataclasses import dataclass

from commonbeat.evidence.change import poisson_rate
from commonbeat.evidence.checks import count
from commonbeat.evidence.faults import MoreThanAll, TooFew
from commonbeat.evidence.places.knox import knox_poisson_p
from commonbeat.evidence.results import Caution, Estimate
from commonbeat.evidence.wording import number, pick

KNOX = "Knox, E. G. (1964). Journal of the Royal Statistical Society C 13:25–29."
FEW = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosePairs(Estimate):
    """Pairs close in place and in time over those expected; `n` is the number of all pairs."""

    n_both: int
    expected: float
    p: float

    def sentence(self, language: str = "en") -> str:
        """Say how many pairs there are, how many chance would give, and how likely that is."""
        seen, wanted = number(self.n_both, language), number(self.expected, language, 1)
        sure = pick(
            language,
            "more than chance" if self.p < 0.05 else "chance can do that",
            "plus que le hasard" if self.p < 0.05 else "le hasard peut faire cela",
        )
        return pick(
            language,
            f"{seen} pairs are close in place and time where chance would give {wanted} ({sure}).",
            f"{seen} paires sont proches par le lieu et le temps ; le hasard en donnerait "
            f"{wanted} ({sure}).",
        )


def close_pairs(
    both: float,
    *,
    near: float,
    soon: float,
    n_events: float | None = None,
    n_pairs: float | None = None,
    confidence: float = 0.95,
) -> ClosePairs:
    """Knox's test: `both` of all pairs are close in place (`near`) and in time (`soon`).

    Give the number of events, or of all pairs. The interval takes the close pairs as Poisson.
    Raises TooFew, MoreThanAll, NegativeCount, FractionalCount, NotFinite.
    """
    close, in_place, in_time = count(both, "both"), count(near, "near"), count(soon, "soon")
    pairs = _pairs(n_events, n_pairs)
    for name, part in (("near", in_place), ("soon", in_time)):
        if part > pairs:
            raise MoreThanAll(name, part, "pairs", pairs)
        if close > part:
            raise MoreThanAll("both", close, name, part)
        if part == 0:
            raise TooFew(name, 0, 1)
    expected = in_place * in_time / pairs
    rate = poisson_rate(close, length=expected, confidence=confidence)
    return ClosePairs(
        estimate=rate.estimate,
        lower=rate.lower,
        upper=rate.upper,
        n=pairs,
        method="Knox test, Poisson chance of as many close pairs or more",
        citation=KNOX,
        confidence=confidence,
        warnings=(Caution.FEW,) if close < FEW else (),
        n_both=close,
        expected=expected,
        p=knox_poisson_p(close, expected),
    )


def _pairs(n_events: float | None, n_pairs: float | None) -> int:
    if n_pairs is not None:
        pairs = count(n_pairs, "n_pairs")
    else:
        events = count(n_events or 0, "n_events")
        pairs = events * (events - 1) // 2
    if pairs < 1:
        raise TooFew("pairs", pairs, 1)
    return pairs
