"""The prediction accuracy index from the four numbers that papers print."""

from dataclasses import dataclass

from commonbeat.evidence.checks import count, positive, within
from commonbeat.evidence.faults import MoreThanAll, TooFew
from commonbeat.evidence.places.hotspots import CHAINEY
from commonbeat.evidence.proportions import FEW, wilson_limits
from commonbeat.evidence.results import Caution, Estimate
from commonbeat.evidence.wording import number, percent, pick


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy(Estimate):
    """The share of events in the flagged places over their share of the area."""

    n_inside: int
    share_of_area: float

    def sentence(self, language: str = "en") -> str:
        """Say how much of the events lay in how much of the area."""
        hits, area = (
            percent(self.n_inside / self.n, language),
            percent(self.share_of_area, language, 1),
        )
        times, low, high = (number(x, language, 1) for x in (self.estimate, self.lower, self.upper))
        return pick(
            language,
            f"{hits} of the events lay in {area} of the area: {times} times as many as its size "
            f"alone would hold (likely between {low} and {high}).",
            f"{hits} des événements étaient dans {area} de la surface : {times} fois plus que sa "
            f"taille seule n’en aurait (probablement entre {low} et {high}).",
        )


def prediction_accuracy(
    n_inside: float, n: float, *, area_inside: float, area: float, confidence: float = 0.95
) -> Accuracy:
    """PAI = (n_inside / n) / (area_inside / area), with Wilson's limits of the share of events.

    Raises TooFew (no event), MoreThanAll, OutOfRange, NegativeCount, FractionalCount, NotFinite.
    """
    hits, events = count(n_inside, "n_inside"), count(n, "n")
    if events < 1:
        raise TooFew("n", events, 1)
    if hits > events:
        raise MoreThanAll("n_inside", hits, "n", events)
    part, whole = positive(area_inside, "area_inside"), positive(area, "area")
    if part > whole:
        raise MoreThanAll("area_inside", part, "area", whole)
    share = part / whole
    limits = wilson_limits(hits / events, events, within(confidence, "confidence", 0, 1))
    return Accuracy(
        estimate=hits / events / share,
        lower=limits[0] / share,
        upper=limits[1] / share,
        n=events,
        method="prediction accuracy index, Wilson limits of the share of events",
        citation=CHAINEY,
        confidence=confidence,
        warnings=(Caution.FEW,) if events < FEW else (),
        n_inside=hits,
        share_of_area=share,
    )
