"""The ledger of hand-overs, by agency and never by person."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from statistics import median

from django.db.models import Count

from commonbeat.core.actor import Actor
from commonbeat.domains.agencies.models import Agency
from commonbeat.domains.agencies.names import name_of
from commonbeat.domains.concerns.access import Right
from commonbeat.domains.concerns.models import Concern, HandOver
from commonbeat.domains.concerns.models.concerns import OVER
from commonbeat.domains.concerns.moving import WITHDRAWN

_DAY = 86_400.0  # seconds


@dataclass(frozen=True, slots=True)
class AgencyLine:
    """What one agency was offered in a time, and what it made of it."""

    code: str
    name: str
    n_offered: int  # without what was withdrawn
    n_accepted: int
    n_waiting: int
    handed_back: tuple[tuple[str, int], ...]  # (reason as a code, how many), the commonest first
    median_days: float | None  # from offer to answer; None where nothing was answered
    n_open_now: int  # concerns that are theirs today

    @property
    def n_handed_back(self) -> int:
        """How many it handed back, for whatever reason."""
        return sum(n for _reason, n in self.handed_back)


def ledger_of_agencies(viewer: Actor, since: dt.datetime) -> list[AgencyLine]:
    """Each agency that was offered something since then or has something open, by name.

    The days to an answer are the median: half of the answers came sooner. What we withdrew
    ourselves is not counted.
    """
    if not viewer.may(Right.COUNT):
        return []
    rows = HandOver.objects.seen_by(viewer).filter(offered_at__gte=since)
    by_agency: dict[int, list[HandOver]] = {}
    for row in rows.exclude(reason=WITHDRAWN):
        by_agency.setdefault(row.to_agency_id, []).append(row)
    still_open = _open_now(viewer)
    agencies = Agency.objects.filter(pk__in={*by_agency, *still_open})
    lines = [_line(one, by_agency.get(one.pk, []), still_open.get(one.pk, 0)) for one in agencies]
    return sorted(lines, key=lambda line: line.name.casefold())


def _open_now(viewer: Actor) -> dict[int, int]:
    rows = Concern.objects.seen_by(viewer).exclude(state__in=OVER).filter(agency__isnull=False)
    return dict(rows.order_by().values_list("agency_id").annotate(Count("pk")))


def _line(agency: Agency, offers: list[HandOver], n_open_now: int) -> AgencyLine:
    states = Counter(offer.state for offer in offers)
    reasons = Counter(offer.reason for offer in offers if offer.state == "handed back")
    days = [
        (offer.settled_at - offer.offered_at).total_seconds() / _DAY
        for offer in offers
        if offer.settled_at is not None
    ]
    return AgencyLine(
        agency.code,
        name_of(agency),
        len(offers),
        states["accepted"],
        states["offered"],
        tuple(reasons.most_common()),
        median(days) if days else None,
        n_open_now,
    )
