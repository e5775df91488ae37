"""Figures about everybody from a random sample, and how they changed between two."""

from dataclasses import dataclass

from commonbeat.evidence.results import Estimate
from commonbeat.evidence.wording import number, pick


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyEstimate(Estimate):
    """A figure about everybody, with its error and the design effect."""

    se: float
    deff: float
    n_effective: float
    is_share: bool = False

    def sentence(self, language: str = "en") -> str:
        """Say the figure, its range, and how many answers it rests on."""
        if self.is_share:
            value, low, high = self.percents(language)
        else:
            digits = 1 if abs(self.estimate) < 100 else 0
            value, low, high = (
                number(x, language, digits) for x in (self.estimate, self.lower, self.upper)
            )
        n, worth = number(self.n, language), number(self.n_effective, language)
        return pick(
            language,
            f"{value} (likely between {low} and {high}), from {n} answers that count as much "
            f"as {worth} drawn singly.",
            f"{value} (probablement entre {low} et {high}), d’après {n} réponses qui valent "
            f"{worth} réponses tirées une à une.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyChange(SurveyEstimate):
    """A figure now less the same figure before; of shares in points."""

    p: float

    def sentence(self, language: str = "en") -> str:
        """Say the change with its sign and range, and whether chance explains it."""
        gap, low, high = (
            self._signed(x, language) for x in (self.estimate, self.lower, self.upper)
        )
        points = " points" if self.is_share else ""
        sure = pick(
            language,
            "more than chance" if self.p < 1 - self.confidence else "chance can do that",
            "plus que le hasard" if self.p < 1 - self.confidence else "le hasard peut faire cela",
        )
        return pick(
            language,
            f"Changed by {gap}{points} (likely between {low} and {high}; {sure}).",
            f"Changement de {gap}{points} (probablement entre {low} et {high} ; {sure}).",
        )

    def _signed(self, value: float, language: str) -> str:
        scaled = 100 * value if self.is_share else value
        told = number(scaled, language, 0 if abs(scaled) >= 100 else 1)
        return f"+{told}" if scaled > 0 and told.strip("0.,") else told
