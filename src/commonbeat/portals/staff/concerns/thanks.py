"""Thanks at the desk: passed on to the officer they are for, and read by them. Nobody counts."""

from __future__ import annotations

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from commonbeat.domains.agencies.queries import staff_in_service, staff_member, staff_names
from commonbeat.domains.concerns.access import Right
from commonbeat.domains.concerns.actions import thanks as acting
from commonbeat.domains.concerns.errors import NoSuchThanks
from commonbeat.domains.concerns.queries import feedback
from commonbeat.domains.places.queries import area_names
from commonbeat.portals.staff.pages import POST, DeskRequest, found, page, render, say


@page(Right.PASS_ON_THANKS)
def thanks(request: DeskRequest) -> HttpResponseBase:
    """What residents said, newest first, with the officer it went to."""
    lines = feedback.thanks(request.actor)
    names = staff_names(request.actor, [one.officer_id for one in lines if one.officer_id])
    areas = area_names(request.actor)
    context = {
        "lines": [
            (one, names.get(one.officer_id or 0, ""), areas.get(one.area_id or 0, ""))
            for one in lines
        ],
        "officers": [(one.key, one.display_name) for one in staff_in_service(request.actor)],
    }
    return render(request, "concerns/thanks.html", context)


@page(Right.PASS_ON_THANKS, methods=POST)
def pass_on_thanks(request: DeskRequest, key: str) -> HttpResponseBase:
    """Let the officer read it."""
    officer = found(staff_member(request.actor, request.POST.get("officer", "")))
    try:
        acting.pass_on_thanks(key=key, officer_id=officer.id, by=request.actor)
    except NoSuchThanks:
        raise Http404 from None
    say(request, _("The officer can read it now."))
    return redirect("staff:thanks")


@page(Right.SEE_OWN_THANKS)
def own_thanks(request: DeskRequest) -> HttpResponseBase:
    """What residents said to the officer who is looking."""
    lines = feedback.thanks(request.actor)
    acting.note_seen(by=request.actor)
    return render(request, "concerns/own_thanks.html", {"lines": lines})
