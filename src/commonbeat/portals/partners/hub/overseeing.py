"""The privacy lead's page: who read which note and on what ground, what was destroyed, who may come.

Never what a note says, and never what is on the table.
"""

from __future__ import annotations

from django.http import HttpResponseBase

from commonbeat.domains.hub.access import Right
from commonbeat.domains.hub.queries.meeting import meetings
from commonbeat.domains.hub.queries.tables import policy, seats
from commonbeat.domains.hub.queries.tables import table as own_table
from commonbeat.portals.partners.hub.rules import sentences_of
from commonbeat.portals.partners.pages import HubRequest, found, page, render
from commonbeat.portals.partners.sitting import today


@page(Right.OVERSEE)
def oversight(request: HubRequest) -> HttpResponseBase:
    """The audit of one table."""
    viewer = request.actor
    rules = policy(viewer)
    context = {
        "table": found(own_table(viewer)),
        "rules": list(sentences_of(rules)) if rules else [],
        "meetings": meetings(viewer, n=12),
        "seats": seats(viewer, today()),
    }
    return render(request, "hub/oversight.html", context)
