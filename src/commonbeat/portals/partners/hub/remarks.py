"""A short remark on a situation, where the table's rules allow one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonbeat.domains.hub.access import Right
from commonbeat.domains.hub.actions.remarks import write_remark
from commonbeat.portals.partners.hub.keys import unlocked_in
from commonbeat.portals.partners.hub.live import version_in
from commonbeat.portals.partners.hub.situation import allowed, simple
from commonbeat.portals.partners.pages import FORM, HubRequest, page


class RemarkForm(forms.Form):
    """A short remark, where the table allows one."""

    text = forms.CharField(
        label=gettext_lazy("Remark"),
        help_text=gettext_lazy("Nothing that could tell who it is about. It is kept for a while."),
        max_length=280,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@page(Right.DISCUSS, methods=FORM)
def remark(request: HubRequest, key: str) -> HttpResponseBase:
    """Write a remark, where the table's rules allow one."""
    one = allowed(request, key, "remarks")

    def act(form: Any) -> None:
        write_remark(
            situation_key=key,
            version=version_in(request),
            text=form.cleaned_data["text"],
            unlocked=unlocked_in(request),
            by=request.actor,
        )

    words = {
        "title": _("Write a remark"),
        "lead": _("Everybody at the table can read it."),
        "submit": _("Save the remark"),
        "done": _("The remark is saved."),
    }
    form = RemarkForm(request.POST or None, initial={"text": one.remark})
    return simple(request, form, one, act, words, to="situation")
