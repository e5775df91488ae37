"""The privacy lead's page: who read a note and on what ground, what was destroyed, who may come.

Never what a note says, and never what is on the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from commonbeat.domains.hub.access import Right
from commonbeat.domains.hub.queries.overseeing import (
    Reading,
    cadence,
    notes_now,
    purges,
    readings,
    standings,
    takings,
)
from commonbeat.domains.hub.queries.tables import policy
from commonbeat.domains.hub.queries.tables import table as own_table
from commonbeat.portals.partners.hub.picking import options
from commonbeat.portals.partners.hub.rules import sentences_of
from commonbeat.portals.partners.pages import HubRequest, found, one_page, page, render

MOST = 2000


@dataclass(frozen=True, slots=True)
class Line:
    """One reading; the ground in words."""

    reading: Reading
    ground: str


@page(Right.OVERSEE)
def oversight(request: HubRequest) -> HttpResponseBase:
    """The audit of one table: readings first, then what ended, then who may come in."""
    viewer = request.actor
    rules, notes = policy(viewer), notes_now(viewer)
    grounds = dict(options("basis"))
    bases = notes.bases if notes else {}
    context = {
        "table": found(own_table(viewer)),
        "rules": list(sentences_of(rules)) if rules else [],
        "notes": notes,
        "bases": [(grounds.get(code, code), n) for code, n in bases.items()],
        "page": one_page(_lines(readings(viewer, n=MOST), grounds), request, size=25),
        "purges": purges(viewer, n=25),
        "takings": takings(viewer, n=25),
        "standings": standings(viewer),
        "cadence": cadence(viewer),
        "readings_label": _("Readings, page by page"),
    }
    return render(request, "hub/oversight.html", context)


def _lines(rows: list[Reading], grounds: Mapping[str, str]) -> list[Line]:
    return [Line(row, grounds.get(row.basis, row.basis)) for row in rows]
