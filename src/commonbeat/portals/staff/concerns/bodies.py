"""The directory of independent bodies: residents see them before our own form."""

from __future__ import annotations

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from commonbeat.domains.concerns.access import Right
from commonbeat.domains.concerns.actions import bodies as acting
from commonbeat.domains.concerns.errors import NoSuchBody, NotAccepted
from commonbeat.domains.concerns.queries import bodies as reading
from commonbeat.portals.staff.concerns.inbox import in_french
from commonbeat.portals.staff.concerns.set_up import set_up_tabs
from commonbeat.portals.staff.concerns.set_up_forms import BodyForm
from commonbeat.portals.staff.concerns.set_up_words import show_faults
from commonbeat.portals.staff.pages import FORM, POST, DeskRequest, found, page, render, say


@page(Right.SET_ROUTES)
def concern_bodies(request: DeskRequest) -> HttpResponseBase:
    """Every independent body, as residents see it."""
    listed = [
        (one, in_french(one.name, one.name_fr), in_french(one.takes, one.takes_fr))
        for one in reading.bodies(request.actor)
    ]
    context = {
        "bodies": [line for line in listed if line[0].retired_at is None],
        "gone": [line for line in listed if line[0].retired_at is not None],
        "tabs": set_up_tabs(request.actor, "concern_bodies"),
    }
    return render(request, "concerns/bodies.html", context)


@page(Right.SET_ROUTES, methods=FORM)
def add_body(request: DeskRequest) -> HttpResponseBase:
    """Add an independent body."""
    form = BodyForm(request.POST or None)
    if form.is_valid():
        try:
            acting.add_body(by=request.actor, **form.cleaned_data)
        except NotAccepted as refused:
            show_faults(form, refused.faults)
        else:
            say(request, _("Residents see it from now on, before our own form."))
            return redirect("staff:concern_bodies")
    return render(request, "concerns/body.html", {"form": form, "one": None})


@page(Right.SET_ROUTES, methods=FORM)
def concern_body(request: DeskRequest, code: str) -> HttpResponseBase:
    """Change what is said of an independent body."""
    known = (one for one in reading.bodies(request.actor) if one.code == code)
    one = found(next(known, None))
    if one.retired_at is not None:
        raise Http404
    initial = {name: getattr(one, name) for name in acting.RULES}
    form = BodyForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            acting.set_body(code=code, by=request.actor, **form.cleaned_data)
        except NotAccepted as refused:
            show_faults(form, refused.faults)
        except NoSuchBody:
            raise Http404 from None
        else:
            say(request, _("It is saved. Residents see it so from now on."))
            return redirect("staff:concern_bodies")
    context = {"form": form, "one": one, "name": in_french(one.name, one.name_fr)}
    return render(request, "concerns/body.html", context)


@page(Right.SET_ROUTES, methods=POST)
def change_body(request: DeskRequest, code: str, what: str) -> HttpResponseBase:
    """Take it off the page, or put it back."""
    acts = {"retire": acting.retire_body, "use": acting.use_body_again}
    if what not in acts:
        raise Http404
    try:
        acts[what](code=code, by=request.actor)
    except NoSuchBody:
        raise Http404 from None
    if what == "retire":
        say(request, _("Residents do not see it any more."))
    else:
        say(request, _("Residents see it again."))
    return redirect("staff:concern_bodies")
