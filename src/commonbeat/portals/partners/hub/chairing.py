"""The chair's page: the queue and its order, the meetings, what runs out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonbeat.core.errors import Refused
from commonbeat.domains.hub.access import Right
from commonbeat.domains.hub.actions import meetings as actions
from commonbeat.domains.hub.queries.meeting import live, meetings, record
from commonbeat.domains.hub.queries.overseeing import cadence, standings
from commonbeat.domains.hub.queries.tables import policy
from commonbeat.domains.hub.queries.tables import table as own_table
from commonbeat.portals.partners.hub.sending import months_offered
from commonbeat.portals.partners.hub.visiting import moment_field
from commonbeat.portals.partners.pages import (
    FORM,
    POST,
    HubRequest,
    at,
    found,
    page,
    refuse,
    render,
    say,
    status_of,
    warn,
)
from commonbeat.portals.partners.sentences import sentence_for
from commonbeat.portals.partners.sitting import today
from commonbeat.portals.partners.words import MEETINGS, choices


class MeetingForm(forms.Form):
    """When the table meets next."""

    planned_for = moment_field(gettext_lazy("When does the table meet?"))
    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of meeting?"),
        choices=lambda: choices(MEETINGS),
        initial="regular",
    )


@page(Right.CHAIR, methods=FORM)
def chair(request: HubRequest) -> HttpResponseBase:
    """Queue, cadence, what is signed; the form plans a meeting."""
    viewer = request.actor
    form = MeetingForm(request.POST or None)
    status = 200
    if form.is_valid():
        try:
            actions.plan_meeting(**form.cleaned_data, by=viewer)
        except Refused as error:
            status = refuse(form, error)
        else:
            say(request, _("The meeting is planned."))
            return redirect(at(viewer, "chair"))
    seen = found(live(viewer))
    context: dict[str, Any] = {
        "form": form,
        "table": own_table(viewer),
        "table_key": seen.table.key,
        "live": seen,
        "meetings": meetings(viewer, n=12),
        "policy": policy(viewer),
        "standings": standings(viewer),
        "cadence": cadence(viewer),
    }
    return render(request, "hub/chair.html", context, status=status)


@page(Right.CHAIR, methods=POST)
def move(request: HubRequest, key: str, way: str) -> HttpResponseBase:
    """Move a situation one place up or down the queue, or first."""
    viewer = request.actor
    keys = [card.key for card in found(live(viewer)).queue]
    place = keys.index(found(key if key in keys else None))
    keys.insert({"first": 0, "up": max(0, place - 1)}.get(way, place + 1), keys.pop(place))
    try:
        actions.order_queue(situation_keys=keys, by=viewer)
    except Refused as error:
        status_of(error)
        warn(request, sentence_for(error))
    return redirect(at(viewer, "chair"))


@page(Right.SEE_RECORD)
def show_record(request: HubRequest) -> HttpResponseBase:
    """What is over, as it is kept: of what was not taken up, almost nothing."""
    viewer = request.actor
    since = today().replace(day=1, month=1)
    context = {
        "table": own_table(viewer),
        "rows": record(viewer, since=since),
        "since": since,
        "months": months_offered(request),
    }
    return render(request, "hub/record.html", context)
