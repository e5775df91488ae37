"""Every release, with its history, for the desk."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from commonbeat.core.actor import Actor
from commonbeat.domains.publishing.access import Right
from commonbeat.domains.publishing.models import Release


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """One release, without its figures."""

    name: str
    version: int
    in_force: bool
    digest: str
    released_at: dt.datetime
    released_by: str


def releases(viewer: Actor) -> list[ReleaseView]:
    """The newest releases first; none when hidden."""
    if not viewer.may(Right.RELEASE_FIGURES):
        return []
    return [
        ReleaseView(r.name, r.version, r.in_force, r.digest, r.released_at, r.released_by)
        for r in Release.objects.order_by("-released_at", "-version")[:100]
    ]
