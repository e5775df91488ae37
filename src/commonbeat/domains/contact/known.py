"""Contact points as plain values, the blind index of an address, and who has stopped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from commonbeat.core import sealed
from commonbeat.domains.contact.models import ContactPoint, StoppedNumber

INDEX_PURPOSE = "contact point"


@dataclass(frozen=True, slots=True)
class Point:
    """A contact point without its number. `key_ref` names the key that seals what is its."""

    id: int
    key: str
    language: str
    reach: str
    is_stopped: bool
    key_ref: str
    last_surveyed_at: dt.datetime | None
    is_forgotten: bool = False
    is_mail: bool = False

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"contact.point:{self.key}"


def index_of(address: str) -> str:
    """The blind index of an E.164 number or a mail address."""
    return sealed.blind_index(address, INDEX_PURPOSE)


def seen_points(rows: Iterable[ContactPoint]) -> list[Point]:
    """Rows (already scoped to a viewer) as points; one query more, for who has stopped."""
    points = list(rows)
    stopped = stopped_among([row.index for row in points if row.index])
    return [
        Point(
            row.pk,
            row.key,
            row.language,
            row.reach,
            row.index in stopped,
            row.key_ref,
            row.last_surveyed_at,
            is_forgotten=row.index is None,
            is_mail=row.kind == "mail",
        )
        for row in points
    ]


def stopped_among(indexes: Sequence[str]) -> frozenset[str]:
    """Which of these blind indexes said STOP."""
    found = StoppedNumber.objects.filter(index__in=indexes).values_list("index", flat=True)
    return frozenset(found) if indexes else frozenset()
