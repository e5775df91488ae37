"""Setting up: tables, their rules version by version, their seats, and the words of the record.

Who sets up tables sees none of what is on them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonbeat.core.errors import Refused
from commonbeat.domains.agencies.queries import staff_in_service
from commonbeat.domains.hub.access import Right
from commonbeat.domains.hub.actions import tables as actions
from commonbeat.domains.hub.queries.tables import (
    TableView,
    all_tables,
    policies,
    seats_at,
    table_set_up,
)
from commonbeat.portals.partners.hub.rules import RulesForm, sentences_of
from commonbeat.portals.partners.pages import (
    FORM,
    POST,
    HubRequest,
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
from commonbeat.portals.partners.words import KINDS, ROLES, choices


class TableForm(forms.Form):
    """A new table. Its first rules are the careful ones."""

    name = forms.CharField(label=gettext_lazy("Name in English"), max_length=120)
    name_fr = forms.CharField(label=gettext_lazy("Name in French"), max_length=120)
    code = forms.RegexField(
        r"^[A-Z]{2,8}$",
        label=gettext_lazy("Short code"),
        help_text=gettext_lazy("Two to eight capital letters; each number begins with it."),
    )


class SeatForm(forms.Form):
    """Who sits at the table, and as what."""

    staff = forms.ChoiceField(label=gettext_lazy("Who?"))
    role = forms.ChoiceField(label=gettext_lazy("Which seat?"), choices=lambda: choices(ROLES))

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff"].choices = [("", "–"), *people]  # type: ignore[attr-defined]


@page(Right.SET_UP, methods=FORM)
def set_up(request: HubRequest) -> HttpResponseBase:
    """Every table, and the lists of words; the form founds a table."""
    form = TableForm(request.POST or None)

    def act() -> str:
        row = actions.found_table(**form.cleaned_data, by=request.actor)
        say(request, _("The table is founded, with the careful rules. Give it seats next."))
        return row.key

    if form.is_valid():
        key, status = _try(form, act)
        if key:
            return redirect("partners:set_up_table", key=key)
    else:
        status = 200
    context = {"form": form, "tables": all_tables(request.actor), "kinds": kinds()}
    return render(request, "hub/set_up.html", context, status=status)


@page(Right.SET_UP, methods=FORM)
def set_up_table(request: HubRequest, key: str) -> HttpResponseBase:
    """One table: its rules in plain words, and its seats; the form gives a seat."""
    one = found(table_set_up(request.actor, key))
    form = SeatForm(request.POST or None, people=_people(request))
    status = 200
    if form.is_valid():
        given = form.cleaned_data

        def act() -> str:
            seat = actions.give_seat(
                table_key=key, staff_key=given["staff"], role=given["role"], by=request.actor
            )
            say(request, _("The seat is given, from today on."))
            return seat.key

        done, status = _try(form, act)
        if done:
            return redirect("partners:set_up_table", key=key)
    versions = policies(request.actor, key)
    context = {
        "one": one,
        "form": form,
        "seats": seats_at(request.actor, key, today()),
        "versions": [(version, list(sentences_of(version))) for version in versions],
    }
    return render(request, "hub/set_up_table.html", context, status=status)


@page(Right.SET_UP, methods=POST)
def end_seat(request: HubRequest, key: str, seat: str) -> HttpResponseBase:
    """Take a seat away, today."""
    found(table_set_up(request.actor, key))
    try:
        actions.end_seat(seat_key=seat, by=request.actor)
    except Refused as error:
        status_of(error)
        warn(request, sentence_for(error))
    else:
        say(request, _("The seat has ended. The person sees nothing of the table any more."))
    return redirect("partners:set_up_table", key=key)


@page(Right.SET_UP, methods=FORM)
def set_rules(request: HubRequest, key: str) -> HttpResponseBase:
    """The next version of a table's rules; a preview says in plain words what they mean."""
    one = found(table_set_up(request.actor, key))
    newest = policies(request.actor, key)
    initial = asdict(newest[0]) if newest else asdict(actions.Rules())
    form = RulesForm(request.POST or None, initial=initial)
    status = 200
    if not form.is_valid():
        return _rules_page(request, one, form)
    rules = form.rules()
    if rules.faults() or "preview" not in request.POST:

        def act() -> str:
            actions.set_policy(table_key=key, rules=rules, by=request.actor)
            say(request, _("The rules are in force. What was decided before stays as it was."))
            return key

        done, status = _try(form, act)
        if done:
            return redirect("partners:set_up_table", key=key)
    return _rules_page(request, one, form, meaning=list(sentences_of(rules)), status=status)


def kinds() -> list[tuple[str, str]]:
    """The lists of words: the part of their address, and their name."""
    return [(code.replace(" ", "-"), str(label)) for code, label in KINDS.items()]


def _try(form: Any, act: Callable[[], str]) -> tuple[str, int]:
    """Do it; returns a key when it was done, else '' and the status, with the form saying why."""
    try:
        return act(), 200
    except Refused as error:
        return "", refuse(form, error)


def _rules_page(
    request: HubRequest,
    one: TableView,
    form: RulesForm,
    *,
    meaning: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"one": one, "form": form, "meaning": meaning}
    return render(request, "hub/rules.html", context, status=status)


def _people(request: HubRequest) -> list[tuple[str, str]]:
    rows = staff_in_service(request.actor)
    return [(one.key, f"{one.display_name} · {one.agency}") for one in rows]
