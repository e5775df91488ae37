"""A time that a given share of cases stayed under."""

import math
from dataclasses import dataclass

from commonbeat.evidence.results import Estimate
from commonbeat.evidence.wording import number, pick, with_unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantile(Estimate):
    """A time that a given share of cases stayed under; `upper` is infinite when unknown."""

    share: float
    unit: str

    def sentence(self, language: str = "en") -> str:
        """Say the time and its range in plain words."""
        if math.isinf(self.estimate):
            return self._not_yet(language)
        time, low = (with_unit(x, self.unit, language) for x in (self.estimate, self.lower))
        share = self._said_share(language)
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

    def _said_share(self, language: str) -> str:
        if self.share == 0.5:
            return pick(language, "Half", "La moitié")
        tenths = number(self.share * 10, language, 0 if self.share * 10 % 1 == 0 else 1)
        return pick(language, f"{tenths} in 10", f"{tenths} sur 10")

    def _not_yet(self, language: str) -> str:
        share = self._said_share(language)
        if math.isinf(self.lower):
            return pick(
                language, f"{share} are not done yet.", f"{share} : ce n’est pas encore atteint."
            )
        low = with_unit(self.lower, self.unit, language)
        return pick(
            language,
            f"{share} are not done yet; it takes at least {low}.",
            f"{share} : ce n’est pas encore atteint ; il faut au moins {low}.",
        )
