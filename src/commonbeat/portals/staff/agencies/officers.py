"""Officers by area: who residents see, and until when."""

from __future__ import annotations

import datetime as dt

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from commonbeat.core import clock
from commonbeat.domains.agencies import errors, queries
from commonbeat.domains.agencies.access import Right
from commonbeat.domains.agencies.actions import postings as actions
from commonbeat.domains.places.queries import areas
from commonbeat.portals.staff.agencies.forms import EndPostingForm, PostingForm
from commonbeat.portals.staff.pages import FORM, DeskRequest, found, page, render, say


@page(Right.SEE_STAFF)
def officers(request: DeskRequest) -> HttpResponseBase:
    """Every area with the officers that its residents see, and the areas without one."""
    today = _today()
    held = queries.postings(request.actor, on=today)
    posted = {one.area_id for one in held if one.starts_on <= today}
    context = {
        "postings": held,
        "bare": [one.label for one in areas(request.actor) if one.id not in posted],
        "ended": queries.ended_postings(request.actor, on=today),
        "today": today,
        "may_post": request.actor.may(Right.POST_OFFICERS),
    }
    return render(request, "agencies/officers.html", context)


@page(Right.POST_OFFICERS, methods=FORM)
def post_officer(request: DeskRequest) -> HttpResponseBase:
    """Show an officer to the residents of an area."""
    people = [(one.key, one.display_name) for one in queries.staff_in_service(request.actor)]
    places = [(str(one.id), one.label) for one in areas(request.actor)]
    form = PostingForm(
        request.POST or None, initial={"starts_on": _today()}, areas=places, people=people
    )
    if form.is_valid() and _posted(request, form):
        say(request, _("Residents of this area see the officer from the first day on."))
        return redirect("staff:officers")
    return render(request, "agencies/post_officer.html", {"form": form})


@page(Right.POST_OFFICERS, methods=FORM)
def end_posting(request: DeskRequest, key: str) -> HttpResponseBase:
    """Set the last day of a posting."""
    posting = found(queries.posting(request.actor, key))
    form = EndPostingForm(request.POST or None, initial={"ends_on": _today()})
    if form.is_valid():
        try:
            actions.end_posting(
                posting_key=key, ends_on=form.cleaned_data["ends_on"], by=request.actor
            )
        except errors.EndsBeforeStart as refused:
            form.add_error("ends_on", str(refused))
        else:
            say(request, _("The last day is set."))
            return redirect("staff:officers")
    return render(request, "agencies/end_posting.html", {"form": form, "posting": posting})


def _posted(request: DeskRequest, form: PostingForm) -> bool:
    given = dict(form.cleaned_data)
    area, staff, substitute = (given.pop(name) for name in ("area", "staff", "substitute"))
    try:
        actions.post_officer(
            area_id=int(area),
            staff_key=staff,
            substitute_key=substitute,
            by=request.actor,
            **given,
        )
    except errors.NotReachable as refused:
        form.add_error("public_phone", str(refused))
    except errors.NoSuchStaff as refused:
        form.add_error("staff", str(refused))
    except errors.NoSuchArea as refused:
        form.add_error("area", str(refused))
    else:
        return True
    return False


def _today() -> dt.date:
    return timezone.localtime(clock.now()).date()
