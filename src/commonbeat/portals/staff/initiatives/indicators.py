"""Indicators at the desk, with their readings."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from commonbeat.domains.initiatives import queries
from commonbeat.domains.initiatives.access import Right
from commonbeat.domains.initiatives.actions import indicators as actions
from commonbeat.portals.staff.initiatives.forms import IndicatorForm, ReadingForm
from commonbeat.portals.staff.initiatives.issues import may
from commonbeat.portals.staff.initiatives.sending import sent
from commonbeat.portals.staff.pages import FORM, DeskRequest, found, page, render, say
from commonbeat.ui.table import Column


@page(Right.SEE_INITIATIVES)
def indicators(request: DeskRequest) -> HttpResponseBase:
    """Every indicator with its values."""
    shown = [
        {
            "one": one,
            "headers": [
                _("Period"),
                Column(one.unit, numeric=True),
                *([Column(one.comparison, numeric=True)] if one.comparison else []),
            ],
            "rows": [_row(reading, bool(one.comparison)) for reading in one.readings],
        }
        for one in queries.indicators(request.actor)
    ]
    context = {"indicators": shown, "may": may(request.actor)}
    return render(request, "initiatives/indicators.html", context)


@page(Right.RAISE_ISSUES, methods=FORM)
def define_indicator(request: DeskRequest) -> HttpResponseBase:
    """Say what is measured, by whom, in which unit."""
    form = IndicatorForm(request.POST or None)

    def act() -> None:
        actions.define_indicator(
            name=form.written("name"),
            source=form.written("source"),
            unit=form.written("unit"),
            comparison=form.written("comparison"),
            by=request.actor,
        )

    if request.method == "POST" and sent(form, act):
        say(request, _("The indicator is kept. Now add its values."))
        return redirect("staff:indicators")
    context = {"form": form, "title": _("A new indicator"), "up": reverse("staff:indicators")}
    return render(request, "initiatives/form.html", context)


@page(Right.RAISE_ISSUES, methods=FORM)
def add_reading(request: DeskRequest, key: str) -> HttpResponseBase:
    """Add the value of a period."""
    one = found(queries.indicator(request.actor, key))
    form = ReadingForm(request.POST or None)

    def act() -> None:
        actions.record_reading(indicator_key=key, by=request.actor, **form.cleaned_data)

    if request.method == "POST" and sent(form, act):
        say(request, _("The value is kept."))
        return redirect("staff:indicators")
    context = {"form": form, "title": one.name, "up": reverse("staff:indicators")}
    return render(request, "initiatives/form.html", context)


def _row(reading: queries.ReadingView, with_comparison: bool) -> list[str]:
    period = _("%(first)s to %(last)s") % {
        "first": date_format(reading.covers_from, "SHORT_DATE_FORMAT"),
        "last": date_format(reading.covers_until, "SHORT_DATE_FORMAT"),
    }
    compared = [_number(reading.compared)] if with_comparison else []
    return [period, _number(reading.value), *compared]


def _number(value: float | None) -> str:
    return "–" if value is None else number_format(round(value, 3))
