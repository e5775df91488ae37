"""One situation: its card, where it stands, and what its reader may do with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonbeat.core.errors import Refused
from commonbeat.domains.hub.access import Right, tables_of
from commonbeat.domains.hub.actions import deciding
from commonbeat.domains.hub.carried import Carried
from commonbeat.domains.hub.errors import ChangedMeanwhile
from commonbeat.domains.hub.queries.meeting import card, live
from commonbeat.domains.hub.queries.tables import policy
from commonbeat.domains.hub.queries.tables import table as own_table
from commonbeat.domains.hub.queries.visits import Plan, plan
from commonbeat.domains.hub.reading import Card
from commonbeat.portals.partners.hub.carried_form import CarriedForm, as_initial
from commonbeat.portals.partners.hub.live import version_for, version_in
from commonbeat.portals.partners.hub.picking import chosen_words, is_search, options
from commonbeat.portals.partners.hub.turns import FILTER_4, OVER, turn_of
from commonbeat.portals.partners.pages import (
    FORM,
    HubRequest,
    at,
    found,
    page,
    refuse,
    render,
    say,
)


class ReasonForm(forms.Form):
    """Why it ends."""

    reason = forms.ChoiceField(label=gettext_lazy("Why?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = options("rejection")  # type: ignore[attr-defined]


@page(Right.SEE_TABLE)
def situation(request: HubRequest, key: str) -> HttpResponseBase:
    """The card; for the agencies that are in, the plan and the visits as well."""
    return situation_page(request, key)


@page(Right.SEE_TABLE, methods=FORM)
def fill_card(request: HubRequest, key: str) -> HttpResponseBase:
    """Fill in the de-identified card, for the data clerk and the agency that brought it."""
    viewer = request.actor
    one = allowed(request, key, "fills_card")
    rules = policy(viewer)
    off = rules.switched_off if rules else ()
    if is_search(request):
        form = CarriedForm(initial=as_initial(request.POST), switched_off=off)
        return _card_page(request, form, one)
    form = CarriedForm(request.POST or None, initial=_initial(one), switched_off=off)
    if not form.is_valid():
        return _card_page(request, form, one)
    try:
        deciding.fill_card(
            situation_key=key, version=version_in(request), carried=form.carried(), by=viewer
        )
    except Refused as error:
        status = refuse(form, error)
        now = found(card(viewer, key))
        changed = _words_of(now) if isinstance(error, ChangedMeanwhile) else None
        return _card_page(request, form, now, changed=changed, status=status)
    say(request, _("The card is saved. Every screen of the table shows it."))
    return redirect(at(viewer, "live"))


@page(Right.DISCUSS, methods=FORM)
def withdraw(request: HubRequest, key: str) -> HttpResponseBase:
    """Take it back before filter 4."""
    one = allowed(request, key, "withdraws")

    def act(form: Any) -> None:
        reason, version = form.cleaned_data["reason"], version_in(request)
        deciding.withdraw(situation_key=key, version=version, reason=reason, by=request.actor)

    words = {
        "title": _("Withdraw the situation"),
        "lead": _("Only its number, day, kind, sector and this reason stay. The rest is erased."),
        "submit": _("Withdraw it"),
        "done": _("It is withdrawn, and all but its number, day, kind and reason is erased."),
    }
    return simple(request, ReasonForm(request.POST or None), one, act, words, to="live")


@page(Right.CHAIR, methods=FORM)
def end_before_plan(request: HubRequest, key: str) -> HttpResponseBase:
    """End it at filter 3: nobody else is needed, or the risk is seen to."""
    one = found(card(request.actor, key))
    found(one if one.step == "elevated" else None)

    def act(form: Any) -> None:
        reason, version = form.cleaned_data["reason"], version_in(request)
        deciding.end_before_plan(
            situation_key=key, version=version, reason=reason, by=request.actor
        )

    words = {
        "title": _("End it at filter 3"),
        "lead": _("Only its number, day, kind, sector and this reason stay. The rest is erased."),
        "submit": _("End it"),
        "done": _("It has ended, and all but its number, day, kind and reason is erased."),
    }
    return simple(request, ReasonForm(request.POST or None), one, act, words, to="live")


def simple(
    request: HubRequest,
    form: Any,
    one: Card,
    act: Callable[[Any], None],
    words: dict[str, str],
    *,
    to: str,
) -> HttpResponse | HttpResponseBase:
    """A page with one short form about a situation; a refusal keeps what was typed."""
    status, is_told = 200, False
    if form.is_bound and form.is_valid():
        try:
            act(form)
        except Refused as error:
            status, is_told = refuse(form, error), isinstance(error, ChangedMeanwhile)
            one = card(request.actor, one.key) or one
        else:
            say(request, words["done"])
            keys = [] if to in {"live", "visits"} else [one.key]
            return redirect(at(request.actor, to, *keys))
    context = {
        "form": form,
        "card": one,
        "version": version_for(request, one.version, is_told=is_told),
        "table": own_table(request.actor),
        "words": words,
    }
    return render(request, "hub/form.html", context, status=status)


def situation_page(
    request: HubRequest, key: str, *, trouble: str = "", status: int = 200
) -> HttpResponse:
    """The page of one situation, perhaps with what just went wrong."""
    viewer = request.actor
    one = found(card(viewer, key))
    seen = live(viewer)
    its_plan = plan(viewer, key) if viewer.may(Right.DISCUSS) else None
    context = {
        "card": one,
        "table": own_table(viewer),
        "table_key": tables_of(viewer)[0],
        "turn": turn_of(viewer, one, seen),
        "steps": _steps(one),
        "plan": its_plan,
        "may_plan": its_plan is not None and one.step in {"involved", "planned"},
        "may_conclude": _may_conclude(its_plan),
        "may_leave": its_plan is not None and not one.is_lead and one.step in FILTER_4,
        "may_end": viewer.may(Right.CHAIR) and one.step == "elevated",
        "is_over": one.step in OVER,
        "trouble": trouble,
    }
    return render(request, "hub/situation.html", context, status=status)


def _may_conclude(its_plan: Plan | None) -> bool:
    return its_plan is not None and its_plan.card.is_lead and its_plan.card.step in FILTER_4


def _steps(one: Card) -> list[tuple[str, str]]:
    labels = [
        _("Agency’s screening"),
        _("Threshold"),
        _("Who is needed"),
        _("Visit"),
        _("Conclusion"),
    ]
    at_step = {"queued": 1, "presented": 1, "elevated": 2, "visited": 4, "closed": 5}
    here = at_step.get(one.step, 3)
    if one.step in {"rejected", "withdrawn"}:
        here = 5
        labels = [labels[0], _("Ended before a visit")]
    states = ["done" if n < here else "current" if n == here else "next" for n in range(5)]
    return list(zip(labels, states, strict=False))


def allowed(request: HubRequest, key: str, what: str) -> Card:
    """The card, when its reader's turn allows something; else 404."""
    viewer = request.actor
    one = found(card(viewer, key))
    return found(one if getattr(turn_of(viewer, one, None), what) else None)


def _words_of(one: Card) -> list[tuple[str, str]]:
    return chosen_words(Carried(**_initial(one)))


def _initial(one: Card) -> dict[str, Any]:
    return {
        "kind": one.kind.code,
        "age_band": one.age_band.code if one.age_band else "",
        "sex": one.sex.code if one.sex else "",
        "n_affected": one.n_affected,
        "risks": tuple(word.code for word in one.risks),
        "protective": tuple(word.code for word in one.protective),
        "flags": tuple(word.code for word in one.flags),
    }


def _card_page(
    request: HubRequest,
    form: CarriedForm,
    one: Card,
    *,
    changed: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "card": one,
        "version": version_for(request, one.version, is_told=changed is not None),
        "changed": changed,
        "table": own_table(request.actor),
    }
    return render(request, "hub/card_form.html", context, status=status)
