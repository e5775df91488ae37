"""Privacy and the ledger at the desk: what is held and why, about one person, and who did what."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.http import HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commonbeat.core import ledger as chain
from commonbeat.core.privacy import Card, Kind, Then, cards, keep_for
from commonbeat.domains.contact.access import Right
from commonbeat.domains.contact.errors import NotANumber
from commonbeat.domains.contact.numbers import e164
from commonbeat.portals.staff.pages import POST, DeskRequest, page, render
from commonbeat.portals.staff.words import without_link
from commonbeat.roles import SEATS
from commonbeat.workflows.subject_access import erase_held, export_held

# What people do from a seat at a Hub table. An agency's own screening is nobody else's to know of,
# the desk's neither; readings of identity notes are shown to the table's privacy lead.
AT_HUB_TABLES = frozenset[str]().union(*SEATS.values())


class NumberForm(forms.Form):
    """A telephone number. It is sent in the body, so that no address or log holds it."""

    number = forms.CharField(
        label=gettext_lazy("Telephone number"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel", "dir": "ltr"}),
        help_text=gettext_lazy(
            "Make sure first that the person who asks is the one it belongs to."
        ),
    )

    def clean_number(self) -> str:
        """As E.164; refuses what cannot be dialled."""
        try:
            return e164(self.cleaned_data["number"], settings.PHONE_REGION)
        except NotANumber:
            raise forms.ValidationError(_("This is not a number that can be dialled.")) from None


@dataclass(frozen=True, slots=True)
class Processing:
    """A line of the register."""

    model: str
    purpose: str
    personal: tuple[str, ...]
    kept: str


@page(Right.ANSWER_SUBJECT)
def privacy(request: DeskRequest) -> HttpResponseBase:
    """The register of processing, and the way to one person's data."""
    lines = [_processing(card) for card in cards()]
    context = {
        "personal": [line for line in lines if line.personal],
        "other": [line for line in lines if not line.personal],
        "form": NumberForm(),
    }
    return render(request, "core/privacy.html", context)


@page(Right.ANSWER_SUBJECT, methods=POST)
def held(request: DeskRequest) -> HttpResponseBase:
    """Everything held about one person; also as a file to give to them."""
    form = NumberForm(request.POST)
    if not form.is_valid():
        return render(request, "core/search.html", {"form": form})
    number = form.cleaned_data["number"]
    rows = export_held(number=number, by=request.actor)
    if "download" in request.POST:
        data = [{"table": r.model, "purpose": r.purpose, "fields": r.fields} for r in rows]
        attached = {"Content-Disposition": 'attachment; filename="held.json"'}
        return JsonResponse({"held": data}, headers=attached, json_dumps_params={"indent": 1})
    shown = [
        (row, [(name, without_link(value)) for name, value in row.fields.items()]) for row in rows
    ]
    return render(request, "core/held.html", {"rows": shown, "number": number})


@page(Right.ANSWER_SUBJECT, methods=POST)
def erase(request: DeskRequest) -> HttpResponseBase:
    """Ask once more, then erase everything held about one person."""
    form = NumberForm(request.POST)
    if not form.is_valid():
        return render(request, "core/search.html", {"form": form})
    number = form.cleaned_data["number"]
    if "sure" not in request.POST:
        return render(request, "core/erase.html", {"number": number})
    counts = erase_held(number=number, by=request.actor)
    return render(request, "core/erased.html", {"n_rows": sum(counts.values())})


@page(Right.ANSWER_SUBJECT)
def ledger(request: DeskRequest) -> HttpResponseBase:
    """The newest entries of the ledger, or only what was refused; nothing done at a Hub table.

    Places in the chain are not shown: a gap between two would tell that something was left out.
    """
    only_refused = request.GET.get("only") == "refused"
    asked = request.GET.get("after", "")
    skip = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
    entries = chain.latest(only_refused=only_refused, n=101, without=AT_HUB_TABLES, skip=skip)
    context = {
        "entries": entries[:100],
        "older": skip + 100 if len(entries) > 100 else 0,
        "only_refused": only_refused,
        "length": chain.length(without=AT_HUB_TABLES),
    }
    return render(request, "core/ledger.html", context)


def _processing(card: Card) -> Processing:
    return Processing(
        card.model, _(card.purpose), card.of_kind(Kind.PERSONAL, Kind.SEALED), _kept(card)
    )


def _kept(card: Card) -> str:
    span = keep_for(card, settings)
    if card.keep is None or span is None:
        return _(card.why_kept) if card.why_kept else ""
    then = _("then blanked") if card.keep.then is Then.BLANK else _("then deleted")
    since = card.keep.since.replace("__", " ").replace("_", " ")
    if span.days == 0:
        return _("until “%(since)s”, %(then)s") % {"since": since, "then": then}
    days = ngettext("%(n)d day", "%(n)d days", span.days) % {"n": span.days}
    return _("%(days)s after “%(since)s”, %(then)s") % {"days": days, "since": since, "then": then}
