"""The figures that anyone may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from commonbeat.domains.publishing.models import Release


@dataclass(frozen=True, slots=True)
class Released:
    """Figures in force, with a digest by which a copy can be checked."""

    name: str
    version: int
    figures: Mapping[str, Any]
    digest: str
    released_at: dt.datetime


def release(name: str) -> Released | None:
    """The figures of this name in force, or None when none were released yet."""
    row = Release.objects.filter(name=name, in_force=True).first()
    if row is None:
        return None
    return Released(row.name, row.version, row.figures, row.digest, row.released_at)


def version(name: str) -> tuple[int, str]:
    """The version and digest in force, for conditional requests; (0, '') when there is none."""
    row = Release.objects.filter(name=name, in_force=True).values_list("version", "digest").first()
    return row or (0, "")
