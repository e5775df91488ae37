"""Filter 3: the identity note. Its text is shown on one page and kept nowhere.

It is not in the meeting's screen, not in an address or a title, and no browser may store it. Who
may not read it, or no longer may, gets the answer of a page that does not exist.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonbeat.core.errors import Refused
from commonbeat.domains.hub import gate
from commonbeat.domains.hub.access import Right, tables_of
from commonbeat.domains.hub.errors import Locked
from commonbeat.domains.hub.queries.meeting import card
from commonbeat.domains.hub.queries.tables import table as own_table
from commonbeat.portals.partners.hub.keys import unlocked_in
from commonbeat.portals.partners.hub.picking import options
from commonbeat.portals.partners.hub.turns import turn_of
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
from commonbeat.portals.partners.words import PURPOSES, choices

NOT_REMEMBERED = {"autocomplete": "off", "spellcheck": "false"}


class NoteForm(forms.Form):
    """The least that others need to say whether they know them, the ground and the purpose."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=120, widget=forms.TextInput(attrs=NOT_REMEMBERED)
    )
    born_on = forms.DateField(
        label=gettext_lazy("Day of birth"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs=NOT_REMEMBERED | {"type": "date"}),
    )
    address = forms.CharField(
        label=gettext_lazy("Address"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs=NOT_REMEMBERED),
    )
    basis = forms.ChoiceField(
        label=gettext_lazy("Why may you disclose this?"), widget=forms.RadioSelect
    )
    purpose = forms.ChoiceField(label=gettext_lazy("What for?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["basis"].choices = options("basis")  # type: ignore[attr-defined]
        self.fields["purpose"].choices = choices(PURPOSES)  # type: ignore[attr-defined]


@page(Right.READ_NOTES, methods=FORM)
def open_note(request: HubRequest, key: str) -> HttpResponseBase:
    """Write the note: only the agency that brought the situation, and with a ground."""
    viewer = request.actor
    one = found(card(viewer, key))
    found(one if turn_of(viewer, one, None).opens_note else None)
    unlocked = unlocked_in(request)
    if unlocked is None:
        return _locked(request)
    form = NoteForm(request.POST or None)
    status = 200
    if form.is_valid():
        try:
            _write(request, key, form, unlocked)
        except Refused as error:
            status = refuse(form, error)
        else:
            say(request, _("The note is sealed. It is destroyed when the situation is concluded."))
            return redirect(at(viewer, "situation", key))
    context = {"form": form, "card": one, "table": own_table(viewer)}
    return _private(render(request, "hub/open_note.html", context, status=status))


@page(Right.READ_NOTES)
def note(request: HubRequest, key: str) -> HttpResponseBase:
    """Read the note. Each reading is written down."""
    viewer = request.actor
    if not gate.has_note(viewer, key):
        raise Http404
    unlocked = unlocked_in(request)
    if unlocked is None:
        return _locked(request)
    try:
        who = gate.read_note(situation_key=key, by=viewer, unlocked=unlocked)
    except Locked:
        return _locked(request)
    except Refused as error:
        status_of(error)
        raise Http404 from None
    context = {
        "who": who,
        "card": found(card(viewer, key)),
        "table": found(own_table(viewer)),
        "table_key": tables_of(viewer)[0],
    }
    return _private(render(request, "hub/note.html", context))


@page(Right.READ_NOTES)
def note_standing(request: HubRequest, key: str) -> HttpResponseBase:
    """Whether the reader may still have the note on their screen: 204, else 404."""
    if not gate.has_note(request.actor, key):
        raise Http404
    return HttpResponse(status=204)


@page(Right.READ_NOTES, methods=POST)
def share_note(request: HubRequest, key: str) -> HttpResponseBase:
    """Let those read it too who came later; only the agency that wrote it."""
    unlocked = unlocked_in(request)
    if unlocked is None:
        return _locked(request)
    try:
        gate.share_note(situation_key=key, unlocked=unlocked, by=request.actor)
    except Refused as error:
        status_of(error)
        warn(request, sentence_for(error))
    else:
        say(request, _("Those who came later can read the note now."))
    return redirect(at(request.actor, "situation", key))


def _write(request: HubRequest, key: str, form: NoteForm, unlocked: Any) -> None:
    given = form.cleaned_data
    born_on = given["born_on"].isoformat() if given["born_on"] else ""
    gate.open_note(
        situation_key=key,
        identifiers=gate.Identifiers(name=given["name"], born_on=born_on, address=given["address"]),
        basis=given["basis"],
        purpose=given["purpose"],
        unlocked=unlocked,
        by=request.actor,
    )


def _locked(request: HubRequest) -> HttpResponseBase:
    context = {"table": own_table(request.actor)}
    return _private(render(request, "hub/locked.html", context, status=403))


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store, private"
    return response
