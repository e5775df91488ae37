"""Who may come to a table today, by what their agency and they themselves signed."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from commonbeat.domains.agencies.models import Agreement, AgreementKind, Staff, Undertaking
from commonbeat.domains.agencies.terms import holds, today


def people_in_good_standing() -> QuerySet[Staff]:
    """Those in service, under an agreement that holds today, whose own promise holds today."""
    on = today()
    shares = Agreement.objects.filter(holds(on), kind=AgreementKind.INFORMATION_SHARING)
    return Staff.objects.filter(
        is_active=True,
        ended_at=None,
        agency__in=shares.values("agency"),
        pk__in=Undertaking.objects.filter(holds(on)).values("staff"),
    )


def in_good_standing(staff_keys: Collection[str]) -> set[str]:
    """Of these people those in good standing."""
    people = people_in_good_standing().filter(key__in=staff_keys)
    return set(people.values_list("key", flat=True))
