"""Agencies at the desk: add one, name it, say which sector it is of."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _

from commonbeat.core.keys import new_key
from commonbeat.domains.agencies import queries
from commonbeat.domains.agencies.access import Right
from commonbeat.domains.agencies.actions import staff as actions
from commonbeat.domains.agencies.sectors import SECTORS, sector_label
from commonbeat.portals.staff.agencies.signing_forms import AgencyForm, Choices
from commonbeat.portals.staff.pages import FORM, DeskRequest, found, page, render, say


@page(Right.ENGAGE_STAFF)
def agencies(request: DeskRequest) -> HttpResponseBase:
    """Every agency with its sector."""
    lines = [(one, sector_label(one.sector)) for one in queries.agencies(request.actor)]
    return render(request, "agencies/agencies.html", {"agencies": lines})


@page(Right.ENGAGE_STAFF, methods=FORM)
def found_agency(request: DeskRequest) -> HttpResponseBase:
    """Add an agency."""
    form = AgencyForm(request.POST or None, sectors=_sectors())
    if form.is_valid():
        given = form.cleaned_data
        actions.found_agency(code=_code(request, given["name"]), by=request.actor, **given)
        say(request, _("The agency is added. Record its agreement next."))
        return redirect("staff:agencies")
    return render(request, "agencies/agency.html", {"form": form, "one": None})


@page(Right.ENGAGE_STAFF, methods=FORM)
def describe_agency(request: DeskRequest, code: str) -> HttpResponseBase:
    """Give an agency another name or sector."""
    one = found(queries.agency(request.actor, code))
    initial = {"name": one.name_en, "name_fr": one.name_fr, "sector": one.sector}
    form = AgencyForm(request.POST or None, initial=initial, sectors=_sectors())
    if form.is_valid():
        actions.describe_agency(agency_code=one.code, by=request.actor, **form.cleaned_data)
        say(request, _("The agency is changed."))
        return redirect("staff:agencies")
    return render(request, "agencies/agency.html", {"form": form, "one": one})


def _sectors() -> Choices:
    return [(code, str(label)) for code, label in SECTORS.items()]


def _code(request: DeskRequest, name: str) -> str:
    """A code that says the name, with a random end when it is taken or nothing is left of it."""
    said = slugify(name)[:40]
    if said and queries.agency(request.actor, said) is None:
        return said
    return f"{said}-{new_key()}".lstrip("-")
