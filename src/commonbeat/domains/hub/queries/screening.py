"""Filter 1 as one's own agency sees it. For everybody else there is nothing there."""

from __future__ import annotations

from commonbeat.core import clock
from commonbeat.core.actor import Actor
from commonbeat.domains.hub.models import Screening
from commonbeat.domains.hub.models.screening import ScreeningState
from commonbeat.domains.hub.screened import ScreeningView, screening_view

__all__ = ["ScreeningView", "screening", "screenings"]


def screenings(viewer: Actor) -> list[ScreeningView]:
    """The open screenings of the viewer's agency at this table, the latest changed first."""
    rows = Screening.objects.seen_by(viewer).filter(
        state__in=(ScreeningState.DRAFT, ScreeningState.APPROVED), keep_until__gt=clock.now()
    )
    return [screening_view(row, viewer) for row in rows.order_by("-keep_until", "-pk")]


def screening(viewer: Actor, key: str) -> ScreeningView | None:
    """One screening, open or not, while it is kept."""
    rows = Screening.objects.seen_by(viewer).filter(key=key, keep_until__gt=clock.now())
    row = rows.first()
    return screening_view(row, viewer) if row else None
