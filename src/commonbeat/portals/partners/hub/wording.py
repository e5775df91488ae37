"""The words of the record: what was shipped, what the town added, and what it ended."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import forms
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonbeat.core.errors import Refused
from commonbeat.domains.hub.access import Right
from commonbeat.domains.hub.actions import words as actions
from commonbeat.domains.hub.groups import group_label
from commonbeat.domains.hub.queries.tables import codes
from commonbeat.portals.partners.pages import (
    FORM,
    POST,
    HubRequest,
    found,
    page,
    refuse,
    render,
    say,
    warn,
)
from commonbeat.portals.partners.sentences import sentence_for
from commonbeat.portals.partners.words import KINDS, word

CLOSED = ("check", "later")  # lists that take no words of one's own


class WordForm(forms.Form):
    """A word of one's own."""

    label = forms.CharField(label=gettext_lazy("Name in English"), max_length=120)
    label_fr = forms.CharField(label=gettext_lazy("Name in French"), max_length=120)
    code = forms.SlugField(
        label=gettext_lazy("Short name for the record"),
        help_text=gettext_lazy("Small letters, digits and hyphens. It never changes."),
        max_length=60,
    )
    group = forms.ChoiceField(label=gettext_lazy("Group"), required=False)

    def __init__(self, *args: Any, groups: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(code, group_label(code)) for code in groups if code]
        self.fields["group"].choices = [("", "–"), *named]  # type: ignore[attr-defined]


@page(Right.SET_UP, methods=FORM)
def words(request: HubRequest, kind: str) -> HttpResponseBase:
    """One list as it is in force today; the form adds a local word."""
    name = _kind(kind)
    rows = codes(name)
    form = WordForm(request.POST or None, groups=list(dict.fromkeys(row.group for row in rows)))
    status = 200
    if form.is_valid():
        try:
            actions.add_local_code(kind=name, **form.cleaned_data, by=request.actor)
        except Refused as error:
            status = refuse(form, error)
        else:
            say(request, _("The word is added and marked as local."))
            return redirect("partners:words", kind=kind)
    context = {
        "form": form,
        "kind": kind,
        "label": word(KINDS, name),
        "groups": [
            (group_label(code) if code else "", list(of_group))
            for code, of_group in groupby(rows, key=lambda row: row.group)
        ],
        "is_closed": name in CLOSED,
    }
    return render(request, "hub/words.html", context, status=status)


@page(Right.SET_UP, methods=POST)
def end_word(request: HubRequest, kind: str, code: str) -> HttpResponseBase:
    """End a word: nobody can choose it any more, and records that have it keep it."""
    try:
        actions.end_code(kind=_kind(kind), code=code, by=request.actor)
    except Refused as error:
        warn(request, sentence_for(error))
    else:
        say(request, _("The word has ended. Records that have it keep it."))
    return redirect("partners:words", kind=kind)


def _kind(part: str) -> str:
    name = part.replace("-", " ")
    return found(name if name in KINDS else None)
