"""What agencies and people signed: record it, see what runs out, end it early."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commonbeat.domains.agencies import errors, queries
from commonbeat.domains.agencies.access import PARTNER, Right
from commonbeat.domains.agencies.actions import agreements as actions
from commonbeat.domains.agencies.queries import AgreementView, UndertakingView
from commonbeat.domains.agencies.terms import REMIND_DAYS, Term, today
from commonbeat.portals.staff.agencies.signing_forms import AgreementForm, UndertakingForm
from commonbeat.portals.staff.pages import (
    FORM,
    DeskRequest,
    found,
    page,
    render,
    say,
    warn,
)
from commonbeat.portals.staff.words import Words, word

KINDS: Words = {
    "information sharing": gettext_lazy("Sharing information at the Hub"),
    "seat in service": gettext_lazy("A seat inside the service"),
}
YEAR = dt.timedelta(days=365)
HOLDING = frozenset({Term.HOLDS, Term.RUNS_OUT})
Signed = AgreementView | UndertakingView
S = TypeVar("S", AgreementView, UndertakingView)


@dataclass(frozen=True, slots=True)
class Line:
    """Something signed, as a line of the page: its badge, and what its lapse took away."""

    one: Signed
    about: str
    kind: str
    state: str
    lost: str
    may_end: bool


@page(Right.KEEP_AGREEMENTS)
def agreements(request: DeskRequest) -> HttpResponseBase:
    """Every agreement and promise, with what ends soon and what has lapsed."""
    viewer, on = request.actor, today()
    signed = queries.agreements(viewer, on=on)
    promised = queries.undertakings(viewer, on=on)
    held, old = _latest(signed, lambda one: (one.kind, one.agency_code))
    kept, old_promises = _latest(promised, lambda one: one.staff_key)
    named = {one.staff_key for one in promised}
    silent = [
        one.display_name
        for one in queries.staff_in_service(viewer)
        if one.role == PARTNER and one.key not in named
    ]
    context = {
        "agreements": [_agreement_line(one) for one in held],
        "undertakings": [_undertaking_line(one) for one in kept],
        "earlier": [_agreement_line(one) for one in old],
        "earlier_undertakings": [_undertaking_line(one) for one in old_promises],
        "silent": silent,
        "sees_seats": viewer.may(Right.SEE_SEATS),
    }
    return render(request, "agencies/agreements.html", context)


@page(Right.KEEP_AGREEMENTS, methods=FORM)
def record_agreement(request: DeskRequest) -> HttpResponseBase:
    """Write down what an agency signed."""
    agencies = [(one.code, one.name) for one in queries.agencies(request.actor)]
    kinds = [(code, str(label)) for code, label in KINDS.items()]
    form = AgreementForm(request.POST or None, initial=_terms(), agencies=agencies, kinds=kinds)
    if form.is_valid():
        given = dict(form.cleaned_data)
        try:
            actions.record_agreement(agency_code=given.pop("agency"), by=request.actor, **given)
        except errors.EndsBeforeStart as refused:
            form.add_error("valid_until", str(refused))
        else:
            say(request, _("The agreement is recorded."))
            return redirect("staff:agreements")
    return render(request, "agencies/record_agreement.html", {"form": form})


@page(Right.KEEP_AGREEMENTS, methods=FORM)
def record_undertaking(request: DeskRequest) -> HttpResponseBase:
    """Write down that somebody promised confidentiality."""
    people = [
        (one.key, f"{one.display_name} · {one.agency}")
        for one in queries.staff_in_service(request.actor)
    ]
    form = UndertakingForm(request.POST or None, initial=_terms(), people=people)
    if form.is_valid():
        given = dict(form.cleaned_data)
        try:
            actions.record_undertaking(staff_key=given.pop("staff"), by=request.actor, **given)
        except errors.EndsBeforeStart as refused:
            form.add_error("valid_until", str(refused))
        else:
            say(request, _("The promise is recorded."))
            return redirect("staff:agreements")
    return render(request, "agencies/record_undertaking.html", {"form": form})


@page(Right.KEEP_AGREEMENTS, methods=FORM)
def end_agreement(request: DeskRequest, key: str) -> HttpResponseBase:
    """Ask once more, then end it today."""
    one = found(queries.agreement(request.actor, key, on=today()))
    if request.method == "POST":
        return _ended(request, lambda: actions.end_agreement(agreement_key=key, by=request.actor))
    context = {"who": one.agency, "lost": _lost(one), "line": _agreement_line(one)}
    return render(request, "agencies/end_signed.html", context)


@page(Right.KEEP_AGREEMENTS, methods=FORM)
def end_undertaking(request: DeskRequest, key: str) -> HttpResponseBase:
    """Ask once more, then end it today."""
    one = found(queries.undertaking(request.actor, key, on=today()))
    if request.method == "POST":
        return _ended(
            request, lambda: actions.end_undertaking(undertaking_key=key, by=request.actor)
        )
    context = {"who": one.person, "lost": _lost(one), "line": _undertaking_line(one)}
    return render(request, "agencies/end_signed.html", context)


def _terms() -> dict[str, dt.date]:
    return {"signed_on": today(), "valid_until": today() + YEAR}


def _ended(request: DeskRequest, end: Callable[[], object]) -> HttpResponseBase:
    try:
        end()
    except errors.AgenciesRefused as refused:
        warn(request, str(refused))
    else:
        say(request, _("It has ended. What it opened is shut from now on."))
    return redirect("staff:agreements")


def _latest(rows: Iterable[S], owner: Callable[[S], object]) -> tuple[list[S], list[S]]:
    """What stands for each owner now, and everything else: what holds first, then the latest."""
    ranked = sorted(
        rows, key=lambda one: (one.term in HOLDING, one.valid_until, one.signed_on), reverse=True
    )
    seen: set[object] = set()
    now: list[S] = []
    earlier: list[S] = []
    for one in ranked:
        (earlier if owner(one) in seen else now).append(one)
        seen.add(owner(one))
    return sorted(now, key=lambda one: one.valid_until), earlier


def _agreement_line(one: AgreementView) -> Line:
    return _line(one, word(KINDS, one.kind))


def _undertaking_line(one: UndertakingView) -> Line:
    return _line(one, one.agency)


def _line(one: Signed, about: str) -> Line:
    kind, state = _state(one)
    is_lost = one.term in {Term.LAPSED, Term.ENDED}
    may_end = one.term not in {Term.LAPSED, Term.ENDED}
    return Line(one, about, kind, state, _lost(one) if is_lost else "", may_end)


def _state(one: Signed) -> tuple[str, str]:
    """The kind of badge, and its words."""
    if one.term is Term.RUNS_OUT:
        left = ngettext("%(n)d day left", "%(n)d days left", one.days_left) % {"n": one.days_left}
        is_near = one.days_left <= sorted(REMIND_DAYS)[1]
        return ("warning" if is_near else "info"), left if one.days_left else _("last day today")
    states = {
        Term.HOLDS: ("success", _("holds")),
        Term.TO_COME: ("neutral", _("not yet")),
        Term.LAPSED: ("error", _("lapsed")),
        Term.ENDED: ("neutral", _("ended")),
    }
    return states[one.term]


def _lost(one: Signed) -> str:
    """In plain words, what nobody can open without it."""
    if isinstance(one, UndertakingView):
        return _("This person opens neither the Hub nor a seat inside the service.")
    if one.kind == "seat in service":
        return _("Nobody of this agency can use a seat inside the service.")
    return _("Nobody of this agency can open the Hub.")
