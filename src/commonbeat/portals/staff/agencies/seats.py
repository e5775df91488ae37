"""Partners' seats inside the service: grant one, end it, and read what was opened from it."""

from __future__ import annotations

import datetime as dt

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonbeat.domains.agencies import errors, queries
from commonbeat.domains.agencies.access import PARTNER, Right
from commonbeat.domains.agencies.actions import seats as actions
from commonbeat.domains.agencies.queries.seats import SeatState
from commonbeat.domains.agencies.seats import SEAT_RIGHTS, seat_right_label
from commonbeat.domains.agencies.terms import today
from commonbeat.portals.staff.agencies.signing_forms import SeatForm
from commonbeat.portals.staff.pages import (
    FORM,
    DeskRequest,
    found,
    page,
    render,
    say,
    warn,
)
from commonbeat.portals.staff.words import Words

QUARTER = dt.timedelta(days=91)
SHOWN = 100
STATES: Words = {
    SeatState.TO_COME: gettext_lazy("not yet"),
    SeatState.OPEN: gettext_lazy("in force"),
    SeatState.SHUT: gettext_lazy("shut"),
    SeatState.OVER: gettext_lazy("over"),
}
BADGES = {
    SeatState.TO_COME: "neutral",
    SeatState.OPEN: "success",
    SeatState.SHUT: "error",
    SeatState.OVER: "neutral",
}
PAGES: Words = {
    "home": gettext_lazy("Today"),
    "account": gettext_lazy("My account"),
    "calls": gettext_lazy("Calls"),
    "call": gettext_lazy("One call"),
    "follow_ups": gettext_lazy("Follow-ups"),
    "surveys": gettext_lazy("Surveys"),
    "officers": gettext_lazy("Officers"),
    "policies": gettext_lazy("What callers are told"),
    "policy": gettext_lazy("What callers of one type are told"),
    "wordings": gettext_lazy("The words of the texts"),
}
# The refusals of a field of the form; every other one is about the whole form.
FIELDS = {
    errors.NotAPartner: "staff",
    errors.SeatTaken: "staff",
    errors.NothingGranted: "rights",
    errors.EndsBeforeStart: "ends_on",
    errors.NoAgreement: "ends_on",
}


@page(Right.SEE_SEATS)
def seats(request: DeskRequest) -> HttpResponseBase:
    """Every seat: whose, what it opens, until when, and whether it is open today."""
    viewer = request.actor
    lines = [
        (
            one,
            [seat_right_label(right) for right in one.rights],
            STATES[one.state],
            BADGES[one.state],
        )
        for one in queries.seats(viewer, on=today())
    ]
    context = {
        "seats": [line for line in lines if line[0].state is not SeatState.OVER],
        "over": [line for line in lines if line[0].state is SeatState.OVER],
        "may_grant": viewer.may(Right.GRANT_SEATS),
        "may_read": viewer.may(Right.SEE_READINGS),
        "keeps_agreements": viewer.may(Right.KEEP_AGREEMENTS),
    }
    return render(request, "agencies/seats.html", context)


@page(Right.GRANT_SEATS, methods=FORM)
def grant_seat(request: DeskRequest) -> HttpResponseBase:
    """Let a partner see some of the desk for a term."""
    people = [
        (one.key, f"{one.display_name} · {one.agency}")
        for one in queries.staff_in_service(request.actor)
        if one.role == PARTNER
    ]
    initial = {"starts_on": today(), "ends_on": today() + QUARTER}
    form = SeatForm(
        request.POST or None, initial=initial, people=people, rights=list(SEAT_RIGHTS.items())
    )
    if form.is_valid() and _granted(request, form):
        say(request, _("The seat is granted. It opens when their promise is recorded too."))
        return redirect("staff:seats")
    return render(request, "agencies/grant_seat.html", {"form": form, "has_partners": people})


@page(Right.GRANT_SEATS, methods=FORM)
def end_seat(request: DeskRequest, key: str) -> HttpResponseBase:
    """Ask once more, then end it now."""
    one = found(queries.seat(request.actor, key, on=today()))
    if request.method == "POST":
        try:
            actions.end_seat(seat_key=key, by=request.actor)
        except errors.NoSuchSeat as refused:
            warn(request, str(refused))
        else:
            say(request, _("The seat has ended. The desk is shut to them from now on."))
        return redirect("staff:seats")
    return render(request, "agencies/end_seat.html", {"one": one})


@page(Right.SEE_READINGS)
def readings(request: DeskRequest, key: str) -> HttpResponseBase:
    """What was opened from a seat, the newest first."""
    one = found(queries.seat(request.actor, key, on=today()))
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 16 else 0
    lines = queries.readings(request.actor, key, before=before, n=SHOWN + 1)
    context = {
        "one": one,
        "readings": [(line, PAGES.get(line.page, line.page)) for line in lines[:SHOWN]],
        "older": lines[SHOWN - 1].position if len(lines) > SHOWN else 0,
    }
    return render(request, "agencies/readings.html", context)


def _granted(request: DeskRequest, form: SeatForm) -> bool:
    given = dict(form.cleaned_data)
    try:
        actions.grant_seat(staff_key=given.pop("staff"), by=request.actor, **given)
    except errors.AgenciesRefused as refused:
        form.add_error(FIELDS.get(type(refused)), str(refused))
    else:
        return True
    return False
