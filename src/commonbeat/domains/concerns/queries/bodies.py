"""Reading the directory of independent bodies, for who keeps it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from commonbeat.core.actor import Actor
from commonbeat.domains.concerns.access import Right
from commonbeat.domains.concerns.models import OversightBody


@dataclass(frozen=True, slots=True)
class DeskBody:
    """An independent body, on the page or taken off it."""

    code: str
    name: str
    name_fr: str
    takes: str
    takes_fr: str
    web: str
    phone: str
    post: str
    retired_at: dt.datetime | None


def bodies(viewer: Actor) -> list[DeskBody]:
    """Every independent body in the page's order, those taken off it last."""
    if not viewer.may(Right.SET_ROUTES):
        return []
    listed = [
        DeskBody(
            row.code,
            row.name,
            row.name_fr,
            row.takes,
            row.takes_fr,
            row.web,
            row.phone,
            row.post,
            row.retired_at,
        )
        for row in OversightBody.objects.all()
    ]
    return sorted(listed, key=lambda body: body.retired_at is not None)
