"""The first page of the desk: what is wrong, what to do, and the calls of today."""

from __future__ import annotations

from django.http import HttpResponseBase

from commonbeat.domains.agencies.access import Right
from commonbeat.portals.staff.pages import DeskRequest, page, render


@page(Right.KEEP_OWN_ACCOUNT)
def today(request: DeskRequest) -> HttpResponseBase:
    """The state of the service."""
    return render(request, "front/today.html", {})
