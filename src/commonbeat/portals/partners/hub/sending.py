"""The month's rows for the province: a file for the table's chair and data clerk."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpResponse, HttpResponseBase

from commonbeat.core.errors import Refused
from commonbeat.domains.hub.access import Right
from commonbeat.domains.hub.actions.sending import take_month
from commonbeat.domains.hub.actions.tallies import SETTLED_AFTER
from commonbeat.domains.hub.queries.tables import policy
from commonbeat.portals.partners.pages import HubRequest, page, status_of
from commonbeat.portals.partners.sitting import today

MONTHS = 13  # offered on the page of the record


@page(Right.SEND_RECORD)
def month_rows(request: HubRequest) -> HttpResponseBase:
    """The file of a month; 404 where the rules send none, and before the month is over."""
    try:
        month = dt.datetime.strptime(request.GET.get("month", ""), "%Y-%m").date()  # noqa: DTZ007
        file = take_month(month=month, by=request.actor)
    except ValueError:
        raise Http404 from None
    except Refused as error:
        return HttpResponse(status=status_of(error))
    response = HttpResponse(file.text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def months_offered(request: HubRequest) -> list[dt.date]:
    """The last months whose rows the reader may take; none where none may be."""
    viewer = request.actor
    rules = policy(viewer)
    if rules is None or not (rules.sends_rows and viewer.may(Right.SEND_RECORD)):
        return []
    month, found = (today() - SETTLED_AFTER).replace(day=1), []
    for _count in range(MONTHS):
        month = (month - dt.timedelta(days=1)).replace(day=1)
        found.append(month)
    return found
