"""The tables of the Centre of Responsibility."""

from commonbeat.domains.initiatives.models.indicators import Indicator, Reading
from commonbeat.domains.initiatives.models.issues import (
    Evidence,
    Opportunity,
    Review,
    SystemicIssue,
)
from commonbeat.domains.initiatives.models.recommendations import Progress, Recommendation

__all__ = [
    "Evidence",
    "Indicator",
    "Opportunity",
    "Progress",
    "Reading",
    "Recommendation",
    "Review",
    "SystemicIssue",
]
