"""What the desk reads of initiatives."""

from commonbeat.domains.initiatives.queries.indicators import (
    IndicatorView,
    ReadingView,
    indicator,
    indicators,
)
from commonbeat.domains.initiatives.queries.issues import (
    EvidenceView,
    IssueLine,
    IssueView,
    OpportunityView,
    ReviewView,
    issue,
    issues,
)
from commonbeat.domains.initiatives.queries.recommendations import (
    ProgressView,
    RecommendationView,
    n_stale,
    recommendation,
    recommendations,
)

__all__ = [
    "EvidenceView",
    "IndicatorView",
    "IssueLine",
    "IssueView",
    "OpportunityView",
    "ProgressView",
    "ReadingView",
    "RecommendationView",
    "ReviewView",
    "indicator",
    "indicators",
    "issue",
    "issues",
    "n_stale",
    "recommendation",
    "recommendations",
]
