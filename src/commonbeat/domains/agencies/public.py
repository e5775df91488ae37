"""How anyone may reach the officer of an area: only what the officer agreed to publish."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import get_language

from commonbeat.domains.agencies.models import Posting


@dataclass(frozen=True, slots=True)
class PublicOfficer:
    """The officer of an area as residents see them, in the reader's language."""

    name: str
    phone: str
    email: str
    hours: str
    languages: str
    area_name: str


def officer_for_area(area_id: int | None, on: dt.date) -> PublicOfficer | None:
    """The officer posted to the area on a day; the latest posting where several hold."""
    if area_id is None:
        return None
    holds = Q(starts_on__lte=on) & (Q(ends_on=None) | Q(ends_on__gte=on))
    row = (
        Posting.objects.select_related("area")
        .filter(holds, area_id=area_id, staff__is_active=True)
        .order_by("-starts_on", "-pk")
        .first()
    )
    return _as_published(row) if row else None


def officers(on: dt.date) -> list[PublicOfficer]:
    """Every officer posted on a day, by area."""
    holds = Q(starts_on__lte=on) & (Q(ends_on=None) | Q(ends_on__gte=on))
    rows = Posting.objects.select_related("area").filter(holds, staff__is_active=True)
    return [_as_published(row) for row in rows.order_by("area__name", "-starts_on")]


def _as_published(row: Posting) -> PublicOfficer:
    in_french = (get_language() or "").startswith("fr")
    return PublicOfficer(
        name=row.public_name,
        phone=row.public_phone,
        email=row.public_email,
        hours=(row.hours_fr if in_french else "") or row.hours,
        languages=row.languages,
        area_name=(row.area.name_fr if in_french else "") or row.area.name,
    )
